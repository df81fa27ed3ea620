//! Which tenant, in which cloud, is meant by a domain; which issuer by a discovery URL.
//!
//! Not its job: keys (`authority/issuing.rs`).

use crate::entra::cloud::Cloud;
use crate::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use crate::entra::issuer::{Issuer, IssuerKind, Version};
use crate::entra::metadata::Discovery;
use crate::entra::tenant::{TenantId, TenantName};

use super::endpoint::Endpoint;
use super::net::fault::{Cause, NetFault};
use super::transport::{Fault, Origin};
use super::{Authority, DiscoveryError};

/// The clouds in which a domain is looked for that the public cloud does not know. The public host
/// answers for US Government tenants too; the others of the table are named with `--cloud`.
const ALSO_ASKED: [&str; 1] = ["china"];

/// A tenant that a domain turned out to be.
struct Resolved {
    tenant: TenantId,
    cloud: Option<Cloud>,
    origin: Origin,
}

impl Authority {
    /// Finds the id of every expected tenant that was named by a domain, and the issuer of every
    /// expected one that was named by its discovery URL. `seen` are the clouds that tokens name: a
    /// domain can be verified in two clouds by two tenants, and is then looked for in these as well.
    /// Returns the addresses that were asked.
    pub fn resolve(&self, expectation: &mut Expectation, seen: &[Cloud]) -> Vec<String> {
        let mut asked = Vec::new();
        for tenant in &mut expectation.tenants {
            if matches!(tenant.name, TenantName::Domain(_)) && tenant.tenant.is_none() {
                self.resolve_domain(tenant, seen, &mut asked);
            }
        }
        let also: Vec<_> = expectation
            .issuers
            .iter_mut()
            .filter_map(|issuer| self.resolve_issuer(issuer, &mut asked))
            .collect();
        expectation.issuers.extend(also);
        asked
    }

    pub(super) fn resolve_domain(
        &self,
        expected: &mut ExpectedTenant,
        seen: &[Cloud],
        asked: &mut Vec<String>,
    ) {
        let Some(first) = self.cloud.or_else(|| Cloud::by_id("public")) else {
            return;
        };
        let mut why = None;
        let mut found: Vec<Resolved> = Vec::new();
        match self.tenant_in(first, &expected.name, asked) {
            Ok(resolved) => found.push(resolved),
            Err(miss) => why = Some(miss),
        }
        // Who could not be asked may know the domain as another tenant.
        let mut silent = match &why {
            Some(DiscoveryError::Fault(Fault::Net(fault))) if !fault.cause.is_an_answer() => {
                Some((first, fault.clone()))
            }
            _ => None,
        };
        for cloud in self.other_clouds(first, why.as_ref(), seen) {
            match self.tenant_in(cloud, &expected.name, asked) {
                Ok(other) if found.iter().all(|known| known.tenant != other.tenant) => {
                    found.push(other);
                }
                Err(DiscoveryError::Fault(Fault::Net(fault))) if !fault.cause.is_an_answer() => {
                    silent = silent.or(Some((cloud, fault)));
                }
                Ok(_) | Err(_) => {}
            }
        }
        match (found.as_slice(), silent) {
            ([one], Some((cloud, fault))) => {
                expected.unresolved = Some(format!(
                    "the domain is tenant {}, but whether it is another one in {} could not be asked: {fault}",
                    one.tenant,
                    cloud.name()
                ));
            }
            ([one], None) => {
                expected.tenant = Some(one.tenant);
                expected.cloud = one.cloud;
                expected.from = Some(one.origin.word());
            }
            ([], _) => expected.unresolved = why.map(|miss| miss.to_string()),
            (several, _) => expected.unresolved = Some(ambiguous(several)),
        }
    }

    /// Where else to look: nowhere if the cloud was named, in the tokens' clouds in any case, and in
    /// others only for a domain that the first one does not know.
    fn other_clouds(
        &self,
        first: Cloud,
        why: Option<&DiscoveryError>,
        seen: &[Cloud],
    ) -> Vec<Cloud> {
        if self.cloud.is_some() {
            return Vec::new();
        }
        let is_unknown = matches!(
            why,
            Some(DiscoveryError::Fault(Fault::Net(NetFault {
                cause: Cause::NoSuchTenant,
                ..
            })))
        );
        let also = ALSO_ASKED.iter().filter_map(|id| Cloud::by_id(id));
        let mut clouds: Vec<Cloud> = seen.to_vec();
        clouds.extend(also.filter(|_| is_unknown));
        let mut others: Vec<Cloud> = Vec::new();
        for cloud in clouds {
            if cloud != first && !others.contains(&cloud) {
                others.push(cloud);
            }
        }
        others
    }

    fn tenant_in(
        &self,
        cloud: Cloud,
        name: &TenantName,
        asked: &mut Vec<String>,
    ) -> Result<Resolved, DiscoveryError> {
        let endpoint = Endpoint::discovery(cloud, name, Version::V2)
            .ok_or(DiscoveryError::Fault(Fault::NoWay))?;
        asked.push(endpoint.url().to_string());
        let (discovery, answer) = self.discovery(&endpoint)?;
        let issuer = Issuer::read(&discovery.issuer);
        match issuer.tenant.filter(|_| issuer.is_entra()) {
            Some(tenant) => Ok(Resolved {
                tenant,
                cloud: discovery.cloud().or(issuer.cloud()),
                origin: answer.origin,
            }),
            None => Err(DiscoveryError::NoTenant {
                url: answer.url,
                issuer: discovery.issuer,
            }),
        }
    }

    /// Takes over the issuer's spelling from the document that the user named by its URL, and returns
    /// the second issuer of AD FS, which writes another one into access tokens.
    pub(super) fn resolve_issuer(
        &self,
        expected: &mut ExpectedIssuer,
        asked: &mut Vec<String>,
    ) -> Option<ExpectedIssuer> {
        let named = Issuer::read(&expected.source);
        let kind = named.kind;
        // A tenant's id says what its issuer is; a domain does not.
        let is_known = named.is_entra() && !expected.is_unresolved();
        if is_known || !(expected.was_discovery_url() || kind == IssuerKind::Adfs) {
            return None;
        }
        let endpoint = Endpoint::discovery_of(expected).ok()?;
        asked.push(endpoint.url().to_string());
        let (discovery, _) = self.discovery(&endpoint).ok()?;
        if expected.was_discovery_url() && is_of_the_same(&endpoint, kind, &discovery) {
            expected.issuer.clone_from(&discovery.issuer);
        }
        let second = discovery.access_token_issuer?;
        (discovery.issuer == expected.issuer && second != expected.issuer)
            .then(|| expected.spelled(&second))
    }
}

/// Whether a document may name this issuer: one of its own host, or one of the same service. With B2C
/// and External ID, the issuer's host is the tenant's id and the document's its name; Entra ID's v1
/// issuers have a host of their own.
fn is_of_the_same(endpoint: &Endpoint, kind: IssuerKind, discovery: &Discovery) -> bool {
    let same_host = url::Url::parse(&discovery.issuer)
        .is_ok_and(|issuer| issuer.origin() == endpoint.url().origin());
    let issuer = Issuer::read(&discovery.issuer);
    match kind {
        IssuerKind::Entra | IssuerKind::Msa => issuer.is_entra() && issuer.tenant.is_some(),
        IssuerKind::B2c | IssuerKind::Ciam => same_host || issuer.kind == kind,
        _ => same_host,
    }
}

fn ambiguous(several: &[Resolved]) -> String {
    let each = several.iter().map(|one| {
        let cloud = one.cloud.map_or("an unknown cloud", Cloud::name);
        format!("{} in {cloud}", one.tenant)
    });
    format!(
        "the domain is several tenants: {}; name one by its id, or the cloud with --cloud",
        each.collect::<Vec<_>>().join(", ")
    )
}
