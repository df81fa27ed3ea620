//! What a screen looks like at several widths.
//!
//! Not its job: what the reports say.

use super::*;

#[test]
fn lines_break_at_blanks_and_ids_stay_whole() {
    let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
    let lines = wrap(
        &format!("the tenant {id} and some more words behind it"),
        40,
    );
    assert_eq!(
        lines,
        [
            "the tenant",
            &format!("{id} and"),
            "some more words behind it"
        ]
    );
}

#[test]
fn an_address_breaks_behind_a_slash() {
    let address = "https://login.microsoftonline.com/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0";
    let pieces = hard_wrapped(address, 60);
    assert_eq!(
        pieces,
        [
            "https://login.microsoftonline.com/",
            "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/v2.0"
        ]
    );
}

#[test]
fn a_remark_beside_a_wide_value_stays_on_the_page() {
    let mut screen = Screen::new(60, false);
    let plain = |text: &str| (text.to_owned(), Ink::Plain);
    screen.table(&[[
        plain("issuer"),
        plain(&"x".repeat(58)),
        plain(&"remark ".repeat(20)),
    ]]);
    let text = screen.finish();
    assert!(text.lines().all(|line| line.width() <= 60), "{text}");
    assert_eq!(text.matches("remark").count(), 20);
}

#[test]
fn on_a_narrow_page_ids_stay_whole_and_headings_fit() {
    let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
    let mut screen = Screen::new(40, false);
    screen.labelled("4 Who", 17, &format!("somebody, oid {id} and more"));
    screen.heading("GROUP 1  1 entry, sharepoint-pass-through");
    let text = screen.finish();
    assert!(text.contains(id), "{text}");
    assert!(text.lines().all(|line| line.width() <= 40), "{text}");
}

#[test]
fn wide_letters_keep_their_distance() {
    let mut screen = Screen::new(80, false);
    screen.labelled("  部署部署部署部署部署", 20, "value");
    screen.labelled("  部署", 20, "value");
    assert_eq!(
        screen.finish(),
        "  部署部署部署部署部署\n                    value\n  部署              value\n"
    );
    let mut screen = Screen::new(80, false);
    let plain = |text: &str| (text.to_owned(), Ink::Plain);
    screen.table(&[
        [plain("a"), plain("部署"), plain("x")],
        [plain("b"), plain("abcd"), plain("x")],
    ]);
    let text = screen.finish();
    let ends: Vec<usize> = text.lines().map(|line| line.width()).collect();
    assert_eq!(ends[0], ends[1], "{text}");
}

#[test]
fn what_is_too_long_is_cut_not_endless() {
    let lines = wrap(&"x".repeat(1_000_000), 40);
    assert!(lines.len() < 10);
}

#[test]
fn nothing_written_can_control_the_terminal() {
    let mut screen = Screen::new(80, false);
    screen.labelled("label", 10, "a\u{1b}[2J\u{202e}b\nc");
    assert_eq!(
        screen.finish(),
        "label     a<U+001B>[2J<U+202E>b<U+000A>c\n"
    );
}

#[test]
fn the_number_of_a_step_stays_in_front_of_it_on_a_narrow_page() {
    let id = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
    let mut screen = Screen::new(40, false);
    screen.labelled(
        "  1.",
        5,
        &format!("In the script, replace {id} by another"),
    );
    let lines = format!("  1. In the script, replace\n    {id}\n    by another\n");
    assert_eq!(screen.finish(), lines);
}

#[test]
fn an_address_is_never_broken() {
    let address = format!("https://login.fabrikam.example/{}", "a/".repeat(20));
    let mut screen = Screen::new(60, false);
    screen.address("short", 8, "https://a.example/", "(seen)");
    screen.address("long", 8, &address, "(seen)");
    let lines = format!("short   https://a.example/ (seen)\nlong\n    {address}\n    (seen)\n");
    assert_eq!(screen.finish(), lines);
}

#[test]
fn a_label_is_made_safe_like_any_text() {
    let mut screen = Screen::new(60, false);
    screen.title("a\u{1b}[2J", "b", "c", Ink::Plain);
    screen.labelled("d\u{202e}", 10, "e");
    let shown = screen.finish();
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
}
