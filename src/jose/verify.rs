//! Checking one signature with one key: the one door to `jsonwebtoken` and to aws-lc's signatures.
//!
//! Not its job: choosing the key, or reading the token: it sees bytes only. `jsonwebtoken`'s own
//! token reading stays unused, because it refuses headers that an investigator must see.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::OnceLock;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED,
    EcdsaVerificationAlgorithm, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use jsonwebtoken::crypto;
use jsonwebtoken::{Algorithm, DecodingKey};

use super::base64url::encode;

/// A signature algorithm with a public key
/// ([RFC 7518, section 3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1), RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signing {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    EdDsa,
}

/// A public key that may be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PublicKey {
    /// Big-endian integers without leading zeros.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// A point on the curve that belongs to one algorithm.
    Elliptic {
        signing: Signing,
        x: Vec<u8>,
        y: Vec<u8>,
    },
    /// Ed25519.
    Edwards { x: Vec<u8> },
}

const NAMES: [(&str, Signing); 11] = [
    ("RS256", Signing::Rs256),
    ("RS384", Signing::Rs384),
    ("RS512", Signing::Rs512),
    ("PS256", Signing::Ps256),
    ("PS384", Signing::Ps384),
    ("PS512", Signing::Ps512),
    ("ES256", Signing::Es256),
    ("ES384", Signing::Es384),
    ("ES512", Signing::Es512),
    ("EdDSA", Signing::EdDsa),
    // RFC 9864, section 2.2: the name that says which curve.
    ("Ed25519", Signing::EdDsa),
];

impl Signing {
    /// The algorithm of this `alg` value; names are case-sensitive.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, signing)| *signing)
    }

    /// What aws-lc calls it, where it is made with an RSA key.
    fn of_rsa(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &RSA_PSS_2048_8192_SHA512,
            Self::Es256 | Self::Es384 | Self::Es512 | Self::EdDsa => return None,
        })
    }

    /// What aws-lc calls it, where it is made with a point on a curve of NIST.
    fn of_curve(self) -> Option<&'static EcdsaVerificationAlgorithm> {
        match self {
            Self::Es256 => Some(&ECDSA_P256_SHA256_FIXED),
            Self::Es384 => Some(&ECDSA_P384_SHA384_FIXED),
            Self::Es512 => Some(&ECDSA_P521_SHA512_FIXED),
            _ => None,
        }
    }

    /// What `jsonwebtoken` calls it; ES512 it does not know.
    fn known_to_jsonwebtoken(self) -> Option<Algorithm> {
        Some(match self {
            Self::Rs256 => Algorithm::RS256,
            Self::Rs384 => Algorithm::RS384,
            Self::Rs512 => Algorithm::RS512,
            Self::Ps256 => Algorithm::PS256,
            Self::Ps384 => Algorithm::PS384,
            Self::Ps512 => Algorithm::PS512,
            Self::Es256 => Algorithm::ES256,
            Self::Es384 => Algorithm::ES384,
            Self::EdDsa => Algorithm::EdDSA,
            Self::Es512 => return None,
        })
    }
}

impl PublicKey {
    /// Whether this type of key makes signatures of this algorithm.
    #[must_use]
    pub fn fits(&self, signing: Signing) -> bool {
        use Signing::{EdDsa, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        match self {
            Self::Rsa { .. } => matches!(signing, Rs256 | Rs384 | Rs512 | Ps256 | Ps384 | Ps512),
            Self::Elliptic { signing: own, .. } => *own == signing,
            Self::Edwards { .. } => signing == EdDsa,
        }
    }

    /// Length of every signature that this key makes, in bytes.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        match self {
            Self::Rsa { modulus, .. } => modulus.len(),
            Self::Elliptic { x, .. } => 2 * x.len(),
            Self::Edwards { .. } => 64,
        }
    }

    /// Whether its coordinates are a point of its curve. A key that is none cannot check anything, which
    /// must not read as a signature that does not hold. Of other types this cannot be said beforehand.
    #[must_use]
    pub fn is_on_its_curve(&self) -> bool {
        let Self::Elliptic { signing, x, y } = self else {
            return true;
        };
        signing
            .of_curve()
            .is_some_and(|curve| ParsedPublicKey::new(curve, uncompressed(x, y)).is_ok())
    }
}

/// What is kept with a key between two signatures. `jsonwebtoken` parses an RSA key at each call; from
/// the second signature on, the key that was parsed once is used. It is no part of the key's value.
#[derive(Clone, Debug, Default)]
pub struct Verifier(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    first: OnceLock<Signing>,
    parsed: OnceLock<Option<ParsedPublicKey>>,
}

impl PartialEq for Verifier {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Verifier {}

impl Hash for Verifier {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Verifier {
    /// As [`holds`], for a key that checks many.
    #[must_use]
    pub fn holds(
        &self,
        signing: Signing,
        key: &PublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let (PublicKey::Rsa { modulus, exponent }, Some(parameters)) = (key, signing.of_rsa())
        else {
            return holds(signing, key, message, signature);
        };
        let is_first = self.0.first.set(signing).is_ok();
        if is_first || self.0.first.get() != Some(&signing) {
            return holds(signing, key, message, signature);
        }
        let parse = || {
            let numbers = RsaPublicKeyComponents {
                n: modulus,
                e: exponent,
            };
            numbers.to_parsed_public_key(parameters).ok()
        };
        let parsed = self.0.parsed.get_or_init(parse).as_ref();
        parsed.is_some_and(|key| key.verify_sig(message, signature).is_ok())
    }
}

/// Whether `signature` is this key's signature over `message`. A key of the wrong type has signed nothing;
/// nor has one that the library refuses, which is why `jwks.rs` lets none of those through.
#[must_use]
pub fn holds(signing: Signing, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    if !key.fits(signing) {
        return false;
    }
    let Some(algorithm) = signing.known_to_jsonwebtoken() else {
        return holds_p521(key, message, signature);
    };
    let key = match key {
        PublicKey::Rsa { modulus, exponent } => {
            Ok(DecodingKey::from_rsa_raw_components(modulus, exponent))
        }
        PublicKey::Elliptic { x, y, .. } => DecodingKey::from_ec_components(&encode(x), &encode(y)),
        PublicKey::Edwards { x } => DecodingKey::from_ed_components(&encode(x)),
    };
    key.and_then(|key| crypto::verify(&encode(signature), message, &key, algorithm))
        .unwrap_or(false)
}

fn holds_p521(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let PublicKey::Elliptic { x, y, .. } = key else {
        return false;
    };
    UnparsedPublicKey::new(&ECDSA_P521_SHA512_FIXED, uncompressed(x, y))
        .verify(message, signature)
        .is_ok()
}

/// SEC 1, section 2.3.3: an uncompressed point.
fn uncompressed(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

#[cfg(test)]
mod tests;
