//! What an actor did besides a group of records: how many records, or why nobody can say.
//!
//! Not its job: which records those are (`audit/activity.rs`), or the group itself (`survey.rs`).

use crate::audit::Group;

/// What else the exports show of the same user or session.
pub(super) fn followed(group: &Group) -> String {
    let is_expected = !group.explanation.came_to_nothing;
    let least = if group.followed.is_least {
        "at least "
    } else {
        ""
    };
    match group.followed.count {
        None if group.names_nobody => {
            "cannot be said: the entries name no user, object id or session to look for".into()
        }
        None if group.followed.unordered > 0 => {
            let count = match group.followed.unordered {
                1 => "1 record".to_owned(),
                count => format!("{count} records"),
            };
            format!(
                "activity whose order is unknown, {count} by the same user or session: times are missing or not \
                 written like 2026-11-20T12:05:00; export again with such times"
            )
        }
        None if group.followed.is_least => {
            "cannot be said: so many records are by this user or session that not every time was kept; search the log \
             for them"
                .into()
        }
        None => "cannot be said: the exports hold no record of a mailbox, a site or another workload".into(),
        Some(0) => "nothing else by this user or session in the mailboxes, sites and workloads of these exports".into(),
        Some(count) if is_expected => format!("{least}{count} of the records of workloads are by the same user or session"),
        Some(1) => "1 RECORD by the same user or session in a workload: look at it".into(),
        Some(count) => format!("{least}{count} RECORDS by the same user or session in workloads: look at them"),
    }
}
