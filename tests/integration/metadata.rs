//! `jwtenant metadata` for people: the width of its lines, and addresses that stay whole.
//!
//! Not its job: what is asked of an issuer (`footprint.rs`), and the width of the other screens
//! (`snapshots.rs`).

use unicode_width::UnicodeWidthStr as _;

use crate::support::tool::{Run, Tool};

fn metadata(subject: &str, documents: &str, options: &[&str]) -> Run {
    let common = ["metadata", subject, "--metadata", documents];
    Tool::new(common.iter().chain(options).copied()).run()
}

fn at_width(width: &str) -> String {
    let run = metadata("fabrikam.example", "samples/authority", &["--width", width]);
    assert_eq!(run.exit_code, 0, "{run:?}");
    run.stdout
}

fn is_address(word: &str) -> bool {
    word.contains("://")
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn lines_fit_the_width_and_no_address_is_broken() {
    let wide = at_width("500");
    assert!(words(&wide).iter().filter(|word| is_address(word)).count() > 15);
    for width in ["40", "60", "80", "100", "120"] {
        let text = at_width(width);
        assert_eq!(words(&text), words(&wide), "the same words at {width}");
        let columns: usize = width.parse().expect("a number");
        for line in text.lines().filter(|line| line.width() > columns) {
            assert_eq!(words(line).len(), 1, "{width}: {line}");
            assert!(is_address(line), "{width}: {line}");
        }
    }
}

#[test]
fn without_a_terminal_it_is_eighty_columns_and_uncoloured() {
    let plain = metadata("fabrikam.example", "samples/authority", &[]);
    assert_eq!(plain.stdout, at_width("80"));
    assert!(!plain.stdout.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn a_width_is_for_people_and_not_below_forty() {
    for options in [&["--width", "39"][..], &["--width", "80", "--json"]] {
        let run = metadata("fabrikam.example", "samples/authority", options);
        assert_eq!((run.exit_code, run.stdout.as_str()), (2, ""), "{run:?}");
    }
}

#[test]
fn what_a_document_names_is_safe_to_show() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = "https://login.fabrikam.example";
    let document = serde_json::json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/keys"),
        "\u{1b}]0;x\u{7}\u{202e}_endpoint": format!("{issuer}/\u{1b}[31m"),
    });
    let path = folder.path().join("discovery.json");
    std::fs::write(path, document.to_string()).expect("written");
    let folder = folder.path().to_str().expect("a path");
    let run = metadata(issuer, folder, &["--width", "40"]);
    assert!(run.stdout.contains("]0;x"), "{run:?}");
    let is_dangerous = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!run.stdout.contains(is_dangerous), "{run:?}");
}
