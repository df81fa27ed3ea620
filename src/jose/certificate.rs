//! The certificate beside a key (`x5c`, [RFC 7517, section 4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)):
//! what it says of the key. The one door to `x509-parser`.
//!
//! Not its job: trust. Certificates of signing keys are self-signed; a key is believed because its
//! issuer publishes it, whatever its certificate says.

use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey as SubjectKey;

use super::base64url::{decode_standard, encode};
use super::digest::sha1;
use super::jwks::Key;
use super::verify::PublicKey;
use crate::time::Timestamp;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The subject's common name.
    pub common_name: Option<String>,
    pub not_before: Option<Timestamp>,
    pub not_after: Option<Timestamp>,
    /// base64url of the SHA-1 of its DER: what `x5t` holds.
    pub thumbprint: String,
    /// The modulus of its RSA key, without leading zeros.
    modulus: Option<Vec<u8>>,
}

impl Certificate {
    /// The first certificate of a key: the one that holds the key itself.
    #[must_use]
    pub fn of(key: &Key) -> Option<Self> {
        let der = decode_standard(key.certificates.first()?)?;
        let (_, certificate) = X509Certificate::from_der(&der).ok()?;
        let validity = certificate.validity();
        let moment = |time: x509_parser::time::ASN1Time| Timestamp::from_seconds(time.timestamp());
        let name = certificate.subject().iter_common_name().next();
        Some(Self {
            common_name: name.and_then(|name| name.as_str().ok()).map(str::to_owned),
            not_before: moment(validity.not_before),
            not_after: moment(validity.not_after),
            thumbprint: encode(&sha1(&der)),
            modulus: modulus(&certificate),
        })
    }

    /// Whether it holds this key; keys other than RSA are not compared.
    #[must_use]
    pub fn holds(&self, key: &Key) -> bool {
        match (&key.material, &self.modulus) {
            (Ok(PublicKey::Rsa { modulus, .. }), Some(own)) => modulus == own,
            (Ok(PublicKey::Rsa { .. }), None) => false,
            _ => true,
        }
    }
}

fn modulus(certificate: &X509Certificate<'_>) -> Option<Vec<u8>> {
    match certificate.public_key().parsed().ok()? {
        SubjectKey::RSA(key) => {
            let zeros = key.modulus.iter().take_while(|byte| **byte == 0).count();
            Some(key.modulus[zeros..].to_vec())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::jwks::KeySet;
    use super::*;

    /// Elliptic keys are made quickly; what is compared for RSA is shown with real sets in the tests
    /// of the authority.
    fn key(common_name: &str) -> (Key, Vec<u8>) {
        let pair = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::default();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, common_name);
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2031, 1, 1);
        let der = params.self_signed(&pair).unwrap().der().to_vec();
        let x5c = super::super::base64url::encode_standard(&der);
        let text = format!(r#"{{"keys":[{{"kty":"EC","x5c":["{x5c}"]}}]}}"#);
        let key = KeySet::parse(text.as_bytes()).unwrap().keys.remove(0);
        (Key::clone(&key), der)
    }

    #[test]
    fn a_certificate_tells_whose_key_it_is_and_until_when() {
        let (key, der) = key("login.microsoftonline.us");
        let certificate = Certificate::of(&key).unwrap();
        assert_eq!(
            certificate.common_name.as_deref(),
            Some("login.microsoftonline.us")
        );
        assert_eq!(
            certificate.not_before,
            Timestamp::parse("2026-01-01T00:00:00Z").ok()
        );
        assert_eq!(
            certificate.not_after,
            Timestamp::parse("2031-01-01T00:00:00Z").ok()
        );
        assert_eq!(certificate.thumbprint, encode(&sha1(&der)));
        assert!(certificate.holds(&key), "only RSA keys are compared");
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        let (mut key, _) = key("x");
        key.certificates = vec!["AAAA".into()];
        assert_eq!(Certificate::of(&key), None);
        key.certificates.clear();
        assert_eq!(Certificate::of(&key), None);
    }
}
