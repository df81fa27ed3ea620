//! The dialects that are known, one file each.

use serde_json::{Map, Value};

use super::dialect::Dialect;

mod unified;

/// Asked in this order: the more particular shape first.
pub const DIALECTS: &[Dialect] = &[unified::UNIFIED_AUDIT_LOG];

/// The dialect an object is written in.
pub(super) fn of(object: &Map<String, Value>) -> Option<&'static Dialect> {
    DIALECTS.iter().find(|dialect| (dialect.recognise)(object))
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
