//! Tests of `html/figures.rs`.

use super::*;
use crate::trace::Entry;

#[test]
fn the_latest_use_of_a_token_is_marked_too() {
    let matched = |minute: i64| Trace {
        token: 0,
        entry: Entry {
            time: Timestamp::from_seconds(1_795_177_800 + minute * 60),
            ..Entry::default()
        },
        strength: Strength::Token,
        agree: Vec::new(),
        absent: Vec::new(),
        contradict: Vec::new(),
        explanation: None,
    };
    let audit = Audit {
        matches: (0..1000).map(matched).collect(),
        ..Audit::default()
    };
    let ends = [1_795_177_800, 1_795_177_800 + 999 * 60];
    let axis = Axis::over(ends).unwrap();
    let places = places(&audit, Some(0), &axis);
    assert!(places.len() <= 101, "{}", places.len());
    assert!(ends[1] - places.last().unwrap() < 10 * 60);
}
