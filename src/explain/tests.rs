//! What the wing as a whole keeps: every word is known to somebody, every reference leads somewhere,
//! and an error text yields what it names.

mod errors;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;
use crate::text::is_unsafe_to_show;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const OTHER: &str = "7c2e9a41-58d3-4f06-9b1e-d05c83f6a27b";

fn ask(word: &str) -> Explained {
    explain(&[word.to_owned()])
}

fn first(word: &str) -> Meaning {
    let explained = ask(word);
    assert!(explained.is_known(), "{word}");
    explained.meanings.into_iter().next().unwrap()
}

fn line(meaning: &Meaning, label: &str) -> String {
    let line = meaning.text.iter().find(|line| line.label == label);
    line.unwrap_or_else(|| panic!("no {label} in {meaning:?}"))
        .text
        .clone()
}

fn named(meaning: &Meaning, role: &str) -> Vec<(String, String)> {
    let of_role = meaning.names.iter().filter(|named| named.role == role);
    of_role
        .map(|named| (named.value.clone(), named.meaning.clone()))
        .collect()
}

/// What every kind says of each of its keys, and it says something of every one; gathered once.
fn everything() -> &'static [Meaning] {
    static EVERYTHING: LazyLock<Vec<Meaning>> = LazyLock::new(|| {
        let keys = KINDS.iter().flat_map(|kind| {
            let keys: BTreeSet<_> = (kind.keys)().into_iter().collect();
            keys.into_iter().map(move |key| (kind, key))
        });
        keys.flat_map(|(kind, key)| {
            let meanings = (kind.look_up)(key);
            assert!(!meanings.is_empty(), "{}: {key}", kind.name);
            meanings
        })
        .collect()
    });
    &EVERYTHING
}

#[test]
fn every_key_is_explained_with_a_source() {
    for meaning in everything() {
        let name = format!("{} {}", meaning.kind, meaning.key);
        assert!(KINDS.iter().any(|kind| kind.name == meaning.kind), "{name}");
        assert!(
            !meaning.source.is_empty() && !meaning.text.is_empty(),
            "{name}"
        );
    }
}

#[test]
fn every_reference_leads_to_an_explanation() {
    let words: BTreeSet<_> = everything()
        .iter()
        .flat_map(|meaning| meaning.related.clone())
        .collect();
    for word in words {
        assert!(ask(word).is_known(), "{word}");
    }
}

/// Rules that are about such things may say so; nothing else may.
#[test]
fn only_rules_speak_of_crime() {
    for meaning in everything().iter().filter(|meaning| meaning.kind != "rule") {
        // Microsoft calls two of its directory roles and two types of record so.
        let text = format!("{meaning:?}")
            .replace("AttackSim", "")
            .replace("Attack Payload Author", "")
            .replace("Attack Simulation Administrator", "")
            .to_lowercase();
        for word in ["attack", "forged", "stolen"] {
            assert!(!text.contains(word), "{}: {word}", meaning.key);
        }
    }
}

#[test]
fn no_placeholder_is_left_over() {
    let words = (KINDS[0].keys)().into_iter().chain((KINDS[1].keys)());
    for word in words {
        for line in first(word).text {
            let text = line.text.replace("{tenantid}", "");
            assert!(!text.contains('{'), "{word}: {text}");
        }
    }
}

#[test]
fn both_names_of_an_application() {
    let app = first("a0c73c16-a7e3-4564-9a95-2bdf47383716");
    assert_eq!(app.kind, "application");
    assert_eq!(app.title, "Microsoft Exchange Online Remote PowerShell");
    assert!(line(&app, "other name").starts_with("Legacy Exchange Online"));
    assert!(app.related.contains(&"exchange-powershell-wrong-tenant"));
    assert_eq!(first("legacy exchange online").key, app.key);
}

#[test]
fn a_code_with_and_without_its_letters() {
    let code = first("AADSTS50020");
    assert_eq!(first("50020"), code);
    assert_eq!(first("aadsts50020:"), code);
    assert_eq!(first("UserUnauthorized").kind, "sign-in-error");
    assert_eq!(
        line(&code, "Microsoft"),
        "https://login.microsoftonline.com/error?code=50020"
    );
    assert!(line(&code, "note").contains("may change"));
    let unknown = &ask("AADSTS99999").unknown[0];
    assert!(unknown.note.contains("error?code=99999"));
}

#[test]
fn tenants_issuers_permissions_and_roles() {
    let personal = first("9188040d-6c67-4c5b-b112-36a304b66dad");
    assert_eq!(
        (personal.kind, personal.title.as_str()),
        ("tenant", "personal Microsoft accounts")
    );
    let issuer = first("https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/");
    assert_eq!(issuer.kind, "issuer");
    assert!(line(&issuer, "tenant").contains("Microsoft Services"));
    assert_eq!(line(&issuer, "spelling"), "exactly as it is issued");
    let mail = first("mail.readwrite");
    assert_eq!(mail.key, "Mail.ReadWrite");
    assert!(line(&mail, "application").contains("tier 1"));
    assert!(line(&mail, "scp").contains("never gives more"));
    let role = first("62e90394-69f5-4237-9190-012177145e10");
    assert_eq!(role.title, "Global Administrator");
    assert_eq!(
        explain(&["Global".into(), "Administrator".into()]).meanings,
        [role]
    );
}

#[test]
fn a_command_takes_no_name_with_a_blank() {
    let search = |word: &str| line(&first(word), "search");
    assert!(search("RecordType 216").ends_with("-RecordType 216"));
    assert!(search("RecordType 15").ends_with("-RecordType AzureActiveDirectoryStsLogon"));
}

#[test]
fn a_uti_is_its_request_id() {
    let token = first("8svcpjktgECfKJrFf0UWAA");
    assert_eq!(
        line(&token, "request id"),
        "a6dccbf2-2d39-4080-9f28-9ac57f451600"
    );
    assert!(!ask("abcdefghijklmnopqrstuw").is_known());
    for word in ["RequiredClaimIsMissing", "SentinelLakeOnboarding"] {
        let kinds: Vec<_> = ask(word).meanings.iter().map(|it| it.kind).collect();
        assert!(!kinds.contains(&"token-id"), "{word}: {kinds:?}");
    }
}

#[test]
fn the_words_of_the_logs() {
    for word in [
        "15",
        "RecordType 15",
        "\"RecordType\":15,",
        "azureactivedirectorystslogon",
    ] {
        let sign_in = first(word);
        assert_eq!(
            (sign_in.kind, sign_in.key.as_str()),
            ("record-type", "15"),
            "{word}"
        );
        assert!(sign_in.related.contains(&"ActorContextId"));
    }
    for (new, wire, value) in [
        ("Viva Engage", "Yammer", "22"),
        ("VivaInsights", "WorkplaceAnalytics", "44"),
    ] {
        let record_type = first(wire);
        assert_eq!(first(value), record_type);
        assert!(ask(new).meanings.contains(&record_type), "{new}");
        assert!(line(&record_type, "written as").contains(wire));
    }
    assert_eq!(first("UserType 9").kind, "user-type");
    assert_eq!(first("Actor Type 3").kind, "identity-type");
    // What a bare number can be, the most likely first.
    let kinds: Vec<_> = ask("4")
        .meanings
        .iter()
        .map(|meaning| meaning.kind)
        .collect();
    assert_eq!(kinds, ["record-type", "user-type"]);
    assert_eq!(first("ActorContextId").kind, "log-field");
    assert!(first("IntraSystemId").related.contains(&"uti"));
    assert_eq!(first("AppAccessContext.UniqueTokenId").key, "UniqueTokenId");
    assert_eq!(first("SigninLogs").kind, "log-table");
    assert!(line(&first("RiskState"), "tables").contains("SigninLogs"));
}

#[test]
fn every_number_of_the_catalogue_is_explained() {
    let sizes = crate::rules::catalogue::GROUPS;
    let numbers = sizes
        .iter()
        .flat_map(|(group, count)| (1..=*count).map(move |n| format!("{group}{n:02}")));
    let mut count = 0;
    for number in numbers {
        assert!(ask(&number).is_known(), "{number}");
        count += 1;
    }
    assert_eq!(count, 84);
    for number in ["G12", "G13"] {
        let text = line(&first(number), "in a token");
        assert!(text.contains("cannot be seen in a token"), "{text}");
    }
}

#[test]
fn several_words_are_explained_one_by_one() {
    let explained = explain(&["uti".into(), "b2b-gest".into()]);
    assert_eq!(explained.meanings.len(), 1);
    assert_eq!(explained.unknown[0].suggestions[0], "b2b-guest");
}

#[test]
fn what_is_hostile_does_no_harm() {
    let escapes = "AADSTS50020: User account '\u{1b}[2J\u{202e}' from identity provider '\u{9b}31m' does not exist in tenant \
                   '{app}\n\u{7}' and cannot access the application '<script>' in that tenant.";
    let shown = human(&ask(escapes), 80, false);
    assert!(
        !shown.chars().any(|c| c != '\n' && is_unsafe_to_show(c)),
        "{shown}"
    );
    assert!(shown.contains("<U+001B>"));
    let huge = format!("AADSTS50020 {}", "'{((".repeat(300_000));
    assert!(human(&ask(&huge), 80, false).len() < 10_000);
    assert!(!ask(&"x".repeat(1_000_000)).is_known());
    for nothing in ["", " ", "\u{0}", "'", "\u{fffd}\u{fffd}"] {
        assert!(!ask(nothing).is_known(), "{nothing:?}");
    }
    assert_eq!(explain(&[]), Explained::default());
}

#[test]
fn a_token_is_never_repeated() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJ0aWQiOiJ4In0.c2lnbmF0dXJl";
    let explained = ask(token);
    assert!(!json(&explained).contains("eyJ") && !human(&explained, 80, false).contains("eyJ"));
    let explained = ask(&format!(
        "IDX10511: Signature validation failed. kid: '{token}'."
    ));
    assert!(explained.is_known() && !json(&explained).contains("eyJ"));
}

#[test]
fn the_page_is_80_columns_wide() {
    for meaning in everything() {
        let text = human(&Explained::of(vec![meaning.clone()]), 80, false);
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
    }
}
