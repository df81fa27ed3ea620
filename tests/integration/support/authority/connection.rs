//! One connection to the authority: a tunnel, TLS or plain HTTP, told apart by the first byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use rustls::{ServerConnection, StreamOwned};

use super::{Shared, tls};

/// The first byte of a TLS handshake (RFC 8446, section 5.1).
const HANDSHAKE: u8 = 0x16;

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub scheme: &'static str,
    /// The host of the tunnel, else of the `Host` header, with its port where it is unusual.
    pub host: String,
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub through_proxy: bool,
}

impl Asked {
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.target)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    pub fn wants_keys(&self) -> bool {
        !self.target.contains(".well-known/")
    }
}

/// Serves a connection to its end. Clients that break off are part of the tests.
pub fn serve(stream: TcpStream, shared: &Shared) {
    let host = match first_byte(&stream) {
        Some(b'C') => match open_tunnel(&stream, shared) {
            Some(host) => Some(host),
            None => return,
        },
        Some(_) => None,
        None => return,
    };
    let is_tls = first_byte(&stream) == Some(HANDSHAKE);
    if !is_tls {
        let _ = respond(stream, "http", host.as_deref(), shared);
        return;
    }
    let name = host.as_deref().unwrap_or("localhost");
    let config = tls::config(shared.certificate, name);
    if let Ok(connection) = ServerConnection::new(config) {
        let tls = StreamOwned::new(connection, stream);
        let _ = respond(tls, "https", host.as_deref(), shared);
    }
}

fn first_byte(stream: &TcpStream) -> Option<u8> {
    let mut byte = [0];
    (stream.peek(&mut byte).ok()? == 1).then_some(byte[0])
}

/// Answers `CONNECT host:port` and returns the host.
fn open_tunnel(stream: &TcpStream, shared: &Shared) -> Option<String> {
    // Read byte by byte: what follows the head belongs to TLS.
    let mut head = Vec::new();
    let mut reader = stream;
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if reader.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let target = head.split(' ').nth(1)?;
    let host = target.strip_suffix(":443").unwrap_or(target).to_owned();
    let mut writer = stream;
    if shared.refuses_tunnels {
        let _ = writer.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        return None;
    }
    writer.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    Some(host)
}

fn respond<S: Read + Write>(
    stream: S,
    scheme: &'static str,
    host: Option<&str>,
    shared: &Shared,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(());
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.trim().split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let named = headers.iter().find(|(name, _)| name == "host");
    let asked = Asked {
        scheme,
        host: host
            .map(str::to_owned)
            .or_else(|| named.map(|(_, value)| value.clone()))
            .unwrap_or_default(),
        method,
        target,
        through_proxy: host.is_some(),
        headers,
    };
    let reply = (shared.answer)(&asked);
    shared
        .asked
        .lock()
        .expect("no test panics here")
        .push(asked);
    let mut stream = reader.into_inner();
    reply.write(&mut stream)?;
    stream.flush()
}
