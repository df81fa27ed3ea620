//! Any bytes as a key set, and as the certificate in one: bad keys are told and left out, and a token is
//! verified by its issuer's key or not at all.
//!
//! Not its job: discovery documents (`asked.rs`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jwtenant::entra::metadata::Issuing;
use jwtenant::jose::certificate::Certificate;
use jwtenant::jose::jwks::KeySet;
use jwtenant::jose::proof::Status;
use jwtenant::jose::verify::PublicKey;
use jwtenant::text::Terminal;

use super::well_formed::{assert_report, assert_shown};
use super::world::{self, Documents};

pub fn jwks(bytes: &[u8]) {
    if let Ok(set) = KeySet::parse(bytes) {
        for key in &set.keys {
            if let Ok(PublicKey::Rsa { modulus, exponent }) = &key.material {
                assert!(modulus.len() >= 256 && modulus[0] != 0, "a short modulus");
                assert!(
                    exponent.as_slice() != [1] && exponent.len() <= 5,
                    "{exponent:?}"
                );
            }
            let _ = Certificate::of(key);
        }
    }
    let documents = Documents {
        discovery: None,
        keys: Some(bytes.to_vec()),
    };
    let report = world::check(world::healthy().as_bytes(), documents);
    assert_report(&report);
    let proof = &report.tokens[0].proof;
    if proof.status == Status::Valid {
        let key = proof.key.as_ref().expect("the key that verified it");
        let mut genuine = world::key_sets().iter().flat_map(|set| &set.keys);
        assert!(
            genuine.any(|it| it.material == key.material),
            "another key verified it"
        );
    }
}

pub fn certificate(bytes: &[u8]) {
    let der = STANDARD.encode(bytes);
    let set = format!(
        r#"{{"keys":[{{"kty":"EC","kid":"k","x5t":"k","issuer":"https://login.microsoftonline.com/{{tenantid}}/v2.0","x5c":["{der}"]}}]}}"#
    );
    let mut issuing = Issuing::default();
    issuing.add_keys("https://idp.example/keys", set.as_bytes());
    assert_eq!(
        issuing.keys.keys.len(),
        1,
        "a bad certificate spoils no key"
    );
    for note in issuing.notes.iter().chain(&issuing.problems) {
        assert_shown(&Terminal(note).to_string());
    }
    if let Some(certificate) = Certificate::of(&issuing.keys.keys[0]) {
        assert_eq!(certificate.thumbprint.len(), 27, "SHA-1 in base64url");
        let _ = certificate.holds(&issuing.keys.keys[0]);
    }
}
