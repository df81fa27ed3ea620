//! Every column: name, shape and meaning, in the order in which they are written.
//!
//! Not its job: what a record holds for one (`column.rs`).

use super::Column;
use super::Shape::{self, Lines, One, Words};

/// Name, shape and meaning of every column, in the order in which they are written.
pub const COLUMNS: &[(Column, &str, Shape, &str)] = &[
    (Column::Id, "id", One, "the record's own id"),
    (
        Column::Time,
        "t",
        One,
        "when, UTC to the second: 2026-11-20T12:03:32",
    ),
    (
        Column::Operation,
        "op",
        One,
        "the operation; sign-ins of every log are UserLoggedIn, UserLoginFailed, or UserLoginUnknown where the log gives no result",
    ),
    (
        Column::RecordType,
        "rt",
        One,
        "RecordType of the unified audit log, as a number",
    ),
    (
        Column::Organization,
        "org",
        One,
        "the tenant that was signed in to or acted upon",
    ),
    (
        Column::ActorTenant,
        "actor_tenant",
        One,
        "the tenant where the actor lives, as far as the record tells",
    ),
    (Column::ObjectId, "oid", One, "object id of who acted"),
    (Column::User, "usr", One, "name of who acted, as written"),
    (Column::UserKey, "ukey", One, "UserKey, as written"),
    (
        Column::UserType,
        "utype",
        One,
        "UserType of the unified audit log, as a number",
    ),
    (
        Column::App,
        "app",
        One,
        "the client: its application id, else what stood there",
    ),
    (
        Column::Resource,
        "res",
        One,
        "what a sign-in was for: its application id, else what stood there",
    ),
    (
        Column::Address,
        "ip",
        One,
        "the client's address, without port and brackets",
    ),
    (
        Column::Request,
        "req",
        One,
        "request id of the sign-in: the decoded form of a token's uti",
    ),
    (
        Column::Uti,
        "uti",
        One,
        "the token's uti, without padding; its case matters",
    ),
    (Column::Session, "sid", One, "the session id, in lower case"),
    (
        Column::RequestType,
        "reqtype",
        One,
        "RequestType of a sign-in",
    ),
    (Column::Ticket, "ticket", One, "SupportTicketId"),
    (
        Column::Workload,
        "workload",
        One,
        "the workload that wrote it",
    ),
    (
        Column::Device,
        "dev",
        One,
        "the device, as the directory knows it",
    ),
    (
        Column::IssuedAt,
        "iat",
        One,
        "when the token was issued, UTC to the second",
    ),
    (
        Column::Error,
        "error",
        One,
        "the STS error number, 0 for none",
    ),
    (
        Column::Log,
        "log",
        One,
        "unified-audit, sign-in, graph-activity, azure-activity or directory",
    ),
    (
        Column::LogTenant,
        "log_tenant",
        One,
        "the tenant whose log it is, where the record says so",
    ),
    (
        Column::TargetTenant,
        "target_tenant",
        One,
        "the tenant of what was acted upon",
    ),
    (
        Column::TokenTenant,
        "token_tenant",
        One,
        "tid of the token, in entries of Exchange and Azure",
    ),
    (
        Column::Access,
        "access",
        One,
        "crossTenantAccessType of a sign-in log, in lower case",
    ),
    (
        Column::External,
        "external",
        One,
        "true where the log calls the user external, without saying whose",
    ),
    (
        Column::ExternalAccess,
        "external_access",
        One,
        "true where Exchange says that somebody from outside acted",
    ),
    (
        Column::LogonType,
        "logon",
        One,
        "LogonType of a mailbox entry, as a number",
    ),
    (
        Column::Chat,
        "chat",
        One,
        "true where people of other tenants take part in a chat",
    ),
    (Column::Method, "method", One, "UserAuthenticationMethod"),
    (
        Column::Transfer,
        "transfer",
        One,
        "how the credential reached the client: deviceCodeFlow, ..",
    ),
    (
        Column::Object,
        "object",
        One,
        "ObjectId: a mailbox, file, site or request address",
    ),
    (
        Column::ObjectIds,
        "oids",
        Words,
        "every object id of who acted",
    ),
    (
        Column::Puids,
        "puids",
        Words,
        "every PUID of who acted, in upper case",
    ),
    (
        Column::Users,
        "users",
        Lines,
        "every name of who acted, one a line",
    ),
    (
        Column::Actors,
        "actors",
        Lines,
        "display names of who acted, one a line",
    ),
    (Column::Apps, "apps", Words, "every client's application id"),
    (
        Column::Resources,
        "resources",
        Words,
        "every application that a token was asked for",
    ),
    (
        Column::Apis,
        "apis",
        Words,
        "applications that the workload says it served a token for, or that it is",
    ),
    (
        Column::Sessions,
        "sids",
        Words,
        "every session id, in lower case",
    ),
    (Column::Addresses, "ips", Words, "every address"),
];
