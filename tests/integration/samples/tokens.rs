//! What Entra tokens of version 1 and 2 look like, as drafts that a case changes and then signs.
//!
//! Not its job: which cases there are (`cases/`), and how a signature is made (`support/forge.rs`).
//! All values but keys and signatures follow from the case's name.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use uuid::Uuid;

use super::seed::Seed;
use super::world::{Person, Resource, Tenant, at};
use crate::support::forge::{self, Algorithm, SigningKey};
use crate::support::identifiers::{rh, uti_from_guid};
use crate::support::members::Members;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

#[derive(Clone)]
pub struct Draft {
    case: String,
    version: Version,
    issued_at: i64,
    claims: Members,
}

impl Draft {
    /// A version 1 token of `tenant` for `resource`, which is named by its URI.
    pub fn v1(case: &str, tenant: &Tenant, resource: &Resource) -> Self {
        Self::new(case, Version::One, tenant, resource)
            .with("aud", resource.audience)
            .with("iss", tenant.v1_issuer())
            .with("ver", "1.0")
    }

    /// A version 2 token of `tenant` for `resource`, which is always named by its id.
    pub fn v2(case: &str, tenant: &Tenant, resource: &Resource) -> Self {
        Self::new(case, Version::Two, tenant, resource)
            .with("aud", resource.app_id)
            .with("iss", tenant.v2_issuer())
            .with("ver", "2.0")
    }

    fn new(case: &str, version: Version, tenant: &Tenant, resource: &Resource) -> Self {
        let mut draft = Self {
            case: case.to_owned(),
            version,
            issued_at: 0,
            claims: Members::new(),
        };
        let age = draft.seed("age").within(600..1500);
        let lifetime = draft.seed("lifetime").within(3900..5400);
        let number = draft.seed("rh").within(0x0100..0x7fff);
        let number = u16::try_from(number).expect("the range fits");
        let aio = BASE64_STANDARD.encode(draft.seed("aio").bytes(45));
        let uti = uti_from_guid(draft.seed("uti").request_id());
        draft = draft
            .issued(at() - age, lifetime)
            .with("aio", aio)
            .with("rh", rh(tenant.id, resource.app_id, number))
            .with("tid", tenant.id)
            .with("uti", uti);
        draft
    }

    /// The generator of one value of this case.
    fn seed(&self, value: &str) -> Seed {
        Seed::of(&format!("{}/{value}", self.case))
    }

    #[must_use]
    pub fn with(mut self, claim: &str, value: impl Serialize) -> Self {
        self.claims = self.claims.with(claim, value);
        self
    }

    #[must_use]
    pub fn without(mut self, claim: &str) -> Self {
        self.claims = self.claims.without(claim);
        self
    }

    #[must_use]
    pub fn issued(mut self, issued_at: i64, lifetime: i64) -> Self {
        self.issued_at = issued_at;
        self.with("iat", issued_at)
            .with("nbf", issued_at)
            .with("exp", issued_at + lifetime)
    }

    /// The person behind the token, as a member of the issuing tenant would be shown.
    #[must_use]
    pub fn of(self, person: &Person) -> Self {
        let sub = self.seed("sub").base64url(32);
        let sid = self.seed("sid").guid();
        let draft = self
            .with("name", person.name)
            .with("oid", person.oid)
            .with("sid", sid)
            .with("sub", sub);
        match draft.version {
            Version::One => draft
                .with("acr", "1")
                .with("amr", ["pwd", "mfa"])
                .with("ipaddr", person.address)
                .with("puid", person.puid)
                .with("unique_name", person.mail)
                .with("upn", person.mail),
            Version::Two => draft.with("preferred_username", person.mail),
        }
    }

    /// A guest: the object id is the one of the guest object in the issuing tenant, the home shows
    /// in `idp` and `altsecid` only, and the mail address stands in for the UPN.
    #[must_use]
    pub fn of_guest(self, person: &Person, idp: &str, altsecid: &str) -> Self {
        let oid = self.seed("guest").guid();
        let puid = format!(
            "100320{}",
            &self.seed("puid").guid().simple().to_string()[..10]
        );
        self.of(person)
            .without("upn")
            .with("oid", oid)
            .with("puid", puid.to_uppercase())
            .with("altsecid", altsecid)
            .with("email", person.mail)
            .with("idp", idp)
    }

    /// The client that asked in the person's name, a public one, and what it was given.
    #[must_use]
    pub fn through(self, client: Uuid, scopes: &str) -> Self {
        self.client(client, "0").with("scp", scopes)
    }

    /// The client, and how it proved itself: "0" not at all, "1" by secret, "2" by certificate.
    #[must_use]
    pub fn client(self, client: Uuid, proof: &str) -> Self {
        let (id, acr) = match self.version {
            Version::One => ("appid", "appidacr"),
            Version::Two => ("azp", "azpacr"),
        };
        self.with(id, client).with(acr, proof)
    }

    pub const fn issued_at(&self) -> i64 {
        self.issued_at
    }

    /// The value of a claim that is text.
    ///
    /// # Panics
    /// When the draft has no such claim.
    pub fn claim(&self, name: &str) -> String {
        let value = self.claims.text_of(name);
        value.unwrap_or_else(|| panic!("{} has no text claim {name}", self.case))
    }

    /// An invented refresh token: opaque, but it opens as real ones do, with an `rh`.
    pub fn refresh_token(&self) -> String {
        format!(
            "{}{}",
            self.claim("rh"),
            self.seed("refresh").base64url(420)
        )
    }

    /// The payload: five members first, the others by name, as Entra writes them.
    pub fn payload(&self) -> String {
        const FIRST: [&str; 5] = ["aud", "iss", "iat", "nbf", "exp"];
        let place = |name: &str| {
            let first = FIRST.iter().position(|known| *known == name);
            (first.unwrap_or(FIRST.len()), name.to_owned())
        };
        self.claims.clone().sorted_by_key(place).to_string()
    }

    /// The header for a key: version 1 repeats the key's name in `x5t`.
    pub fn header(&self, kid: &str) -> Members {
        let header = Members::new().with("typ", "JWT").with("alg", "RS256");
        match self.version {
            Version::One => header.with("x5t", kid),
            Version::Two => header,
        }
        .with("kid", kid)
    }

    pub fn signed(&self, key: &SigningKey) -> String {
        let header = self.header(&key.kid()).to_string();
        forge::sign(key, Algorithm::Rs256, &header, &self.payload())
    }

    /// Signed as Microsoft Graph gets its tokens, with a nonce in the header.
    pub fn signed_with_nonce(&self, key: &SigningKey) -> String {
        const ORDER: [&str; 5] = ["typ", "nonce", "alg", "x5t", "kid"];
        let header = self
            .header(&key.kid())
            .with("nonce", self.seed("nonce").base64url(32))
            .sorted_by_key(|name| ORDER.iter().position(|known| *known == name))
            .to_string();
        forge::sign_with_nonce(key, Algorithm::Rs256, &header, &self.payload())
    }
}
