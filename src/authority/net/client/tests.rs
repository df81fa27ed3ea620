//! Tests of `net/client.rs`, with a server of their own on loopback.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use super::super::Roots;
use super::*;
use crate::entra::expectation::ExpectedIssuer;
use crate::time::Timestamp;

/// How long whatever stands below `/slow` takes.
const SLOW: Duration = Duration::from_secs(2);

fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(&stream));
        }
    });
    address
}

fn answer(mut stream: &TcpStream) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let is_slow = lines.next().is_some_and(|line| line.contains("/slow"));
    let _ = lines.find(String::is_empty);
    if is_slow {
        thread::sleep(SLOW);
    }
    let _ =
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
}

#[test]
fn an_issuer_that_used_up_its_time_costs_the_others_of_its_host_nothing() {
    let address = serve();
    let net = Net::new(NetOptions {
        timeout: Duration::from_secs(3),
        roots: Roots::default(),
        proxy: None,
        now: Timestamp::from_seconds(0).unwrap(),
    });
    let get = |issuer: &str| {
        let issuer = ExpectedIssuer::new(&format!("http://{address}/{issuer}"));
        let endpoint = Endpoint::discovery_of(&issuer).unwrap();
        net.get(&endpoint, &HeaderMap::new(), &mut Vec::new())
            .map(|fetched| fetched.status)
            .map_err(|fault| fault.cause)
    };
    assert_eq!(get("slow"), Ok(200));
    assert_eq!(get("slow"), Err(Cause::OutOfTime(3)));
    assert_eq!(get("fast"), Ok(200));
}
