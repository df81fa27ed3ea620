//! The wing that asks: which tenant is this domain, and with which keys does this issuer sign?
//!
//! Not its job: believing the token. It is told an issuer that was taken apart into cloud and tenant,
//! or one that the user allowed, and asks only what `authority/endpoint.rs` can build from that.

pub mod endpoint;
pub mod snapshot;
pub mod transport;

use std::collections::HashMap;
use std::sync::Mutex;

use crate::entra::cloud::Cloud;
use crate::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use crate::entra::issuer::{Issuer, TENANT_TEMPLATE, Version};
use crate::entra::lookalike;
use crate::entra::metadata::{Discovery, Issuing};
use crate::entra::tenant::{TenantId, TenantName};

use self::endpoint::Endpoint;
use self::transport::{Answer, Fault, Origin, Transport};

/// Somebody who can be asked about tenants and keys. Every document is asked for once.
pub struct Authority {
    ways: Vec<Box<dyn Transport + Send + Sync>>,
    /// The cloud to ask first (`--cloud`).
    cloud: Option<Cloud>,
    asked: Mutex<Asked>,
}

type Documents = Result<Vec<Answer>, Fault>;

#[derive(Default)]
struct Asked {
    documents: HashMap<String, Documents>,
    requests: Vec<Request>,
}

/// A document that was used: evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub url: String,
    pub origin: Origin,
    pub at: Option<crate::time::Timestamp>,
    pub status: Option<u16>,
}

impl Authority {
    /// An authority that tries these ways in their order.
    #[must_use]
    pub fn new(ways: Vec<Box<dyn Transport + Send + Sync>>, cloud: Option<Cloud>) -> Self {
        Self {
            ways,
            cloud,
            asked: Mutex::default(),
        }
    }

    /// Every document that was used so far, each once, in the order of asking.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.asked
            .lock()
            .map(|asked| asked.requests.clone())
            .unwrap_or_default()
    }

    /// Finds the id of every expected tenant that was named by a domain.
    pub fn resolve(&self, expectation: &mut Expectation) {
        for tenant in &mut expectation.tenants {
            if matches!(tenant.name, TenantName::Domain(_)) && tenant.tenant.is_none() {
                self.resolve_domain(tenant);
            }
        }
    }

    fn resolve_domain(&self, expected: &mut ExpectedTenant) {
        let cloud = self.cloud.or_else(|| Cloud::by_id("public"));
        let Some(endpoint) =
            cloud.and_then(|cloud| Endpoint::discovery(cloud, &expected.name, Version::V2))
        else {
            return;
        };
        match self.discovery(&endpoint) {
            Ok((discovery, origin)) => {
                let issuer = Issuer::read(&discovery.issuer);
                match issuer.tenant {
                    Some(id) => {
                        expected.tenant = Some(id);
                        expected.cloud = issuer.cloud();
                        expected.from = Some(origin.word());
                    }
                    None => expected.unresolved = Some("its metadata names no tenant".into()),
                }
            }
            Err(why) => expected.unresolved = Some(why),
        }
    }

    /// The keys with which this issuer signs.
    #[must_use]
    pub fn issuing(&self, issuer: Option<&Issuer>, allowed: &[ExpectedIssuer]) -> Issuing {
        let mut issuing = match issuer {
            Some(issuer) if issuer.is_entra() => self.entra(issuer),
            Some(issuer) => match allowed.iter().find(|allowed| allowed.issuer == issuer.raw) {
                Some(allowed) => self.allowed_by_user(allowed),
                None => Issuing::problem(not_asked(issuer)),
            },
            None => Issuing::problem("the token names no issuer".into()),
        };
        for answer in self.ways.iter().flat_map(|way| way.loose_keys()) {
            issuing.add_keys(&answer.url, &answer.body);
            self.note(&answer);
        }
        issuing
    }

    fn entra(&self, issuer: &Issuer) -> Issuing {
        let Some(tenant) = issuer.tenant else {
            return Issuing::problem("the issuer names no tenant".into());
        };
        let preferred = self.cloud.filter(|cloud| issuer.clouds.contains(cloud));
        let Some(cloud) = preferred.or_else(|| issuer.clouds.first().copied()) else {
            return Issuing::problem("the issuer's cloud is not known".into());
        };
        let version = issuer.version.unwrap_or(Version::V2);
        let mut issuing = Issuing::default();
        if let Some(endpoint) = Endpoint::discovery(cloud, &TenantName::Id(tenant), version) {
            match self.discovery(&endpoint) {
                Ok((discovery, _)) if speaks_for(&discovery, issuer, tenant) => {
                    issuing.discovery = Some(discovery)
                }
                Ok((discovery, _)) => {
                    issuing.problems.push(format!(
                        "the tenant's metadata names the issuer {:?}, the token names {:?}",
                        discovery.issuer, issuer.raw
                    ));
                }
                Err(why) => issuing.problems.push(why),
            }
        }
        if let Some(endpoint) = Endpoint::keys(cloud, tenant) {
            self.add_keys_of(&endpoint, &mut issuing);
        }
        issuing
    }

    fn allowed_by_user(&self, allowed: &ExpectedIssuer) -> Issuing {
        let endpoint = match Endpoint::discovery_of(allowed) {
            Ok(endpoint) => endpoint,
            Err(refused) => return Issuing::problem(refused.to_string()),
        };
        let discovery = match self.discovery(&endpoint) {
            Ok((discovery, _)) => discovery,
            Err(why) => return Issuing::problem(why),
        };
        let names = [
            Some(&discovery.issuer),
            discovery.access_token_issuer.as_ref(),
        ];
        if !names.contains(&Some(&allowed.issuer)) {
            return Issuing::problem(format!(
                "the metadata of {:?} names the issuer {:?} and is not trusted",
                allowed.issuer, discovery.issuer
            ));
        }
        let mut issuing = Issuing::default();
        match Endpoint::keys_of(&discovery) {
            Ok(endpoint) => self.add_keys_of(&endpoint, &mut issuing),
            Err(refused) => issuing.problems.push(refused.to_string()),
        }
        issuing.discovery = Some(discovery);
        issuing
    }

    fn add_keys_of(&self, endpoint: &Endpoint, issuing: &mut Issuing) {
        match self.documents(endpoint) {
            Ok(answers) => answers
                .iter()
                .for_each(|answer| issuing.add_keys(&answer.url, &answer.body)),
            Err(fault) => issuing.problems.push(fault.to_string()),
        }
    }

    fn discovery(&self, endpoint: &Endpoint) -> Result<(Discovery, Origin), String> {
        let answers = self
            .documents(endpoint)
            .map_err(|fault| fault.to_string())?;
        let answer = answers.first().ok_or("no document came")?;
        let discovery =
            Discovery::parse(&answer.body).map_err(|bad| format!("{}: {bad}", answer.url))?;
        Ok((discovery, answer.origin))
    }

    /// Asks each way in turn, once for the life of this authority.
    fn documents(&self, endpoint: &Endpoint) -> Documents {
        let url = endpoint.url().as_str();
        if let Some(known) = self
            .asked
            .lock()
            .ok()
            .and_then(|asked| asked.documents.get(url).cloned())
        {
            return known;
        }
        let mut documents = Err(Fault::NoWay);
        for way in &self.ways {
            documents = way.fetch(endpoint);
            if documents.is_ok() {
                break;
            }
        }
        documents
            .iter()
            .flatten()
            .for_each(|answer| self.note(answer));
        if let Ok(mut asked) = self.asked.lock() {
            asked.documents.insert(url.to_owned(), documents.clone());
        }
        documents
    }

    fn note(&self, answer: &Answer) {
        let request = Request {
            url: answer.url.clone(),
            origin: answer.origin,
            at: answer.at,
            status: answer.status,
        };
        if let Ok(mut asked) = self.asked.lock()
            && !asked.requests.contains(&request)
        {
            asked.requests.push(request);
        }
    }
}

/// Whether a tenant's document names the token's issuer, `{tenantid}` filled in.
fn speaks_for(discovery: &Discovery, issuer: &Issuer, tenant: TenantId) -> bool {
    discovery.issuer == issuer.raw
        || discovery
            .issuer
            .replace(TENANT_TEMPLATE, &tenant.to_string())
            == issuer.raw
}

fn not_asked(issuer: &Issuer) -> String {
    let host = issuer.host.as_deref().unwrap_or_default();
    match lookalike::resembles(host) {
        Some(known) => {
            format!("the token names the host {host:?}, which resembles {known} and was not asked")
        }
        None if host.is_empty() => "the issuer is no address that could be asked".into(),
        None => {
            format!("the token names the host {host:?}, which is asked only if --issuer allows it")
        }
    }
}
