//! The forge: key pairs made at run time, and compact tokens signed with them.
//!
//! Header and payload come in as JSON *text*, so that member order, duplicates and odd spellings
//! are the caller's choice and survive to the last byte. Not its job: saying what an Entra token
//! looks like (`samples/tokens.rs`), or checking a signature (`witness.rs`).
//! No private key ever leaves the memory of the test run.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaSignatureEncoding,
};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use rcgen::{CertificateParams, DnType, SignatureAlgorithm, date_time_ymd};

use super::members::Members;

/// What a token can be signed with, by its JOSE name (RFC 7518, section 3.1; RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Es256,
    Es384,
    Es512,
    EdDsa,
}

impl Algorithm {
    pub const ALL: [Self; 8] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The kind of key it needs, in the words of the certificate maker.
    const fn certificate_algorithm(self) -> &'static SignatureAlgorithm {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 => &rcgen::PKCS_RSA_SHA256,
            Self::Es256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            Self::Es384 => &rcgen::PKCS_ECDSA_P384_SHA384,
            Self::Es512 => &rcgen::PKCS_ECDSA_P521_SHA512,
            Self::EdDsa => &rcgen::PKCS_ED25519,
        }
    }

    fn rsa_encoding(self) -> Option<&'static RsaSignatureEncoding> {
        match self {
            Self::Rs256 => Some(&RSA_PKCS1_SHA256),
            Self::Rs384 => Some(&RSA_PKCS1_SHA384),
            Self::Rs512 => Some(&RSA_PKCS1_SHA512),
            Self::Ps256 => Some(&RSA_PSS_SHA256),
            _ => None,
        }
    }

    /// The name of the curve in a JWK, and the signing algorithm on it.
    fn curve(self) -> Option<(&'static str, &'static EcdsaSigningAlgorithm)> {
        match self {
            Self::Es256 => Some(("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING)),
            Self::Es384 => Some(("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING)),
            Self::Es512 => Some(("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING)),
            _ => None,
        }
    }
}

enum Pair {
    Rsa(rsa::KeyPair),
    Ec(&'static str, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A key pair and the self-signed certificate that names it. `Debug` is left out on purpose.
pub struct SigningKey {
    certificate: Vec<u8>,
    pair: Pair,
}

impl SigningKey {
    /// A new pair for `algorithm` (RSA: 2048 bits, good for all four RSA algorithms), in a
    /// certificate for the common name `subject`.
    pub fn generate(algorithm: Algorithm, subject: &str) -> Self {
        let key = rcgen::KeyPair::generate_for(algorithm.certificate_algorithm())
            .expect("aws-lc-rs makes every kind of key in the list");
        let pkcs8 = key.serialized_der();
        let pair = match (algorithm.curve(), algorithm) {
            (Some((name, curve)), _) => Pair::Ec(
                name,
                EcdsaKeyPair::from_pkcs8(curve, pkcs8).expect("the key was made for this curve"),
            ),
            (None, Algorithm::EdDsa) => {
                Pair::Ed25519(Ed25519KeyPair::from_pkcs8(pkcs8).expect("an Ed25519 key"))
            }
            (None, _) => Pair::Rsa(rsa::KeyPair::from_pkcs8(pkcs8).expect("an RSA key")),
        };
        Self {
            certificate: self_signed(&key, subject),
            pair,
        }
    }

    /// `kid` and `x5t` as Entra computes them: base64url of SHA-1 over the certificate.
    pub fn kid(&self) -> String {
        base64url(digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.certificate).as_ref())
    }

    /// The certificate as an `x5c` holds it: standard base64 of the DER.
    pub fn x5c(&self) -> String {
        BASE64_STANDARD.encode(&self.certificate)
    }

    /// The public half as a JWK: `kty`, `use`, `kid`, and the numbers.
    pub fn jwk(&self) -> Members {
        let jwk = |kty| {
            Members::new()
                .with("kty", kty)
                .with("use", "sig")
                .with("kid", self.kid())
        };
        match &self.pair {
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                jwk("RSA")
                    .with(
                        "n",
                        base64url(public.modulus().big_endian_without_leading_zero()),
                    )
                    .with(
                        "e",
                        base64url(public.exponent().big_endian_without_leading_zero()),
                    )
            }
            Pair::Ec(curve, pair) => {
                // An uncompressed point: 0x04, then both coordinates, equally long (SEC 1, 2.3.3).
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                jwk("EC")
                    .with("crv", curve)
                    .with("x", base64url(x))
                    .with("y", base64url(y))
            }
            Pair::Ed25519(pair) => jwk("OKP")
                .with("crv", "Ed25519")
                .with("x", base64url(pair.public_key().as_ref())),
        }
    }

    /// The public half as Entra's v2 key documents show it; `issuer` says for whom the key may sign.
    pub fn entra_jwk(&self, issuer: &str, cloud_instance_name: &str) -> Members {
        const ORDER: [&str; 9] = [
            "kty",
            "use",
            "kid",
            "x5t",
            "n",
            "e",
            "x5c",
            "cloud_instance_name",
            "issuer",
        ];
        self.jwk()
            .with("x5t", self.kid())
            .with("x5c", [self.x5c()])
            .with("cloud_instance_name", cloud_instance_name)
            .with("issuer", issuer)
            .sorted_by_key(|name| ORDER.iter().position(|known| *known == name))
    }

    /// Signs bytes as they are.
    ///
    /// # Panics
    /// When the key is of another kind than `algorithm` needs.
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match (&self.pair, algorithm.rsa_encoding()) {
            (Pair::Rsa(pair), Some(encoding)) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &random, message, &mut signature)
                    .expect("RSA signs");
                signature
            }
            (Pair::Ec(..) | Pair::Ed25519(_), Some(_)) | (Pair::Rsa(_), None) => {
                panic!("{} needs another kind of key", algorithm.name())
            }
            (Pair::Ec(_, pair), None) => pair
                .sign(&random, message)
                .expect("ECDSA signs")
                .as_ref()
                .to_vec(),
            (Pair::Ed25519(pair), None) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

fn self_signed(key: &rcgen::KeyPair, subject: &str) -> Vec<u8> {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, subject);
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2031, 1, 1);
    params
        .self_signed(key)
        .expect("a key can sign its own certificate")
        .der()
        .to_vec()
}

/// A compact JWS (RFC 7515, section 7.1) of `header` and `payload` exactly as spelled.
pub fn sign(key: &SigningKey, algorithm: Algorithm, header: &str, payload: &str) -> String {
    let message = signing_input(header, payload);
    let signature = key.sign(algorithm, message.as_bytes());
    with_signature(&message, &signature)
}

/// A token as Microsoft Graph receives it: its signature covers a header in which the nonce is
/// replaced by [`hashed_nonce`], so that the token fails a plain check on purpose.
pub fn sign_with_nonce(
    key: &SigningKey,
    algorithm: Algorithm,
    header: &str,
    payload: &str,
) -> String {
    let signed = signing_input(&header_that_is_signed(header), payload);
    let signature = key.sign(algorithm, signed.as_bytes());
    with_signature(&signing_input(header, payload), &signature)
}

/// `header` with the value of its `nonce` hashed, every other byte as it was.
///
/// # Panics
/// When the header has no string member `nonce`, or one whose JSON spelling has escapes.
pub fn header_that_is_signed(header: &str) -> String {
    let members: serde_json::Value = serde_json::from_str(header).expect("the header is JSON");
    let nonce = members["nonce"].as_str().expect("the header has a nonce");
    let value = format!("\"{nonce}\"");
    assert!(header.contains(&value), "the nonce is spelled plainly");
    header.replacen(&value, &format!("\"{}\"", hashed_nonce(nonce)), 1)
}

/// base64url of SHA-256 over the nonce's text; the text itself is not decoded first.
pub fn hashed_nonce(nonce: &str) -> String {
    base64url(digest(&SHA256, nonce.as_bytes()).as_ref())
}

/// A token signed with a shared secret, HS256: what no published key can verify.
pub fn sign_hs256(secret: &[u8], header: &str, payload: &str) -> String {
    let message = signing_input(header, payload);
    let tag = hmac::sign(
        &hmac::Key::new(hmac::HMAC_SHA256, secret),
        message.as_bytes(),
    );
    with_signature(&message, tag.as_ref())
}

/// An unsecured JWS (RFC 7515, appendix A.5): the signature segment is empty.
pub fn unsigned(header: &str, payload: &str) -> String {
    with_signature(&signing_input(header, payload), &[])
}

/// The header and the signature of `token` around another payload: what an edited token looks like.
pub fn with_payload(token: &str, payload: &str) -> String {
    let (header, rest) = token.split_once('.').expect("a compact token");
    let (_, signature) = rest.split_once('.').expect("a compact token");
    format!("{header}.{}.{signature}", base64url(payload.as_bytes()))
}

fn signing_input(header: &str, payload: &str) -> String {
    format!(
        "{}.{}",
        base64url(header.as_bytes()),
        base64url(payload.as_bytes())
    )
}

fn with_signature(message: &str, signature: &[u8]) -> String {
    format!("{message}.{}", base64url(signature))
}

fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
