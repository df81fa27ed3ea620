//! Exports without any token: which entries were made by accounts of other tenants, and why each is
//! probably there.
//!
//! Not its job: resolving a tenant's name (`authority`), or choosing words for the verdict.

use std::collections::HashMap;

use uuid::Uuid;

use super::activity::Activity;
use super::reader::{self, At, Reading};
use super::record::AuditRecord;
use super::{Audit, Export, Foreign, Group, Options, group};

/// How many foreign entries are kept one by one; beyond that they are only counted.
pub const MOST_ENTRIES: usize = 10_000;

/// What the exports hold.
#[derive(Debug)]
pub struct Survey {
    /// Nothing in `matches`: no token was asked for.
    pub audit: Audit,
    /// The tenant whose log it is by most of the records (`OrganizationId`), and by how many.
    pub majority: Option<(Uuid, u64)>,
    /// Records of Exchange, SharePoint and other workloads: where follow-up activity would show.
    pub of_workloads: u64,
    /// Foreign entries beyond [`MOST_ENTRIES`].
    pub left_out: u64,
}

/// Reads every record. An export that cannot be read never fails the others.
#[must_use]
pub fn survey(exports: Vec<Export>, options: &Options) -> Survey {
    let mut seen = Seen::new();
    let reading = reader::read(exports, options, &mut |record, at| seen.look(record, at));
    seen.into_survey(reading)
}

/// What was seen so far.
struct Seen {
    foreign: Vec<Foreign>,
    /// Who acted in each foreign entry.
    actors: Vec<Vec<u64>>,
    organizations: HashMap<Uuid, u64>,
    activity: Activity,
    left_out: u64,
}

impl Seen {
    fn new() -> Self {
        Self {
            foreign: Vec::new(),
            actors: Vec::new(),
            organizations: HashMap::new(),
            activity: Activity::new(),
            left_out: 0,
        }
    }

    /// Whether the record is foreign and was kept.
    fn look(&mut self, record: &AuditRecord, at: At) -> bool {
        if let Some(organization) = record.organization {
            *self.organizations.entry(organization).or_default() += 1;
        }
        self.activity.add(record);
        let entry = record.entry(at.input, at.line);
        if entry.is_foreign() != Some(true) {
            return false;
        }
        if self.foreign.len() >= MOST_ENTRIES {
            self.left_out += 1;
            return false;
        }
        self.actors.push(self.activity.actors(record));
        self.foreign.push(Foreign::new(record, &entry));
        true
    }

    fn into_survey(mut self, reading: Reading) -> Survey {
        let mut groups = group::group(&mut self.foreign);
        if self.activity.of_workloads > 0 {
            for group in &mut groups {
                group.followed = Some(0);
            }
            for (entry, actors) in self.foreign.iter().zip(&self.actors) {
                let group = &mut groups[entry.group];
                group.followed = group.followed.max(Some(self.activity.of(actors)));
            }
        }
        groups.iter_mut().for_each(Group::weigh);
        // Of equals the smaller id: the answer must not depend on the order in a map.
        let majority = self
            .organizations
            .into_iter()
            .max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)));
        Survey {
            audit: Audit {
                exports: reading.exports,
                incomplete: reading.incomplete,
                foreign: self.foreign,
                groups,
                ..Audit::default()
            },
            majority,
            of_workloads: self.activity.of_workloads,
            left_out: self.left_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Confidence, Severity};

    use super::*;

    const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
    const OTHER: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn sign_in(id: u32, actor: &str, user: &str) -> String {
        format!(
            r#"{{"CreationTime":"2026-11-20T12:00:00","Id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"UserLoggedIn","OrganizationId":"{OWN}","RecordType":15,"Workload":"AzureActiveDirectory","UserId":"{user}","ActorContextId":"{actor}","TargetContextId":"{OWN}","ApplicationId":"a0c73c16-a7e3-4564-9a95-2bdf47383716","ObjectId":"00000002-0000-0ff1-ce00-000000000000"}}"#
        )
    }

    fn mail(id: u32, user: &str) -> String {
        format!(
            r#"{{"CreationTime":"2026-11-20T12:30:00","Id":"{id:08}-0c3b-4a97-b1e4-7f60d2c95a00","Operation":"MailItemsAccessed","OrganizationId":"{OWN}","RecordType":50,"Workload":"Exchange","UserId":"{user}"}}"#
        )
    }

    fn surveyed(records: &[String]) -> Survey {
        let source = std::io::Cursor::new(records.join("\n").into_bytes());
        let export = Export {
            name: "export".into(),
            source: Box::new(source),
        };
        survey(vec![export], &Options::default())
    }

    #[test]
    fn foreign_is_whoever_is_of_another_tenant_and_nobody_else() {
        let survey = surveyed(&[
            sign_in(1, OWN, "kim@tailspin.example"),
            sign_in(2, OTHER, "pat@fabrikam.example"),
        ]);
        assert_eq!(survey.audit.foreign.len(), 1);
        assert_eq!(
            survey.audit.groups[0].explanation,
            "exchange-powershell-wrong-tenant"
        );
        assert_eq!(survey.majority, Some((OWN.parse().unwrap(), 2)));
    }

    #[test]
    fn what_followed_is_counted_and_speaks() {
        let login = || sign_in(1, OTHER, "pat@fabrikam.example");
        let group = |records: &[String]| surveyed(records).audit.groups.remove(0);
        let alone = group(&[login()]);
        assert_eq!(
            (alone.followed, alone.severity, alone.confidence),
            (None, Severity::Low, Confidence::Medium)
        );
        let quiet = group(&[login(), mail(2, "kim@tailspin.example")]);
        assert_eq!(
            (quiet.followed, quiet.severity, quiet.confidence),
            (Some(0), Severity::Low, Confidence::High)
        );
        let active = group(&[
            login(),
            mail(2, "PAT@fabrikam.example"),
            mail(3, "pat@fabrikam.example"),
        ]);
        assert_eq!(
            (active.followed, active.severity),
            (Some(2), Severity::Medium)
        );
    }

    #[test]
    fn placeholders_for_users_are_nobody() {
        let survey = surveyed(&[sign_in(1, OTHER, "Not Available"), mail(2, "Not Available")]);
        assert_eq!(survey.audit.groups[0].followed, Some(0));
    }

    #[test]
    fn a_duplicate_counts_once() {
        let login = sign_in(1, OTHER, "pat@fabrikam.example");
        let survey = surveyed(&[login.clone(), login]);
        assert_eq!(
            (
                survey.audit.groups[0].count,
                survey.audit.exports[0].duplicates
            ),
            (1, Some(1))
        );
    }
}
