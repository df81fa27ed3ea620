//! The `uti` claim and the request id that it spells: 16 bytes, base64url in the token, a GUID in
//! Microsoft's mixed byte order in the logs (`ConvertFrom-MsIdUniqueTokenIdentifier` of Microsoft's
//! MSIdentityTools reads it the same way).

use uuid::Uuid;

use crate::jose::base64url::{decode_strict, encode};

/// The request id behind a `uti`: 22 base64url characters, or the 48 characters in which some
/// documentation wraps the GUID's text.
#[must_use]
pub fn request_id(uti: &str) -> Option<Uuid> {
    let bytes = decode_strict(uti.trim_end_matches('='))?;
    match uti.len() {
        48 => std::str::from_utf8(&bytes).ok()?.parse().ok(),
        _ => bytes.try_into().ok().map(Uuid::from_bytes_le),
    }
}

/// The `uti` that a request id spells.
#[must_use]
pub fn from_request_id(id: Uuid) -> String {
    encode(&id.to_bytes_le())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_pairs_hold_both_ways() {
        for (uti, id) in [
            (
                "YY4vXTsMl0qx5H9g0slaAA",
                "5d2f8e61-0c3b-4a97-b1e4-7f60d2c95a00",
            ),
            (
                "An4axNiWO0-KUeK3MJ_UAQ",
                "c41a7e02-96d8-4f3b-8a51-e2b7309fd401",
            ),
        ] {
            let id: Uuid = id.parse().unwrap();
            assert_eq!(request_id(uti), Some(id));
            assert_eq!(from_request_id(id), uti);
        }
    }

    #[test]
    fn the_wrapped_text_form_is_read_too() {
        let id = "5d2f8e61-0c3b-4a97-b1e4-7f60d2c95a00";
        assert_eq!(request_id(&encode(id.as_bytes())), id.parse().ok());
    }

    #[test]
    fn anything_else_is_nothing() {
        for text in [
            "",
            "AAAA",
            "YY4vXTsMl0qx5H9g0slaA",
            "YY4vXTsMl0qx5H9g0sla!A",
        ] {
            assert_eq!(request_id(text), None, "{text}");
        }
    }
}
