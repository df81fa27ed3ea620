//! The JOSE header ([RFC 7515, section 4](https://www.rfc-editor.org/rfc/rfc7515#section-4)) as it
//! stands: a wrong type, an unknown algorithm or a missing member is shown, not refused.
//!
//! Not its job: choosing a key or an algorithm.

use super::json::Json;

/// Members that offer a key or a place to get one. They are reported and never used: whoever wrote
/// the token wrote them too (RFC 7515, section 10.2 leaves the trust in them to the verifier).
const KEY_CARRIERS: [&str; 4] = ["jwk", "jku", "x5u", "x5c"];

/// A decoded header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header(pub Json);

/// The `alg` member, told apart as far as verification needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm<'a> {
    /// A signature made with a private key: RS, PS, ES 256 to 512 and EdDSA.
    Asymmetric(super::verify::Signing),
    /// HS256 and its like: whoever can check it could have made it.
    Symmetric(&'a str),
    /// `none`, in any letter case.
    None,
    /// A string that names nothing known, or a JWE key algorithm.
    Unknown(&'a str),
    /// Missing, or no string.
    Missing,
}

impl Header {
    /// The `alg` member ([RFC 7518, section 3.1](https://www.rfc-editor.org/rfc/rfc7518#section-3.1)).
    #[must_use]
    pub fn algorithm(&self) -> Algorithm<'_> {
        let Some(name) = self.text("alg") else {
            return Algorithm::Missing;
        };
        if let Some(signing) = super::verify::Signing::named(name) {
            return Algorithm::Asymmetric(signing);
        }
        match name {
            "HS256" | "HS384" | "HS512" => Algorithm::Symmetric(name),
            _ if name.eq_ignore_ascii_case("none") => Algorithm::None,
            _ => Algorithm::Unknown(name),
        }
    }

    /// The `kid` member, where it is a string.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.text("kid")
    }

    /// The `x5t` member: a certificate's SHA-1 thumbprint.
    #[must_use]
    pub fn thumbprint(&self) -> Option<&str> {
        self.text("x5t")
    }

    /// The names of the members that offer a key, in a fixed order.
    #[must_use]
    pub fn key_carriers(&self) -> Vec<&'static str> {
        KEY_CARRIERS
            .into_iter()
            .filter(|name| self.0.get(name).is_some())
            .collect()
    }

    /// A member that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Json::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::super::verify::Signing;
    use super::*;

    fn header(text: &str) -> Header {
        Header(parse(text.as_bytes()).value)
    }

    #[test]
    fn algorithms_are_told_apart() {
        let algorithm = |text| format!("{:?}", header(text).algorithm());
        assert_eq!(
            header(r#"{"alg":"RS256"}"#).algorithm(),
            Algorithm::Asymmetric(Signing::Rs256)
        );
        assert_eq!(algorithm(r#"{"alg":"HS256"}"#), "Symmetric(\"HS256\")");
        assert_eq!(algorithm(r#"{"alg":"nOnE"}"#), "None");
        assert_eq!(algorithm(r#"{"alg":"rs256"}"#), "Unknown(\"rs256\")");
        assert_eq!(algorithm(r#"{"alg":256}"#), "Missing");
        assert_eq!(algorithm("{}"), "Missing");
    }

    #[test]
    fn a_numeric_kid_is_no_key_id_and_no_obstacle() {
        assert_eq!(header(r#"{"kid":7}"#).key_id(), None);
    }

    #[test]
    fn key_carriers_are_named() {
        assert_eq!(
            header(r#"{"x5c":[],"jku":"https://a.example"}"#).key_carriers(),
            ["jku", "x5c"]
        );
    }
}
