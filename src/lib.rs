//! placeholder
pub mod audit;
pub mod finding;
pub mod text;
pub mod time;
pub mod trace;
