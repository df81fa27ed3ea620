//! Every kind of word that can be explained, in the order in which several meanings of one word are
//! told.

use super::meaning::Kind;

pub(super) mod app;
mod claim;
pub(super) mod code;
mod explanation;
mod issuer;
mod permission;
pub(super) mod refusal;
mod request;
mod resource;
mod role;
mod rule;
pub(super) mod tenant;

/// The list.
pub const KINDS: &[Kind] = &[
    rule::KIND,
    explanation::KIND,
    claim::KIND,
    app::KIND,
    tenant::KIND,
    resource::KIND,
    permission::KIND,
    role::KIND,
    code::KIND,
    refusal::KIND,
    issuer::KIND,
    request::KIND,
];
