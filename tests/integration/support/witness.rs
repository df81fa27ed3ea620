//! The witness: says whether a signature holds, straight from a published JWK and aws-lc-rs.
//!
//! It shares no code with the program, so it can say what the samples really are. Not its job:
//! choosing a key, or any judgement beyond "the mathematics agree".

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ED25519,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use super::forge::{Algorithm, header_that_is_signed};

/// Whether the token's own first two segments are what was signed.
pub fn holds(jwk: &Value, algorithm: Algorithm, token: &str) -> bool {
    let (message, signature) = token.rsplit_once('.').expect("a compact token");
    verify(jwk, algorithm, message, &bytes(signature))
}

/// Whether the header with its nonce hashed, and the token's payload, are what was signed.
pub fn holds_with_nonce(jwk: &Value, algorithm: Algorithm, token: &str) -> bool {
    let [header, payload, signature] = segments(token);
    let header = String::from_utf8(bytes(header)).expect("the header is text");
    let header = BASE64_URL_SAFE_NO_PAD.encode(header_that_is_signed(&header));
    verify(
        jwk,
        algorithm,
        &format!("{header}.{payload}"),
        &bytes(signature),
    )
}

/// The JSON of a token's header (0) or payload (1).
pub fn decoded(token: &str, segment: usize) -> Value {
    serde_json::from_slice(&bytes(segments(token)[segment])).expect("the segment is JSON")
}

fn verify(jwk: &Value, algorithm: Algorithm, message: &str, signature: &[u8]) -> bool {
    let number = |name: &str| bytes(jwk[name].as_str().unwrap_or_default());
    let rsa = |parameters: &'static RsaParameters| {
        RsaPublicKeyComponents {
            n: number("n"),
            e: number("e"),
        }
        .verify(parameters, message.as_bytes(), signature)
        .is_ok()
    };
    let other = |algorithm: &'static dyn VerificationAlgorithm, key: Vec<u8>| {
        UnparsedPublicKey::new(algorithm, key)
            .verify(message.as_bytes(), signature)
            .is_ok()
    };
    let point = || [vec![0x04], number("x"), number("y")].concat();
    match algorithm {
        Algorithm::Rs256 => rsa(&RSA_PKCS1_2048_8192_SHA256),
        Algorithm::Rs384 => rsa(&RSA_PKCS1_2048_8192_SHA384),
        Algorithm::Rs512 => rsa(&RSA_PKCS1_2048_8192_SHA512),
        Algorithm::Ps256 => rsa(&RSA_PSS_2048_8192_SHA256),
        Algorithm::Es256 => other(&ECDSA_P256_SHA256_FIXED, point()),
        Algorithm::Es384 => other(&ECDSA_P384_SHA384_FIXED, point()),
        Algorithm::Es512 => other(&ECDSA_P521_SHA512_FIXED, point()),
        Algorithm::EdDsa => other(&ED25519, number("x")),
    }
}

fn segments(token: &str) -> [&str; 3] {
    token
        .split('.')
        .collect::<Vec<_>>()
        .try_into()
        .expect("a compact token has three segments")
}

fn bytes(segment: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD
        .decode(segment)
        .expect("the segment is base64url")
}
