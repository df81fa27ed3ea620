//! What a person sees of an innocent story: no word that accuses, lines that fit, plain text in a pipe.
//!
//! Not its job: whether the story is the right one (`snapshots.rs` shows it).

use unicode_width::UnicodeWidthStr as _;

use jwtenant::report::FORMATS;

use crate::samples::case::Class;
use crate::samples::folders;
use crate::support::tool::{Run, Tool};

/// Whoever reads one of these about their own account has a bad day, even when it says "not".
const ACCUSING: [&str; 3] = ["attack", "forged", "stolen"];

fn screen(case: &str, width: usize) -> Run {
    Tool::sample(case)
        .args(["--width", &width.to_string()])
        .run()
}

#[test]
fn no_innocent_story_accuses() {
    for case in folders().filter(|case| case.class == Class::Benign) {
        for width in [80, 120] {
            let seen = screen(case.name, width).seen().to_lowercase();
            for word in ACCUSING {
                assert!(!seen.contains(word), "{}: {word}\n{seen}", case.name);
            }
        }
    }
}

/// Programs read these, and people read what the programs show.
#[test]
fn no_innocent_story_accuses_in_any_other_form() {
    for case in folders().filter(|case| case.class == Class::Benign) {
        let formats = FORMATS.iter().map(|format| vec!["--format", format.name]);
        for form in formats.chain([vec!["--explain-claims"]]) {
            let seen = Tool::sample(case.name)
                .args(&form)
                .run()
                .seen()
                .to_lowercase();
            for word in ACCUSING {
                assert!(!seen.contains(word), "{} {form:?}: {word}", case.name);
            }
        }
    }
}

#[test]
fn every_line_fits_80_columns() {
    every_line_fits(80);
}

#[test]
fn every_line_fits_120_columns() {
    every_line_fits(120);
}

#[test]
fn every_line_fits_40_columns() {
    every_line_fits(40);
}

/// A line may be longer only where it holds nothing but one word, which cannot be broken.
fn every_line_fits(width: usize) {
    let mut too_long = Vec::new();
    for case in folders() {
        let run = screen(case.name, width);
        let lines = run.stdout.lines();
        let long = lines.filter(|line| line.width() > width && line.trim().contains(' '));
        too_long.extend(long.map(|line| format!("{}: {line}", case.name)));
    }
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
}

#[test]
fn no_id_is_torn_at_the_end_of_a_line() {
    for case in folders() {
        let [narrowest, narrow, wide] = [40, 80, 500].map(|width| screen(case.name, width).stdout);
        let ids = wide.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
        for id in ids.filter(|word| word.parse::<uuid::Uuid>().is_ok()) {
            let count = |screen: &str| screen.matches(id).count();
            assert_eq!(count(&narrow), count(&wide), "{}: {id}", case.name);
            assert_eq!(count(&narrowest), count(&wide), "{}: {id}", case.name);
        }
    }
}

#[test]
fn no_line_ends_in_a_blank_and_no_two_are_empty() {
    for case in folders() {
        let screen = screen(case.name, 80).stdout;
        assert!(!screen.contains(" \n"), "{}", case.name);
        assert!(!screen.contains("\n\n\n"), "{}", case.name);
        assert!(screen.ends_with('\n') && !screen.ends_with("\n\n"));
    }
}

#[test]
fn what_goes_into_a_pipe_is_plain() {
    for case in folders() {
        assert!(!screen(case.name, 80).seen().contains('\u{1b}'));
    }
}
