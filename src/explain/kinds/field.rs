//! Fields of audit and sign-in logs, and columns of the tables in which log engines keep them.

use crate::explain::meaning::{Kind, Meaning};
use crate::facts::Basis;
use crate::facts::logs::{self, Column, Field};

pub(super) const KIND: Kind = Kind {
    name: "log-field",
    help: "a field of an audit or sign-in log, or a column (ActorContextId, IntraSystemId)",
    look_up,
    keys: || {
        let mut keys: Vec<_> = Field::all().map(|field| field.name).collect();
        keys.extend(Column::all().map(|column| column.name));
        keys.sort_unstable();
        keys.dedup();
        keys
    },
};

fn look_up(word: &str) -> Vec<Meaning> {
    // `AppAccessContext.UniqueTokenId` is asked by its last part.
    let word = word.rsplit('.').next().unwrap_or(word);
    let columns: Vec<Column> = Column::all()
        .filter(|column| column.name.eq_ignore_ascii_case(word))
        .collect();
    let fields = logs::fields(word);
    if let (true, Some(first)) = (fields.is_empty(), columns.first()) {
        let title = format!("{}, a column of log tables", first.name);
        return vec![
            Meaning::new(KIND.name, first.name, title, source(first))
                .lines("tables", tables(&columns))
                .line(
                    "note",
                    "Only that these tables have it is known here, not what it means.",
                ),
        ];
    }
    fields
        .into_iter()
        .map(|field| meaning(field, &columns))
        .collect()
}

fn meaning(field: Field, columns: &[Column]) -> Meaning {
    let claim = match field.claim {
        "" => String::new(),
        "idp" => "the home in idp or altsecid is its counterpart".to_owned(),
        claim => format!("{claim} is its counterpart"),
    };
    let related: &[&str] = match field.name {
        "ActorContextId" | "homeTenantId" => {
            &["OrganizationId", "resourceTenantId", "pass-through-sign-in"]
        }
        "IntraSystemId" => &["uti", "InterSystemsId"],
        "ErrorNumber" | "LogonError" => &["sts-error"],
        "crossTenantAccessType" => &["pass-through-user", "b2b-guest", "partner-admin"],
        "authenticationProtocol" | "originalTransferMethod" => &["device-code-sign-in"],
        _ => &[],
    };
    Meaning::new(
        KIND.name,
        field.name,
        format!("{}, a field of logs", field.name),
        field.source,
    )
    .line("means", field.meaning)
    .line("reading", field.reading)
    .line("stands in", field.log)
    .line("in a token", claim)
    .lines("same name in", tables(columns))
    .line("basis", field.basis.words())
    .related((!field.claim.is_empty()).then_some(field.claim))
    .related(related.iter().copied())
}

/// The tables that have the column, those of one product and type on one line.
fn tables(columns: &[Column]) -> Vec<String> {
    let mut groups: Vec<(&str, &str, bool, Vec<&str>)> = Vec::new();
    for column in columns {
        let is_sure = column.basis == Basis::Documented;
        let same = groups.iter_mut().find(|(product, kql_type, sure, _)| {
            (*product, *kql_type, *sure) == (column.product, column.kql_type, is_sure)
        });
        match same {
            Some((.., tables)) => tables.push(column.table),
            None => groups.push((column.product, column.kql_type, is_sure, vec![column.table])),
        }
    }
    groups
        .into_iter()
        .map(|(product, kql_type, is_sure, tables)| {
            let kql_type = if kql_type.is_empty() {
                "type differs"
            } else {
                kql_type
            };
            let doubt = if is_sure { "" } else { "; not confirmed" };
            format!("{} ({product}, {kql_type}{doubt})", tables.join(", "))
        })
        .collect()
}

fn source(column: &Column) -> String {
    format!("schemas of log tables: {}", column.source)
}
