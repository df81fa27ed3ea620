//! Where `samples/` comes from: a made-up world, the tokens it issues, the traces they leave.
//!
//! Not its job: running the program on them.

mod checked;

pub mod authority;
pub mod case;
pub mod cases;
pub mod exports;
pub mod seed;
pub mod tokens;
pub mod world;
pub mod write;
