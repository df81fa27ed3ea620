//! What the tests stand on: the forge and what belongs to it.
//!
//! Not its job: any test of the program.

mod forged;

pub mod authority;
pub mod forge;
pub mod identifiers;
pub mod members;
pub mod witness;
