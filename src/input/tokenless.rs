//! What an input looks like in which there is no token, so that whoever gave it learns why.
//!
//! Not its job: to read any of it. What is said here is a guess by the first bytes.

use super::encoding;

/// What a person took for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokenless {
    Empty,
    /// An archive, or another file that only a program unpacks.
    Packed,
    /// Names stand in it that the exports of audit and sign-in logs have.
    Records,
    Other,
}

/// How packed files begin: gzip, zip (and so a workbook), bzip2, xz, 7z, Zstandard.
const PACKED: [&[u8]; 6] = [
    b"\x1F\x8B",
    b"PK\x03\x04",
    b"BZh",
    b"\xFD7zXZ\0",
    b"7z\xBC\xAF\x27\x1C",
    b"\x28\xB5\x2F\xFD",
];

/// Two names of one kind of export; either alone means little.
const RECORDS: [[&str; 2]; 5] = [
    ["CreationTime", "Operation"],
    ["CreationDate", "AuditData"],
    ["createdDateTime", "appId"],
    ["activityDateTime", "activityDisplayName"],
    ["TimeGenerated", "OperationName"],
];

/// The names stand in the first line or record.
const SAMPLE: usize = 64 << 10;

/// Whether a file is one that only a program unpacks.
#[must_use]
pub fn is_packed(bytes: &[u8]) -> bool {
    PACKED.iter().any(|opening| bytes.starts_with(opening))
}

impl Tokenless {
    pub(super) fn of(bytes: &[u8]) -> Self {
        if is_packed(bytes) {
            return Self::Packed;
        }
        let start = encoding::decode(&bytes[..bytes.len().min(SAMPLE)]).text;
        if start.trim().is_empty() && bytes.len() <= SAMPLE {
            return Self::Empty;
        }
        let holds = |names: &[&str; 2]| names.iter().all(|name| start.contains(name));
        if RECORDS.iter().any(holds) {
            Self::Records
        } else {
            Self::Other
        }
    }

    /// Why there is no token, and what now.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Packed => "it is packed, so no token can be seen in it; unpack it first",
            Self::Records => {
                "it holds no token; it looks like an audit log export, which `jwtenant audit` reads"
            }
            Self::Other => "nothing in it looks like a token, a token response or a sign-in error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_token_is_told_by_its_beginning() {
        for (bytes, expected) in [
            (&b""[..], Tokenless::Empty),
            (b"\xEF\xBB\xBF \r\n", Tokenless::Empty),
            (b"PK\x03\x04rest", Tokenless::Packed),
            (b"\x1F\x8B\x08rest", Tokenless::Packed),
            (
                b"{\"CreationTime\":\"x\",\"Operation\":\"y\"}",
                Tokenless::Records,
            ),
            (
                b"CreationDate,UserIds,Operations,AuditData\r\n",
                Tokenless::Records,
            ),
            (b"Operation of the machine", Tokenless::Other),
            (b"words", Tokenless::Other),
        ] {
            assert_eq!(Tokenless::of(bytes), expected, "{bytes:?}");
        }
    }
}
