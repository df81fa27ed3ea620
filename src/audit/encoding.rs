//! Whatever encoding an export was written in, its text as UTF-8, streaming: the one door to
//! `encoding_rs_io`.
//!
//! PowerShell 5.1 writes UTF-16 LE with a byte order mark by `>` and `Out-File`, UTF-8 with one by
//! `-Encoding UTF8`; PowerShell 7 and the portal write UTF-8 without.
//!
//! Not its job: repairing UTF-8. Bytes of a text without a mark pass as they are, so that a row with
//! a damaged letter can still be pointed at where it is decoded.

use std::io::Read;

use encoding_rs_io::DecodeReaderBytesBuilder;

/// Bytes of an export, wherever they come from.
pub(super) type Source = Box<dyn Read + Send>;

/// The same text as UTF-8 without a byte order mark. UTF-16 is recognised by its mark only; a broken
/// surrogate becomes U+FFFD.
pub(super) fn utf8(source: Source) -> Source {
    let text = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(source);
    Box::new(text)
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
    fn damaged_bytes_pass_and_half_a_unit_is_replaced() {
        assert_eq!(decoded(b"a\xffb".to_vec()), b"a\xffb");
        let mut cut = utf16("ab", u16::to_le_bytes);
        cut.pop();
        assert_eq!(decoded(cut), "a\u{fffd}".as_bytes());
    }
}
