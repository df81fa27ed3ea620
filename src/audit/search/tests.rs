//! A search finds what reading everything finds: in every layout and encoding, whatever the size of
//! the blocks, from a stream and from a file with several threads.
//!
//! `PROPTEST_CASES=10000 cargo test --lib audit::search` runs it at length.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::audit::tracer::trace_by;
use crate::audit::{Audit, Export, Options};
use crate::time::Timestamp;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";
const APP: &str = "a0c73c16-a7e3-4564-9a95-2bdf47383716";

/// What a record says of a token, if anything.
#[derive(Clone, Copy, Debug)]
enum Says {
    Nothing,
    Request,
    Uti,
    Session,
    Person,
    Puid,
    Visit,
    /// The home, but in its own log.
    Home,
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    JsonLines,
    WrappedLines,
    Table,
    TableWithSemicolons,
    TableOfMembers,
    Array,
    IndentedArray,
    Concatenated,
    Graph,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Marked,
    Utf16Little,
    Utf16Big,
}

#[derive(Clone, Debug)]
struct Record {
    says: Says,
    token: usize,
    is_upper: bool,
    /// Letters that every layout escapes in its own way.
    noise: String,
    repeats: bool,
    /// What stands before it in the file.
    before: Before,
}

#[derive(Clone, Copy, Debug)]
enum Before {
    Nothing,
    BlankLine,
    Header,
    CutRow,
}

fn tokens(count: usize) -> Vec<TokenKeys> {
    let id = |kind: u128, number: usize| {
        let noise = (number as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        Uuid::from_u128(noise.rotate_left(17) ^ (kind << 60))
    };
    let token = |number| {
        let request = id(1, number);
        let uti: String = request.simple().to_string()[..22].to_uppercase();
        TokenKeys {
            uti: Some(uti.replace('A', "_").replace('C', "-")),
            request_id: Some(request),
            session: Some(id(2, number).to_string()),
            object_id: Some(id(3, number)),
            puid: Some(format!("1003BFFD{number:08X}")),
            issuer_tenant: OWN.parse().ok(),
            home_tenant: (number % 2 == 0).then(|| OTHER.parse().unwrap()),
            client: APP.parse().ok(),
            issued_at: Timestamp::parse("2026-11-20T12:30:00Z").ok(),
            expires_at: Timestamp::parse("2026-11-20T13:40:00Z").ok(),
            ..TokenKeys::default()
        }
    };
    (0..count).map(token).collect()
}

/// Pairs of member and value, so that they can be a row of a table as well.
fn members(record: &Record, number: usize, tokens: &[TokenKeys]) -> Vec<(String, String)> {
    let token = &tokens[record.token % tokens.len()];
    let case = |text: String| match record.is_upper {
        true => text.to_uppercase(),
        false => text,
    };
    let guid = |id: Option<Uuid>| case(id.unwrap().to_string());
    let id = Uuid::from_u128(0x5500_0000_0000_4000_8000_0000_0000_0000 + number as u128);
    let mut members = vec![
        ("CreationTime", "2026-11-20T12:35:11".to_owned()),
        ("Id", id.to_string()),
        ("Operation", "MailItemsAccessed".to_owned()),
        ("RecordType", "50".to_owned()),
        ("Noise", record.noise.clone()),
    ];
    let organization = match record.says {
        Says::Home => OTHER,
        _ => OWN,
    };
    members.push(("OrganizationId", case(organization.into())));
    let issued = (
        "AppAccessContext",
        r#"{"IssuedAtTime":"2026-11-20T12:30:00"}"#.to_owned(),
    );
    match record.says {
        Says::Nothing => {}
        Says::Request => members.push(("IntraSystemId", guid(token.request_id))),
        Says::Uti => {
            let uti = token.uti.as_deref().unwrap();
            members.push((
                "AppAccessContext",
                format!(r#"{{"UniqueTokenId":"{uti}=="}}"#),
            ));
        }
        Says::Session => members.push(("SessionId", case(token.session.clone().unwrap()))),
        Says::Person => {
            members.push(("UserKey", guid(token.object_id)));
            members.extend([("AppId", APP.to_owned()), issued]);
        }
        Says::Puid => {
            let puid = token.puid.clone().unwrap();
            members.push(("UserKey", format!("i:0h.f|membership|{puid}@live.com")));
            members.extend([("AppId", APP.to_owned()), issued]);
        }
        Says::Visit | Says::Home => members.push(("ActorContextId", case(OTHER.into()))),
    }
    let owned = |(name, value): (&str, String)| (name.to_owned(), value);
    members.into_iter().map(owned).collect()
}

fn json(members: &[(String, String)]) -> String {
    let value: serde_json::Map<_, _> = members
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let text = serde_json::Value::Object(value).to_string();
    text.replace('\'', "\\u0027").replace('/', "\\/")
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

const COLUMNS: [&str; 11] = [
    "CreationTime",
    "Id",
    "Operation",
    "RecordType",
    "Noise",
    "OrganizationId",
    "IntraSystemId",
    "AppAccessContext",
    "SessionId",
    "UserKey",
    "ActorContextId",
];

fn text(layout: Layout, records: &[Record], tokens: &[TokenKeys]) -> String {
    let header = match layout {
        Layout::Table => "RecordId,CreationDate,AuditData,Noise\r\n".to_owned(),
        Layout::TableWithSemicolons => "Noise;AuditData;CreationDate\n".to_owned(),
        Layout::TableOfMembers => format!("{},AppId\n", COLUMNS.join(",")),
        _ => String::new(),
    };
    let mut text = header.clone();
    let mut last = 0;
    for (number, record) in records.iter().enumerate() {
        match record.before {
            Before::BlankLine => text.push('\n'),
            Before::Header => text.push_str(&header),
            Before::CutRow if !header.is_empty() => text.push_str("1,\"{\"\"Id\"\":\n"),
            Before::CutRow if matches!(layout, Layout::JsonLines) => text.push_str("{\"Id\":\"\n"),
            Before::Nothing | Before::CutRow => {}
        }
        // A repeated record repeats all of it.
        let number = if record.repeats { last } else { number };
        last = number;
        let members = members(&records[number], number, tokens);
        let object = json(&members);
        let noise = cell(&record.noise);
        text.push_str(&match layout {
            Layout::JsonLines | Layout::Concatenated => format!("{object}\n"),
            Layout::WrappedLines => {
                let inner = serde_json::to_string(&object).unwrap();
                format!("{{\"RecordId\":\"x\",\"AuditData\":{inner}}}\n")
            }
            Layout::Table => format!("r,2026-11-20T12:35:11Z,{},{noise}\r\n", cell(&object)),
            Layout::TableWithSemicolons => format!("{noise};{};x\n", cell(&object)),
            Layout::TableOfMembers => {
                let value = |name: &str| {
                    let found = members.iter().find(|member| member.0 == name);
                    found.map_or(String::new(), |member| cell(&member.1))
                };
                let cells: Vec<_> = COLUMNS.into_iter().chain(["AppId"]).map(value).collect();
                format!("{}\n", cells.join(","))
            }
            Layout::Array | Layout::Graph => format!("{object},"),
            Layout::IndentedArray => {
                let value: serde_json::Value = serde_json::from_str(&object).unwrap();
                format!("{},\n", serde_json::to_string_pretty(&value).unwrap())
            }
        });
    }
    let items = text.trim_end_matches(['\n', ',']);
    match layout {
        Layout::Array | Layout::IndentedArray => format!("[{items}]"),
        Layout::Graph => format!("{{\"@odata.context\":\"x\",\"value\":[{items}],\"n\":1}}"),
        Layout::Concatenated => text.replace("}\n{", "}{"),
        _ => text,
    }
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    let units = |bytes: fn(u16) -> [u8; 2]| {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(bytes).collect()
    };
    match encoding {
        Encoding::Utf8 => text.into(),
        Encoding::Marked => format!("\u{feff}{text}").into(),
        Encoding::Utf16Little => units(u16::to_le_bytes),
        Encoding::Utf16Big => units(u16::to_be_bytes),
    }
}

fn record() -> impl Strategy<Value = Record> {
    let says = prop_oneof![
        6 => Just(Says::Nothing),
        1 => Just(Says::Request),
        1 => Just(Says::Uti),
        1 => Just(Says::Session),
        1 => Just(Says::Person),
        1 => Just(Says::Puid),
        1 => Just(Says::Visit),
        1 => Just(Says::Home),
    ];
    let before = prop_oneof![
        12 => Just(Before::Nothing),
        1 => Just(Before::BlankLine),
        1 => Just(Before::Header),
        1 => Just(Before::CutRow),
    ];
    let noise = prop_oneof![
        3 => "[a-z ]{0,20}",
        2 => "[a\"\\\\{}\\[\\],;:'/\n\r\u{e9}\u{65e5}-]{0,40}",
        1 => "[a\"{},\n]{200,900}",
    ];
    (
        says,
        0..20_usize,
        any::<bool>(),
        noise,
        prop::bool::weighted(0.1),
        before,
    )
        .prop_map(|(says, token, is_upper, noise, repeats, before)| Record {
            says,
            token,
            is_upper,
            noise,
            repeats,
            before,
        })
}

fn layout() -> impl Strategy<Value = Layout> {
    prop::sample::select(vec![
        Layout::JsonLines,
        Layout::WrappedLines,
        Layout::Table,
        Layout::TableWithSemicolons,
        Layout::TableOfMembers,
        Layout::Array,
        Layout::IndentedArray,
        Layout::Concatenated,
        Layout::Graph,
    ])
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop_oneof![
        4 => Just(Encoding::Utf8),
        2 => Just(Encoding::Marked),
        1 => Just(Encoding::Utf16Little),
        1 => Just(Encoding::Utf16Big),
    ]
}

fn stream(bytes: &[u8]) -> Export {
    Export {
        name: "x".into(),
        source: Box::new(Cursor::new(bytes.to_vec())),
        file: None,
    }
}

fn file(bytes: &[u8]) -> Export {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    Export {
        name: "x".into(),
        source: Box::new(file.reopen().unwrap()),
        file: Some(Arc::new(file.reopen().unwrap())),
    }
}

fn plan(tokens: &[TokenKeys], block: usize, threads: usize, in_full: u64) -> Plan {
    Plan {
        block,
        threads,
        in_full,
        ..Plan::new(tokens).unwrap()
    }
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
        let options = Options::default();
        let whole = trace_by(None, vec![stream(&bytes)], &tokens, &options);
        let plan = plan(&tokens, block, threads, in_full);
        let export = if is_file { file(&bytes) } else { stream(&bytes) };
        let searched = trace_by(Some(&plan), vec![export], &tokens, &options);
        agree(&searched, &whole)?;
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
            let plan = plan(&tokens, 10_000, threads, 0);
            let audit = trace_by(
                Some(&plan),
                vec![file(&bytes)],
                &tokens,
                &Options::default(),
            );
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
        let plan = plan(&tokens, block, threads, 0);
        let audit = trace_by(
            Some(&plan),
            vec![file(text.as_bytes())],
            &tokens,
            &Options::default(),
        );
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
    assert!(Plan::new(&[token]).is_none());
}
