//! The ladder of `audit`, written in a language with the keys of one token filled in.
//!
//! What agreement is, `audit::compare` says in Rust and this file in columns; a test holds them against
//! each other over generated records, in every engine.
//!
//! Not its job: the ladder itself (`audit::ladder`).

use super::conditions::member;
use super::expression::Expression;
use super::language::Language;
use crate::audit::column::Column;
use crate::audit::ladder::{CLOCKS, GRACE, LADDER, Tie};
use crate::time::Timestamp;
use crate::trace::{Key, Strength, TokenKeys};

/// A sign-in's time and `iat` agree within so many seconds before and behind it, and contradict each other
/// beyond the last (`audit::compare`).
const SIGN_IN_BEFORE: i64 = 60;
const SIGN_IN_BEHIND: i64 = 15 * 60;
const SIGN_IN_FAR: i64 = 30 * 60;

/// Writes ties in one language.
pub struct Ties<'a> {
    pub language: &'a Language,
    pub token: &'a TokenKeys,
}

impl Ties<'_> {
    /// The strengths that these keys can show, the firmest first, each with its condition.
    pub fn rungs(&self) -> Vec<(Strength, Expression)> {
        let rungs = LADDER
            .iter()
            .map(|rung| (rung.strength, self.write(&rung.tie)));
        rungs.filter(|(_, tie)| tie.is_open()).collect()
    }

    /// The keys that agree, as words with a blank between; what `Why` shows.
    pub fn agreeing(&self) -> String {
        let language = self.language;
        let words: Vec<String> = TOLD
            .iter()
            .filter_map(|key| {
                let agrees = self.agrees(*key);
                let word = language.own(&format!("{} ", key.word()));
                let chosen = (language.case)(&[(agrees.text(), word)], &language.empty());
                agrees.is_open().then_some(chosen)
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => language.empty(),
            [one] => (*one).to_owned(),
            words => (language.concat)(words),
        }
    }

    fn write(&self, tie: &Tie) -> Expression {
        match tie {
            Tie::All(all) => Expression::all(all.iter().map(|tie| self.write(tie))),
            Tie::Any(any) => Expression::any(any.iter().map(|tie| self.write(tie))),
            Tie::Not(tie) => Expression::not(self.write(tie)),
            Tie::Agrees(key) => self.agrees(*key),
            Tie::Differs(key) => self.differs(*key),
            Tie::NamesIssue => self.there(Column::IssuedAt),
            Tie::IsAlive => self.is_alive(),
            Tie::IsVisit => match self.token.visit() {
                None => Expression::No,
                Some((issuer, home)) => Expression::all([
                    self.equals(Column::Organization, &issuer.to_string()),
                    self.equals(Column::ActorTenant, &home.to_string()),
                ]),
            },
        }
    }

    /// Both say it, and the same.
    pub fn agrees(&self, key: Key) -> Expression {
        let Some(value) = self.value(key) else {
            return Expression::No;
        };
        match key {
            Key::Uti => self.equals(Column::Uti, &value),
            Key::RequestId => {
                let lower = (self.language.lower)(Column::Id.name());
                let id = self.language.equals(&lower, &self.language.own(&value));
                Expression::any([
                    self.equals(Column::Request, &value),
                    Expression::all([Expression::not(self.there(Column::Request)), id]),
                ])
            }
            Key::Session => self.is_in(Column::Sessions, &value),
            Key::ObjectId => self.is_in(Column::ObjectIds, &value),
            Key::Puid => self.is_in(Column::Puids, &value),
            Key::Client => self.is_in(Column::Apps, &value),
            Key::Address => self.is_in(Column::Addresses, &value),
            Key::Resource => Expression::any([
                self.is_in(Column::Apis, &value),
                self.is_in(Column::Resources, &value),
            ]),
            Key::User => self.is_user(&value),
            Key::IssuedAt => Expression::any([
                self.equals(Column::IssuedAt, &value),
                Expression::all([
                    Expression::not(self.there(Column::IssuedAt)),
                    sign_in(),
                    self.is_between(-SIGN_IN_BEFORE, SIGN_IN_BEHIND),
                ]),
            ]),
            Key::IssuerTenant => Expression::any([
                self.equals(Column::Organization, &value),
                self.equals(Column::TargetTenant, &value),
            ]),
            Key::HomeTenant => self.equals(Column::ActorTenant, &value),
            Key::TokenTenant => self.equals(Column::TokenTenant, &value),
            Key::Device => Expression::No,
        }
    }

    /// Both say it, and not the same, where they must.
    fn differs(&self, key: Key) -> Expression {
        let Some(value) = self.value(key) else {
            return Expression::No;
        };
        let agrees = || self.agrees(key);
        let other = |column| Expression::all([self.there(column), Expression::not(agrees())]);
        match key {
            Key::Uti => other(Column::Uti),
            Key::RequestId => other(Column::Request),
            Key::Session => other(Column::Sessions),
            Key::ObjectId => other(Column::ObjectIds),
            Key::Puid => other(Column::Puids),
            Key::Address => other(Column::Addresses),
            Key::Client => Expression::all([sign_in(), other(Column::Apps)]),
            Key::Resource => other(Column::Resources),
            Key::TokenTenant => other(Column::TokenTenant),
            Key::HomeTenant => other(Column::ActorTenant),
            Key::IssuerTenant => Expression::all([
                Expression::any([
                    self.there(Column::Organization),
                    self.there(Column::TargetTenant),
                ]),
                Expression::not(agrees()),
            ]),
            Key::User => self.is_another_user(&value),
            Key::IssuedAt => Expression::any([
                Expression::all([
                    self.there(Column::IssuedAt),
                    Expression::not(self.equals(Column::IssuedAt, &value)),
                ]),
                Expression::all([
                    Expression::not(self.there(Column::IssuedAt)),
                    sign_in(),
                    self.there(Column::Time),
                    Expression::not(self.is_between(-SIGN_IN_FAR, SIGN_IN_FAR)),
                ]),
            ]),
            Key::Device => Expression::No,
        }
    }

    fn value(&self, key: Key) -> Option<String> {
        let token = self.token;
        let text = |id: Option<uuid::Uuid>| id.map(|id| id.to_string());
        match key {
            Key::Uti => token.uti.clone(),
            Key::RequestId => text(token.request_id),
            Key::Session => token.session.clone(),
            Key::ObjectId => text(token.object_id),
            Key::Puid => token.puid.clone(),
            Key::IssuedAt => token.issued_at.map(second),
            Key::IssuerTenant => text(token.issuer_tenant),
            Key::HomeTenant => text(token.home_tenant),
            Key::TokenTenant => text(token.tenant),
            Key::Client => text(token.client),
            Key::Resource => text(token.resource),
            Key::Address => token.address.map(|it| it.to_string()),
            Key::User => token.user.clone(),
            Key::Device => None,
        }
    }

    fn there(&self, column: Column) -> Expression {
        self.language.is_there(column.name())
    }

    fn equals(&self, column: Column, value: &str) -> Expression {
        let value = self.language.own(value);
        self.language.equals(column.name(), &value)
    }

    fn is_in(&self, column: Column, value: &str) -> Expression {
        member(self.language, column.shape(), column.name(), value)
    }

    fn is_user(&self, value: &str) -> Expression {
        let lower = (self.language.lower)(Column::Users.name());
        member(self.language, Column::Users.shape(), &lower, value)
    }

    /// Names contradict only where both are plain sign-in names (`audit::compare`): records also write
    /// placeholders, GUIDs, services, and a guest's name in the guest's own spelling.
    fn is_another_user(&self, value: &str) -> Expression {
        const GUID_NAMES: &str =
            "(?:^|\\n)[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}@[^\\n]*";
        const SIGN_IN_NAME: &str = "(?:^|\\n)[^@ :|#\\n]+@[^@ :|#\\n]*[.][^@ :|#\\n]*(?:\\n|$)";
        let (local, domain) = value.rsplit_once('@').unwrap_or((value, ""));
        let is_plain = domain.contains('.') && !local.contains('#') && local.len() != 36;
        if !is_plain {
            return Expression::No;
        }
        let language = self.language;
        let users = Column::Users.name();
        let guest = (language.holds)(&(language.lower)(users), &language.own("#ext#"));
        let plain = (language.without)(users, GUID_NAMES);
        Expression::all([
            Expression::not(self.is_user(value)),
            Expression::not(Expression::Atom(guest)),
            Expression::Atom((language.matches)(&plain, SIGN_IN_NAME)),
        ])
    }

    /// Whether the record's time is so many seconds from `iat`, both ends included.
    fn is_between(&self, from: i64, to: i64) -> Expression {
        match self.token.issued_at {
            None => Expression::No,
            Some(issued) => self.within(shifted(issued, from), shifted(issued, to)),
        }
    }

    fn is_alive(&self) -> Expression {
        match (self.token.issued_at, self.token.expires_at) {
            (Some(from), Some(to)) => self.within(shifted(from, -CLOCKS), shifted(to, GRACE)),
            _ => Expression::No,
        }
    }

    /// Times are texts that sort as they follow each other; an absent one is before all of them.
    pub fn within(&self, from: Timestamp, to: Timestamp) -> Expression {
        let time = Column::Time.name();
        let moment = |time| self.language.own(&second(time));
        match self.language.orders_texts {
            false => Expression::Atom(format!(
                "todatetime({time}) between (datetime({}Z) .. datetime({}Z))",
                second(from),
                second(to)
            )),
            true => Expression::all([
                Expression::Atom(format!("{time} >= {}", moment(from))),
                Expression::Atom(format!("{time} <= {}", moment(to))),
            ]),
        }
    }
}

/// Keys that `Why` tells.
const TOLD: &[Key] = &[
    Key::Uti,
    Key::RequestId,
    Key::Session,
    Key::ObjectId,
    Key::Puid,
    Key::IssuedAt,
    Key::Client,
    Key::Resource,
    Key::Address,
    Key::User,
];

/// Columns that ties ask for, whatever the keys.
pub const COLUMNS: &[Column] = &[
    Column::Uti,
    Column::Request,
    Column::Sessions,
    Column::ObjectIds,
    Column::Puids,
    Column::Users,
    Column::Apps,
    Column::Resources,
    Column::Apis,
    Column::Addresses,
    Column::IssuedAt,
    Column::TokenTenant,
    Column::TargetTenant,
    Column::RecordType,
    Column::Log,
];

fn sign_in() -> Expression {
    Expression::Atom("is_sign_in".to_owned())
}

/// To the second, as records write times.
pub fn second(time: Timestamp) -> String {
    let text = time.to_string();
    text.get(..19).unwrap_or(&text).to_owned()
}

/// A moment so many seconds later.
pub fn shifted(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_seconds(time.seconds().saturating_add(seconds)).unwrap_or(time)
}
