//! A JSON Web Key set ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)), read key by
//! key: one bad key never spoils the set, and every key that is left out says why.
//!
//! Not its job: fetching the set, or deciding whom a key may speak for.

use std::sync::Arc;

use super::base64url::decode_strict;
use super::json::{Json, document as document_of};
use super::verify::{PublicKey, Signing, Verifier};

/// The keys of one document, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    pub keys: Vec<Arc<Key>>,
    /// How many more there are, which were not read.
    pub beyond: usize,
}

/// More keys than these are nobody's: those of all tenants of Entra ID are fewer than ten.
pub const MOST_KEYS: usize = 20_000;

/// One key of a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub id: Option<String>,
    /// `x5t`: SHA-1 thumbprint of the certificate, base64url.
    pub thumbprint: Option<String>,
    /// The `alg` that the key restricts itself to, if it does.
    pub algorithm: Option<String>,
    /// `issuer`, a member that Entra ID adds: for whom the key may sign.
    pub issuer: Option<String>,
    /// `cloud_instance_name`, likewise.
    pub cloud_instance: Option<String>,
    /// `x5c`: the certificates, standard base64 of DER (RFC 7517, section 4.7).
    pub certificates: Vec<String>,
    /// The key itself, or why it must not be used.
    pub material: Result<PublicKey, Unusable>,
    /// What is kept of it between two signatures.
    pub verifier: Verifier,
}

/// Why a key is left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unusable {
    #[error("it is not a JSON object")]
    NoObject,
    #[error("its key type is missing or unknown")]
    UnknownType,
    #[error("it is a symmetric key, which nobody may publish")]
    Symmetric,
    #[error("it contains the private key")]
    Private,
    #[error("it is meant for something else than signatures (use or key_ops)")]
    OtherUse,
    #[error("its member {0} is missing or no base64url")]
    BadMember(&'static str),
    #[error("its curve is unknown or does not fit its coordinates")]
    BadCurve,
    #[error("its coordinates are no point of its curve")]
    OffCurve,
    #[error("its RSA modulus has {0} bits, fewer than 2048")]
    ShortModulus(usize),
    #[error("its RSA modulus has {0} bits, more than 8192")]
    LongModulus(usize),
    #[error("its RSA modulus is even, so it is no product of two large primes")]
    EvenModulus,
    #[error("its RSA exponent is unsafe, or longer than 33 bits")]
    BadExponent,
    #[error("its alg {0:?} does not fit its type")]
    BadAlgorithm(String),
}

/// The document is no key set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAKeySet {
    #[error("it is not JSON: {0}")]
    NotJson(String),
    #[error("it has no array named keys")]
    NoKeys,
}

impl KeySet {
    /// Reads a document with a `keys` array.
    ///
    /// # Errors
    /// [`NotAKeySet`] for anything else; a bad key inside is no error.
    pub fn parse(document: &[u8]) -> Result<Self, NotAKeySet> {
        let document =
            document_of(document).map_err(|fault| NotAKeySet::NotJson(fault.to_string()))?;
        let Some(Json::Array(keys)) = document.get("keys") else {
            return Err(NotAKeySet::NoKeys);
        };
        Ok(Self {
            keys: keys
                .iter()
                .take(MOST_KEYS)
                .map(|key| Arc::new(Key::read(key)))
                .collect(),
            beyond: keys.len().saturating_sub(MOST_KEYS),
        })
    }

    /// Whether a document is a key set, whatever its keys are worth.
    #[must_use]
    pub fn is_in(document: &Json) -> bool {
        matches!(document.get("keys"), Some(Json::Array(_)))
    }
}

impl Key {
    fn read(jwk: &Json) -> Self {
        let text = |name| jwk.get(name).and_then(Json::as_str).map(str::to_owned);
        let certificates = jwk.get("x5c").map(Json::items).unwrap_or_default();
        Self {
            id: text("kid"),
            thumbprint: text("x5t"),
            algorithm: text("alg"),
            issuer: text("issuer"),
            cloud_instance: text("cloud_instance_name"),
            certificates: certificates
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
            material: material(jwk),
            verifier: Verifier::default(),
        }
    }

    /// Whether this key may check a signature of this algorithm: its type fits, and so does its own
    /// `alg`, where it has one (RFC 7517, section 4.4).
    #[must_use]
    pub fn serves(&self, signing: Signing) -> bool {
        self.material.as_ref().is_ok_and(|key| key.fits(signing))
            && self
                .algorithm
                .as_deref()
                .is_none_or(|alg| Signing::named(alg) == Some(signing))
    }

    /// How messages call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id
            .as_deref()
            .or(self.thumbprint.as_deref())
            .unwrap_or("without kid")
    }
}

fn material(jwk: &Json) -> Result<PublicKey, Unusable> {
    if !jwk.is_object() {
        return Err(Unusable::NoObject);
    }
    let key_type = jwk.get("kty").and_then(Json::as_str);
    if key_type == Some("oct") {
        return Err(Unusable::Symmetric);
    }
    if ["d", "p", "q", "dp", "dq", "qi"]
        .iter()
        .any(|private| jwk.get(private).is_some())
    {
        return Err(Unusable::Private);
    }
    check_purpose(jwk)?;
    let key = match key_type {
        Some("RSA") => rsa(jwk)?,
        Some("EC") => elliptic(jwk)?,
        Some("OKP") => octet_pair(jwk)?,
        _ => return Err(Unusable::UnknownType),
    };
    match jwk.get("alg") {
        None => Ok(key),
        Some(Json::String(alg)) if Signing::named(alg).is_some_and(|signing| key.fits(signing)) => {
            Ok(key)
        }
        Some(alg) => Err(Unusable::BadAlgorithm(alg.to_text())),
    }
}

/// RFC 7517, sections 4.2 and 4.3: both members are optional, but binding where they stand.
fn check_purpose(jwk: &Json) -> Result<(), Unusable> {
    let for_signatures = jwk
        .get("use")
        .is_none_or(|purpose| purpose.as_str() == Some("sig"));
    let may_verify = jwk.get("key_ops").is_none_or(|operations| {
        operations
            .items()
            .iter()
            .any(|item| item.as_str() == Some("verify"))
    });
    if for_signatures && may_verify {
        Ok(())
    } else {
        Err(Unusable::OtherUse)
    }
}

fn member(jwk: &Json, name: &'static str) -> Result<Vec<u8>, Unusable> {
    jwk.get(name)
        .and_then(Json::as_str)
        .and_then(decode_strict)
        .filter(|bytes| !bytes.is_empty())
        .ok_or(Unusable::BadMember(name))
}

fn rsa(jwk: &Json) -> Result<PublicKey, Unusable> {
    let modulus = without_leading_zeros(member(jwk, "n")?);
    let exponent = without_leading_zeros(member(jwk, "e")?);
    let length = bits(&modulus);
    if length < 2048 {
        return Err(Unusable::ShortModulus(length));
    }
    // From here on also what aws-lc refuses: asked to verify, it would only say that nothing holds.
    if length > 8192 {
        return Err(Unusable::LongModulus(length));
    }
    if !is_odd(&modulus) {
        return Err(Unusable::EvenModulus);
    }
    // e = 1 makes every signature its own message; an even one is no RSA (FIPS 186-5, A.1.1).
    if !is_odd(&exponent) || exponent == [1] || bits(&exponent) > 33 {
        return Err(Unusable::BadExponent);
    }
    Ok(PublicKey::Rsa { modulus, exponent })
}

fn elliptic(jwk: &Json) -> Result<PublicKey, Unusable> {
    let (x, y) = (member(jwk, "x")?, member(jwk, "y")?);
    let (signing, length) = match jwk.get("crv").and_then(Json::as_str) {
        Some("P-256") => (Signing::Es256, 32),
        Some("P-384") => (Signing::Es384, 48),
        Some("P-521") => (Signing::Es512, 66),
        _ => return Err(Unusable::BadCurve),
    };
    if x.len() != length || y.len() != length {
        return Err(Unusable::BadCurve);
    }
    Some(PublicKey::Elliptic { signing, x, y })
        .filter(PublicKey::is_on_its_curve)
        .ok_or(Unusable::OffCurve)
}

fn octet_pair(jwk: &Json) -> Result<PublicKey, Unusable> {
    let x = member(jwk, "x")?;
    if jwk.get("crv").and_then(Json::as_str) != Some("Ed25519") || x.len() != 32 {
        return Err(Unusable::BadCurve);
    }
    Ok(PublicKey::Edwards { x })
}

/// Of a number without leading zeros.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |byte| byte.leading_zeros());
    number.len() * 8 - unused as usize
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last % 2 == 1)
}

fn without_leading_zeros(bytes: Vec<u8>) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes[zeros..].to_vec()
}

#[cfg(test)]
mod tests;
