//! Whose token is this, can that be proven, is it the tenant that was expected, and if not, why, what
//! did it do, and what now?
//!
//! The house has floors, and an import only ever points down (a test guards it):
//!
//! | floor | modules | what they are for |
//! |---|---|---|
//! | 6 | `main`, `cli` (the binary's own) | arguments, environment, terminal, clock |
//! | 5 | [`inspect`] | the story: the only place where the wings meet |
//! | 4 | [`report`], [`explain`], [`redact`], [`hunt`] | tells about tokens; tells what a word means; hides who is who; hands over to other engines |
//! | 3 | [`authority`], [`audit`], [`rules`] | ask, trace, judge: siblings that do not know each other |
//! | 2 | [`jose`], [`entra`], [`input`], [`finding`], [`trace`], `screen` | the nouns: `jose` knows no vendor, `entra` no cryptography; the page that both wings of floor 4 write on |
//! | 1 | [`facts`], [`time`], [`text`] | the ground |
//!
//! Tokens come in, are read, are asked about, are traced, are judged, and leave as a report; nothing
//! flows back. [`inspect::inspect`] is the whole of it as one call.
//!
//! Nearly everything is a line in a list and a file beside it; what is forgotten, a test names.
//!
//! | to add | write | and list it in | and show it in |
//! |---|---|---|---|
//! | a rule about a token | `src/rules/` | `FAMILIES` of `src/rules/mod.rs` | `src/rules/tests/witnesses.rs` |
//! | an explanation of a log entry | `src/audit/explanations/` | `EXPLANATIONS` of `src/audit/explanations/mod.rs` | `src/audit/explanations/tests/` |
//! | a dialect of audit records | `src/audit/dialects/` | `DIALECTS` of `src/audit/dialects/mod.rs` | `src/audit/dialects/` |
//! | a form in which tokens are handed over | `src/input/` | `RECOGNISERS` of `src/input/mod.rs` | `tests/integration/forms.rs` |
//! | a format of reports | `src/report/` | `FORMATS` of `src/report/mod.rs` | `tests/snapshots/` |
//! | an engine for queries | `src/hunt/` | `ENGINES` of `src/hunt/mod.rs` | `tests/integration/hunt/` |
//! | a fact with its source | `src/facts/` | `ALL` of `src/facts/mod.rs` (a new table) | `src/facts/tests.rs` |
//! | a kind of word to explain | `src/explain/kinds/` | `KINDS` of `src/explain/kinds/mod.rs` | `src/explain/tests/` |
//! | a sample that tells a story | `tests/integration/samples/` | `STORIES` of `tests/integration/samples/stories.rs` | `samples/` |

pub mod audit;
pub mod authority;
pub mod entra;
pub mod explain;
pub mod facts;
pub mod finding;
pub mod hunt;
pub mod input;
pub mod inspect;
pub mod jose;
pub mod redact;
pub mod report;
pub mod rules;
mod screen;
pub mod text;
pub mod time;
pub mod trace;
