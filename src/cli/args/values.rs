//! Values of options that several verbs share, or that are looked up in a list.
//!
//! Not its job: the options themselves.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};

use jwtenant::entra::expectation::{ExpectedIssuer, ExpectedTenant};
use jwtenant::entra::tenant::TenantName;
use jwtenant::finding::Severity;
use jwtenant::report::{self, FORMATS, Format, RECORDS};

/// Where a tenant is read from without an option. A variable that is set to nothing is not set.
pub(super) fn tenant_variable() -> Option<&'static str> {
    const NAME: &str = "JWTENANT_TENANT";
    let is_empty = std::env::var_os(NAME).is_some_and(|value| value.is_empty());
    (!is_empty).then_some(NAME)
}

pub(super) fn tenant(text: &str) -> Result<ExpectedTenant, String> {
    let name: TenantName = text
        .parse()
        .map_err(|error: jwtenant::entra::tenant::NotATenant| error.to_string())?;
    Ok(ExpectedTenant::new(text.trim(), name))
}

pub(super) fn issuer(text: &str) -> Result<ExpectedIssuer, String> {
    let issuer = ExpectedIssuer::new(text);
    match issuer.nickname() {
        Some(nickname) => Err(format!(
            "{nickname} stands for every tenant; name one, or say --tenant any"
        )),
        None => Ok(issuer),
    }
}

pub(super) fn severity() -> impl clap::builder::TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::word)).map(|word| {
        let known = Severity::ALL
            .into_iter()
            .find(|severity| severity.word() == word);
        known.unwrap_or(Severity::Medium)
    })
}

pub(super) fn format() -> impl clap::builder::TypedValueParser<Value = &'static Format> {
    let value = |format: &Format| PossibleValue::new(format.name).help(format.help);
    let all = FORMATS.iter().chain([RECORDS]);
    PossibleValuesParser::new(all.map(value)).try_map(|name| {
        let records = || (name == RECORDS.name).then_some(RECORDS);
        report::format(&name)
            .or_else(records)
            .ok_or("unknown format")
    })
}
