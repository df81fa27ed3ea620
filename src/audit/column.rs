//! The columns of the normalised record: flat texts, the same whatever export, table or engine a record
//! comes from. What `--format records` writes, what explanations test, and what `hunt` asks engines for.
//!
//! Not its job: reading an export (`dialects/`), or testing anything (`condition.rs`).

use std::fmt::{Display, Write as _};

use uuid::Uuid;

mod list;

pub use list::COLUMNS;

use super::record::{AuditRecord, Field};

/// One column; its name is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Id,
    Time,
    Operation,
    RecordType,
    Organization,
    ActorTenant,
    ObjectId,
    User,
    UserKey,
    UserType,
    App,
    Resource,
    Address,
    Request,
    Uti,
    Session,
    RequestType,
    Ticket,
    Workload,
    Device,
    IssuedAt,
    Error,
    Failed,
    Log,
    LogTenant,
    TargetTenant,
    TokenTenant,
    Access,
    External,
    ExternalAccess,
    LogonType,
    Chat,
    Forward,
    Method,
    Transfer,
    Agent,
    Object,
    ObjectIds,
    Puids,
    Users,
    Actors,
    Apps,
    Resources,
    Apis,
    Sessions,
    Addresses,
}

/// How a column's text is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    One,
    /// Values without blanks in them, with a blank between two.
    Words,
    /// One value a line.
    Lines,
}

/// A value as a record holds it.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'r> {
    Text(&'r str),
    Id(Uuid),
    Number(i64),
}

use Shape::{Lines, One};

impl Column {
    fn row(self) -> (&'static str, Shape) {
        let row = COLUMNS.iter().find(|(column, ..)| *column == self);
        row.map_or(("", One), |(_, name, shape, _)| (name, *shape))
    }

    /// Its name, in records and queries.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// How its text is put together.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.row().1
    }

    /// Whether some value that a record holds for this column passes.
    pub(super) fn any(self, record: &AuditRecord, mut passes: impl FnMut(Seen) -> bool) -> bool {
        let mut id = |id: Option<Uuid>| id.is_some_and(|id| passes(Seen::Id(id)));
        match self {
            Self::Organization => return id(record.organization),
            Self::ActorTenant => return id(record.actor_home()),
            Self::LogTenant => return id(record.log_tenant),
            Self::TargetTenant => return id(record.target_tenant),
            Self::TokenTenant => return id(record.token_tenant),
            Self::Request => return id(record.request_id),
            Self::Device => return id(record.devices.first().map(|it| it.value)),
            Self::ObjectId => return id(record.object_ids.first().map(|it| it.value)),
            Self::ObjectIds => return record.object_ids.iter().any(|it| id(Some(it.value))),
            Self::Apps => return record.clients.iter().any(|it| id(Some(it.value))),
            Self::Resources => return record.resources.iter().any(|it| id(Some(it.value))),
            Self::Apis => return record.apis.iter().any(|it| id(Some(it.value))),
            _ => {}
        }
        let mut number = |it: Option<i64>| it.is_some_and(|it| passes(Seen::Number(it)));
        match self {
            Self::RecordType => return number(record.record_type.map(i64::from)),
            Self::UserType => return number(record.user_type.map(i64::from)),
            Self::LogonType => return number(record.logon_type),
            _ => {}
        }
        let mut text = |it: Option<&str>| it.is_some_and(|it| passes(Seen::Text(it)));
        match self {
            Self::Log => text(Some(record.log.word())),
            Self::Id => text(record.id),
            Self::Operation => text(Some(record.operation).filter(|it| !it.is_empty())),
            Self::User => text(record.users.first().map(|it| it.value)),
            Self::Users => record.users.iter().any(|it| text(Some(it.value))),
            Self::UserKey => text(record.user_key),
            Self::Actors => record.actor_names.iter().any(|it| text(Some(it))),
            Self::RequestType => text(record.request_type),
            Self::Ticket => text(record.support_ticket),
            Self::Workload => text(record.workload),
            Self::Error => text(record.error.as_deref()),
            Self::Failed => text(record.is_failure.then_some(TRUE)),
            Self::Access => text(record.cross_tenant_access),
            Self::External => text(record.is_external_user.then_some(TRUE)),
            Self::ExternalAccess => text(record.external_access.then_some(TRUE)),
            Self::Chat => text(record.foreign_participants.then_some(TRUE)),
            Self::Forward => text(record.forwards_to),
            Self::Method => text(record.authentication_method),
            Self::Transfer => text(record.transfer.map(|it| it.value)),
            Self::Agent => text(record.user_agent),
            Self::Object => text(record.object),
            // What needs writing first.
            _ => text(Some(self.text(record).as_str()).filter(|it| !it.is_empty())),
        }
    }

    /// Its text; empty where the record does not say.
    #[must_use]
    pub fn text(self, record: &AuditRecord) -> String {
        let time = |time: Option<crate::time::Timestamp>| {
            let text = time.map(|time| time.to_string()).unwrap_or_default();
            text.get(..19).unwrap_or_default().to_owned()
        };
        match self {
            Self::Time => time(record.time),
            Self::IssuedAt => time(record.issued_at),
            Self::App | Self::Resource => {
                let entry = record.entry("", 0);
                let is_app = self == Self::App;
                let value = if is_app { entry.client } else { entry.resource };
                value.unwrap_or_default()
            }
            Self::Uti => record
                .uti
                .and_then(super::compare::plain_uti)
                .unwrap_or_default()
                .to_owned(),
            Self::Address => words(record.addresses.iter().take(1).map(|it| it.value)),
            Self::Addresses => words(record.addresses.iter().map(|it| it.value)),
            Self::Session => words(sessions(&record.sessions).take(1)),
            Self::Sessions => words(sessions(&record.sessions)),
            Self::Puids => words(record.puids.iter().map(|it| it.value.to_ascii_uppercase())),
            Self::User => record.users.first().map_or("", |it| it.value).to_owned(),
            Self::UserKey => record.user_key.unwrap_or_default().to_owned(),
            Self::Access => record
                .cross_tenant_access
                .map(|it| it.trim().to_ascii_lowercase())
                .unwrap_or_default(),
            _ => self.joined(record),
        }
    }

    /// Every value, as its shape asks for.
    fn joined(self, record: &AuditRecord) -> String {
        let mut text = String::new();
        let is_lines = self.shape() == Lines;
        self.any(record, |seen| {
            if !text.is_empty() {
                text.push(if is_lines { '\n' } else { ' ' });
            }
            // Writing into memory does not fail.
            let _ = match seen {
                Seen::Id(id) => write!(text, "{id}"),
                Seen::Number(number) => write!(text, "{number}"),
                Seen::Text(value) if is_lines => {
                    text.push_str(&value.trim().replace('\n', " "));
                    Ok(())
                }
                Seen::Text(value) => {
                    text.push_str(value.trim());
                    Ok(())
                }
            };
            false
        });
        text
    }
}

/// What a flag that is set looks like.
pub const TRUE: &str = "true";

fn sessions<'r>(sessions: &'r [Field<&'r str>]) -> impl Iterator<Item = String> + 'r {
    let plain = |session: &Field<&str>| super::compare::plain_session(session.value);
    // A session id holds no blank; what does is none.
    sessions
        .iter()
        .filter_map(plain)
        .filter(|it| !it.contains(char::is_whitespace))
}

fn words<T: Display>(values: impl Iterator<Item = T>) -> String {
    let words: Vec<String> = values.map(|value| value.to_string()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_one_row_and_one_name() {
        let mut names: Vec<_> = COLUMNS.iter().map(|(_, name, ..)| *name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(COLUMNS.last().unwrap().0 as usize + 1, count);
    }

    #[test]
    fn lists_and_lines_are_put_together() {
        let id: Uuid = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618".parse().unwrap();
        let field = |value| Field { name: "x", value };
        let record = AuditRecord {
            object_ids: vec![field(id), field(id)],
            users: vec![
                Field {
                    name: "x",
                    value: "a\nb",
                },
                Field {
                    name: "x",
                    value: " c ",
                },
            ],
            uti: Some("AbC=="),
            record_type: Some(15),
            ..AuditRecord::default()
        };
        assert_eq!(Column::ObjectIds.text(&record), format!("{id} {id}"));
        assert_eq!(Column::Users.text(&record), "a b\nc");
        assert_eq!(Column::Uti.text(&record), "AbC");
        assert_eq!(Column::RecordType.text(&record), "15");
        assert_eq!(Column::Log.text(&record), "unified-audit");
        assert_eq!(Column::Time.text(&record), "");
    }
}
