//! The verb `metadata`: what a tenant publishes, a snapshot that repeats a verdict, the cache.

use std::fs;

use super::{FABRIKAM_ID, token};
use crate::support::authority::program::Program;
use crate::support::authority::published::{Provider, entra};
use crate::support::authority::{Authority, Manner, Reply};

#[test]
fn a_tenant_is_shown_with_its_cloud_issuers_and_keys() {
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority).run(&["metadata", "litware.example", "--json"], "");
    assert_eq!(ran.code, 0, "{ran:?}");
    let shown = ran.json();
    assert_eq!(shown["schema"], "jwtenant-metadata/1");
    assert_eq!(shown["tenant"], "5d90e3a7-2b68-4c1f-8e74-a6f0c3d81b25");
    assert_eq!(
        (&shown["cloud"], &shown["region"]),
        (&"usgov".into(), &"USGov".into())
    );
    assert_eq!(
        shown["documents"][0]["issuer"],
        "https://sts.windows.net/5d90e3a7-2b68-4c1f-8e74-a6f0c3d81b25/"
    );
    assert_eq!(
        shown["documents"][1]["issuer"],
        "https://login.microsoftonline.us/5d90e3a7-2b68-4c1f-8e74-a6f0c3d81b25/v2.0"
    );
    let key = &shown["keys"][0];
    assert_eq!(key["kid"], key["thumbprint"]);
    assert_eq!(key["subject"], "login.microsoftonline.us");
    assert_eq!(
        (&key["not_before"], &key["not_after"]),
        (
            &"2026-01-01T00:00:00Z".into(),
            &"2031-01-01T00:00:00Z".into()
        )
    );
    assert!(
        shown["documents"][1]["endpoints"]
            .as_array()
            .is_some_and(|all| all.len() > 4)
    );
    assert_eq!(shown["requests"].as_array().map(Vec::len), Some(4));
}

#[test]
fn people_read_the_same_in_lines() {
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority).run(&["metadata", "fabrikam.example"], "");
    assert_eq!(ran.code, 0, "{ran:?}");
    // Lines are wrapped where nobody says how wide the page is.
    let told: Vec<&str> = ran.stdout.split_whitespace().collect();
    let told = told.join(" ");
    for words in [
        format!(" tenant {FABRIKAM_ID} "),
        " cloud Public ".to_owned(),
        format!(" issuer v1 https://sts.windows.net/{FABRIKAM_ID}/ "),
        " valid 2026-01-01 to 2031-01-01".to_owned(),
        "(network, status 200, ".to_owned(),
    ] {
        assert!(told.contains(&words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn a_snapshot_repeats_the_verdict_without_a_network() {
    let authority = Authority::start(entra);
    let folder = authority.folder().join("evidence");
    let folder = folder.to_str().expect("UTF-8");
    let online = Program::behind(&authority).check(&token(), &["--tenant", "fabrikam.example"]);
    let saved =
        Program::behind(&authority).run(&["metadata", "fabrikam.example", "--save", folder], "");
    assert_eq!(saved.code, 0, "{saved:?}");
    // A second tenant is added to the first.
    Program::behind(&authority).run(&["metadata", "tailspin.example", "--save", folder], "");
    let manifest = fs::read_to_string(format!("{folder}/manifest.json")).expect("a manifest");
    assert_eq!(manifest.matches("\"sha256\"").count(), 8, "{manifest}");

    authority.forget();
    let options = ["--tenant", "fabrikam.example", "--metadata", folder];
    let again = Program::behind(&authority)
        .env("XDG_CACHE_HOME", "/nonexistent")
        .check(&token(), &options);
    assert_eq!((again.code, authority.urls().len()), (0, 0), "{again:?}");
    assert_eq!(again.json()["verdict"], online.json()["verdict"]);
    assert!(
        again
            .requests()
            .iter()
            .all(|(_, from, _)| from == "snapshot")
    );
    assert!(!again.stderr.contains("metadata:"), "{again:?}");
}

#[test]
fn an_issuer_of_its_own_is_shown_and_saved() {
    let provider = Provider::new("https://idp.example/realm");
    let (discovery, jwks) = (provider.discovery(), provider.jwks());
    let authority = Authority::start(move |asked| {
        Reply::json(if asked.wants_keys() {
            jwks.clone()
        } else {
            discovery.clone()
        })
    });
    let folder = authority.folder().join("evidence");
    let folder = folder.to_str().expect("UTF-8");
    let ran = Program::behind(&authority).run(
        &["metadata", &provider.issuer, "--json", "--save", folder],
        "",
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["documents"][0]["issuer"], provider.issuer);
    let options = ["--issuer", &provider.issuer, "--metadata", folder];
    assert_eq!(
        Program::direct(&authority)
            .check(&provider.token(), &options)
            .code,
        0
    );
}

#[test]
fn what_cannot_be_had_is_said_and_not_saved() {
    let authority = Authority::start(entra);
    let folder = authority.folder().join("evidence");
    let ran = Program::behind(&authority).run(
        &[
            "metadata",
            "nobody.example",
            "--save",
            folder.to_str().expect("UTF-8"),
        ],
        "",
    );
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(
        ran.says("no such tenant in this cloud") && ran.says("nothing was saved"),
        "{ran:?}"
    );
    assert!(!folder.exists());
}

#[test]
fn who_gave_no_answer_was_asked_and_not_read() {
    let authority = Authority::start(|_| Reply::json("{}").manner(Manner::Hang));
    let ran =
        Program::behind(&authority).run(&["metadata", "nobody.example", "--timeout", "1"], "");
    let lines: Vec<&str> = ran.stdout.lines().map(str::trim_start).collect();
    assert!(ran.says("no answer, "), "{ran:?}");
    assert!(
        !lines.iter().any(|line| line.starts_with("read")),
        "{ran:?}"
    );
}

#[test]
fn the_cache_is_listed_and_cleared() {
    let authority = Authority::start(entra);
    Program::behind(&authority).run(&["metadata", "fabrikam.example"], "");
    let listed = Program::behind(&authority).run(&["metadata", "cache", "list"], "");
    assert_eq!(
        (listed.code, listed.stdout.lines().count()),
        (0, 4),
        "{listed:?}"
    );
    assert!(
        listed
            .stdout
            .contains("  fresh  https://login.microsoftonline.com/"),
        "{listed:?}"
    );
    let cleared = Program::behind(&authority).run(&["metadata", "cache", "clear"], "");
    assert!(
        cleared.code == 0 && cleared.stderr.contains("removed 4 documents"),
        "{cleared:?}"
    );
    let listed = Program::behind(&authority).run(&["metadata", "cache", "list"], "");
    assert_eq!(listed.stdout, "");
}
