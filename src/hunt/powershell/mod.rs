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
use super::ties::second;

/// A text as PowerShell's literal. Keys are parsed before; what could still be refused is left empty.
fn quoted(text: &str) -> String {
    literal::powershell(text).unwrap_or_else(|| "''".to_owned())
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
