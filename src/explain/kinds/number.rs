//! Numbers with the name of their field before them, as people copy them out of a record:
//! `RecordType 15`, `"RecordType":15`, `UserType=4`.
//!
//! Not its job: knowing what a number means.

/// What stands behind one of the names, without what separates it; `None` where no name stands there.
pub(super) fn behind<'a>(word: &'a str, names: &[&str]) -> Option<&'a str> {
    let word = word.trim_start_matches('"');
    let rest = names.iter().find_map(|name| {
        let start = word.get(..name.len())?;
        start
            .eq_ignore_ascii_case(name)
            .then(|| &word[name.len()..])
    })?;
    let value = rest.trim_start_matches(['"', ' ', ':', '=']);
    (value.len() < rest.len() && !value.is_empty()).then(|| value.trim_end_matches(['"', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_copy_them() {
        for word in [
            "RecordType 15",
            "recordtype: 15",
            "\"RecordType\":15,",
            "RecordType=15",
            "RecordType \"15\"",
        ] {
            assert_eq!(behind(word, &["RecordType"]), Some("15"), "{word}");
        }
        for word in ["RecordType", "RecordType15", "15", "", "RecordTyp\u{e9} 15"] {
            assert_eq!(behind(word, &["RecordType"]), None, "{word}");
        }
    }
}
