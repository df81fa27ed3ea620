//! Tests of `jose/jwks.rs`.

use super::super::base64url::encode;
use super::*;

fn unusable(members: &str) -> String {
    let set = KeySet::parse(format!("{{\"keys\":[{members}]}}").as_bytes()).unwrap();
    set.keys[0].material.as_ref().unwrap_err().to_string()
}

fn rsa_key(bits: usize, rest: &str) -> String {
    let modulus = encode(&vec![0xFF; bits / 8]);
    format!(r#"{{"kty":"RSA","n":"{modulus}"{rest}}}"#)
}

#[test]
fn each_bad_key_says_why() {
    assert_eq!(unusable("42"), "it is not a JSON object");
    assert_eq!(
        unusable(r#"{"kty":"XYZ"}"#),
        "its key type is missing or unknown"
    );
    assert_eq!(
        unusable(r#"{"kty":"oct","k":"AA"}"#),
        "it is a symmetric key, which nobody may publish"
    );
    assert_eq!(
        unusable(&rsa_key(2048, r#","e":"AQAB","d":"AA""#)),
        "it contains the private key"
    );
    assert_eq!(
        unusable(&rsa_key(2048, r#","e":"AQ""#)),
        "its RSA exponent is unsafe, or longer than 33 bits"
    );
    assert_eq!(
        unusable(&rsa_key(1024, r#","e":"AQAB""#)),
        "its RSA modulus has 1024 bits, fewer than 2048"
    );
    assert_eq!(
        unusable(r#"{"kty":"RSA","n":"?","e":"AQAB"}"#),
        "its member n is missing or no base64url"
    );
    assert_eq!(
        unusable(r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#),
        "its curve is unknown or does not fit its coordinates"
    );
    let other_use = "it is meant for something else than signatures (use or key_ops)";
    assert_eq!(
        unusable(&rsa_key(2048, r#","e":"AQAB","use":"enc""#)),
        other_use
    );
    assert_eq!(
        unusable(&rsa_key(2048, r#","e":"AQAB","key_ops":["sign"]"#)),
        other_use
    );
    assert_eq!(
        unusable(&rsa_key(2048, r#","e":"AQAB","alg":"ES256""#)),
        "its alg \"ES256\" does not fit its type"
    );
}

#[test]
fn a_key_that_the_library_would_refuse_is_left_out() {
    assert_eq!(
        unusable(&rsa_key(16_384, r#","e":"AQAB""#)),
        "its RSA modulus has 16384 bits, more than 8192"
    );
    let exponent = |bytes: &[u8]| {
        let e = encode(bytes);
        KeySet::parse(
            format!(
                r#"{{"keys":[{}]}}"#,
                rsa_key(8192, &format!(r#","e":"{e}""#))
            )
            .as_bytes(),
        )
        .unwrap()
        .keys[0]
            .material
            .is_ok()
    };
    assert!(exponent(&[1, 0xFF, 0xFF, 0xFF, 0xFF]));
    assert!(!exponent(&[3, 0xFF, 0xFF, 0xFF, 0xFF]));
    let even = encode(&[0xFE; 256]);
    assert_eq!(
        unusable(&format!(r#"{{"kty":"RSA","n":"{even}","e":"AQAB"}}"#)),
        "its RSA modulus is even, so it is no product of two large primes"
    );
    for (curve, length) in [("P-256", 32), ("P-384", 48), ("P-521", 66)] {
        let one = encode(&[vec![0; length - 1], vec![1]].concat());
        assert_eq!(
            unusable(&format!(
                r#"{{"kty":"EC","crv":"{curve}","x":"{one}","y":"{one}"}}"#
            )),
            "its coordinates are no point of its curve"
        );
    }
}

#[test]
fn a_good_key_among_bad_ones_is_kept() {
    let document = format!(
        "{{\"keys\":[null,42,{}]}}",
        rsa_key(2048, r#","e":"AQAB","kid":"good""#)
    );
    let set = KeySet::parse(document.as_bytes()).unwrap();
    assert_eq!(set.keys.len(), 3);
    assert_eq!(set.keys[2].name(), "good");
    assert!(set.keys[2].serves(Signing::Rs256) && set.keys[2].serves(Signing::Ps512));
    assert!(!set.keys[2].serves(Signing::Es256));
}

#[test]
fn keys_without_end_are_counted() {
    let zeros = vec!["0"; MOST_KEYS + 5].join(",");
    let set = KeySet::parse(format!("{{\"keys\":[{zeros}]}}").as_bytes()).unwrap();
    assert_eq!((set.keys.len(), set.beyond), (MOST_KEYS, 5));
}

#[test]
fn what_is_no_key_set_is_an_error() {
    assert_eq!(KeySet::parse(b"[]"), Err(NotAKeySet::NoKeys));
    assert_eq!(KeySet::parse(br#"{"keys":{}}"#), Err(NotAKeySet::NoKeys));
    assert!(matches!(
        KeySet::parse(b"<html>"),
        Err(NotAKeySet::NotJson(_))
    ));
    assert_eq!(
        KeySet::parse(b"\xEF\xBB\xBF{\"keys\":[]}"),
        Ok(KeySet::default())
    );
}
