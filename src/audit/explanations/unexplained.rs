//! The last of the list: a foreign actor that nothing else accounts for.
//!
//! Not its job: sounding an alarm. It says what to look at.

use super::evidence;
use super::sources::MICROSOFT;
use crate::audit::condition::Condition;
use crate::audit::explanation::{About, Explanation, Grouping};
use crate::finding::{Confidence, Severity};

pub(super) const FOREIGN_ACTOR: Explanation = Explanation {
    id: "foreign-actor-unexplained",
    about: About::Foreign,
    // Not because it is bad: an entry that nothing accounts for is the one that somebody must read.
    severity: Severity::Medium,
    confidence: Confidence::Low,
    title: "An actor from another tenant, and nothing in the entry says why",
    why: "The actor's tenant is not the one whose log this is, and the entry fits none of the known \
          shapes. Guests, partner administrators, shared channels and provisioning between tenants \
          all leave such entries; so does access that nobody intended. The entry alone does not tell \
          them apart.",
    what_would_change_it: "A guest account, a partner relationship or a cross-tenant access setting \
          that names the actor's tenant explains it. Changes to mail rules, roles, applications or \
          credentials by the same actor would make it serious.",
    look_alikes: &[
        "pass-through-sign-in",
        "guest-account",
        "partner-administrator",
    ],
    next_steps: &[
        "Look up {user} among your guest accounts.",
        "Look up {actor_tenant} among partner relationships and cross-tenant access settings.",
        "Read everything by the same user, object id and session around {time}, changes first.",
    ],
    came_to_nothing: false,
    grouping: Grouping::Actor,
    sources: &[MICROSOFT],
    condition: Condition::ALWAYS,
    evidence: |record| evidence::of(record),
};
