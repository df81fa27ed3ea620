//! The normalised columns of raw records of the unified audit log, in SQL: what `audit::dialects::unified`
//! reads in Rust. A test holds the two against each other.
//!
//! Not its job: other logs. `jwtenant audit --format records` reads them all.

use super::Sql;
use crate::audit::record::FAILURES;
use crate::facts;
use crate::hunt::expression::Expression;

const GUID: &str = "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const ZEROS: &str = "00000000-0000-0000-0000-000000000000";
const PUID: &str = "(?:^|[|])\\s*([0-9A-Fa-f]{16})\\s*(?:@[^|]*)?$";
const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}";
const BRACKETS: &str = "^\\[([^\\]]*)\\].*$";
const PARENTHESES: &str = "^.*[(]([^)]*)[)].*$";
const PORT: &str = "^(?:::[Ff]{4}:)?([0-9]+[.][0-9]+[.][0-9]+[.][0-9]+)(?::[0-9]+)?$";
const ADDRESS: &str = "^[0-9a-f:.]*[.:][0-9a-f:.]*$";

/// The select of all columns from relation `rows`, whose `r` is the record's JSON text.
pub fn view(sql: &Sql, rows: &str, prefilter: &Expression) -> String {
    let list: Vec<String> = columns(sql)
        .into_iter()
        .map(|(name, text)| format!("  {text} as {name}"))
        .collect();
    let parsed = (sql.parse)("r");
    let is_there = Expression::all([
        Expression::Atom("r is not null".to_owned()),
        Expression::Atom("length(r) > 1".to_owned()),
        prefilter.clone(),
    ]);
    format!(
        "select\n{}\nfrom (select {parsed} as j from {rows} where {}) y where {} <> '' and {} <> ''",
        list.join(",\n"),
        is_there.text(),
        text("j.CreationTime"),
        text("j.Operation")
    )
}

fn text(member: &str) -> String {
    format!("coalesce(trim({member}), '')")
}

fn guid(sql: &Sql, member: &str) -> String {
    let lower = (sql.language.lower)(&text(member));
    format!("replace({}, '{ZEROS}', '')", (sql.extract)(&lower, GUID))
}

fn puid(sql: &Sql, member: &str) -> String {
    format!("upper({})", (sql.extract)(&text(member), PUID))
}

fn plain(_: &Sql, member: &str) -> String {
    text(member)
}

fn address(sql: &Sql, member: &str) -> String {
    let inner = (sql.reduce)(&text(member), PARENTHESES);
    let bare = (sql.reduce)(&(sql.reduce)(&inner, BRACKETS), PORT);
    (sql.extract)(&format!("lower({bare})"), ADDRESS)
}

fn time(sql: &Sql, member: &str) -> String {
    format!("replace({}, ' ', 'T')", (sql.extract)(&text(member), TIME))
}

/// Numbers, where an export may have the names.
fn numbered(member: &str, names: &[(String, String)]) -> String {
    let cases: Vec<String> = names
        .iter()
        .map(|(name, number)| format!("when '{name}' then '{number}'"))
        .collect();
    let member = text(member);
    format!("case lower({member}) {} else {member} end", cases.join(" "))
}

fn record_types() -> Vec<(String, String)> {
    // Those that a condition asks for.
    let asked = ["4", "6", "8", "14", "15", "25", "372"];
    let known = asked.into_iter().flat_map(facts::logs::RecordType::find);
    let names = known.flat_map(|kind| {
        let names = [kind.name, kind.wire_name].into_iter();
        names.map(move |name| (name.to_lowercase(), kind.value.to_owned()))
    });
    names.filter(|(name, _)| !name.is_empty()).collect()
}

fn user_types() -> Vec<(String, String)> {
    let known = facts::logs::user_types();
    known
        .map(|kind| (kind.name.to_lowercase(), kind.value.to_owned()))
        .collect()
}

fn words(sql: &Sql, parts: &[String]) -> String {
    format!("trim({})", (sql.join)("' '", parts))
}

fn lines(sql: &Sql, parts: &[String]) -> String {
    let end = sql.language.line_feed;
    // Empty parts leave line feeds at the ends.
    let joined = (sql.join)(end, parts);
    (sql.language.without)(&joined, "^\\n+|\\n+$")
}

fn first(sql: &Sql, words: &str) -> String {
    (sql.extract)(words, "^\\S+")
}

fn or(one: &str, other: &str) -> String {
    format!("case when {one} <> '' then {one} else {other} end")
}

fn is_true(member: &str) -> String {
    format!(
        "case when lower({}) = 'true' then 'true' else '' end",
        text(member)
    )
}

/// Later columns may name earlier ones.
fn columns(sql: &Sql) -> Vec<(&'static str, String)> {
    let end = sql.language.line_feed;
    let people = |kind: &str| (sql.identities)("j.Actor", kind, plain, sql, end);
    let ids = |list: &str, kind: &str| (sql.identities)(list, kind, guid, sql, "' '");
    let device = |key: &str| text(&(sql.named)("j.DeviceProperties", key));
    let extended = |key: &str| text(&(sql.named)("j.ExtendedProperties", key));
    let session = |member: String| (sql.extract)(&format!("lower({member})"), "^\\S+$");
    let clients = [
        "j.ApplicationId",
        "j.ClientAppId",
        "j.AppId",
        "j.AppAccessContext.ClientAppId",
    ];
    let addresses = [
        "j.ClientIP",
        "j.ActorIpAddress",
        "j.ClientIPAddress",
        "j.ActorIP",
    ];
    let written_client = format!(
        "coalesce({})",
        clients[..3]
            .iter()
            .map(|member| format!("nullif({}, '')", text(member)))
            .chain(["''".to_owned()])
            .collect::<Vec<_>>()
            .join(", ")
    );
    let api = "case lower(coalesce(trim(j.Workload), '')) when 'exchange' then '00000002-0000-0ff1-ce00-000000000000' when 'sharepoint' then '00000003-0000-0ff1-ce00-000000000000' when 'onedrive' then '00000003-0000-0ff1-ce00-000000000000' else '' end";
    let of_sign_in = |text: String| format!("case when rt = '15' then {text} else '' end");
    vec![
        ("id", text("j.Id")),
        ("t", time(sql, "j.CreationTime")),
        ("op", text("j.Operation")),
        ("rt", numbered("j.RecordType", &record_types())),
        ("org", guid(sql, "j.OrganizationId")),
        (
            "usr",
            format!(
                "case when {0} <> '' then {0} else {1} end",
                text("j.UserId"),
                (sql.extract)(&people("5"), "^[^\\n]+")
            ),
        ),
        ("users", lines(sql, &[text("j.UserId"), people("5")])),
        ("actors", people("1")),
        (
            "actor_tenant",
            format!(
                "coalesce(nullif({}, ''), nullif({}, ''), nullif({}, ''), case when {} then {} else '' end, '')",
                guid(sql, "j.ActorContextId"),
                guid(sql, "j.ExternalUserTenantId"),
                guid(sql, "j.TokenTenantId"),
                (sql.language.begins)("usr", "'.cid.'"),
                (sql.only_other)("j.ParticipantInfo.ParticipatingTenantIds", "org")
            ),
        ),
        (
            "oids",
            words(
                sql,
                &[
                    ids("j.Actor", "0"),
                    guid(sql, "j.UserKey"),
                    guid(sql, "j.TokenObjectId"),
                    guid(sql, "j.AppAccessContext.UserObjectId"),
                ],
            ),
        ),
        ("oid", first(sql, "oids")),
        (
            "puids",
            words(
                sql,
                &[
                    (sql.identities)("j.Actor", "3", puid, sql, "' '"),
                    puid(sql, "j.UserKey"),
                ],
            ),
        ),
        ("ukey", text("j.UserKey")),
        ("utype", numbered("j.UserType", &user_types())),
        ("apps", words(sql, &clients.map(|member| guid(sql, member)))),
        ("app", or(&first(sql, "apps"), &written_client)),
        ("object", text("j.ObjectId")),
        (
            "resources",
            of_sign_in(words(sql, &[guid(sql, "j.ObjectId"), ids("j.Target", "0")])),
        ),
        ("res", of_sign_in(or(&first(sql, "resources"), "object"))),
        (
            "apis",
            words(
                sql,
                &[guid(sql, "j.AppAccessContext.APIId"), api.to_owned()],
            ),
        ),
        (
            "ips",
            words(sql, &addresses.map(|member| address(sql, member))),
        ),
        ("ip", first(sql, "ips")),
        (
            "req",
            or(
                &guid(sql, "j.IntraSystemId"),
                &guid(sql, "j.IntraSystemsId"),
            ),
        ),
        (
            "uti",
            (sql.extract)(&text("j.AppAccessContext.UniqueTokenId"), "^([^=]*)=*$"),
        ),
        (
            "sids",
            words(
                sql,
                &[
                    session(text("j.SessionId")),
                    session(text("j.AppAccessContext.AADSessionId")),
                    session(device("SessionId")),
                ],
            ),
        ),
        ("sid", first(sql, "sids")),
        ("reqtype", extended("RequestType")),
        ("ticket", text("j.SupportTicketId")),
        ("workload", text("j.Workload")),
        ("iat", time(sql, "j.AppAccessContext.IssuedAtTime")),
        ("error", text("j.ErrorNumber")),
        (
            "failed",
            format!(
                "case when rt <> '15' and lower({}) in ('{}') then 'true' else '' end",
                text("j.ResultStatus"),
                FAILURES.join("', '")
            ),
        ),
        ("log", "'unified-audit'".to_owned()),
        ("log_tenant", "org".to_owned()),
        ("target_tenant", guid(sql, "j.TargetContextId")),
        ("token_tenant", guid(sql, "j.TokenTenantId")),
        ("access", "''".to_owned()),
        ("external", "''".to_owned()),
        ("external_access", is_true("j.ExternalAccess")),
        ("logon", (sql.extract)(&text("j.LogonType"), "^-?[0-9]+$")),
        ("chat", is_true("j.ParticipantInfo.HasForeignTenantUsers")),
        ("method", extended("UserAuthenticationMethod")),
        ("transfer", "''".to_owned()),
        (
            "odd",
            format!(
                "case when rt = '15' and {} <> '' then 'true' else '' end",
                // A resource that is named by its address, which only the program's table knows.
                (sql.extract)(&text("j.ObjectId"), "^.*[:.].*$")
            ),
        ),
        ("source", "'unified-audit-log'".to_owned()),
    ]
}

/// Members that the typed record holds: texts; pairs; identities; and those of nested objects.
pub const TEXTS: &[&str] = &[
    "Id",
    "CreationTime",
    "Operation",
    "RecordType",
    "OrganizationId",
    "ActorContextId",
    "TargetContextId",
    "TokenTenantId",
    "TokenObjectId",
    "ExternalUserTenantId",
    "ExternalAccess",
    "ResultStatus",
    "LogonType",
    "UserKey",
    "UserId",
    "UserType",
    "ClientAppId",
    "ApplicationId",
    "AppId",
    "ObjectId",
    "ClientIP",
    "ClientIPAddress",
    "ActorIpAddress",
    "ActorIP",
    "IntraSystemId",
    "IntraSystemsId",
    "SessionId",
    "SupportTicketId",
    "Workload",
    "ErrorNumber",
];
pub const TOKEN: &[&str] = &[
    "UniqueTokenId",
    "AADSessionId",
    "ClientAppId",
    "IssuedAtTime",
    "APIId",
    "UserObjectId",
];
pub const PAIRS: &[&str] = &["DeviceProperties", "ExtendedProperties"];
pub const IDENTITIES: &[&str] = &["Actor", "Target"];
