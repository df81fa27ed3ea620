//! Whose token is this, can that be proven, is it the tenant that was expected, and if not, why, what
//! did it do, and what now?
//!
//! The house has floors, and an import only ever points down (a test guards it):
//!
//! | floor | modules | what they are for |
//! |---|---|---|
//! | 6 | `main`, `cli` (the binary's own) | arguments, environment, terminal, clock |
//! | 5 | [`inspect`], [`conceal`] | the story: the only place where the wings meet; and the report without what identifies |
//! | 4 | [`report`], [`explain`], [`redact`], [`hunt`] | tells about tokens; tells what a word means; hides who is who; hands over to other engines |
//! | 3 | [`authority`], [`audit`], [`rules`] | ask, trace, judge: siblings that do not know each other |
//! | 2 | [`jose`], [`entra`], [`input`], [`finding`], [`trace`], `screen` | the nouns: `jose` knows no vendor, `entra` no cryptography; the page that both wings of floor 4 write on |
//! | 1 | [`facts`], [`time`], [`text`] | the ground |
//!
//! Tokens come in, are read, are asked about, are traced, are judged, and leave as a report; nothing
//! flows back. [`inspect::inspect`] is the whole of it as one call.

pub mod audit;
pub mod authority;
pub mod conceal;
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
