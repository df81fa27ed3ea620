//! Any number of tokens, decoded and not judged, in their order.
//!
//! Not its job: what a line holds (`report/decode.rs`). Nothing here can reach an authority.

use std::io;

use crate::report::decode::Decoded;

use super::{Inputs, workers};

/// Decodes every token; `sink` gets the lines of some at a time, in the order of the tokens. Returns what
/// all of them come to, without the lines.
///
/// # Errors
/// Those of `sink`; then nothing more is read.
pub fn decode(
    inputs: &mut Inputs,
    threads: usize,
    mut sink: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Decoded> {
    let limits = inputs.limits();
    let mut all = Decoded::default();
    workers::ordered(
        threads,
        || inputs.next_batch(),
        |batch| {
            let mut decoded = Decoded::default();
            let mut left_out = Vec::new();
            for marked in batch.read(&limits, &mut left_out) {
                decoded.add(&marked.found);
            }
            decoded.left_out.extend(left_out);
            decoded
        },
        |decoded: Decoded| {
            let lines = all.append(decoded);
            sink(&lines)
        },
    )?;
    all.leave_out(inputs.settle());
    Ok(all)
}
