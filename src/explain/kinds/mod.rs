//! Every kind of word that can be explained, in the order in which several meanings of one word are
//! told.

use super::meaning::Kind;

pub(super) mod app;
mod claim;
pub(super) mod code;
mod diagnosis;
mod explanation;
mod field;
mod identity_type;
mod issuer;
mod log_table;
mod number;
mod permission;
mod record_type;
pub(super) mod refusal;
mod request;
mod resource;
mod role;
mod rule;
pub(super) mod tenant;
mod user_type;

/// The list.
pub const KINDS: &[Kind] = &[
    rule::KIND,
    explanation::KIND,
    diagnosis::KIND,
    claim::KIND,
    app::KIND,
    tenant::KIND,
    resource::KIND,
    permission::KIND,
    role::KIND,
    record_type::KIND,
    user_type::KIND,
    identity_type::KIND,
    log_table::KIND,
    field::KIND,
    code::KIND,
    refusal::KIND,
    issuer::KIND,
    request::KIND,
];
