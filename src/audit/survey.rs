//! Exports without any token: which entries were made by accounts of other tenants, and why each is
//! probably there.
//!
//! Not its job: resolving a tenant's name (`authority`), or choosing words for the verdict.

use std::collections::HashMap;

use uuid::Uuid;

use super::reading::Reading;
use super::{Audit, Export, Foreign, Options, group};

/// How many foreign entries are kept one by one; beyond that they are only counted.
pub const MOST_ENTRIES: usize = 10_000;

/// What the exports hold.
#[derive(Debug)]
pub struct Survey {
    /// Nothing in `matches`: no token was asked for.
    pub audit: Audit,
    /// The tenant whose log it is by most of the records (`OrganizationId`), and by how many.
    pub majority: Option<(Uuid, u64)>,
    /// Records that name a tenant whose log they are from.
    pub with_organization: u64,
    /// Records of Exchange, SharePoint and other workloads: where follow-up activity would show.
    pub of_workloads: u64,
    /// Foreign entries beyond [`MOST_ENTRIES`].
    pub left_out: u64,
}

/// Reads every record. An export that cannot be read never fails the others.
#[must_use]
pub fn survey(exports: Vec<Export>, options: &Options) -> Survey {
    let mut reading = Reading::new(options);
    let mut summaries = Vec::new();
    let mut foreign: Vec<Foreign> = Vec::new();
    let mut organizations: HashMap<Uuid, u64> = HashMap::new();
    let (mut of_workloads, mut left_out) = (0, 0);
    for export in exports {
        let summary = reading.read(export, &mut |record, line, input| {
            let entry = record.entry(input, line);
            if let Some(organization) = entry.organization {
                *organizations.entry(organization).or_default() += 1;
            }
            of_workloads += u64::from(!is_of_directory(entry.workload.as_deref()));
            if entry.is_foreign() != Some(true) {
                return false;
            }
            if foreign.len() >= MOST_ENTRIES {
                left_out += 1;
                return false;
            }
            foreign.push(Foreign::new(record, &entry));
            true
        });
        summaries.push(summary);
    }
    let groups = group::group(&mut foreign);
    let with_organization = organizations.values().sum();
    // Of equals the smaller id: the answer must not depend on the order in a map.
    let majority = organizations
        .into_iter()
        .max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)));
    Survey {
        audit: Audit {
            exports: summaries,
            foreign,
            groups,
            ..Audit::default()
        },
        majority,
        with_organization,
        of_workloads,
        left_out,
    }
}

/// Sign-ins and changes of the directory itself, as opposed to work in a mailbox or a site.
fn is_of_directory(workload: Option<&str>) -> bool {
    workload.is_none_or(|workload| workload.eq_ignore_ascii_case("AzureActiveDirectory"))
}
