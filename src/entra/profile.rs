//! Everything that one readable token claims, read once: the noun that rules and reports look at.
//!
//! Not its job: proof or judgement. All of it is "as claimed".

use uuid::Uuid;

use crate::jose::claims::Claims;
use crate::jose::token::Token;
use crate::time::Timestamp;
use crate::trace::TokenKeys;

use super::audience::Audience;
use super::client::Client;
use super::expectation::Expectation;
use super::issuer::Issuer;
use super::kind::Kind;
use super::lifetime::Lifetime;
use super::permission::{self, Permission};
use super::subject::Subject;
use super::tenant::TenantId;
use super::uti;

/// What a token claims.
#[derive(Clone, Debug)]
pub struct Profile {
    pub kind: Kind,
    pub issuer: Option<Issuer>,
    /// The `tid` claim as it stands.
    pub tid: Option<String>,
    pub subject: Subject,
    pub client: Option<Client>,
    pub audiences: Vec<Audience>,
    pub permissions: Vec<Permission>,
    pub lifetime: Lifetime,
    pub uti: Option<String>,
}

impl Profile {
    /// Reads the claims of a token at a moment.
    #[must_use]
    pub fn read(claims: &Claims, expectation: &Expectation, at: Timestamp) -> Self {
        let issuer = claims.text("iss").map(Issuer::read);
        let audiences: Vec<Audience> = claims
            .texts("aud")
            .into_iter()
            .map(Audience::read)
            .collect();
        let resource = audiences.iter().find_map(|audience| audience.app_id);
        Self {
            kind: Kind::of(claims, issuer.as_ref()),
            tid: claims.text("tid").map(str::to_owned),
            subject: Subject::read(claims, issuer.as_ref(), |tenant| {
                expectation.expects(tenant)
            }),
            client: Client::read(claims, &expectation.known),
            permissions: permission::read(claims, resource),
            lifetime: Lifetime::read(claims, at, expectation.leeway),
            uti: claims.text("uti").map(str::to_owned),
            issuer,
            audiences,
        }
    }

    /// The tenant that `iss` names.
    #[must_use]
    pub fn issuing_tenant(&self) -> Option<TenantId> {
        self.issuer.as_ref().and_then(|issuer| issuer.tenant)
    }

    /// The tenant that `tid` names.
    #[must_use]
    pub fn tid(&self) -> Option<TenantId> {
        self.tid.as_deref().and_then(TenantId::parse)
    }

    /// The request id that `uti` spells.
    #[must_use]
    pub fn request_id(&self) -> Option<Uuid> {
        self.uti.as_deref().and_then(uti::request_id)
    }

    /// Whether the token is for one of Microsoft's resources.
    #[must_use]
    pub fn is_for_microsoft(&self) -> bool {
        self.audiences.iter().any(Audience::is_microsoft)
    }

    /// Whether the client is one of Microsoft's that anybody can run in any tenant.
    #[must_use]
    pub fn has_public_microsoft_client(&self) -> bool {
        self.client
            .as_ref()
            .is_some_and(Client::is_public_first_party)
    }

    /// What the token offers to join audit records by.
    #[must_use]
    pub fn keys(&self, token: &Token) -> TokenKeys {
        let Some(claims) = &token.claims else {
            return TokenKeys::default();
        };
        let guid = |name| claims.text(name).and_then(|text| text.parse::<Uuid>().ok());
        TokenKeys {
            uti: self.uti.clone(),
            request_id: self.request_id(),
            session: claims.text("sid").map(str::to_owned),
            object_id: guid("oid"),
            puid: claims.text("puid").map(str::to_uppercase),
            issuer_tenant: self.issuing_tenant().map(|tenant| tenant.0),
            tenant: self.tid().map(|tenant| tenant.0),
            home_tenant: self.subject.home.map(|home| home.0),
            client: self.client.as_ref().and_then(Client::app_id),
            resource: self.audiences.iter().find_map(|audience| audience.app_id),
            address: claims.text("ipaddr").and_then(|text| text.parse().ok()),
            device: guid("deviceid"),
            issued_at: self.lifetime.issued_at.time(),
            expires_at: self.lifetime.expires_at.time(),
            user: self.subject.display.clone(),
        }
    }
}
