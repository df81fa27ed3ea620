//! Tests of `jose/verify.rs`.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
};

use super::*;

fn elliptic(signing: Signing, algorithm: &'static EcdsaSigningAlgorithm) -> (PublicKey, Vec<u8>) {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let signature = pair.sign(&SystemRandom::new(), b"message").unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(pair.public_key().as_ref().len() / 2);
    (
        PublicKey::Elliptic {
            signing,
            x: x.to_vec(),
            y: y.to_vec(),
        },
        signature.as_ref().to_vec(),
    )
}

#[test]
fn every_curve_checks_its_own_signatures_and_no_other() {
    for (signing, algorithm) in [
        (Signing::Es256, &ECDSA_P256_SHA256_FIXED_SIGNING),
        (Signing::Es384, &ECDSA_P384_SHA384_FIXED_SIGNING),
        (Signing::Es512, &ECDSA_P521_SHA512_FIXED_SIGNING),
    ] {
        let (key, mut signature) = elliptic(signing, algorithm);
        assert!(key.is_on_its_curve(), "{signing:?}");
        assert!(holds(signing, &key, b"message", &signature), "{signing:?}");
        assert!(!holds(signing, &key, b"massage", &signature), "{signing:?}");
        assert!(
            !holds(Signing::EdDsa, &key, b"message", &signature),
            "{signing:?}"
        );
        signature[10] ^= 1;
        assert!(!holds(signing, &key, b"message", &signature), "{signing:?}");
    }
}

#[test]
fn ed25519_checks_its_own_signatures() {
    let pair = Ed25519KeyPair::generate().unwrap();
    let key = PublicKey::Edwards {
        x: pair.public_key().as_ref().to_vec(),
    };
    let signature = pair.sign(b"message");
    assert!(holds(Signing::EdDsa, &key, b"message", signature.as_ref()));
    assert!(!holds(Signing::EdDsa, &key, b"massage", signature.as_ref()));
}

#[test]
fn a_parsed_key_says_the_same_as_one_that_is_parsed_each_time() {
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair};
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let key = PublicKey::Rsa {
        modulus: pair
            .public_key()
            .modulus()
            .big_endian_without_leading_zero()
            .to_vec(),
        exponent: vec![1, 0, 1],
    };
    let sign = |encoding: &'static dyn RsaEncoding| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), b"message", &mut signature)
            .unwrap();
        signature
    };
    let (pkcs1, pss) = (sign(&RSA_PKCS1_SHA256), sign(&RSA_PSS_SHA512));
    let verifier = Verifier::default();
    for _ in 0..3 {
        for (signing, signature) in [(Signing::Rs256, &pkcs1), (Signing::Ps512, &pss)] {
            assert!(
                verifier.holds(signing, &key, b"message", signature),
                "{signing:?}"
            );
            assert!(
                !verifier.holds(signing, &key, b"massage", signature),
                "{signing:?}"
            );
            assert!(
                !verifier.holds(signing, &key, b"message", &[0; 256]),
                "{signing:?}"
            );
            assert!(
                !verifier.holds(signing, &key, b"message", b""),
                "{signing:?}"
            );
        }
        assert!(!verifier.holds(Signing::Rs256, &key, b"message", &pss));
    }
}

#[test]
fn garbage_is_false_and_never_a_panic() {
    let key = PublicKey::Rsa {
        modulus: vec![0xFF; 256],
        exponent: vec![1, 0, 1],
    };
    assert!(!holds(Signing::Rs256, &key, b"", b""));
    assert!(!holds(Signing::Ps512, &key, b"", &[0; 256]));
}
