//! A search finds what reading everything finds: in every layout and encoding, whatever the size of
//! the blocks, from a stream and from a file with several threads.
//!
//! `PROPTEST_CASES=10000 cargo test --lib audit::search` runs it at length.

mod drawn;
mod forge;

use proptest::prelude::*;

use self::drawn::{encoding, layout, record};
use self::forge::{
    Before, Encoding, Layout, OwnList, Record, Says, encoded, file, stream, text, tokens,
};
use super::*;
use crate::audit::survey::survey;
use crate::audit::{Audit, Export, Options, trace};

fn whole(export: Export, tokens: &[TokenKeys]) -> Audit {
    let options = Options {
        exhaustive: true,
        ..Options::default()
    };
    trace(vec![export], tokens, &options)
}

fn searched(export: Export, tokens: &[TokenKeys], searching: Searching) -> Audit {
    let options = Options {
        searching,
        ..Options::default()
    };
    trace(vec![export], tokens, &options)
}

/// Whether a search tells what reading everything tells.
fn agree(searched: &Audit, whole: &Audit) -> Result<(), TestCaseError> {
    prop_assert_eq!(&searched.matches, &whole.matches);
    prop_assert_eq!(searched.matches_left_out, whole.matches_left_out);
    prop_assert_eq!(&searched.foreign, &whole.foreign);
    let (searched, whole) = (&searched.exports[0], &whole.exports[0]);
    prop_assert_eq!(searched.dialect, whole.dialect);
    prop_assert_eq!(searched.error.is_some(), whole.error.is_some());
    // Rows that were passed over may turn out to hold no record.
    let rows = |it: &crate::audit::ExportSummary| it.records + it.unreadable;
    prop_assert_eq!(rows(searched), rows(whole));
    prop_assert!(searched.unreadable <= whole.unreadable);
    Ok(())
}

proptest! {
    #[test]
    fn a_search_finds_what_reading_everything_finds(
        records in prop::collection::vec(record(), 1..30),
        layout in layout(),
        encoding in encoding(),
        block in prop_oneof![1..64_usize, 64..4096_usize],
        threads in 1..4_usize,
        in_full in prop_oneof![3 => Just(0_u64), 1 => 0..5_000_u64],
        is_file in any::<bool>(),
        count in prop_oneof![3 => 1..4_usize, 1 => Just(20_usize)],
    ) {
        let tokens = tokens(count);
        let bytes = encoded(&text(layout, &records, &tokens), encoding);
        let export = if is_file { file(&bytes) } else { stream(&bytes) };
        let found = searched(export, &tokens, Searching { in_full, block, threads: Some(threads) });
        agree(&found, &whole(stream(&bytes), &tokens))?;
    }
}

/// Not vacuous: most rows are passed over, and every strength is found.
#[test]
fn rows_without_a_key_are_passed_over_and_counted() {
    let says = [
        Says::Request,
        Says::Uti,
        Says::Session,
        Says::Person,
        Says::Puid,
        Says::Home,
    ];
    let record = |number: usize| Record {
        says: says.get(number % 50).copied().unwrap_or(Says::Nothing),
        token: 0,
        is_upper: number.is_multiple_of(2),
        noise: String::new(),
        repeats: false,
        list: OwnList::None,
        before: Before::Nothing,
    };
    let records: Vec<_> = (0..1_000).map(record).collect();
    let tokens = tokens(1);
    for layout in [
        Layout::JsonLines,
        Layout::Table,
        Layout::TableOfMembers,
        Layout::Array,
    ] {
        let bytes = encoded(&text(layout, &records, &tokens), Encoding::Utf8);
        for threads in [1, 3] {
            let searching = Searching {
                in_full: 0,
                block: 10_000,
                threads: Some(threads),
            };
            let audit = searched(file(&bytes), &tokens, searching);
            let summary = &audit.exports[0];
            assert_eq!(audit.matches.len(), 100, "{layout:?}");
            assert_eq!(
                (summary.records, summary.unreadable),
                (1_000, 0),
                "{layout:?}"
            );
            // What is read in full until a record was met, and the rows with a key.
            assert!(
                summary.passed_over > 800,
                "{layout:?} {}",
                summary.passed_over
            );
            assert_eq!(summary.duplicates, None);
        }
    }
}

/// Excel cut it in one export, and what ties it to the token stands in the other only.
#[test]
fn a_record_that_comes_again_whole_is_found() {
    let tokens = tokens(1);
    let session = tokens[0].session.as_deref().unwrap();
    let start = r#"{"CreationTime":"2026-11-20T12:35:11","Operation":"o","Id":"1""#;
    let whole_one = format!(r#"{start},"SessionId":"{session}"}}"#);
    let text = format!("{start}}}\n{whole_one}\n{whole_one}\n{start}}}\n");
    let found = [
        whole(stream(text.as_bytes()), &tokens),
        searched(file(text.as_bytes()), &tokens, Searching::default()),
        survey(
            vec![stream(text.as_bytes())],
            &[],
            &tokens,
            &Options::default(),
        )
        .audit,
    ];
    for audit in found {
        let lines: Vec<_> = audit.matches.iter().map(|found| found.entry.line).collect();
        assert_eq!(lines, [2], "once");
        assert_eq!(audit.exports[0].duplicates, Some(3));
    }
}

/// Of merged files; a portal in another language has titles that nobody here knows.
#[test]
fn a_repeated_header_is_no_row_whatever_its_titles() {
    let tokens = tokens(1);
    let row = |id: u32| {
        format!(
            r#"{id},"{{""CreationTime"":""2026-11-20T12:35:11"",""Operation"":""o"",""Id"":""{id}""}}""#
        )
    };
    let rows: Vec<String> = (0..100).map(row).collect();
    let part = format!("Nummer,Protokolldaten\n{}\n", rows.join("\n"));
    // What was cut before them is no header.
    for text in [part.repeat(3), format!("\"cut,\n{}", part.repeat(3))] {
        let read = whole(stream(text.as_bytes()), &tokens);
        for threads in [1, 3] {
            let searching = Searching {
                in_full: 0,
                block: 300,
                threads: Some(threads),
            };
            let found = searched(file(text.as_bytes()), &tokens, searching);
            assert!(found.exports[0].passed_over > 200);
            agree(&found, &read).unwrap();
        }
    }
}

#[test]
fn a_row_beyond_the_cap_is_told_and_the_next_one_found() {
    let tokens = tokens(1);
    let session = tokens[0].session.as_deref().unwrap();
    let huge = "x".repeat(crate::audit::lines::LARGEST_ROW * 5 / 4);
    let line = |id: u32| {
        format!(
            r#"{{"CreationTime":"2026-11-20T12:35:11","Operation":"o","Id":"{id}","SessionId":"{session}"}}"#
        )
    };
    let text = format!("{}\n{huge}\n{}\n", line(1), line(2));
    for (threads, block) in [(1, 100_000), (1, 300_000), (3, 100_000), (3, 300_000)] {
        let searching = Searching {
            in_full: 0,
            block,
            threads: Some(threads),
        };
        let audit = searched(file(text.as_bytes()), &tokens, searching);
        let lines: Vec<_> = audit.matches.iter().map(|found| found.entry.line).collect();
        assert_eq!(lines, [1, 3], "{threads} {block}");
        let problems: Vec<_> = audit.exports[0].problems.iter().map(|it| it.line).collect();
        assert_eq!(problems, [2], "{threads} {block}");
    }
}

#[test]
fn a_key_that_cannot_be_searched_for_makes_the_search_read_everything() {
    let token = TokenKeys {
        session: Some("s-1".into()),
        ..TokenKeys::default()
    };
    assert!(Plan::new(&[token], Searching::default()).is_none());
}
