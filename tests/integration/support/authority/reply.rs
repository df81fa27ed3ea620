//! An answer of the authority, and the manner in which it is given.

use std::io::{self, Write};
use std::thread::sleep;
use std::time::Duration;

/// Long enough for every limit of a test to pass first.
const FOREVER: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Plain,
    /// Nothing ever comes.
    Hang,
    /// The head comes, the body does not.
    HangInBody,
    /// One byte of the body at a time.
    Drip,
    /// The body is repeated without end.
    Endless,
    /// A longer body is announced than comes.
    Truncated,
    /// The connection is closed instead of an answer.
    Close,
    /// Something that is not HTTP.
    Noise,
}

impl Reply {
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200)
            .typed("application/json; charset=utf-8")
            .body(body)
    }

    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            manner: Manner::Plain,
        }
    }

    pub fn redirect(to: &str) -> Self {
        Self::status(302).header("Location", to)
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn typed(self, kind: &str) -> Self {
        self.header("Content-Type", kind)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn manner(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    /// Writes it as HTTP/1.1 ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)); the connection is closed after it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self.manner {
            Manner::Hang => {
                sleep(FOREVER);
                return Ok(());
            }
            Manner::Close => return Ok(()),
            Manner::Noise => return out.write_all(b"\x15\x03\x01\x00\x02\x02\x16 no HTTP\r\n\r\n"),
            _ => {}
        }
        let length = match self.manner {
            Manner::Endless => None,
            Manner::Truncated => Some(self.body.len() + 100),
            _ => Some(self.body.len()),
        };
        write!(
            out,
            "HTTP/1.1 {} Status\r\nConnection: close\r\n",
            self.status
        )?;
        for (name, value) in &self.headers {
            write!(out, "{name}: {value}\r\n")?;
        }
        if let Some(length) = length.filter(|_| !matches!(self.status, 204 | 304)) {
            write!(out, "Content-Length: {length}\r\n")?;
        }
        out.write_all(b"\r\n")?;
        out.flush()?;
        self.write_body(out)?;
        out.flush()
    }

    fn write_body(&self, out: &mut impl Write) -> io::Result<()> {
        match self.manner {
            Manner::HangInBody => sleep(FOREVER),
            Manner::Drip => {
                for byte in &self.body {
                    out.write_all(&[*byte])?;
                    out.flush()?;
                    sleep(Duration::from_millis(100));
                }
            }
            Manner::Endless => loop {
                out.write_all(&self.body)?;
            },
            _ => out.write_all(&self.body)?,
        }
        Ok(())
    }
}
