//! With which application a token was obtained, and how that application authenticated.

use uuid::Uuid;

use crate::facts::{self, App};
use crate::jose::claims::Claims;

use super::known::Known;

/// The application that asked for the token, as the token claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The claim's value; untrusted.
    pub id: String,
    /// The claim it stands in: `appid` (v1), `azp` (v2) or `client_id` (other providers).
    pub claim: &'static str,
    /// What public lists say of this id.
    pub known: Option<App>,
    /// What the person's own list calls it (`--apps`).
    pub own_name: Option<String>,
    /// `appidacr` or `azpacr`.
    pub authentication: Option<Authentication>,
}

/// How the client authenticated (access token claims reference: `appidacr`, `azpacr`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// A public client: it did not authenticate.
    Public,
    Secret,
    /// A certificate, a federated credential or a managed identity.
    Certificate,
}

impl Client {
    /// Reads the client from the claims; `lists` are the person's own.
    #[must_use]
    pub fn read(claims: &Claims, lists: &Known) -> Option<Self> {
        let claim = ["appid", "azp", "client_id"]
            .into_iter()
            .find(|name| claims.text(name).is_some())?;
        let id = claims.text(claim)?.to_owned();
        let authentication = match claims.text("appidacr").or_else(|| claims.text("azpacr")) {
            Some("0") => Some(Authentication::Public),
            Some("1") => Some(Authentication::Secret),
            Some("2") => Some(Authentication::Certificate),
            _ => None,
        };
        let app_id: Option<Uuid> = id.parse().ok();
        let known = app_id.and_then(facts::app);
        let own_name = app_id.and_then(|id| lists.apps.get(&id).cloned());
        Some(Self {
            id,
            claim,
            known,
            own_name,
            authentication,
        })
    }

    /// The id as a GUID.
    #[must_use]
    pub fn app_id(&self) -> Option<Uuid> {
        self.id.parse().ok()
    }

    /// A name and where it comes from: the public lists first, else the person's own.
    #[must_use]
    pub fn name(&self) -> Option<(&str, &str)> {
        let public = self.known.as_ref().map(|app| (app.name, app.source));
        public.or_else(|| Some((self.own_name.as_deref()?, "--apps")))
    }

    /// Whether public lists show it as one of Microsoft's own. What no list knows can be one all the same.
    #[must_use]
    pub fn is_first_party(&self) -> bool {
        self.known.is_some()
    }

    /// Whether it is a Microsoft client that needs no secret: anybody can run it, in any tenant. Where the
    /// token does not say how it authenticated, public lists must have seen it as a client at least: a
    /// service of Microsoft's is none that anybody can run.
    #[must_use]
    pub fn is_public_first_party(&self) -> bool {
        self.known.is_some_and(|app| match self.authentication {
            Some(Authentication::Public) => true,
            None => app.is_client(),
            Some(Authentication::Secret | Authentication::Certificate) => false,
        })
    }
}

impl Authentication {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Public => "public client: it did not authenticate",
            Self::Secret => "authenticated with a client secret",
            Self::Certificate => "authenticated with a certificate or a federated credential",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::json::parse;

    fn client(payload: &str) -> Option<Client> {
        Client::read(&Claims(parse(payload.as_bytes()).value), &Known::default())
    }

    #[test]
    fn each_format_has_its_own_claim() {
        let powershell = r#"{"appid":"a0c73c16-a7e3-4564-9a95-2bdf47383716","appidacr":"0"}"#;
        let first_party = client(powershell).unwrap();
        assert!(first_party.is_public_first_party());
        assert!(first_party.is_first_party());
        let own = client(r#"{"azp":"6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42","azpacr":"2"}"#).unwrap();
        assert_eq!(
            (own.claim, own.authentication),
            ("azp", Some(Authentication::Certificate))
        );
        assert!(!own.is_first_party());
        assert_eq!(client(r#"{"client_id":"x"}"#).unwrap().app_id(), None);
        assert_eq!(client(r#"{"appid":7}"#), None);
    }

    #[test]
    fn without_a_word_on_authentication_only_a_known_client_is_public() {
        let is_public = |id: &str| {
            let client = client(&format!(r#"{{"appid":"{id}"}}"#)).unwrap();
            assert!(client.is_first_party(), "{id}");
            client.is_public_first_party()
        };
        assert!(
            is_public("04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
            "Azure CLI"
        );
        assert!(
            !is_public("00000003-0000-0000-c000-000000000000"),
            "Microsoft Graph"
        );
    }
}
