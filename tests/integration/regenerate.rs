//! Writes `samples/` anew. The only thing that changes from run to run is the keys, and with them
//! every signature.
//!
//! Not its job: what the samples are (`samples/`), or noticing that they are stale.

use crate::samples::{world::Keys, write};

#[test]
#[ignore = "writes samples/ anew, with new keys"]
fn regenerate_samples() {
    let keys = Keys::generate();
    write::all(&write::folder(), &keys).expect("samples/ can be written");
}

#[test]
#[ignore = "writes the samples without a token anew"]
fn regenerate_stories() {
    write::stories(&write::folder()).expect("samples/ can be written");
}
