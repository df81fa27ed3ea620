//! Layouts, as rows; and the public test vectors, where no record may be lost.

mod lists;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::audit::error::RowError;
use crate::audit::{Export, Options, trace};
use crate::trace::TokenKeys;

/// `Ok((line, json))` or `Err((line, why))` for each row.
type Told = Vec<Result<(u64, String), (u64, String)>>;

fn rows(text: &str) -> Told {
    let (mut rows, _) = open(Box::new(std::io::Cursor::new(text.to_owned())), None).unwrap();
    let mut row = Row::default();
    let mut told = Vec::new();
    loop {
        told.push(match rows.next_row(&mut row) {
            Ok(true) => Ok((row.line, row.json.clone())),
            Ok(false) => return told,
            Err(RowError::Unreadable(problem)) => Err((problem.line, problem.why)),
            Err(other) => panic!("{other:?}"),
        });
    }
}

fn ok(line: u64, json: &str) -> Result<(u64, String), (u64, String)> {
    Ok((line, json.to_owned()))
}

fn lost(line: u64, why: &str) -> Result<(u64, String), (u64, String)> {
    Err((line, why.to_owned()))
}

#[test]
fn the_record_is_found_by_its_column_whatever_stands_around_it() {
    for text in [
        "AuditData\n\"{\"\"a\"\":1}\"\n",
        "x,AuditData,y\r\n1,\"{\"\"a\"\":1}\",2\r\n",
        "x;auditdata;y\n\"1,5\";\"{\"\"a\"\":1}\";2",
        "x\t AuditData \ty\n1\t\"{\"\"a\"\":1}\"\t2",
        "#TYPE A.B\n\u{feff}AuditData,x\n\"{\"\"a\"\":1}\",2",
    ] {
        let told = rows(text);
        assert_eq!(told.len(), 1, "{text}");
        assert_eq!(told[0].as_ref().unwrap().1, "{\"a\":1}", "{text}");
    }
}

#[test]
fn without_that_column_the_record_is_found_by_its_content() {
    let json = r#"{"CreationTime":"t","Operation":"o"}"#;
    let cell = json.replace('"', "\"\"");
    let with_header = format!("when,what,raw\n1,{{}},\"{cell}\"\n1,2,3\n");
    let no_cell = "no cell of the row holds an audit record";
    assert_eq!(rows(&with_header), [ok(2, json), lost(3, no_cell)]);
    assert_eq!(rows(&format!("1,\"{cell}\"\n")), [ok(1, json)]);
}

#[test]
fn headers_repeat_and_columns_move_in_merged_files() {
    let text = "a,AuditData\n1,\"{\"\"n\"\":1}\"\n\u{feff}\"AuditData\",a\n\"{\"\"n\"\":2}\",1\n\
                #TYPE X\nAuditData,a\n\"{\"\"n\"\":3}\",1\n";
    assert_eq!(
        rows(text),
        [
            ok(2, r#"{"n":1}"#),
            ok(4, r#"{"n":2}"#),
            ok(7, r#"{"n":3}"#)
        ]
    );
}

/// Found by fuzzing: the first such row was taken for a header and not counted.
#[test]
fn a_broken_row_of_a_table_without_titles_is_told() {
    let record = r#"{""CreationTime"":""x"",""Operation"":""y""}"#;
    let json = r#"{"CreationTime":"x","Operation":"y"}"#;
    let text = format!("a,\"{record}\"\nno record,b\na,\"{record}\"\n");
    let why = "no cell of the row holds an audit record";
    assert_eq!(rows(&text), [ok(1, json), lost(2, why), ok(3, json)]);
}

#[test]
fn a_quoted_cell_may_be_indented_json() {
    let text = "AuditData,x\n\"{\r\n  \"\"a\"\": {\r\n  }\r\n}\",1\n\"{\"\"b\"\":2}\",2\n";
    assert_eq!(
        rows(text),
        [ok(2, "{\r\n  \"a\": {\r\n  }\r\n}"), ok(6, "{\"b\":2}")]
    );
}

#[test]
fn rows_that_are_cut_are_told_with_their_line() {
    let text = "a,AuditData,b\n1,\"{\"\"n\n1,\"{\"\"n\"\":2}\",3\n4\n5,,6\n\n7,\"{\"\"n";
    assert_eq!(
        rows(text),
        [
            lost(
                2,
                "the row is cut: another row begins before its quoted cell ends"
            ),
            ok(3, r#"{"n":2}"#),
            lost(4, "the row ends before its AuditData"),
            lost(5, "AuditData is empty"),
            lost(7, "the export ends in the middle of a quoted cell"),
        ]
    );
}

#[test]
fn the_place_in_a_search_is_read_from_its_columns() {
    let text = "ResultIndex,AuditData,ResultCount\n5,{},72\n";
    let (mut rows, _) = open(Box::new(text.as_bytes()), None).unwrap();
    let mut row = Row::default();
    assert!(rows.next_row(&mut row).unwrap());
    assert_eq!(
        row.place,
        Some(Place {
            index: 5,
            count: 72
        })
    );
}

#[test]
fn json_lines_keep_their_numbers() {
    let text = "\u{feff}{\"a\":1}\r\n\r\n  {\"b\":2}\n{\"c\":";
    assert_eq!(
        rows(text),
        [ok(1, "{\"a\":1}"), ok(3, "{\"b\":2}"), ok(4, "{\"c\":")]
    );
}

#[test]
fn documents_are_cut_by_their_structure() {
    for text in [
        r#"[{"a":1},{"b":{"c":"]}\""}}]"#,
        "[\r\n{\"a\":1}\r\n,\r\n{\"b\":{\"c\":\"]}\\\"\"}}\r\n]",
        "{\n  \"a\" : 1\n}\n{\n  \"b\": {\"c\": \"]}\\\"\"}\n}",
        r#"{"a":1}{"b":{"c":"]}\""}}"#,
        r#"[{"a":1}][{"b":{"c":"]}\""}}]"#,
        r#"{"@odata.context":"x","value":[{"a":1},{"b":{"c":"]}\""}}],"@odata.nextLink":"y","n":3}"#,
        r#"{"records":[{"a":1}]}{"records" : [{"b":{"c":"]}\""}}]}"#,
        r#"[{"value":[{"a":1}],"more":"{"},{"value":[{"b":{"c":"]}\""}}]}]"#,
    ] {
        let plain = |row: &Result<(u64, String), _>| {
            let json = &row.as_ref().unwrap().1;
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            value.to_string()
        };
        let told: Vec<_> = rows(text).iter().map(plain).collect();
        assert_eq!(told, [r#"{"a":1}"#, r#"{"b":{"c":"]}\""}}"#], "{text}");
    }
}

#[test]
fn lines_of_documents_are_counted() {
    let told = rows("[\n {\n\"a\":1},\n\n {\"b\":2}\n]\n");
    let lines: Vec<_> = told.iter().map(|row| row.as_ref().unwrap().0).collect();
    assert_eq!(lines, [2, 5]);
}

#[test]
fn a_cut_document_does_not_take_the_next_one_with_it() {
    let within = "the record is cut: the export ends within it";
    for cut in ["{\n\"a\":{", "{\n\"a\":\"x", "{\n\"a\":[1,"] {
        let text = format!("{cut}\n{{\n\"b\":2}}\n");
        assert_eq!(
            rows(&text),
            [lost(1, within), ok(3, "{\n\"b\":2}")],
            "{cut}"
        );
    }
    assert_eq!(
        rows("[{\"a\":1},{\"b"),
        [ok(1, "{\"a\":1}"), lost(1, within)]
    );
}

#[test]
fn what_is_no_object_in_a_list_is_told() {
    assert_eq!(
        rows("[1,\n{\"a\":1},\n\"x\"]"),
        [
            lost(1, "JSON, but no object"),
            ok(2, "{\"a\":1}"),
            lost(3, "JSON, but no object")
        ]
    );
}

#[test]
fn a_table_with_a_column_for_each_member_gives_members() {
    let text = "Date (UTC),Request ID,Application ID ,Resource ID ,User\n\
                2026-11-20T12:00:00Z,r,\"a\",,x\n2026,cut\n";
    let (mut rows, _) = open(Box::new(text.as_bytes()), None).unwrap();
    let mut row = Row::default();
    assert!(rows.next_row(&mut row).unwrap());
    let told: Vec<_> = row
        .columns
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Name::PortalTime, "2026-11-20T12:00:00Z"),
            (Name::Id, "r"),
            (Name::AppId, "a"),
            (Name::ResourceId, "")
        ]
    );
    assert!(matches!(
        rows.next_row(&mut row),
        Err(RowError::Unreadable(problem)) if problem.line == 3
    ));
}

#[test]
fn damaged_letters_are_replaced_and_said() {
    let (mut rows, _) = open(Box::new(&b"{\"a\":\"\xff\"}"[..]), None).unwrap();
    let mut row = Row::default();
    assert!(rows.next_row(&mut row).unwrap());
    assert!(row.damaged && row.json == "{\"a\":\"\u{fffd}\"}");
}

/// Folder of the shared test vectors, which are not part of the project.
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test is asked for by its environment"
)]
fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("JWTENANT_VECTORS");
    if folder.is_none() {
        eprintln!("skipped: JWTENANT_VECTORS names no folder of test vectors");
    }
    folder.map(|folder| Path::new(&folder).join("audit"))
}

#[test]
fn no_record_of_the_vectors_is_lost() {
    let Some(vectors) = vectors() else { return };
    let mut files = 0;
    for folder in ["unified-audit-log", "encodings", "."] {
        for file in std::fs::read_dir(vectors.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let Some(expected) = ids_in(&path) else {
                continue;
            };
            let source = std::fs::File::open(&path).unwrap();
            let export = Export::stream(path.display().to_string(), source);
            let audit = trace(vec![export], &[], &Options::default());
            let summary = &audit.exports[0];
            let distinct: BTreeSet<_> = expected.iter().collect();
            let repeated = (expected.len() - distinct.len()) as u64;
            assert_eq!(summary.records, expected.len() as u64, "{path:?}");
            assert_eq!(summary.duplicates, Some(repeated), "{path:?}");
            assert_eq!(summary.unreadable, 0, "{path:?}");
            assert!(summary.error.is_none(), "{path:?}");
            files += 1;
        }
    }
    // Every file that names its ids.
    assert_eq!(files, 15, "a vector was not read");
}

#[test]
fn the_foreign_entries_of_the_vectors_are_explained() {
    let Some(vectors) = vectors() else { return };
    let path = vectors.join("foreign-tenant-synthetic.jsonl");
    let ids = ids_in(&path).unwrap();
    let token = |id: &String| TokenKeys {
        request_id: id.parse().ok(),
        ..TokenKeys::default()
    };
    let tokens: Vec<_> = ids.iter().map(token).collect();
    let export = Export::stream("synthetic", std::fs::File::open(&path).unwrap());
    let audit = trace(vec![export], &tokens, &Options::default());
    let told: Vec<_> = audit.foreign.iter().map(|it| it.explanation.id).collect();
    assert_eq!(
        told,
        [
            "exchange-powershell-wrong-tenant",
            "sharepoint-pass-through",
            "exchange-powershell-wrong-tenant"
        ]
    );
}

/// The ids of a file, counted without any of our own reading; `None` for what is no table and no
/// JSON lines.
fn ids_in(path: &Path) -> Option<Vec<String>> {
    let extension = path.extension()?.to_str()?;
    let text = independent_text(path);
    let json: Vec<String> = match extension {
        "csv" => {
            let reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes())
                .into_records();
            let cells = reader.filter_map(|row| row.unwrap().get(4).map(str::to_owned));
            cells.filter(|cell| cell != "AuditData").collect()
        }
        "json" | "jsonl" => text.lines().map(str::to_owned).collect(),
        _ => return None,
    };
    let id = |json: &String| {
        let value: serde_json::Value = serde_json::from_str(json).ok()?;
        Some(value["Id"].as_str()?.to_owned())
    };
    json.iter().map(id).collect()
}

fn independent_text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let units = |read: fn([u8; 2]) -> u16| -> String {
        let units = bytes[2..]
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(Result::unwrap).collect()
    };
    let text = match bytes {
        _ if bytes.starts_with(b"\xff\xfe") => units(u16::from_le_bytes),
        _ if bytes.starts_with(b"\xfe\xff") => units(u16::from_be_bytes),
        _ => String::from_utf8(bytes).unwrap(),
    };
    text.trim_start_matches('\u{feff}').to_owned()
}

#[test]
fn a_line_that_splunk_kept_gives_its_record() {
    let record = r#"{"CreationTime":"2026-11-20T12:00:00","Operation":"x"}"#;
    let doubled = |text: &str| text.replace('"', "\"\"");
    let line = format!("15,11/20/2026,\"{}\",1", doubled(record));
    let text = format!("_time,host,_raw\n1,h,\"{}\"\n", doubled(&line));
    assert_eq!(rows(&text), [ok(2, record)]);
}
