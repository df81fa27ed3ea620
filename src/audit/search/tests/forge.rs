//! Exports with tokens in them, in every layout and encoding, as the tests of the search need them.
//!
//! Not its job: what is found in them.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use uuid::Uuid;

use crate::audit::Export;
use crate::audit::extent::Extent;
use crate::time::Timestamp;
use crate::trace::TokenKeys;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";
const APP: &str = "a0c73c16-a7e3-4564-9a95-2bdf47383716";

/// What a record says of a token, if anything.
#[derive(Clone, Copy, Debug)]
pub enum Says {
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
pub enum Layout {
    JsonLines,
    WrappedLines,
    /// Some of the lines hold a list of records.
    PagesAmongLines,
    Table,
    TableWithSemicolons,
    TableOfMembers,
    Array,
    IndentedArray,
    Concatenated,
    Graph,
}

#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    Utf8,
    Marked,
    Utf16Little,
    Utf16Big,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub says: Says,
    pub token: usize,
    pub is_upper: bool,
    /// Letters that every layout escapes in its own way.
    pub noise: String,
    pub repeats: bool,
    pub list: OwnList,
    /// What stands before it in the file.
    pub before: Before,
}

/// A list of the record's own, under a name that a wrapper's list has.
#[derive(Clone, Copy, Debug)]
pub enum OwnList {
    None,
    First(&'static str),
    Last(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub enum Before {
    Nothing,
    BlankLine,
    Header,
    CutRow,
}

pub fn tokens(count: usize) -> Vec<TokenKeys> {
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

fn json(members: &[(String, String)], list: OwnList) -> String {
    let value: serde_json::Map<_, _> = members
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let text = serde_json::Value::Object(value).to_string();
    let text = text.replace('\'', "\\u0027").replace('/', "\\/");
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    let own = |name| format!(r#""{name}":[{{"Name":"x]","Value":["}}"]}},7]"#);
    match list {
        OwnList::None => text,
        OwnList::First(name) => format!("{{{},{inner}}}", own(name)),
        OwnList::Last(name) => format!("{{{inner},{}}}", own(name)),
    }
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

pub fn text(layout: Layout, records: &[Record], tokens: &[TokenKeys]) -> String {
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
        let object = json(&members, record.list);
        let noise = cell(&record.noise);
        text.push_str(&match layout {
            Layout::JsonLines | Layout::Concatenated => format!("{object}\n"),
            Layout::WrappedLines => {
                let inner = serde_json::to_string(&object).unwrap();
                format!("{{\"RecordId\":\"x\",\"AuditData\":{inner}}}\n")
            }
            Layout::PagesAmongLines => match number % 3 {
                0 => format!("{object}\n"),
                1 => format!("{{\"records\":[{object},{{\"Operation\":\"x\"}}]}}\n"),
                _ => format!("{{\"@odata.context\":\"x\",\"value\":[1,{object}]}}\n"),
            },
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

pub fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
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

pub fn stream(bytes: &[u8]) -> Export {
    Export {
        name: "x".into(),
        source: Box::new(Cursor::new(bytes.to_vec())),
        file: None,
        is_named: true,
    }
}

pub fn file(bytes: &[u8]) -> Export {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    Export {
        name: "x".into(),
        source: Box::new(file.reopen().unwrap()),
        file: Some(Arc::new(Extent::of(file.reopen().unwrap()).unwrap())),
        is_named: true,
    }
}
