//! Groups that say the same of many users of one tenant, as one block: people read it once. The JSON report
//! keeps every group.
//!
//! Not its job: what is said of a block (`survey.rs`).

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::audit::explanation::Grouping;
use crate::audit::{Group, Operation};

/// So many of a block's users, addresses and resources are named.
const MOST_NAMED: usize = 5;

/// Groups told together.
pub(super) struct Block {
    /// What the first of them says, with the counts and the times of all.
    pub group: Group,
    pub users: Named,
    pub addresses: Named,
    pub resources: Named,
    /// Where each operation stands in those of `group`.
    operations: HashMap<Kind, usize>,
}

/// Different names, the first few of them kept.
#[derive(Default)]
pub(super) struct Named {
    pub first: Vec<String>,
    all: HashSet<String>,
}

impl Named {
    /// Letter case makes no difference.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    fn add(&mut self, name: Option<&str>) {
        let Some(name) = name else { return };
        if self.all.insert(name.to_lowercase()) && self.first.len() < MOST_NAMED {
            self.first.push(name.to_owned());
        }
    }
}

/// What groups of one block have in common.
#[derive(PartialEq, Eq, Hash)]
struct Common<'a> {
    explanation: &'static str,
    actor_tenant: Option<Uuid>,
    organization: Option<Uuid>,
    client: Option<String>,
    error: Option<&'a str>,
    severity: &'static str,
    confidence: &'static str,
    followed: Option<u64>,
    names_nobody: bool,
}

/// In the order of the groups, each where its first one stands.
pub(super) fn blocks<'a>(groups: impl Iterator<Item = &'a Group>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut known: HashMap<Common, usize> = HashMap::new();
    for group in groups {
        let place = match common(group) {
            Some(common) => *known.entry(common).or_insert(blocks.len()),
            None => blocks.len(),
        };
        match blocks.get_mut(place) {
            Some(block) => block.absorb(group),
            None => blocks.push(Block {
                group: group.clone(),
                users: Named::default(),
                addresses: Named::default(),
                resources: Named::default(),
                operations: places(group),
            }),
        }
        if let Some(block) = blocks.get_mut(place) {
            block.users.add(group.user.as_deref());
            block.addresses.add(group.address.as_deref());
            block.resources.add(group.resource.as_deref());
        }
    }
    blocks
}

/// Nothing for a group that is looked at by itself: one of no user, or one with something in it that a
/// person must see.
fn common(group: &Group) -> Option<Common<'_>> {
    let is_of_user = matches!(
        group.explanation.grouping,
        Grouping::Actor | Grouping::Answer
    );
    let is_plain = group.followed.records.is_empty()
        && group.followed.count.unwrap_or_default() == 0
        && !group.operations.iter().any(|done| done.is_grave);
    (is_of_user && is_plain && group.user.is_some()).then(|| Common {
        explanation: group.explanation.id,
        actor_tenant: group.actor_tenant,
        organization: group.organization,
        client: group.client.as_deref().map(str::to_lowercase),
        error: group.error.as_deref(),
        severity: group.severity.word(),
        confidence: group.confidence.word(),
        followed: group.followed.count,
        names_nobody: group.names_nobody,
    })
}

fn places(group: &Group) -> HashMap<Kind, usize> {
    group.operations.iter().map(kind).zip(0..).collect()
}

/// What was done, and whether it failed.
type Kind = (String, bool);

fn kind(done: &Operation) -> Kind {
    (done.name.clone(), done.is_failure)
}

impl Block {
    fn absorb(&mut self, other: &Group) {
        let group = &mut self.group;
        group.count += other.count;
        group.first = group.first.into_iter().chain(other.first).min();
        group.last = group.last.into_iter().chain(other.last).max();
        for done in &other.operations {
            match self.operations.get(&kind(done)) {
                Some(place) => group.operations[*place].count += done.count,
                None => {
                    let place = group.operations.len();
                    self.operations.insert(kind(done), place);
                    group.operations.push(done.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::survey::survey;
    use crate::audit::{Export, Options};

    const OWN: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
    const OTHER: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

    fn login(number: usize, client: &str) -> String {
        format!(
            r#"{{"CreationTime":"2026-11-20T12:{:02}:00","Id":"{number}","Operation":"UserLoggedIn","OrganizationId":"{OWN}","RecordType":15,"Workload":"AzureActiveDirectory","UserId":"user{number}@fabrikam.example","ActorContextId":"{OTHER}","TargetContextId":"{OWN}","ApplicationId":"{client}","ObjectId":"00000002-0000-0ff1-ce00-000000000000","ClientIP":"198.51.100.{number}"}}"#,
            number % 60
        )
    }

    fn groups(records: &[String]) -> Vec<Group> {
        let export = Export {
            name: "x".into(),
            source: Box::new(std::io::Cursor::new(records.join("\n").into_bytes())),
            file: None,
            is_named: true,
        };
        let own = [OWN.parse().unwrap()];
        survey(vec![export], &own, &[], &Options::default())
            .audit
            .groups
    }

    const POWERSHELL: &str = "a0c73c16-a7e3-4564-9a95-2bdf47383716";
    const CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    #[test]
    fn what_failed_for_one_is_not_told_of_another() {
        let update = |number: usize, status: &str| {
            login(number, CLI)
                .replace("UserLoggedIn", "Update group.")
                .replace("\"RecordType\":15", "\"RecordType\":8")
                .replacen('{', &format!(r#"{{"ResultStatus":"{status}","#), 1)
        };
        let failed = update(1, "Failure");
        let done = (2..5).map(|number| update(number, "Success"));
        let groups = groups(&std::iter::once(failed).chain(done).collect::<Vec<_>>());
        let blocks = blocks(groups.iter());
        assert_eq!(blocks.len(), 1);
        let told = blocks[0].group.operations.iter();
        let told: Vec<_> = told.map(|it| (it.count, it.is_failure)).collect();
        assert_eq!(told, [(1, true), (3, false)]);
    }

    #[test]
    fn users_of_one_tenant_with_one_client_are_one_block() {
        let mut records: Vec<String> = (0..12).map(|number| login(number, POWERSHELL)).collect();
        records.push(login(3, POWERSHELL).replace("\"Id\":\"3\"", "\"Id\":\"x\""));
        records.push(login(20, CLI));
        let groups = groups(&records);
        assert_eq!(groups.len(), 13, "JSON keeps each of them");
        let blocks = blocks(groups.iter());
        assert_eq!(blocks.len(), 2);
        let first = &blocks[0];
        assert_eq!((first.group.count, first.users.count()), (13, 12));
        assert_eq!(first.users.first.len(), MOST_NAMED);
        assert_eq!(first.addresses.count(), 12);
        assert_eq!(
            first.group.last.map(|it| it.to_string()),
            Some("2026-11-20T12:11:00Z".into())
        );
        assert_eq!((blocks[1].group.count, blocks[1].users.count()), (1, 1));
    }

    #[test]
    fn what_many_users_did_is_named_as_far_as_people_read() {
        let records: Vec<String> = (0..59)
            .map(|number| {
                let kind = format!("\"Operation\":\"Kind{number}\"");
                login(number, POWERSHELL).replace("\"Operation\":\"UserLoggedIn\"", &kind)
            })
            .collect();
        let groups = groups(&records);
        let blocks = blocks(groups.iter());
        let told: Vec<String> = blocks
            .iter()
            .map(|it| super::super::survey::did(&it.group))
            .collect();
        assert_eq!(blocks.len(), 1, "{told:?}");
        assert_eq!(blocks[0].group.operations.len(), 59);
        assert!(told[0].ends_with(", and 35 more kinds"), "{told:?}");
    }

    #[test]
    fn a_user_whom_activity_followed_stands_alone() {
        let mail = format!(
            r#"{{"CreationTime":"2026-11-20T13:30:00","Id":"m","Operation":"MailItemsAccessed","OrganizationId":"{OWN}","RecordType":50,"Workload":"Exchange","UserId":"user2@fabrikam.example"}}"#
        );
        let records: Vec<String> = (1..4).map(|number| login(number, POWERSHELL)).collect();
        let groups = groups(&[records, vec![mail]].concat());
        let blocks = blocks(groups.iter());
        let counts: Vec<usize> = blocks.iter().map(|block| block.users.count()).collect();
        assert_eq!(counts, [2, 1]);
        assert_eq!(blocks[1].users.first, ["user2@fabrikam.example"]);
    }
}
