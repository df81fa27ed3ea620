//! What kind of token a readable token is: for a resource, or about a sign-in.

use crate::jose::claims::Claims;

use super::issuer::Issuer;

/// The kinds that the report tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AccessToken,
    IdToken,
    Jwe,
    RefreshToken,
    Opaque,
    Saml,
    StsError,
    /// A readable token that shows the marks of neither an access token nor an id token.
    UnknownJwt,
}

impl Kind {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::IdToken => "id_token",
            Self::Jwe => "jwe",
            Self::RefreshToken => "refresh_token",
            Self::Opaque => "opaque",
            Self::Saml => "saml",
            Self::StsError => "sts_error",
            Self::UnknownJwt => "unknown_jwt",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AccessToken => "access token",
            Self::IdToken => "id token",
            Self::Jwe => "encrypted token",
            Self::RefreshToken => "refresh token",
            Self::Opaque => "opaque token",
            Self::Saml => "SAML message",
            Self::StsError => "error text of the sign-in service",
            Self::UnknownJwt => "JSON Web Token of unknown kind",
        }
    }

    /// The kind of a readable token. An access token carries permissions or names its client; an id
    /// token carries neither, but the hashes or the nonce of its request
    /// (id token claims reference; OpenID Connect Core, section 2).
    #[must_use]
    pub fn of(claims: &Claims, issuer: Option<&Issuer>) -> Self {
        let has_any = |names: &[&str]| names.iter().any(|name| claims.has(name));
        if has_any(&["scp", "appid", "azpacr"])
            || (has_any(&["roles"]) && has_any(&["azp", "idtyp"]))
        {
            return Self::AccessToken;
        }
        if has_any(&["nonce", "at_hash", "c_hash"]) && !has_any(&["scope", "client_id"]) {
            return Self::IdToken;
        }
        // Entra ID writes the roles of a user into id tokens too, and an access token names its client.
        let is_entra = issuer.is_some_and(Issuer::is_entra);
        if has_any(&["azp", "scope", "client_id", "idtyp"]) || (!is_entra && has_any(&["roles"])) {
            return Self::AccessToken;
        }
        if is_entra && has_any(&["preferred_username", "oid", "name"]) {
            Self::IdToken
        } else {
            Self::UnknownJwt
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::json::parse;

    fn kind(payload: &str) -> Kind {
        let claims = Claims(parse(payload.as_bytes()).value);
        let issuer = claims.text("iss").map(Issuer::read);
        Kind::of(&claims, issuer.as_ref())
    }

    #[test]
    fn access_and_id_tokens_show_different_marks() {
        assert_eq!(kind(r#"{"scp":"x","nonce":"y"}"#), Kind::AccessToken);
        assert_eq!(kind(r#"{"appid":"x"}"#), Kind::AccessToken);
        assert_eq!(
            kind(r#"{"azp":"x","azpacr":"1","roles":["R"]}"#),
            Kind::AccessToken
        );
        assert_eq!(kind(r#"{"aud":"x","nonce":"y"}"#), Kind::IdToken);
        assert_eq!(
            kind(r#"{"aud":"x","azp":"x","at_hash":"y"}"#),
            Kind::IdToken
        );
        assert_eq!(
            kind(r#"{"scope":"openid","client_id":"x"}"#),
            Kind::AccessToken
        );
        assert_eq!(kind(r#"{"sub":"x"}"#), Kind::UnknownJwt);
    }

    #[test]
    fn a_bare_entra_sign_in_is_an_id_token() {
        let tenant = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
        let iss = format!("https://login.microsoftonline.com/{tenant}/v2.0");
        assert_eq!(
            kind(&format!(r#"{{"iss":"{iss}","preferred_username":"pat"}}"#)),
            Kind::IdToken
        );
        assert_eq!(
            kind(&format!(r#"{{"iss":"{iss}","oid":"o","roles":["Admin"]}}"#)),
            Kind::IdToken
        );
        assert_eq!(
            kind(r#"{"iss":"https://idp.example","roles":["Admin"]}"#),
            Kind::AccessToken
        );
    }
}
