//! What is alike, what is counted and what is kept.

use super::*;
use crate::audit::explanations::EXPLANATIONS;

fn entry(user: &str, time: &str) -> Explained {
    Explained {
        entry: Entry {
            user: Some(user.into()),
            time: Timestamp::parse(time).ok(),
            id: Some(format!("{user} {time}")),
            ..Entry::default()
        },
        group: 0,
        explanation: EXPLANATIONS
            .iter()
            .find(|it| it.id == "pass-through-sign-in")
            .unwrap(),
        evidence: Vec::new(),
        session: None,
        is_grave: false,
        is_failure: false,
    }
}

fn grouped(most: usize) -> Groups {
    let mut groups = Groups::default();
    for entry in [
        entry("Pat@a.example", "2026-11-20T12:00:00Z"),
        entry("sam@a.example", "2026-11-20T12:00:00Z"),
        entry("pat@a.example", "2026-11-20T11:00:00Z"),
    ] {
        groups.add(entry, most);
    }
    groups
}

#[test]
fn alike_entries_are_one_group_whatever_their_case_and_order() {
    let Groups {
        groups, entries, ..
    } = grouped(10);
    let places: Vec<_> = entries.iter().map(|entry| entry.group).collect();
    assert_eq!(places, [0, 1, 0]);
    let counts: Vec<_> = groups.iter().map(|group| group.count).collect();
    assert_eq!(counts, [2, 1]);
    assert!(groups[0].first < groups[0].last);
    let first = groups[0].sample_id.as_deref();
    assert_eq!(first, Some("Pat@a.example 2026-11-20T12:00:00Z"));
}

#[test]
fn groups_are_complete_where_entries_are_not() {
    let groups = grouped(1);
    assert_eq!((groups.entries.len(), groups.not_kept), (1, 2));
    assert_eq!(groups.groups[0].count, 2);
}

#[test]
fn groups_take_their_entries_along() {
    let mut groups = grouped(10);
    let (taken, left) = groups.split(|_, group| group.count == 2);
    assert_eq!((groups.groups.len(), groups.entries.len()), (1, 1));
    assert_eq!(groups.entries[0].group, 0);
    assert_eq!((taken.len(), left.len()), (1, 2));
    groups.append(taken, left);
    let places: Vec<_> = groups.entries.iter().map(|entry| entry.group).collect();
    assert_eq!(places, [0, 1, 1]);
}
