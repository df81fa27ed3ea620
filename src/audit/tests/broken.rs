//! Exports that are damaged, cut, or none: nothing is lost in silence.

use super::*;

#[test]
fn what_is_no_export_is_said_and_harms_no_other() {
    let exports = vec![
        export("empty", ""),
        export("packed", *b"PK\x03\x04\0\0"),
        export("image", *b"\x89PNG\0\0\0\0"),
        export("secret", "client_secret=abcDEF~123456789"),
        export("table", "Date (UTC),Request ID\n1,2\n"),
        export("json", "{\"a\":1}\n"),
        export("header", "CreationDate,AuditData\n"),
        export("good", lines(&[sign_in()])),
    ];
    let audit = trace(exports, &[token()], &Options::default());
    let errors: Vec<_> = audit
        .exports
        .iter()
        .map(|it| it.error.as_ref().map(ToString::to_string))
        .collect();
    let none = "no audit record was recognised in it";
    assert_eq!(
        errors,
        [
            Some("the export is empty".to_owned()),
            Some(ExportError::Archive.to_string()),
            Some("the export is binary data, not text".into()),
            Some(format!("{none}; it is text of 30 bytes")),
            Some(format!("{none}; it has: Date (UTC), Request ID")),
            Some(format!("{none}; it has: a")),
            Some("it has an AuditData column, but no readable record".into()),
            None
        ]
    );
    assert_eq!(audit.matches.len(), 1);
}

#[test]
fn broken_records_are_counted_with_line_and_reason() {
    let cut = &sign_in().to_string()[..90];
    let deep = format!("{{\"Actor\":{}", "[".repeat(5_000));
    let content = format!("{cut}\n{deep}\n{}\nnonsense\n{}", sign_in(), r#"{"a":1}"#);
    let summary = read(content);
    assert_eq!((summary.records, summary.unreadable), (1, 4));
    let told: Vec<_> = summary
        .problems
        .iter()
        .map(|problem| (problem.line, problem.why.split(':').next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "the record is cut"),
            (2, "the record is no JSON"),
            (4, "the record is no JSON"),
            (5, "no audit record")
        ]
    );
}

#[test]
fn a_huge_line_is_passed_over_and_the_rest_is_read() {
    let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(lines::LARGEST_ROW));
    let summary = read(format!("{huge}\n{}", sign_in()));
    assert_eq!((summary.records, summary.unreadable), (1, 1));
    assert!(summary.problems[0].why.contains("4 MiB"));
}

#[test]
fn invalid_utf8_costs_no_record() {
    let mut content = sign_in().to_string().into_bytes();
    let at = content.windows(3).position(|part| part == b"Not").unwrap();
    content[at] = 0xff;
    let summary = read(content);
    assert_eq!((summary.records, summary.unreadable), (1, 0));
    assert!(summary.problems[0].why.contains("UTF-8"));
}

#[test]
fn a_reader_that_fails_keeps_what_was_read() {
    struct Closed;
    impl Read for Closed {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let records = lines(&[sign_in()]);
    let source = Box::new(io::Cursor::new(records).chain(Closed));
    let name = "pipe".to_owned();
    let audit = trace(
        vec![Export {
            name,
            source,
            file: None,
            is_named: true,
        }],
        &[token()],
        &Options::default(),
    );
    assert_eq!(audit.matches.len(), 1);
    assert!(matches!(
        audit.exports[0].error,
        Some(ExportError::Read { line: 1, .. })
    ));

    let name = "closed".to_owned();
    let source = Box::new(Closed);
    let audit = trace(
        vec![Export {
            name,
            source,
            file: None,
            is_named: true,
        }],
        &[],
        &Options::default(),
    );
    assert!(matches!(
        audit.exports[0].error,
        Some(ExportError::Read { line: 0, .. })
    ));
}

#[test]
fn a_table_of_something_else_is_given_up_early() {
    let summary = read(format!("a,b\n{}", "1,2\n".repeat(5_000)));
    assert_eq!(summary.unreadable, reader::PATIENCE);
    assert!(matches!(
        summary.error,
        Some(ExportError::Unrecognised { .. })
    ));
}

#[test]
fn an_export_with_its_column_is_read_to_its_end() {
    let record = sign_in().to_string().replace('"', "\"\"");
    let empty = "1,\n".repeat(5_000);
    let summary = read(format!("a,AuditData\n{empty}1,\"{record}\"\n"));
    assert_eq!((summary.records, summary.unreadable), (1, 5_000));
}

#[test]
fn a_wrapper_tells_that_rows_are_missing() {
    let wrapped = json!({"ResultIndex": 5, "ResultCount": 72, "AuditData": sign_in().to_string()});
    let summary = read(wrapped.to_string());
    assert_eq!(summary.records, 1);
    assert!(summary.truncated.unwrap().contains("72"));
}

/// Wherever a download breaks off, whole rows are read and a begun row is told.
#[test]
fn an_export_cut_at_any_byte_loses_nothing_silently() {
    let row = |id: &str| {
        let record = cmdlet(id, "2026-11-20T14:00:00").to_string();
        format!("1,\"{}\",x\n", record.replace('"', "\"\""))
    };
    let header = "a,AuditData,b\n";
    let text = format!("{header}{}{}", row("a"), row("b"));
    for end in header.len()..=text.len() {
        let body = &text[header.len()..end];
        let summary = read(&text[..end]);
        let (whole, begun) = (
            body.matches('\n').count() as u64,
            body.lines().count() as u64,
        );
        assert!(summary.records >= whole, "cut at {end}");
        assert_eq!(summary.records + summary.unreadable, begun, "cut at {end}");
    }
}

/// Two files joined without care: the rest of a cut row must not take the next row with it.
#[test]
fn a_row_cut_at_any_byte_leaves_the_next_one_whole() {
    let row = |id: &str| {
        let record = cmdlet(id, "2026-11-20T14:00:00").to_string();
        format!("k,\"{}\",x\n", record.replace('"', "\"\""))
    };
    let cut = row("a");
    for end in 1..cut.len() - 1 {
        let summary = read(format!("a,AuditData,b\n{}\n{}", &cut[..end], row("b")));
        assert_eq!(summary.records + summary.unreadable, 2, "cut at {end}");
        assert!(summary.records >= 1, "cut at {end}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        start in proptest::sample::select(vec!["", "{\"", "AuditData\n", "\"", "\u{feff}a;b\n"]),
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
    ) {
        let content: Vec<u8> = start.bytes().chain(bytes).collect();
        let audit = trace(vec![export("x", content)], &[token()], &Options::default());
        proptest::prop_assert!(audit.exports[0].records == 0);
    }
}
