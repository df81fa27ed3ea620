//! Who is in the token and where that person or application is at home, as the issuing tenant sees
//! it: a claim like any other, proof only under a valid signature.
//!
//! Not its job: whether that is the home one expected.

use crate::jose::claims::Claims;

use super::issuer::Issuer;
use super::permission;
use super::tenant::TenantId;

/// The subject of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub home: Option<TenantId>,
    /// Which claim told the home.
    pub home_source: Option<HomeSource>,
    pub kind: PrincipalKind,
    pub relation: Option<Relation>,
    pub oid: Option<String>,
    /// `upn`, `preferred_username`, `unique_name` or `email`: for display, never for decisions.
    pub display: Option<String>,
    /// An `idp` that names no tenant: a federated or social identity provider.
    pub foreign_idp: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeSource {
    Idp,
    AltSecId,
    Tid,
    Iss,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    Member,
    Guest,
    Partner,
    App,
    ManagedIdentity,
    Personal,
    Unknown,
}

/// What ties the subject to the issuing tenant (`xms_idrel`, odd values only; optional claims
/// reference).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Member,
    Guest,
    /// The subject has no object in the issuing tenant.
    PassThrough,
    /// Granular delegated administration by a partner.
    Gdap,
    /// Delegated administration by a partner.
    Dap,
    ServicePrincipal,
}

impl HomeSource {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Idp => "idp",
            Self::AltSecId => "altsecid",
            Self::Tid => "tid",
            Self::Iss => "iss",
        }
    }
}

impl PrincipalKind {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Guest => "guest",
            Self::Partner => "partner",
            Self::App => "app",
            Self::ManagedIdentity => "managed_identity",
            Self::Personal => "personal",
            Self::Unknown => "unknown",
        }
    }
}

impl Relation {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Guest => "guest",
            Self::PassThrough => "passthrough",
            Self::Gdap => "gdap",
            Self::Dap => "dap",
            Self::ServicePrincipal => "service_principal",
        }
    }
}

/// The name that is shown, and the claim in which it stands.
#[must_use]
pub fn name(claims: &Claims) -> Option<(&'static str, &str)> {
    ["upn", "preferred_username", "unique_name", "email"]
        .into_iter()
        .find_map(|claim| Some((claim, claims.text(claim)?)))
}

impl Subject {
    /// Reads the subject. `is_expected` says whether a tenant is one of those asked for: when only the
    /// issuer is foreign, the expected `tid` tells the home.
    #[must_use]
    pub fn read(
        claims: &Claims,
        issuer: Option<&Issuer>,
        is_expected: impl Fn(TenantId) -> bool,
    ) -> Self {
        let issuing = issuer.and_then(|issuer| issuer.tenant);
        let tid = claims.text("tid").and_then(TenantId::parse);
        let idp = IdentityProvider::read(claims);
        let relation = relation(claims);
        let app_only = is_app_only(claims);

        let (home, home_source) = match (&idp, issuing, tid) {
            (IdentityProvider::Tenant(home), ..) => (Some(*home), Some(HomeSource::Idp)),
            (IdentityProvider::Personal(source), ..) => (Some(TenantId::PERSONAL), Some(*source)),
            (IdentityProvider::Other(_) | IdentityProvider::External, ..) => (None, None),
            (IdentityProvider::Absent, Some(issuing), Some(tid)) if tid != issuing => {
                if is_expected(tid) && !is_expected(issuing) {
                    (Some(tid), Some(HomeSource::Tid))
                } else {
                    (None, None)
                }
            }
            (IdentityProvider::Absent, Some(issuing), _) if may_be_at_home(relation) => {
                (Some(issuing), Some(HomeSource::Iss))
            }
            (IdentityProvider::Absent, ..) => (None, None),
        };
        let is_external = home.is_some() && home != issuing
            || matches!(idp, IdentityProvider::External | IdentityProvider::Other(_));
        let kind = if app_only {
            if claims.has("xms_mirid") {
                PrincipalKind::ManagedIdentity
            } else {
                PrincipalKind::App
            }
        } else {
            person_kind(claims, relation, is_external, home, issuing)
        };
        Self {
            home,
            home_source,
            kind,
            relation: relation.or((app_only).then_some(Relation::ServicePrincipal)),
            oid: claims.text("oid").map(str::to_owned),
            display: name(claims).map(|(_, name)| name.to_owned()),
            foreign_idp: match idp {
                IdentityProvider::Other(text) => Some(text),
                _ => None,
            },
        }
    }

    /// The subject of a payload that ends in the middle: what only the absence of a claim told is not
    /// known.
    #[must_use]
    pub fn of_a_part(mut self, claims: &Claims) -> Self {
        if self.relation != Some(Relation::Member) {
            if self.home_source == Some(HomeSource::Iss) {
                (self.home, self.home_source) = (None, None);
            }
            if self.kind == PrincipalKind::Member {
                self.kind = PrincipalKind::Unknown;
            }
        }
        if self.kind == PrincipalKind::App && claims.text("idtyp") != Some("app") {
            self.kind = PrincipalKind::Unknown;
            self.relation = relation(claims);
        }
        self
    }

    /// Whether it is an application acting for itself.
    #[must_use]
    pub fn is_app(&self) -> bool {
        matches!(
            self.kind,
            PrincipalKind::App | PrincipalKind::ManagedIdentity
        )
    }
}

/// Where the person signed in, by `idp` and else by `altsecid` (`5::` another Entra tenant,
/// `1:live.com:` a personal account; seen in published tokens, not documented).
enum IdentityProvider {
    Tenant(TenantId),
    Personal(HomeSource),
    /// Another Entra tenant, without a word which.
    External,
    Other(String),
    Absent,
}

impl IdentityProvider {
    fn read(claims: &Claims) -> Self {
        match claims.text("idp") {
            Some("live.com") => return Self::Personal(HomeSource::Idp),
            Some(idp) => {
                return match Issuer::read(idp).tenant {
                    Some(TenantId::PERSONAL) => Self::Personal(HomeSource::Idp),
                    Some(tenant) => Self::Tenant(tenant),
                    None => Self::Other(idp.to_owned()),
                };
            }
            None => {}
        }
        match claims.text("altsecid") {
            Some(id) if id.starts_with("1:live.com:") => Self::Personal(HomeSource::AltSecId),
            Some(id) if id.starts_with("5::") => Self::External,
            _ => Self::Absent,
        }
    }
}

/// A person from elsewhere is not at home in the issuing tenant, whatever else is missing.
fn may_be_at_home(relation: Option<Relation>) -> bool {
    !matches!(
        relation,
        Some(Relation::PassThrough | Relation::Gdap | Relation::Dap | Relation::Guest)
    )
}

/// The strongest odd value of `xms_idrel`: a partner is a partner even where other relations stand
/// beside it.
fn relation(claims: &Claims) -> Option<Relation> {
    let values = claims.words("xms_idrel");
    let has = |value: &str| values.contains(&value);
    [
        (&["15"][..], Relation::PassThrough),
        (&["11"], Relation::Gdap),
        (&["31"], Relation::Dap),
        (&["5"], Relation::Guest),
        (&["7"], Relation::ServicePrincipal),
        (&["1", "3"], Relation::Member),
    ]
    .into_iter()
    .find(|(known, _)| known.iter().any(|value| has(value)))
    .map(|(_, relation)| relation)
}

/// `idtyp: app`, or nothing delegated and either roles or a subject that is its own object
/// (claims validation guidance: a missing `idtyp` alone proves nothing).
fn is_app_only(claims: &Claims) -> bool {
    if let Some(kind) = claims.text("idtyp") {
        return kind == "app";
    }
    let is_own_object = claims.text("oid").is_some() && claims.text("oid") == claims.text("sub");
    permission::scopes(claims).is_empty()
        && (claims.has("roles") && !has_person(claims) || is_own_object)
}

fn has_person(claims: &Claims) -> bool {
    ["upn", "preferred_username", "unique_name", "name"]
        .iter()
        .any(|name| claims.has(name))
}

fn person_kind(
    claims: &Claims,
    relation: Option<Relation>,
    is_external: bool,
    home: Option<TenantId>,
    issuing: Option<TenantId>,
) -> PrincipalKind {
    match relation {
        Some(Relation::Gdap | Relation::Dap) => return PrincipalKind::Partner,
        Some(Relation::Guest) => return PrincipalKind::Guest,
        Some(Relation::PassThrough) => return PrincipalKind::Unknown,
        Some(Relation::ServicePrincipal) => return PrincipalKind::App,
        Some(Relation::Member) | None => {}
    }
    if issuing == Some(TenantId::PERSONAL) || issuing == Some(TenantId::SERVICES) {
        return PrincipalKind::Personal;
    }
    if issuing.is_none() {
        return PrincipalKind::Unknown;
    }
    if relation == Some(Relation::Member) {
        return PrincipalKind::Member;
    }
    let is_marked_guest = claims.has("altsecid")
        || claims
            .0
            .get("acct")
            .is_some_and(|acct| acct.to_text() == "1")
        || claims.text("upn").is_some_and(|upn| upn.contains("#EXT#"));
    match (is_external, is_marked_guest) {
        (true, true) => PrincipalKind::Guest,
        (false, _) if home == issuing => PrincipalKind::Member,
        _ => PrincipalKind::Unknown,
    }
}

#[cfg(test)]
mod tests;
