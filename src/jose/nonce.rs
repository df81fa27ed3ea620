//! A header whose `nonce` was replaced by its hash before signing, so that only a resource that
//! knows the trick can check the signature. Undocumented by its maker; confirmed on published
//! tokens and in several independent implementations.
//!
//! Not its job: deciding when to try it. Nothing but the nonce's own text is replaced: no serialiser
//! touches the rest of the header.

use super::base64url::encode;
use super::digest::sha256;
use super::json::{Json, parse};
use super::token::Token;

/// The signing input in which the header's `nonce` is base64url(SHA-256(its text)). `None` when the
/// header has no string of that name, or more than one member of it.
pub(super) fn signing_input(token: &Token) -> Option<String> {
    let bytes = token.header_bytes();
    let parsed = parse(bytes);
    let mut found = parsed
        .value
        .members()
        .iter()
        .zip(&parsed.member_spans)
        .filter(|((name, _), _)| name == "nonce");
    let ((_, Json::String(nonce)), span) = found.next()? else {
        return None;
    };
    if found.next().is_some() {
        return None;
    }
    let hashed = format!("\"{}\"", encode(&sha256(nonce.as_bytes())));
    let header = [&bytes[..span.start], hashed.as_bytes(), &bytes[span.end..]].concat();
    Some(format!("{}.{}", encode(&header), token.payload_segment()))
}

#[cfg(test)]
mod tests {
    use super::super::base64url::decode_strict;
    use super::*;

    fn transformed(header: &str) -> Option<String> {
        let token = Token::parse(&format!("{}.e30.AA", encode(header.as_bytes()))).unwrap();
        let input = signing_input(&token)?;
        let (header, payload) = input.split_once('.').unwrap();
        assert_eq!(payload, "e30");
        Some(String::from_utf8(decode_strict(header).unwrap()).unwrap())
    }

    #[test]
    fn only_the_nonce_changes() {
        let header = r#"{"typ": "JWT","nonce" : "STv_yEfAkE8kvfdWxBXVjMDFB7XucYonmEZ1W3Treaw","alg":"RS256"}"#;
        assert_eq!(
            transformed(header).unwrap(),
            r#"{"typ": "JWT","nonce" : "vmR1y8N3N9-Iky8Ggzham5Kp3MZWnwK456Wz5HJKlEg","alg":"RS256"}"#
        );
    }

    #[test]
    fn without_one_string_nonce_there_is_nothing_to_try() {
        assert_eq!(transformed(r#"{"alg":"RS256"}"#), None);
        assert_eq!(transformed(r#"{"nonce":7}"#), None);
        assert_eq!(transformed(r#"{"nonce":"a","nonce":"b"}"#), None);
    }
}
