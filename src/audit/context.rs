//! Records that name neither the token nor its session, and may belong to it all the same: by person,
//! client and time, or by nothing but the tenants.
//!
//! Workloads write the second at which a token was issued, and no two tokens of one person and client
//! are issued in the same second but those asked for together. Where that is missing, resource and
//! address must agree as well, within the token's life.
//!
//! Not its job: looking tokens up (`correlate.rs`), or what agrees (`compare.rs`).

use uuid::Uuid;

use super::compare::Comparison;
use super::record::AuditRecord;
use crate::trace::{Key, TokenKeys};

/// Clocks of two services may be this far apart, in seconds.
const CLOCKS: i64 = 60;

/// Services accept a token for so long after its end, in seconds.
const GRACE: i64 = 5 * 60;

/// The issuing and the home tenant, where these are two: a token of a guest, a partner, or of somebody
/// whom the issuing tenant does not know at all.
pub(super) fn visit(token: &TokenKeys) -> Option<(Uuid, Uuid)> {
    token
        .issuer_tenant
        .zip(token.home_tenant)
        .filter(|(issuer, home)| issuer != home)
}

/// Whether a record of the same person speaks of this token, as far as such records tell.
pub(super) fn fits(token: &TokenKeys, record: &AuditRecord, compared: &Comparison) -> bool {
    let is_person = compared.agrees(Key::ObjectId) || compared.agrees(Key::Puid);
    if !is_person || !compared.agrees(Key::Client) || compared.differs(Key::Uti) {
        return false;
    }
    if record.issued_at.is_some() {
        return compared.agrees(Key::IssuedAt);
    }
    // One sign-in is several requests; all but one have another id than the token, at nearly its time.
    let is_other_request = compared.differs(Key::RequestId) && !compared.agrees(Key::IssuedAt);
    compared.agrees(Key::Resource)
        && compared.agrees(Key::Address)
        && !compared.differs(Key::Session)
        && !is_other_request
        && is_alive(token, record)
}

/// Whether nothing is known but that the tenants fit, within the token's life. A record that says of
/// itself that it is another person's or another token's does not fit.
pub(super) fn tenants_fit(token: &TokenKeys, record: &AuditRecord, compared: &Comparison) -> bool {
    let elsewhere = [Key::Address, Key::Device];
    let mut differing = compared.contradict.iter();
    differing.all(|found| elsewhere.contains(&found.key)) && is_alive(token, record)
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
