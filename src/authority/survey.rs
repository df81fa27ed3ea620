//! What an issuer publishes of itself: the answer of `jwtenant metadata`.
//!
//! Not its job: tokens; and showing it (`report/metadata.rs`).

use std::sync::Arc;

use crate::entra::cloud::Cloud;
use crate::entra::expectation::{ExpectedIssuer, ExpectedTenant};
use crate::entra::issuer::{Issuer, Version};
use crate::entra::metadata::{Discovery, Issuing};
use crate::entra::tenant::{TenantId, TenantName};

use super::endpoint::Endpoint;
use super::issuing::Question;
use super::transport::{Origin, Request};
use super::{Authority, DiscoveryError};

/// Who is looked at.
#[derive(Clone, Debug)]
pub enum Subject {
    Tenant(ExpectedTenant),
    Issuer(ExpectedIssuer),
}

/// What was found.
#[derive(Debug)]
pub struct Survey {
    /// The subject, as it was given.
    pub given: String,
    pub tenant: Option<TenantId>,
    pub cloud: Option<Cloud>,
    /// One for each version of a tenant, one of any other issuer.
    pub documents: Vec<Document>,
    pub issuing: Issuing,
    pub requests: Vec<Request>,
}

/// A discovery document and where it came from.
#[derive(Debug)]
pub struct Document {
    pub version: Option<Version>,
    pub discovery: Discovery,
    pub url: String,
    pub origin: Origin,
}

impl Survey {
    /// Whether documents and keys were had: what a later run needs.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.documents.is_empty() && !self.issuing.keys.keys.is_empty()
    }
}

impl Authority {
    /// Looks at a tenant's two discovery documents and its keys, or at an issuer's document and keys.
    #[must_use]
    pub fn survey(&self, subject: Subject) -> Survey {
        let mut survey = match subject {
            Subject::Tenant(tenant) => self.survey_tenant(tenant),
            Subject::Issuer(issuer) => self.survey_issuer(issuer),
        };
        survey.requests = self.requests();
        survey
    }

    fn survey_tenant(&self, mut tenant: ExpectedTenant) -> Survey {
        if tenant.tenant.is_none() {
            self.resolve_domain(&mut tenant, &[], &mut Vec::new());
        }
        let mut survey = Survey::of(&tenant.given);
        survey.tenant = tenant.tenant;
        survey.issuing.problems.extend(tenant.unresolved);
        let cloud = tenant
            .cloud
            .or(self.cloud)
            .or_else(|| Cloud::by_id("public"));
        let (Some(id), Some(asked)) = (tenant.tenant, cloud) else {
            return survey;
        };
        for version in [Version::V1, Version::V2] {
            let endpoint = Endpoint::discovery(asked, &TenantName::Id(id), version);
            match endpoint.map(|endpoint| self.document(&endpoint, Some(version))) {
                Some(Ok(document)) => survey.documents.push(document),
                Some(Err(miss)) => survey.add_problem(miss.to_string()),
                None => {}
            }
        }
        survey.cloud = survey
            .documents
            .iter()
            .find_map(|document| document.discovery.cloud())
            .or(tenant.cloud);
        if let Some(keys) = Endpoint::keys(survey.cloud.unwrap_or(asked), id) {
            self.add_keys_of(&keys, &mut survey.issuing);
        }
        survey
    }

    fn survey_issuer(&self, mut issuer: ExpectedIssuer) -> Survey {
        self.resolve_issuer(&mut issuer, &mut Vec::new());
        let mut survey = Survey::of(&issuer.given);
        let named = Issuer::read(&issuer.issuer);
        survey.tenant = named.tenant;
        if let Ok(document) = Endpoint::discovery_of(&issuer)
            .map_err(|_| ())
            .and_then(|endpoint| self.document(&endpoint, named.version).map_err(|_| ()))
        {
            survey.cloud = document.discovery.cloud();
            survey.documents.push(document);
        }
        let issuing = self.issuing(&Question {
            issuer: Some(&named),
            allowed: &[issuer],
            client: None,
        });
        survey.issuing = Arc::unwrap_or_clone(issuing);
        survey
    }

    fn document(
        &self,
        endpoint: &Endpoint,
        version: Option<Version>,
    ) -> Result<Document, DiscoveryError> {
        let (discovery, answer) = self.discovery(endpoint)?;
        Ok(Document {
            version,
            discovery,
            url: answer.url,
            origin: answer.origin,
        })
    }
}

impl Survey {
    fn of(given: &str) -> Self {
        Self {
            given: given.to_owned(),
            tenant: None,
            cloud: None,
            documents: Vec::new(),
            issuing: Issuing::default(),
            requests: Vec::new(),
        }
    }

    fn add_problem(&mut self, problem: String) {
        if !self.issuing.problems.contains(&problem) {
            self.issuing.problems.push(problem);
        }
    }
}
