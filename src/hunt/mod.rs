//! The same questions where the logs already live: queries and scripts for the engines that hold them,
//! with every join key of a token filled in. Nothing is run, nobody is asked.
//!
//! What is asked comes from the lists that `audit` asks its records by (`audit::condition`,
//! `audit::ladder`), so an engine and the program give the same answer; where an engine cannot, it says
//! `unexplained-here`.
//!
//! Not its job: reading tokens or logs.

mod conditions;
pub mod engine;
mod expression;
pub mod keys;
mod kql;
mod language;
pub mod literal;
pub mod logs;
mod powershell;
pub mod question;
mod sql;
mod tell;
mod ties;

pub use self::conditions::{UNEXPLAINED_HERE, only_by_audit};
pub use self::engine::{Engine, HuntError, Text};
pub use self::keys::{KeyError, Keys, NotUsed};
pub use self::logs::Logs;
pub use self::question::Question;
pub use self::tell::{files, human, json, read_me};

use self::engine::Order;
use crate::trace::Key;

/// Every engine.
pub const ENGINES: &[Engine] = &[
    Engine {
        id: "sentinel",
        also: &["kql"],
        title: "Microsoft Sentinel, Log Analytics",
        language: "kql",
        remark: "//",
        ending: "kql",
        sees: "sign-ins, Graph requests, Azure, directory changes, Exchange, SharePoint, Teams; everything of the unified audit log through CloudAppEvents",
        blind: &[
            "OfficeActivity never holds Entra's own entries: without CloudAppEvents, sign-ins that were only passed through are missing.",
            "MicrosoftServicePrincipalSignInLogs has neither id nor address nor session.",
            "A table whose connector is off is passed over without a word.",
            "A resource that is named by its address instead of its id matches nothing; such a sign-in is unexplained-here.",
            "Rows arrive up to half an hour late.",
        ],
        explains: Some(&kql::KQL),
        run: "paste it into Logs and run it",
        write: kql::sentinel,
    },
    Engine {
        id: "xdr",
        also: &["defender"],
        title: "Microsoft Defender XDR, advanced hunting",
        language: "kql",
        remark: "//",
        ending: "kql",
        sees: "30 days of sign-ins, Graph requests, and of everything that Defender for Cloud Apps collects",
        blind: &[
            "The sign-in tables do not name the home tenant, only whether somebody is external or a guest.",
            "Without Defender for Cloud Apps there is no entry of a mailbox, a site or a chat.",
            "A resource that is named by its address instead of its id matches nothing; such a sign-in is unexplained-here.",
            "Nothing older than 30 days.",
        ],
        explains: Some(&kql::KQL),
        run: "paste it into Advanced hunting and run it",
        write: kql::defender,
    },
    Engine {
        id: "duckdb",
        also: &[],
        title: "DuckDB",
        language: "sql",
        remark: "--",
        ending: "sql",
        sees: "the files of --logs",
        blind: FILES,
        explains: Some(&sql::DUCKDB.language),
        run: "duckdb < FILE",
        write: |order| sql::write(&sql::DUCKDB, order),
    },
    Engine {
        id: "spark",
        also: &["databricks"],
        title: "Spark 4, Databricks",
        language: "sql",
        remark: "--",
        ending: "sql",
        sees: "the files of --logs",
        blind: FILES,
        explains: Some(&sql::SPARK.language),
        run: "spark-sql -f FILE",
        write: |order| sql::write(&sql::SPARK, order),
    },
    Engine {
        id: "clickhouse",
        also: &[],
        title: "ClickHouse",
        language: "sql",
        remark: "--",
        ending: "sql",
        sees: "the files of --logs",
        blind: FILES,
        explains: Some(&sql::CLICKHOUSE.language),
        run: "clickhouse local --queries-file FILE",
        write: |order| sql::write(&sql::CLICKHOUSE, order),
    },
    Engine {
        id: "purview",
        also: &[],
        title: "Purview audit, through Exchange Online PowerShell",
        language: "powershell",
        remark: "#",
        ending: "ps1",
        sees: "the unified audit log, 180 days or what the licence keeps",
        blind: &[
            "It searches for words: nobody can search for another tenant than one's own. The script fetches, `jwtenant audit` judges.",
            "At most 50,000 records come back of one search.",
            "Sign-in logs are not part of it.",
        ],
        explains: None,
        run: "after Connect-ExchangeOnline, run it in PowerShell",
        write: powershell::purview,
    },
    Engine {
        id: "graph",
        also: &[],
        title: "Microsoft Graph PowerShell",
        language: "powershell",
        remark: "#",
        ending: "ps1",
        sees: "sign-in logs, 30 days, and the unified audit log",
        blind: &[
            "Sign-ins can be searched by request id, person and time; not by uti or session.",
            "The search of the unified audit log may take hours, and not every national cloud has it.",
            "The script fetches, `jwtenant audit` judges.",
        ],
        explains: None,
        run: "after Connect-MgGraph -Scopes AuditLog.Read.All, AuditLogsQuery.Read.All, run it in PowerShell",
        write: powershell::graph,
    },
];

const FILES: &[&str] = &[
    "Only what is in the files; raw records (csv, jsonl) are read in the spellings that Microsoft writes today, `--format records` reads all that jwtenant can.",
    "In raw records a resource that is named by its address instead of its id matches nothing; such a sign-in is unexplained-here.",
    "An address of IPv6 matches only in its canonical spelling.",
    "The table of Microsoft's applications is the one of this program's version.",
];

/// The engine of this name.
#[must_use]
pub fn engine(name: &str) -> Option<&'static Engine> {
    let is_meant = |engine: &&Engine| engine.id == name || engine.also.contains(&name);
    ENGINES.iter().find(is_meant)
}

/// What is asked, and of whom.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub engines: Vec<&'static Engine>,
    pub question: Question,
    /// Days to look back, where the person said so.
    pub days: Option<u32>,
    pub logs: &'a Logs,
}

/// Queries, and what they were made of.
#[derive(Debug)]
pub struct Hunt<'a> {
    pub keys: &'a Keys,
    pub asked: &'a Asked<'a>,
    /// In the order of the engines.
    pub queries: Vec<Query>,
}

/// One query of one engine.
#[derive(Debug)]
pub struct Query {
    pub engine: &'static Engine,
    pub text: Text,
}

/// Writes the queries.
///
/// # Errors
/// When there is nothing to search by, or a path that no query can hold.
pub fn hunt<'a>(keys: &'a Keys, asked: &'a Asked) -> Result<Hunt<'a>, HuntError> {
    let question = asked.question;
    let needed = question.keys();
    let is_there = |key: &Key| match key {
        Key::HomeTenant => keys.token.visit().is_some() && keys.token.issued_at.is_some(),
        key => keys.has(*key),
    };
    if question == Question::Foreign && keys.own.is_empty() {
        return Err(HuntError::NoTenant);
    }
    if question != Question::Foreign && !needed.iter().any(is_there) {
        let words: Vec<&str> = needed.iter().map(|key| key.word()).collect();
        return Err(HuntError::NoKey {
            question: question.word(),
            needs: words.join(", "),
        });
    }
    let mut queries = Vec::new();
    let order = Order::of(keys, asked);
    for engine in &asked.engines {
        let texts = (engine.write)(&order)?;
        queries.extend(texts.into_iter().map(|text| Query { engine, text }));
    }
    Ok(Hunt {
        keys,
        asked,
        queries,
    })
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

#[cfg(test)]
mod tests;
