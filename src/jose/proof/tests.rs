//! Tests of `jose/proof.rs`.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};

use super::super::base64url::encode;
use super::super::digest::sha256;
use super::*;

struct Signer(Ed25519KeyPair);

impl Signer {
    fn new() -> Self {
        Self(Ed25519KeyPair::generate().unwrap())
    }

    fn key(&self, members: &str) -> String {
        let x = encode(self.0.public_key().as_ref());
        format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"{members}}}"#)
    }

    /// Signs `signed_header` but carries `header`.
    fn token(&self, header: &str, signed_header: &str) -> Token {
        let payload = encode(b"{}");
        let input = format!("{}.{payload}", encode(signed_header.as_bytes()));
        let signature = encode(self.0.sign(input.as_bytes()).as_ref());
        Token::parse(&format!(
            "{}.{payload}.{signature}",
            encode(header.as_bytes())
        ))
        .unwrap()
    }
}

fn keys(keys: &[String]) -> KeySet {
    KeySet::parse(format!("{{\"keys\":[{}]}}", keys.join(",")).as_bytes()).unwrap()
}

const HEADER: &str = r#"{"alg":"EdDSA","kid":"a"}"#;

#[test]
fn a_key_is_found_by_kid_then_thumbprint_then_type() {
    let (signer, other) = (Signer::new(), Signer::new());
    let token = signer.token(HEADER, HEADER);
    for members in [r#","kid":"a""#, ""] {
        let proof = prove(
            &token,
            &keys(&[other.key(r#","kid":"b""#), signer.key(members)]),
        );
        assert_eq!(proof.status, Status::Valid, "{members}");
    }
    let by_thumbprint = r#"{"alg":"EdDSA","x5t":"t"}"#;
    let token = signer.token(by_thumbprint, by_thumbprint);
    let proof = prove(&token, &keys(&[signer.key(r#","x5t":"t","kid":"z""#)]));
    assert_eq!((proof.status, proof.remarks.len()), (Status::Valid, 1));
}

#[test]
fn an_unknown_kid_is_no_key_and_no_bad_signature() {
    let signer = Signer::new();
    let proof = prove(
        &signer.token(HEADER, HEADER),
        &keys(&[signer.key(r#","kid":"b""#)]),
    );
    assert_eq!(proof.status, Status::NoKey);
    assert_eq!(
        prove(&signer.token(HEADER, HEADER), &KeySet::default()).status,
        Status::NoKey
    );
}

#[test]
fn keys_that_share_a_kid_are_all_tried() {
    let (signer, other) = (Signer::new(), Signer::new());
    let set = keys(&[other.key(r#","kid":"a""#), signer.key(r#","kid":"a""#)]);
    let proof = prove(&signer.token(HEADER, HEADER), &set);
    assert_eq!(proof.status, Status::Valid);
    assert_eq!(proof.remarks, ["2 keys share this kid; all were tried"]);
}

#[test]
fn the_nonce_transform_is_tried_second_and_named() {
    let signer = Signer::new();
    let set = keys(&[signer.key(r#","kid":"a""#)]);
    let header = r#"{"alg":"EdDSA","kid":"a","nonce":"n"}"#;
    let hashed = header.replace("\"n\"", &format!("\"{}\"", encode(&sha256(b"n"))));
    assert_eq!(
        prove(&signer.token(header, &hashed), &set).via,
        Some(Via::NonceTransform)
    );
    assert_eq!(
        prove(&signer.token(header, header), &set).via,
        Some(Via::Plain)
    );
    let neither = prove(&signer.token(header, HEADER), &set);
    assert_eq!((neither.status, neither.via), (Status::Invalid, None));
}

#[test]
fn what_needs_no_key_is_said_without_one() {
    let status = |header: &str, signature: &str| {
        let text = format!("{}.e30.{signature}", encode(header.as_bytes()));
        without_keys(&Token::parse(&text).unwrap()).map(|proof| proof.status)
    };
    assert_eq!(status(r#"{"alg":"none"}"#, ""), Some(Status::Unsigned));
    assert_eq!(status(r#"{"alg":"none"}"#, "AAAA"), Some(Status::Unsigned));
    assert_eq!(status(r#"{"alg":"RS256"}"#, ""), Some(Status::Unsigned));
    assert_eq!(
        status(r#"{"alg":"HS256"}"#, "AAAA"),
        Some(Status::Unsupported)
    );
    assert_eq!(status(r#"{"alg":"XX"}"#, "AAAA"), Some(Status::Unsupported));
    assert_eq!(status("{}", "AAAA"), Some(Status::Unsupported));
    assert_eq!(
        status(r#"{"alg":"RS256","crit":["b64"]}"#, "AAAA"),
        Some(Status::Unsupported)
    );
    assert_eq!(
        status(r#"{"alg":"RS256"}"#, "AAAA="),
        Some(Status::Malformed)
    );
    assert_eq!(status(r#"{"alg":"RS256"}"#, "AAAA"), None);
}

#[test]
fn a_cut_signature_is_malformed_not_bad() {
    let signer = Signer::new();
    let text = format!("{}.e30.AAAA", encode(HEADER.as_bytes()));
    let named = keys(&[signer.key(r#","kid":"a""#)]);
    let proof = prove(&Token::parse(&text).unwrap(), &named);
    assert_eq!(proof.status, Status::Malformed);
}

#[test]
fn keys_that_were_guessed_prove_no_forgery() {
    let (signer, other) = (Signer::new(), Signer::new());
    for (header, names, remark) in [
        (
            r#"{"alg":"EdDSA"}"#,
            "",
            "the header names no key; the one key that could fit was tried",
        ),
        (
            HEADER,
            "",
            "the header's kid names no key of the set; the one key that could fit was tried",
        ),
        (
            r#"{"alg":"EdDSA","x5t":"t"}"#,
            r#","kid":"b""#,
            "the header's x5t names no key of the set; the one key that could fit was tried",
        ),
        (
            r#"{"alg":"EdDSA","kid":"a","x5t":"t"}"#,
            "",
            "the header's kid and x5t name no key of the set; the one key that could fit was tried",
        ),
    ] {
        let proof = prove(&signer.token(header, header), &keys(&[other.key(names)]));
        assert_eq!((proof.status, proof.key), (Status::NoKey, None), "{header}");
        assert_eq!(proof.remarks, [remark]);
    }
    let named = keys(&[other.key(r#","kid":"a""#)]);
    assert_eq!(
        prove(&signer.token(HEADER, HEADER), &named).status,
        Status::Invalid
    );
}
