//! Scripts that fetch records where no query language reaches them: they search by what the service can
//! search by, and leave the rest to `jwtenant audit` on what they save.
//!
//! Not its job: running anything, or holding a credential.

mod graph;
mod purview;

pub use graph::write as graph;
pub use purview::write as purview;

use super::engine::Order;
use super::literal;
use super::question::Question;
use super::ties::second;

/// A text as PowerShell's literal. Keys are parsed before; what could still be refused is left empty.
fn quoted(text: &str) -> String {
    literal::powershell(text).unwrap_or_else(|| "''".to_owned())
}

/// What the unified audit log is searched for, a search each: sign-ins have only the request id in it, and
/// work only the uti or the session. Nothing where the question is about all.
fn words(order: &Order) -> Vec<String> {
    let token = &order.keys.token;
    let request = token.request_id.map(|id| id.to_string());
    let words: Vec<Option<String>> = match order.question {
        Question::Foreign => Vec::new(),
        Question::Trace | Question::Session => {
            vec![token.uti.clone(), request, token.session.clone()]
        }
        Question::Follow => vec![token.uti.clone(), token.session.clone()],
    };
    words.into_iter().flatten().collect()
}

/// The person as a word to search for, where nothing firmer is known.
fn person(order: &Order) -> Option<String> {
    let token = &order.keys.token;
    let is_asked = matches!(order.question, Question::Trace | Question::Follow);
    let oid = token.object_id.map(|id| id.to_string());
    oid.or_else(|| token.puid.clone()).filter(|_| is_asked)
}

/// The expressions of both ends of the time, in UTC.
fn window(order: &Order) -> (String, String) {
    match order.window() {
        Some((from, to)) => {
            let moment = |time| {
                let text = quoted(&format!("{}Z", second(time)));
                format!("[datetime]::Parse({text}).ToUniversalTime()")
            };
            (moment(from), moment(to))
        }
        None => (
            format!("(Get-Date).ToUniversalTime().AddDays(-{})", order.days()),
            "(Get-Date).ToUniversalTime()".to_owned(),
        ),
    }
}
