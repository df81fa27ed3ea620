//! With which keys an issuer signs, and where to look further when a key is not among them.
//!
//! Not its job: which documents can be asked for (`authority/endpoint.rs`).

use std::sync::Arc;

use uuid::Uuid;

use crate::entra::cloud::Cloud;
use crate::entra::expectation::ExpectedIssuer;
use crate::entra::issuer::{Issuer, IssuerKind, TENANT_TEMPLATE, Version};
use crate::entra::lookalike;
use crate::entra::metadata::{Discovery, Issuing};
use crate::entra::tenant::{TenantId, TenantName};

use super::endpoint::{Endpoint, Refused};
use super::transport::{Answer, Fault};
use super::{Authority, DiscoveryError};

/// Whose keys are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// As the token names it.
    pub issuer: Option<&'a Issuer>,
    /// Those that the user named: they may be asked.
    pub allowed: &'a [ExpectedIssuer],
    /// The application that got the token, if that is a GUID: it can have a signing key of its own.
    pub client: Option<Uuid>,
}

/// Where to look for a key that is not among those at hand. Each step costs at most two requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// The issuer itself instead of a copy of its keys: they may have been rotated since.
    PastCache,
    /// The keys that it publishes for the token's client only.
    OfClient,
}

impl Further {
    /// In the order in which they are tried.
    pub const ALL: [Self; 2] = [Self::PastCache, Self::OfClient];
}

impl Authority {
    /// The keys with which this issuer signs; put together once, for all who ask.
    #[must_use]
    pub fn issuing(&self, question: &Question) -> Arc<Issuing> {
        let known = self.known(question);
        Arc::clone(
            known
                .usual
                .get_or_init(|| Arc::new(self.put_together(question))),
        )
    }

    fn put_together(&self, question: &Question) -> Issuing {
        let mut issuing = match question.issuer {
            Some(issuer) if issuer.is_entra() => self.entra(issuer),
            Some(issuer) => match allowed(issuer, question.allowed) {
                Some(allowed) => self.allowed_by_user(allowed),
                None => Issuing::problem(not_asked(issuer)),
            },
            None => Issuing::problem("the token names no issuer".into()),
        };
        for answer in self
            .transports
            .iter()
            .flat_map(|transport| transport.loose_keys())
        {
            issuing.add_keys(&answer.url, &answer.body);
            issuing.asked.push(answer.url.clone());
            self.note_for(&answer.url, vec![answer.request()]);
        }
        issuing
    }

    /// Looks one step further; nothing where there was nothing to look at.
    #[must_use]
    pub fn look_further(
        &self,
        step: Further,
        question: &Question,
        so_far: &Issuing,
    ) -> Option<Arc<Issuing>> {
        let issuer = question.issuer?;
        match step {
            Further::PastCache => {
                let known = self.known(question);
                let look = || {
                    let endpoint = self.keys_endpoint(issuer, question.allowed, so_far)?;
                    let mut issuing = so_far.clone();
                    self.add_keys_past_cache(&endpoint, &mut issuing)
                        .then(|| Arc::new(issuing))
                };
                known.fresh.get_or_init(look).clone()
            }
            Further::OfClient if issuer.kind == IssuerKind::Entra => {
                let mut issuing = so_far.clone();
                self.add_keys_of_client(issuer, question.client?, &mut issuing)
                    .then(|| Arc::new(issuing))
            }
            Further::OfClient => None,
        }
    }

    fn entra(&self, issuer: &Issuer) -> Issuing {
        let Some(tenant) = issuer.tenant else {
            return Issuing::problem("the issuer names no tenant".into());
        };
        let Some(cloud) = self.cloud_of(issuer, None) else {
            return Issuing::problem("the issuer's cloud is not known".into());
        };
        let mut issuing = Issuing::default();
        let version = issuer.version.unwrap_or(Version::V2);
        if let Some(endpoint) = Endpoint::discovery(cloud, &TenantName::Id(tenant), version) {
            self.add_discovery(&endpoint, issuer, tenant, &mut issuing);
        }
        let cloud = self.cloud_of(issuer, issuing.discovery.as_ref());
        if let Some(endpoint) = cloud.and_then(|cloud| Endpoint::keys(cloud, tenant)) {
            self.add_keys_of(&endpoint, &mut issuing);
        }
        issuing
    }

    fn add_discovery(
        &self,
        endpoint: &Endpoint,
        issuer: &Issuer,
        tenant: TenantId,
        issuing: &mut Issuing,
    ) {
        issuing.asked.push(endpoint.url().to_string());
        match self.discovery(endpoint) {
            Ok((discovery, answer)) if speaks_for(&discovery, issuer, tenant) => {
                issuing.notes.extend(answer.notes);
                issuing.discovery = Some(discovery);
            }
            Ok((discovery, _)) => {
                issuing.problems.push(format!(
                    "the tenant's metadata names the issuer {:?}, the token names {:?}",
                    discovery.issuer, issuer.raw
                ));
                issuing.other_issuer = Some(discovery.issuer);
            }
            Err(miss) => issuing.problems.push(miss.to_string()),
        }
    }

    /// The cloud to ask: the one that the tenant's document names, then the user's choice, among those
    /// that write such an issuer.
    fn cloud_of(&self, issuer: &Issuer, discovery: Option<&Discovery>) -> Option<Cloud> {
        let named = discovery.and_then(Discovery::cloud);
        [named, self.cloud]
            .into_iter()
            .flatten()
            .find(|cloud| issuer.clouds.contains(cloud))
            .or_else(|| issuer.clouds.first().copied())
    }

    fn allowed_by_user(&self, allowed: &ExpectedIssuer) -> Issuing {
        let endpoint = match Endpoint::discovery_of(allowed) {
            Ok(endpoint) => endpoint,
            Err(refused) => return Issuing::problem(refused.to_string()),
        };
        let asked = vec![endpoint.url().to_string()];
        let problem = |why| Issuing {
            asked: asked.clone(),
            ..Issuing::problem(why)
        };
        let (discovery, answer) = match self.discovery(&endpoint) {
            Ok(found) => found,
            Err(miss) => return problem(miss.to_string()),
        };
        let names = [
            Some(&discovery.issuer),
            discovery.access_token_issuer.as_ref(),
        ];
        if !names.contains(&Some(&allowed.issuer)) {
            return problem(format!(
                "the metadata of {:?} names the issuer {:?} and is not trusted",
                allowed.issuer, discovery.issuer
            ));
        }
        let mut issuing = Issuing {
            notes: answer.notes,
            asked,
            ..Issuing::default()
        };
        match Endpoint::keys_of(&discovery, &endpoint) {
            Ok(keys) => {
                if !keys.shares_host_with(&endpoint) {
                    issuing.notes.push(format!(
                        "the keys of {} stand on another host: {}",
                        allowed.issuer,
                        keys.url()
                    ));
                }
                self.add_keys_of(&keys, &mut issuing);
            }
            Err(refused) => issuing.problems.push(refused.to_string()),
        }
        issuing.discovery = Some(discovery);
        issuing
    }

    fn keys_endpoint(
        &self,
        issuer: &Issuer,
        all_allowed: &[ExpectedIssuer],
        issuing: &Issuing,
    ) -> Option<Endpoint> {
        if issuer.is_entra() {
            let cloud = self.cloud_of(issuer, issuing.discovery.as_ref())?;
            return Endpoint::keys(cloud, issuer.tenant?);
        }
        let document = Endpoint::discovery_of(allowed(issuer, all_allowed)?).ok()?;
        Endpoint::keys_of(issuing.discovery.as_ref()?, &document).ok()
    }

    pub(super) fn add_keys_of(&self, endpoint: &Endpoint, issuing: &mut Issuing) {
        issuing.asked.push(endpoint.url().to_string());
        match self.documents(endpoint) {
            Ok(answers) => add_answers(answers, issuing),
            Err(fault) => {
                let problem = fault.to_string();
                if !issuing.problems.contains(&problem) {
                    issuing.problems.push(problem);
                }
            }
        }
    }

    /// Whether there is anything to tell now, be it why there are no keys.
    fn add_keys_past_cache(&self, endpoint: &Endpoint, issuing: &mut Issuing) -> bool {
        let Some(documents) = self.documents_past_cache(endpoint) else {
            return false;
        };
        match documents {
            Ok(answers) => {
                let note = "the key was not in the copy at hand; the issuer was asked again";
                issuing.notes.push(note.into());
                add_answers(answers, issuing);
                true
            }
            Err(Fault::Net(fault)) => {
                let note =
                    format!("the key is not in the copy at hand; asking again failed: {fault}");
                issuing.notes.push(note);
                true
            }
            Err(_) => false,
        }
    }

    /// As [`Authority::add_keys_past_cache`].
    fn add_keys_of_client(&self, issuer: &Issuer, client: Uuid, issuing: &mut Issuing) -> bool {
        let Some((tenant, cloud)) = issuer
            .tenant
            .zip(self.cloud_of(issuer, issuing.discovery.as_ref()))
        else {
            return false;
        };
        let version = issuer.version.unwrap_or(Version::V2);
        let Some(document) = Endpoint::discovery(cloud, &TenantName::Id(tenant), version) else {
            return false;
        };
        let document = document.for_client(client);
        issuing.asked.push(document.url().to_string());
        let discovery = match self.discovery(&document) {
            Ok((discovery, _)) => discovery,
            // Nobody was asked, which is said elsewhere.
            Err(DiscoveryError::Fault(
                Fault::NoWay | Fault::NotInSnapshot(_) | Fault::Offline(_),
            )) => {
                return false;
            }
            Err(miss) => {
                let note = format!("asking for the keys of application {client} failed: {miss}");
                issuing.notes.push(note);
                return true;
            }
        };
        if !speaks_for(&discovery, issuer, tenant) {
            issuing.notes.push(format!(
                "the metadata for application {client} names the issuer {:?} and was not used",
                discovery.issuer
            ));
            return true;
        }
        match Endpoint::keys_for_client(&discovery, cloud, tenant) {
            Ok(endpoint) => {
                let note =
                    format!("the keys of application {client} were asked for as well (?appid=)");
                issuing.notes.push(note);
                self.add_keys_of(&endpoint, issuing);
            }
            Err(refused) => issuing.problems.push(Refused::to_string(&refused)),
        }
        true
    }
}

fn add_answers(answers: Vec<Answer>, issuing: &mut Issuing) {
    for answer in answers {
        issuing.add_keys(&answer.url, &answer.body);
        issuing.notes.extend(answer.notes);
    }
}

fn allowed<'a>(issuer: &Issuer, allowed: &'a [ExpectedIssuer]) -> Option<&'a ExpectedIssuer> {
    allowed.iter().find(|allowed| allowed.issuer == issuer.raw)
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
        None if issuer.kind == IssuerKind::Acs => {
            "the Access Control Service publishes no discovery document, so there are no keys to ask for"
                .into()
        }
        None if issuer.kind == IssuerKind::B2c => format!(
            "the token names the host {host:?} of B2C, which is asked only if --issuer names the discovery URL of its policy"
        ),
        None if host.is_empty() => "the issuer is no address that could be asked".into(),
        None => {
            format!("the token names the host {host:?}, which is asked only if --issuer allows it")
        }
    }
}
