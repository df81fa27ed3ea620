//! Tests of the command line: which verb a line means, and that the definition holds together.

use super::*;

fn verb(line: &str) -> &'static str {
    let arguments = line.split(' ').map(OsString::from).collect();
    match parse(arguments) {
        Ok(Verb::Audit(_)) => "audit",
        Ok(Verb::Check(_)) => "check",
        Ok(Verb::Decode(_)) => "decode",
        Ok(Verb::Explain(_)) => "explain",
        Ok(Verb::Metadata(_)) => "metadata",
        Ok(Verb::Redact(_)) => "redact",
        Ok(Verb::Hunt(_)) => "hunt",
        Ok(Verb::Completions(_)) => "completions",
        Ok(Verb::Man(_)) => "man",
        Err(refused) if refused.is_mistake => "mistake",
        Err(_) => "help",
    }
}

#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn check_may_be_left_out() {
    assert_eq!(verb("jwtenant"), "check");
    assert_eq!(verb("jwtenant --tenant any token.txt"), "check");
    assert_eq!(verb("jwtenant check"), "check");
    assert_eq!(verb("jwtenant decode -"), "decode");
    assert_eq!(verb("jwtenant audit export.csv"), "audit");
    assert_eq!(
        verb("jwtenant audit export.csv --tenant contoso.com"),
        "audit"
    );
    // For a token any issuer can be right; a log is one tenant's.
    assert_eq!(verb("jwtenant audit export.csv --tenant any"), "mistake");
    assert_eq!(
        verb("jwtenant audit export.csv --tenant contoso.com,any"),
        "mistake"
    );
    assert_eq!(verb("jwtenant explain uti"), "explain");
    assert_eq!(verb("jwtenant explain"), "mistake");
    assert_eq!(verb("jwtenant metadata contoso.com --save x"), "metadata");
    assert_eq!(verb("jwtenant metadata https://idp.example/"), "metadata");
    assert_eq!(verb("jwtenant metadata cache list"), "metadata");
    assert_eq!(verb("jwtenant metadata"), "mistake");
    assert_eq!(verb("jwtenant redact token.txt"), "redact");
    assert_eq!(verb("jwtenant completions fish"), "completions");
    assert_eq!(verb("jwtenant completions dos"), "mistake");
    assert_eq!(verb("jwtenant man pages/"), "man");
    assert_eq!(verb("jwtenant metadata common"), "mistake");
    assert_eq!(verb("jwtenant --help"), "help");
    assert_eq!(verb("jwtenant --tenant common"), "mistake");
    assert_eq!(verb("jwtenant --leeway -1"), "mistake");
}

#[test]
fn every_verb_is_in_the_list() {
    let whole = Cli::command();
    let defined: Vec<&str> = whole.get_subcommands().map(Command::get_name).collect();
    assert_eq!(defined, VERBS.map(|(name, _)| name));
}
