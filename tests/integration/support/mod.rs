//! What the tests stand on: the forge and what belongs to it, and the program to be run.
//!
//! Not its job: any test of the program.

mod forged;

pub mod authority;
pub mod cases;
pub mod claims;
pub mod forge;
pub mod identifiers;
pub mod members;
pub mod secrets;
pub mod sources;
pub mod tool;
pub mod witness;
