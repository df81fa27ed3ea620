//! placeholder
pub mod authority;
pub mod entra;
pub mod facts;
pub mod finding;
pub mod jose;
pub mod rules;
pub mod text;
pub mod time;
pub mod trace;
