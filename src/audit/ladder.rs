//! The ladder: what must agree for a record to belong to a token, rung by rung, as data. `audit` asks it
//! of records, `hunt` writes it in the languages of engines.
//!
//! Workloads write the second at which a token was issued, and no two tokens of one person and client
//! are issued in the same second but those asked for together. Where that is missing, resource and
//! address must agree as well, within the token's life.
//!
//! Not its job: what agreement is (`compare.rs`), or looking tokens up (`correlate.rs`).

use super::compare::Comparison;
use super::record::AuditRecord;
use crate::trace::{Key, Strength, TokenKeys};

/// What must be so between a token and a record.
#[derive(Clone, Copy, Debug)]
pub enum Tie {
    All(&'static [Tie]),
    Any(&'static [Tie]),
    Not(&'static Tie),
    /// Both sides say it, and the same.
    Agrees(Key),
    /// Both sides say it, and not the same, where they must.
    Differs(Key),
    /// The record says when its token was issued.
    NamesIssue,
    /// The record was written while the token could be used.
    IsAlive,
    /// The token was issued by one tenant to somebody of another, and the record is such a visit.
    IsVisit,
}

/// A strength and what earns it.
pub struct Rung {
    pub strength: Strength,
    pub tie: Tie,
}

use Tie::{Agrees, All, Any, Differs, IsAlive, IsVisit, NamesIssue, Not};

/// The firmest first; a record stands on the first rung that holds.
pub const LADDER: &[Rung] = &[
    Rung {
        strength: Strength::Token,
        tie: Any(&[Agrees(Key::Uti), Agrees(Key::RequestId)]),
    },
    Rung {
        strength: Strength::Session,
        tie: Agrees(Key::Session),
    },
    Rung {
        strength: Strength::Context,
        tie: All(&[
            Any(&[Agrees(Key::ObjectId), Agrees(Key::Puid)]),
            Agrees(Key::Client),
            Not(&Differs(Key::Uti)),
            Any(&[
                All(&[NamesIssue, Agrees(Key::IssuedAt)]),
                All(&[
                    Not(&NamesIssue),
                    Agrees(Key::Resource),
                    Agrees(Key::Address),
                    Not(&Differs(Key::Session)),
                    // One sign-in is several requests; all but one have another id than the token, at
                    // nearly its time.
                    Any(&[Not(&Differs(Key::RequestId)), Agrees(Key::IssuedAt)]),
                    IsAlive,
                ]),
            ]),
        ]),
    },
    // Nothing is known but that the tenants fit. A record that says of itself that it is another
    // person's or another token's does not fit; an address and a device may be others.
    Rung {
        strength: Strength::Tenant,
        tie: All(&[
            IsVisit,
            IsAlive,
            Not(&Differs(Key::Uti)),
            Not(&Differs(Key::RequestId)),
            Not(&Differs(Key::Session)),
            Not(&Differs(Key::ObjectId)),
            Not(&Differs(Key::Puid)),
            Not(&Differs(Key::IssuedAt)),
            Not(&Differs(Key::IssuerTenant)),
            Not(&Differs(Key::HomeTenant)),
            Not(&Differs(Key::TokenTenant)),
            Not(&Differs(Key::Client)),
            Not(&Differs(Key::Resource)),
            Not(&Differs(Key::User)),
        ]),
    },
];

/// Clocks of two services may be this far apart, in seconds.
pub const CLOCKS: i64 = 60;

/// Services accept a token for so long after its end, in seconds.
pub const GRACE: i64 = 5 * 60;

/// What earns a strength.
pub(super) fn rung(strength: Strength) -> Option<&'static Rung> {
    LADDER.iter().find(|rung| rung.strength == strength)
}

impl Tie {
    /// Whether it is so.
    pub(super) fn holds(
        &self,
        token: &TokenKeys,
        record: &AuditRecord,
        compared: &Comparison,
    ) -> bool {
        let holds = |tie: &Self| tie.holds(token, record, compared);
        match self {
            Self::All(all) => all.iter().all(holds),
            Self::Any(any) => any.iter().any(holds),
            Self::Not(tie) => !holds(tie),
            Self::Agrees(key) => compared.agrees(*key),
            Self::Differs(key) => compared.differs(*key),
            Self::NamesIssue => record.issued_at.is_some(),
            Self::IsAlive => is_alive(token, record),
            Self::IsVisit => token.visit().is_some_and(|(issuer, home)| {
                record.organization == Some(issuer) && record.actor_home() == Some(home)
            }),
        }
    }
}

/// Whether the record was written while the token could be used. `iat` is about five minutes before
/// the real time of issue, so nothing is taken off at the beginning but what clocks differ.
fn is_alive(token: &TokenKeys, record: &AuditRecord) -> bool {
    let (Some(from), Some(to), Some(time)) = (token.issued_at, token.expires_at, record.time)
    else {
        return false;
    };
    time.seconds_since(from) >= -CLOCKS && time.seconds_since(to) <= GRACE
}

#[cfg(test)]
mod tests;
