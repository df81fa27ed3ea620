//! Whatever encoding an export was written in, its text as UTF-8, streaming: the one door to
//! `encoding_rs_io`.
//!
//! PowerShell 5.1 writes UTF-16 LE with a byte order mark by `>` and `Out-File`, UTF-8 with one by
//! `-Encoding UTF8`; PowerShell 7 and the portal write UTF-8 without.
//!
//! Not its job: repairing UTF-8. Bytes of a text without a mark pass as they are, so that a row with
//! a damaged letter can still be pointed at where it is decoded.

use std::io::{self, Cursor, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

/// Bytes of an export, wherever they come from.
pub(super) type Source = Box<dyn Read + Send>;

/// So many bytes are looked at for an encoding that no mark tells.
const LOOK: u64 = 512;

/// The same text as UTF-8 without a byte order mark. UTF-16 without a mark is told by the zeros
/// beside its ASCII letters; a broken surrogate becomes U+FFFD.
pub(super) fn utf8(mut source: Source) -> Source {
    let mut start = Vec::new();
    let failure = source.by_ref().take(LOOK).read_to_end(&mut start).err();
    let mark = missing_mark(&start);
    let start = Cursor::new(mark).chain(Cursor::new(start));
    let source: Source = match failure {
        Some(error) => Box::new(start.chain(Failed(Some(error)))),
        None => Box::new(start.chain(source)),
    };
    let text = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(source);
    Box::new(text)
}

/// The mark that UTF-16 text without one should have begun with.
fn missing_mark(start: &[u8]) -> &'static [u8] {
    let zeros = |offset: usize| {
        let bytes = start.iter().skip(offset).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Most letters of an export are ASCII; a zero on the other side is no text.
    let most = start.len() / 4;
    match (even, odd) {
        (0, 1..) if odd > most => b"\xff\xfe",
        (1.., 0) if even > most => b"\xfe\xff",
        _ => b"",
    }
}

/// A source that has already failed.
pub(super) struct Failed(pub Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: Vec<u8>) -> Vec<u8> {
        let mut text = Vec::new();
        utf8(Box::new(std::io::Cursor::new(bytes)))
            .read_to_end(&mut text)
            .unwrap();
        text
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_marked_encoding_gives_the_same_text() {
        let text = "Zoë,日本\r\n";
        assert_eq!(decoded(text.into()), text.as_bytes());
        assert_eq!(decoded(format!("\u{feff}{text}").into()), text.as_bytes());
        assert_eq!(decoded(utf16(text, u16::to_le_bytes)), text.as_bytes());
        assert_eq!(decoded(utf16(text, u16::to_be_bytes)), text.as_bytes());
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_zeros() {
        let text = "Zoë,CreationDate,AuditData\r\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let units: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            assert_eq!(decoded(units), text.as_bytes());
        }
        assert_eq!(decoded(b"PK\x03\x04\0\0\0".to_vec()), b"PK\x03\x04\0\0\0");
    }

    #[test]
    fn damaged_bytes_pass_and_half_a_unit_is_replaced() {
        assert_eq!(decoded(b"a\xffb".to_vec()), b"a\xffb");
        let mut cut = utf16("ab", u16::to_le_bytes);
        cut.pop();
        assert_eq!(decoded(cut), "a\u{fffd}".as_bytes());
    }
}
