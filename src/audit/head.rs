//! The first bytes of an export: enough to tell what it is without losing what was read.
//!
//! Not its job: deciding between containers (`container.rs`), or telling what is no export (`looks.rs`).

use std::io::{Cursor, Read};

use super::encoding::{Failed, Source};
use super::error::ExportError;
use super::extent::Extent;
use super::packed;

pub(super) const HEAD: u64 = 64 * 1024;

/// The beginning of a text, and the whole text with that beginning put back.
pub(super) struct Head {
    pub bytes: Vec<u8>,
    pub text: Source,
}

/// Looks at the first 64 KiB of a text.
///
/// # Errors
/// [`ExportError::Empty`], [`ExportError::Binary`], [`ExportError::Archive`], or [`ExportError::Read`]
/// when not even the first byte came. A source that fails later in the head fails when reading reaches that place, so the
/// rows before it are kept.
pub(super) fn look(mut text: Source) -> Result<Head, ExportError> {
    let mut bytes = Vec::new();
    let failure = text.by_ref().take(HEAD).read_to_end(&mut bytes).err();
    match failure {
        // A blank beginning says nothing of what was to follow.
        Some(source) if bytes.iter().all(u8::is_ascii_whitespace) => {
            Err(ExportError::Read { line: 0, source })
        }
        _ if bytes.iter().all(u8::is_ascii_whitespace) && (bytes.len() as u64) < HEAD => {
            Err(ExportError::Empty)
        }
        _ if bytes.starts_with(&packed::ZIP) => Err(ExportError::Archive),
        _ if is_binary(&bytes) => Err(ExportError::Binary),
        failure => {
            let head = Cursor::new(bytes.clone());
            let text: Source = match failure {
                Some(error) => Box::new(head.chain(Failed(Some(error)))),
                None => Box::new(head.chain(text)),
            };
            Ok(Head { bytes, text })
        }
    }
}

/// A zero here and there is a damaged row, which is told where it is read; many are no text.
fn is_binary(bytes: &[u8]) -> bool {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    zeros * 100 > bytes.len()
}

impl Head {
    /// Where the text begins in a file, if its bytes are the text: neither packed nor in another
    /// encoding.
    pub(super) fn starts_in(&self, file: &Extent) -> Option<u64> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        let mut start = vec![0; MARK.len() + self.bytes.len()];
        let mut read = 0;
        while read < start.len() {
            match file.read_at(&mut start[read..], read as u64).ok()? {
                0 => break,
                more => read += more,
            }
        }
        let start = &start[..read];
        let plain = start.strip_prefix(MARK).unwrap_or(start);
        let skipped = start.len() - plain.len();
        plain.starts_with(&self.bytes).then_some(skipped as u64)
    }
}

/// The first line that says something; `#TYPE` is a remark of PowerShell 5.1.
pub(super) fn first_line(text: &str) -> &str {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("#TYPE"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &'static [u8]) -> Result<Head, ExportError> {
        look(Box::new(bytes))
    }

    #[test]
    fn nothing_and_binary_are_told_apart() {
        assert!(matches!(of(b""), Err(ExportError::Empty)));
        assert!(matches!(of(b" \r\n\t"), Err(ExportError::Empty)));
        assert!(matches!(of(b"a\0b\0"), Err(ExportError::Binary)));
        let archive = of(b"PK\x03\x04\x14\0");
        assert!(matches!(archive, Err(ExportError::Archive)));
    }

    #[test]
    fn the_head_is_put_back() {
        let mut all = String::new();
        of(b"a,b\n1,2\n")
            .unwrap()
            .text
            .read_to_string(&mut all)
            .unwrap();
        assert_eq!(all, "a,b\n1,2\n");
    }
}
