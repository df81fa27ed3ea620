//! Whose token is this, can that be proven, is it the tenant that was expected, and if not, why, what
//! did it do, and what now?
pub mod audit;
pub mod authority;
pub mod entra;
pub mod facts;
pub mod finding;
pub mod jose;
pub mod rules;
pub mod text;
pub mod time;
pub mod trace;
