//! placeholder
pub mod finding;
pub mod input;
pub mod text;
pub mod time;
pub mod trace;
