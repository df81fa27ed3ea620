//! placeholder
pub mod entra;
pub mod facts;
pub mod finding;
pub mod jose;
pub mod text;
pub mod time;
pub mod trace;
