//! Tokens to test with: built here, signed by nobody.

use super::found::Found;

/// Base64url without padding.
pub(super) fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for index in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * index)) & 63;
            text.push(char::from(DIGITS[digit as usize]));
        }
    }
    text
}

/// A signature of this many bytes.
pub(super) fn signature(bytes: usize) -> String {
    let noise: Vec<u8> = (0..bytes)
        .scan(17_u32, |state, _| {
            *state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            Some(state.to_be_bytes()[0])
        })
        .collect();
    base64url(&noise)
}

pub(super) fn token(header: &str, claims: &str, signature: &str) -> String {
    let (header, claims) = (base64url(header.as_bytes()), base64url(claims.as_bytes()));
    format!("{header}.{claims}.{signature}")
}

/// An access token as Entra issues them.
pub(super) fn jwt() -> String {
    token(
        r#"{"typ":"JWT","alg":"RS256","kid":"-sxMJMLCIDWMTPvZyJ6tx-CDxw0"}"#,
        r#"{"aud":"00000003-0000-0000-c000-000000000000","tid":"b0b0b0b0-1111-4222-8333-444444444444","cnf":{"x":{"y":1}}}"#,
        &signature(256),
    )
}

/// An ID token, different from [`jwt`].
pub(super) fn id_token() -> String {
    token(r#"{"alg":"ES256"}"#, r#"{"nonce":"n"}"#, &signature(64))
}

pub(super) fn unsigned() -> String {
    token(r#"{"alg":"none"}"#, r#"{"sub":"x"}"#, "")
}

pub(super) fn jwe() -> String {
    let header = base64url(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
    let (key, iv) = (signature(256), signature(12));
    format!("{header}.{key}.{iv}.{}.{}", signature(300), signature(16))
}

pub(super) fn refresh_token() -> String {
    format!("1.AXEA{}.AgABAwEAAAD{}", signature(30), signature(400))
}

/// The only candidate.
pub(super) fn one(found: Option<Vec<Found>>) -> Found {
    let mut found = found.expect("something is found");
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}
