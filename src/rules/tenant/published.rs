//! The rule about tenant ids that are printed in published samples, from the person's own list.
//!
//! Not its job: whether the tenant is the right one.

use crate::finding::{Confidence, Evidence, Severity};

use super::super::rule::{Outcome, Rule, Weight};
use super::story::PASS_THROUGH;

pub(super) const PUBLISHED_TENANT: Rule = Rule {
    id: "published-tenant",
    catalogue: &["G19"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "this tenant's id is printed in a published sample",
    why: "Whoever copies that sample without changing it asks this tenant's sign-in service. That explains entries of \
          strangers in its audit log, and tokens of it in strangers' scripts.",
    remedy: &["Ask the author of the sample to replace the id by a placeholder."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &[PASS_THROUGH],
    check: |case| {
        let samples = &case.expectation.known.samples;
        if samples.is_empty() {
            return Outcome::not_applicable(
                "no list of published samples was given (--known-samples)",
            );
        }
        let mut tenants = case.expected_tenants();
        if let Some(issuing) = case.profile.issuing_tenant()
            && !tenants.contains(&issuing)
        {
            tenants.insert(0, issuing);
        }
        let found = tenants
            .into_iter()
            .filter_map(|tenant| Some((tenant, samples.get(&tenant)?)));
        Outcome::found_if_any(
            found
                .map(|(tenant, place)| Evidence::seen("tenant", tenant.to_string(), place))
                .collect(),
        )
    },
};
