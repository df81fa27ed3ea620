//! The arguments of `hunt`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};

use jwtenant::entra::expectation::ExpectedTenant;
use jwtenant::hunt::keys::NAMES;
use jwtenant::hunt::logs::{Logs, SHAPES, Shape};
use jwtenant::hunt::question::QUESTIONS;
use jwtenant::hunt::{ENGINES, Engine, Question, engine};

use super::{Inputs, tenant};

/// Examples and what the outcome means.
pub fn help() -> String {
    let keys: Vec<String> = NAMES
        .iter()
        .map(|key| format!("  {:<9} {}", key.word, key.meaning))
        .collect();
    format!(
        "Examples:\n  \
         jwtenant hunt token.txt --engine sentinel\n  \
         jwtenant hunt token.txt --engine sentinel,xdr,purview -o hunt/\n  \
         jwtenant hunt --key uti=Jwp91fut10aSPCxyzuFHAA --engine graph\n  \
         jwtenant hunt --engine xdr --tenant 8e2f60d1-47ab-4f39-b6c5-91d03c7ea254\n  \
         jwtenant hunt token.txt --engine duckdb --logs export.csv > trace.sql\n\n\
         Keys:\n{}\n\n\
         Offline: nothing is run, nobody is asked, nothing is verified. Export what a query returns as CSV or JSON, \
         and jwtenant audit reads it.\n\n\
         JSON (--json): schema jwtenant-hunt/1: question, days, window, verified (always false), keys [{{key, value}}], \
         own_tenants, not_used [{{key, why}}], queries [{{engine, question, name, language, text, tables, blind, \
         explains, only_by_audit, run}}].\n\n\
         Exit codes: 0 written, 2 wrong arguments or nothing to search by, 3 no token in the input",
        keys.join("\n")
    )
}

#[derive(Args)]
pub struct HuntArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    /// Which engines to write for, with commas
    #[arg(long, value_name = "ENGINE", required = true, value_delimiter = ',', value_parser = engines())]
    pub engine: Vec<&'static Engine>,
    /// What to ask [default: trace; without a token or key: foreign]
    #[arg(long, value_name = "QUESTION", value_parser = questions())]
    pub question: Option<Question>,
    /// The own tenant, for the question foreign: its GUID; several: all of them are yours
    #[arg(long, value_name = "GUID", env = super::tenant_variable(), value_delimiter = ',', value_parser = tenant)]
    pub tenant: Vec<ExpectedTenant>,
    /// Days to look back, or around the time of issue [default: 30; for trace the token's longest life; for
    /// foreign in files all of them]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: Option<u32>,
    /// Search by this too, or instead of the token's own; the keys are listed below
    #[arg(long, value_name = "NAME=VALUE")]
    pub key: Vec<String>,
    /// Where duckdb, clickhouse and spark find the logs, wildcards allowed
    #[arg(long, value_name = "FILES", default_value = "records.jsonl")]
    logs: String,
    /// How the records stand in them [default: by name: records in it, the ending .csv, else jsonl]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    shape: Option<Shape>,
    /// Write each query into a file of this folder, and a README.txt beside them
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write one JSON document instead
    #[arg(long)]
    pub json: bool,
    /// Say nothing on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

impl HuntArgs {
    /// The files of `--logs`.
    pub fn logs(&self) -> Logs {
        Logs::at(&self.logs, self.shape)
    }
}

fn engines() -> impl clap::builder::TypedValueParser<Value = &'static Engine> {
    let values = ENGINES.iter().map(|engine| {
        PossibleValue::new(engine.id)
            .aliases(engine.also)
            .help(engine.title)
    });
    PossibleValuesParser::new(values).try_map(|word| engine(&word).ok_or("unknown engine"))
}

fn questions() -> impl clap::builder::TypedValueParser<Value = Question> {
    let values = QUESTIONS
        .iter()
        .map(|(_, word, meaning)| PossibleValue::new(*word).help(*meaning));
    PossibleValuesParser::new(values).try_map(|word| {
        let mut all = QUESTIONS.iter();
        let known = all.find(|(_, known, _)| *known == word);
        known
            .map(|(question, ..)| *question)
            .ok_or("unknown question")
    })
}

fn shapes() -> impl clap::builder::TypedValueParser<Value = Shape> {
    let values = SHAPES
        .iter()
        .map(|(_, word, meaning)| PossibleValue::new(*word).help(*meaning));
    PossibleValuesParser::new(values).try_map(|word| {
        let mut all = SHAPES.iter();
        let known = all.find(|(_, known, _)| *known == word);
        known.map(|(shape, ..)| *shape).ok_or("unknown shape")
    })
}
