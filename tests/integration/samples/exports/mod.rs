//! Exports of a unified audit log, as `Search-UnifiedAuditLog | Export-Csv` and a collector of JSON
//! lines write them.
//!
//! Not its job: what happened (`workdays.rs`) and what one record looks like (`records.rs`).

mod outsiders;
mod records;
mod sign_ins;
mod stories;
mod workdays;

pub use self::stories::{of_a_service_address, of_guessing, of_unknown_principals, of_visitors};

use jiff::Timestamp;

use self::records::{Application, Record, Session};
use super::case::Export;
use super::tokens::Draft;
use super::world::{EXCHANGE, EXCHANGE_REMOTE_POWERSHELL, Person, Tenant};
use crate::support::identifiers::guid_from_uti;

/// How long after `iat` the log dates a sign-in: `iat` is set back by five minutes.
const DATED_BACK: i64 = 311;

/// Two days of `organization`'s log, in which the one foreign entry is the sign-in that issued
/// `token` to `person`.
pub fn of_wrong_tenant(
    token: &Draft,
    person: &'static Person,
    organization: &'static Tenant,
) -> Vec<Export> {
    let session = Session {
        person,
        organization,
        id: token.claim("sid").parse().expect("sid is a GUID"),
    };
    let request_id = guid_from_uti(&token.claim("uti")).expect("uti holds a GUID");
    let application = Application {
        client: EXCHANGE_REMOTE_POWERSHELL,
        resource: EXCHANGE.app_id,
    };
    let mut records = workdays::ordinary(organization);
    records.push(session.sign_in(&application, request_id, token.issued_at() + DATED_BACK));
    newest_first(&mut records);
    vec![
        Export {
            file: "unified-audit-log.csv",
            text: csv(&records),
        },
        Export {
            file: "unified-audit-log.jsonl",
            text: records
                .iter()
                .map(|record| audit_data(record) + "\n")
                .collect(),
        },
    ]
}

/// How the log is searched.
fn newest_first(records: &mut [Record]) {
    records.sort_by_key(|record| (std::cmp::Reverse(record.seconds), record.id()));
}

/// The ten columns of `Search-UnifiedAuditLog`, everything in quotes, lines ended as on Windows.
fn csv(records: &[Record]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut row = |fields: [&str; 10]| writer.write_record(fields).expect("memory takes it");
    row([
        "RecordType",
        "CreationDate",
        "UserIds",
        "Operations",
        "AuditData",
        "ResultIndex",
        "ResultCount",
        "Identity",
        "IsValid",
        "ObjectState",
    ]);
    let count = records.len().to_string();
    for (record, index) in records.iter().zip(1..) {
        row([
            record.kind.name(),
            &american(record.seconds),
            &record.text("UserId"),
            &record.text("Operation"),
            &audit_data(record),
            &i32::to_string(&index),
            &count,
            &record.id(),
            "True",
            "Unchanged",
        ]);
    }
    let bytes = writer.into_inner().expect("memory takes it");
    String::from_utf8(bytes).expect("all fields are text")
}

/// The record as the service spells it: slashes escaped, which JSON allows inside strings only, so
/// every slash is in one.
fn audit_data(record: &Record) -> String {
    record.data.to_string().replace('/', r"\/")
}

/// The log's own spelling of a time: UTC, but without saying so.
fn utc(seconds: i64) -> String {
    moment(seconds).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// How PowerShell spells it in American English.
fn american(seconds: i64) -> String {
    moment(seconds)
        .strftime("%-m/%-d/%Y %-I:%M:%S %p")
        .to_string()
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time of this century")
}
