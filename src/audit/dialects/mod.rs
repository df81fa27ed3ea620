//! The dialects that are known, one file each.

use super::dialect::Dialect;
use super::members::Members;

mod azure_activity;
mod defender;
mod directory;
mod graph_activity;
mod hunt;
mod office_activity;
mod sign_in;
mod unified;

/// Asked in this order: the more particular shape first.
pub const DIALECTS: &[Dialect] = &[
    hunt::RECORDS,
    hunt::ROWS,
    unified::UNIFIED_AUDIT_LOG,
    office_activity::OFFICE_ACTIVITY,
    graph_activity::GRAPH_ACTIVITY,
    azure_activity::AZURE_ACTIVITY,
    directory::DIRECTORY,
    defender::SIGN_IN_EVENTS,
    sign_in::PORTAL,
    sign_in::LOG_ANALYTICS,
    sign_in::GRAPH,
];

/// The dialect that members are written in.
pub(super) fn of(members: &Members) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| (dialect.recognise)(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = DIALECTS.iter().map(|dialect| dialect.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), DIALECTS.len());
    }
}
