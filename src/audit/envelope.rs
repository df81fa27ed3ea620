//! Takes a record out of what a collector wrapped around it.
//!
//! `Search-UnifiedAuditLog` and its collectors write `{"AuditData": {..}}` or
//! `{"AuditData": "{..}"}`, Graph an envelope of its own around `auditData`, diagnostic settings
//! `{"time": .., "properties": {..}}`, Defender `RawEventData`, and search engines the document they
//! were fed. The record is reached by descending into known members until an object is found that a
//! dialect recognises; what an envelope says beside it is not trusted (Graph's has user id and user
//! name crossed), but for the place in a search and the tenant of a diagnostic setting.
//!
//! Not its job: the layout of the file (`container.rs`).

use std::borrow::Cow;

use uuid::Uuid;

use super::container::{Place, Row};
use super::dialect::Dialect;
use super::dialects;
use super::members::{Members, Value};
use super::names::Name;
use super::summary::EMPTY;
use super::wrappers::WRAPPERS;

/// A wrapper in a wrapper in a wrapper is no export that anybody writes.
const DEEPEST: usize = 5;

/// Excel keeps so many UTF-16 units of a cell and drops the rest without a word
/// (<https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3>);
/// a few may go with blanks that were trimmed.
const EXCEL_CELL: std::ops::RangeInclusive<usize> = 32_700..=32_767;

/// What the wrappers around a record said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrapping {
    pub place: Option<Place>,
    pub log_tenant: Option<Uuid>,
    /// Only the beginning of the record is there: Excel cut its cell.
    pub salvaged: bool,
}

/// Hands the record of one row to `visit`.
///
/// # Errors
/// One sentence about what stood there instead; it quotes nothing of it.
pub(super) fn open(
    row: &Row,
    visit: &mut dyn FnMut(&Members, &'static Dialect, Wrapping),
) -> Result<(), Cow<'static, str>> {
    let mut wrapping = Wrapping::default();
    if !row.columns.is_empty() {
        let mut members = Members::default();
        for (name, cell) in &row.columns {
            members.push(*name, Value::Text(Cow::Borrowed(cell)));
        }
        return descend(members, 0, &mut wrapping, visit);
    }
    let inner = within_string(&row.json);
    let json = inner.as_deref().unwrap_or(&row.json);
    let members = match Members::parse(json) {
        Ok(members) => members,
        Err(error) if error.is_eof() && row.is_cell && is_cut_by_excel(json) => {
            wrapping.salvaged = true;
            Members::salvage(json)
        }
        Err(error) => return Err(what_is_wrong(&error)),
    };
    descend(members, 0, &mut wrapping, visit)
}

/// An object in a JSON string: a script that encodes records twice writes them so.
fn within_string(json: &str) -> Option<String> {
    if !json.trim_start().starts_with('"') {
        return None;
    }
    let text: String = serde_json::from_str(json).ok()?;
    text.trim_start().starts_with('{').then_some(text)
}

fn is_cut_by_excel(json: &str) -> bool {
    json.len() >= *EXCEL_CELL.start() && EXCEL_CELL.contains(&json.encode_utf16().count())
}

fn descend(
    mut members: Members,
    depth: usize,
    wrapping: &mut Wrapping,
    visit: &mut dyn FnMut(&Members, &'static Dialect, Wrapping),
) -> Result<(), Cow<'static, str>> {
    if let Some(dialect) = dialects::of(&members) {
        members.unfold();
        visit(&members, dialect, *wrapping);
        return Ok(());
    }
    if depth == DEEPEST {
        return Err("the record is wrapped too deeply".into());
    }
    wrapping.place = wrapping.place.or_else(|| place_of(&members));
    wrapping.log_tenant = wrapping
        .log_tenant
        .or_else(|| members.guid(Name::LogTenant));
    let wrapper = WRAPPERS.iter().find(|name| members.has(**name));
    match wrapper.and_then(|&name| members.take(name)) {
        Some(Value::Object(inner)) => descend(inner, depth + 1, wrapping, visit),
        Some(Value::Text(text)) if text.trim().is_empty() => Err(EMPTY.into()),
        Some(Value::Text(text)) => {
            let inner = within_string(&text);
            match Members::parse(inner.as_deref().unwrap_or(&text)) {
                Ok(inner) => descend(inner, depth + 1, wrapping, visit),
                Err(error) => Err(what_is_wrong(&error)),
            }
        }
        Some(_) => Err("what the wrapper holds is no JSON object".into()),
        None => Err("no audit record: it has no CreationTime and Operation".into()),
    }
}

fn what_is_wrong(error: &serde_json::Error) -> Cow<'static, str> {
    if error.is_eof() {
        "the record is cut: its JSON ends too early".into()
    } else if error.is_data() {
        "JSON, but no object".into()
    } else {
        format!("the record is no JSON: {error}").into()
    }
}

fn place_of(wrapper: &Members) -> Option<Place> {
    Some(Place {
        index: wrapper.integer(Name::ResultIndex)?,
        count: wrapper.integer(Name::ResultCount)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(json: &str) -> Result<(String, &'static str, Wrapping), Cow<'static, str>> {
        let row = Row {
            json: json.to_owned(),
            ..Row::default()
        };
        let mut found = None;
        open(&row, &mut |members, dialect, wrapping| {
            let operation = members.text(Name::Operation).unwrap_or_default();
            found = Some((operation.to_owned(), dialect.id, wrapping));
        })?;
        Ok(found.unwrap())
    }

    #[test]
    fn a_record_that_was_encoded_twice_is_read() {
        let record = r#"{"CreationTime":"y","Operation":"x"}"#;
        let once = serde_json::to_string(record).unwrap();
        let twice = serde_json::to_string(&once).unwrap();
        for json in [
            once.clone(),
            format!(r#"{{"AuditData":{once}}}"#),
            format!(r#"{{"AuditData":{twice}}}"#),
        ] {
            assert_eq!(opened(&json).unwrap().0, "x", "{json}");
        }
        assert_eq!(failure(r#""text""#), "JSON, but no object");
    }

    fn failure(json: &str) -> String {
        opened(json).err().unwrap().into_owned()
    }

    #[test]
    fn a_record_is_found_in_every_wrapper() {
        let record = r#"{"CreationTime":"","Operation":"x"}"#;
        let text = serde_json::to_string(record).unwrap();
        for json in [
            record.to_owned(),
            format!(r#"{{"AuditData":{record}}}"#),
            format!(r#"{{"AuditData":{text}}}"#),
            format!(r#"{{"auditData":{{"AuditData":{record}}}}}"#),
            format!(r#"{{"id":"1","createdDateTime":"","userId":"k","auditData":{record}}}"#),
            format!(r#"{{"ActionType":"x","RawEventData":{text}}}"#),
            format!(r#"{{"preview":false,"result":{{"_raw":{text},"host":"h"}}}}"#),
            format!(r#"{{"_source":{{"o365":{{"audit":{record}}}}}}}"#),
            format!(r#"{{"_source":{{"event":{{"original":{text}}}}}}}"#),
            format!(r#"{{"_source":{{"data":{{"office365":{record}}}}}}}"#),
            format!(r#"{{"timestamp":"x","rule":{{}},"data":{{"office365":{record}}}}}"#),
            // A column of a collector's own, whatever it says.
            format!(r#"{{"Result":"","_raw":{text}}}"#),
            format!(r#"{{"Result":"Success","data":{{"office365":{record}}}}}"#),
            r#"{"_id":"x","fields":{"o365.audit.CreationTime":["y"],"o365.audit.Operation":["x"]}}"#
                .to_owned(),
            r#"{"_source":{"o365.audit.CreationTime":[""],"o365.audit.Operation":["x"]}}"#
                .to_owned(),
        ] {
            let (operation, dialect, _) = opened(&json).unwrap();
            assert_eq!(
                (operation.as_str(), dialect),
                ("x", "unified-audit-log"),
                "{json}"
            );
        }
    }

    #[test]
    fn wrappers_tell_the_place_and_the_tenant() {
        let record = r#"{"CreationTime":"","Operation":"x"}"#;
        let json = format!(
            r#"{{"ResultIndex":2,"ResultCount":"44",
                "tenantId":"3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618","AuditData":{record}}}"#
        );
        let (.., wrapping) = opened(&json).unwrap();
        let (index, count) = (2, 44);
        assert_eq!(wrapping.place, Some(Place { index, count }));
        assert!(wrapping.log_tenant.is_some());
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(failure(r#"{"Operation":"x"#).contains("cut"));
        assert!(failure(r#"{"Operation":}"#).contains("no JSON: expected value"));
        assert!(failure("[]").contains("no object"));
        assert!(failure(r#"{"a":1}"#).contains("no CreationTime"));
        assert!(failure(r#"{"AuditData":" "}"#).contains("empty"));
        assert!(failure(r#"{"AuditData":7}"#).contains("no JSON object"));
    }

    #[test]
    fn depth_is_bounded() {
        let wrapped = r#"{"AuditData":"#.repeat(9) + "{}" + &"}".repeat(9);
        assert!(failure(&wrapped).contains("too deeply"));
        let deep = format!("{{\"Actor\":{}", "[".repeat(100_000));
        assert!(failure(&deep).contains("recursion limit"));
    }

    #[test]
    fn a_cell_that_excel_cut_gives_what_stands_before_the_cut() {
        let mut json = format!(
            r#"{{"CreationTime":"","Operation":"x","ExtendedProperties":[{{"Name":"{}"#,
            "y".repeat(40_000)
        );
        json.truncate(32_767);
        let row = |json: &str| Row {
            json: json.to_owned(),
            is_cell: true,
            ..Row::default()
        };
        let mut salvaged = false;
        open(&row(&json), &mut |_, _, wrapping| {
            salvaged = wrapping.salvaged
        })
        .unwrap();
        assert!(salvaged);
        assert!(open(&row(&json[..9_000]), &mut |_, _, _| ()).is_err());
    }
}
