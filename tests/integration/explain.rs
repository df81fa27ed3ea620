//! `explain` as people call it: exit codes, both outputs, arguments and standard input.
//!
//! Not its job: what every word means (`src/explain/tests.rs`).

use assert_cmd::Command;
use serde_json::Value;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";

fn explain(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("jwtenant").unwrap();
    command
        .env_clear()
        .arg("explain")
        .args(arguments)
        .timeout(std::time::Duration::from_secs(60));
    command
}

fn shown(arguments: &[&str]) -> String {
    let output = explain(arguments).assert().code(0).get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn members(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn an_application_by_its_id() {
    insta::assert_snapshot!(shown(&["a0c73c16-a7e3-4564-9a95-2bdf47383716"]), @r#"
    APPLICATION Microsoft Exchange Online Remote PowerShell
      id            a0c73c16-a7e3-4564-9a95-2bdf47383716
      other name    Legacy Exchange Online (in another public list)
      seen as       a client that asks for tokens
      remark        Versions 1 and 2 of Exchange Online PowerShell, and many samples
                    that get a token for https://outlook.office365.com by
                    themselves. It needs no secret and works in every tenant. A
                    sign-in with it by another tenant's user is most often a script
                    that names the wrong tenant.
      do            Search what the same user or object id did: record types 1, 2, 3
                    and 50 of the unified audit log. Without them only an identity
                    was checked.
                    Your own user in somebody else's tenant: look for a tenant id on
                    the authority line of the script, and replace it.
                    Somebody else's user in your tenant: ask where your tenant id is
                    published; compare with guests and partners.
      in logs       As the client: appId in the sign-in log, ApplicationId in
                    sign-ins of the unified audit log, ClientAppId in Exchange;
                    appid or azp in a token.
      note          A name here is what public lists call this id. An id in a token
                    or a log names the application; anybody can use a client that
                    needs no secret.
      see also      exchange-powershell-wrong-tenant, copied-tenant-id,
                    broad-first-party-scopes
      source        published audit-log analyses; merill/microsoft-info
                    MicrosoftApps.csv[EntraDocs] (2026-08)
    "#);
}

#[test]
fn a_claim() {
    insta::assert_snapshot!(shown(&["uti"]), @r#"
    CLAIM uti, a member of the payload
      means         The id of this very token.
      reading       22 characters, base64url of 16 bytes. Read as a GUID in
                    Microsoft's byte order it is the request id of the sign-in;
                    `jwtenant explain` converts one. Logs hold it as
                    uniqueTokenIdentifier (sign-in), SignInActivityId (Graph) and
                    UniqueTokenId (Exchange).
      in logs       Azure activity log: claims.uti
                    Exchange audit: AppAccessContext.UniqueTokenId
                    Graph activity log: SignInActivityId
                    SharePoint audit: AppAccessContext.UniqueTokenId
                    Teams audit: AppAccessContext.UniqueTokenId
                    sign-in log: uniqueTokenIdentifier
                    unified audit log, sign-ins: IntraSystemId, read as a request id
      type          string
      tokens        v1 v2 id
      basis         documented
      see also      sid
      source        entra-docs access-token-claims-reference.md; entra-docs
                    how-to-authentication-track-linkable-identifiers.md; public code
    "#);
}

#[test]
fn an_error_text_is_taken_apart() {
    let text = format!(
        "AADSTS50020: User account 'x' from identity provider 'https://sts.windows.net/{OWN}/' does not exist in tenant \
         'Contoso' and cannot access the application '04b07795-8ddb-461a-bbee-02f9e1bf7b46'(Azure CLI) in that tenant."
    );
    let whole = shown(&[&text]);
    insta::assert_snapshot!(whole, @r#"
    SIGN-IN-ERROR AADSTS50020 UserUnauthorized

      tenant              Contoso
                          the name that the organisation gave its tenant; not unique
      identity provider   the account's home: a tenant that is in no public table,
                          which is normal
        https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/
      application         04b07795-8ddb-461a-bbee-02f9e1bf7b46  Microsoft Azure CLI
      application's name  Azure CLI
      user                x

      means         An account from the named identity provider is not known in the
                    named tenant and may not use the named application there.
      do            Is Contoso the tenant that was meant? If it is unknown to you,
                    it came with a sample or a link: replace it by your own on the
                    authority line.
                    If the account should work in Contoso, have it invited there as
                    a guest, then sign in again.
                    If another account was meant, sign out and choose an account of
                    Contoso, or name the account's own tenant:
                    az login --tenant 3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618
      helps         Invite the account, sign in with another account, or use the
                    account's own tenant.
      tenant        The answer depends on the tenant that was asked: look at the
                    tenant first.
      area          cross-tenant
      basis         documented
      Microsoft     https://login.microsoftonline.com/error?code=50020
      note          Microsoft may change codes at any time and says that programs
                    must not depend on them.
      see also      sts-error, home-tenant-token, copied-tenant-id,
                    personal-account, b2b-guest
      source        entra-docs reference-error-codes.md@3164b3b;
                    login.microsoftonline.com/error as collected by
                    f-bader/EntraID-ErrorCodes@e262416
    "#);
    let words: Vec<&str> = text.split(' ').collect();
    assert_eq!(shown(&words), whole);
    let piped = explain(&["-"])
        .write_stdin(format!("{text}\r\n"))
        .assert()
        .code(0);
    assert_eq!(String::from_utf8_lossy(&piped.get_output().stdout), whole);
}

#[test]
fn the_words_of_the_brief_are_known() {
    for word in [
        "50020",
        "b2b-guest",
        "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/",
        "9188040d-6c67-4c5b-b112-36a304b66dad",
        "Mail.ReadWrite",
        "62e90394-69f5-4237-9190-012177145e10",
    ] {
        assert!(!shown(&[word]).is_empty(), "{word}");
    }
}

#[test]
fn own_lists_name_what_no_table_knows() {
    let folder = tempfile::tempdir().unwrap();
    let apps = folder.path().join("apps.csv");
    let samples = folder.path().join("samples.txt");
    std::fs::write(
        &apps,
        format!("AppId,DisplayName\n{OWN},Catalog of parts\n"),
    )
    .unwrap();
    std::fs::write(&samples, format!("{OWN} https://blog.example/post\n")).unwrap();
    let (apps, samples) = (apps.to_str().unwrap(), samples.to_str().unwrap());
    let named = shown(&["--apps", apps, OWN]);
    assert!(
        named.contains("Catalog of parts") && named.contains("--apps"),
        "{named}"
    );
    let published = shown(&["--known-samples", samples, OWN]);
    assert!(
        published.contains("https://blog.example/post"),
        "{published}"
    );
    explain(&["--apps", "no-such-file", "uti"]).assert().code(2);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_jwtenant"))
        .args(["explain", "SigninLogs"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn many_words_are_prose() {
    let words: Vec<String> = (0..10_000).map(|n| format!("w{n}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    explain(&words).assert().code(3);
    explain(&["x".repeat(100_000).as_str()]).assert().code(3);
    explain(&["", " ", "\t"]).assert().code(3);
}

#[test]
fn what_nothing_knows_ends_with_3_and_a_suggestion() {
    let assert = explain(&["b2b-gest"]).assert().code(3);
    let output = assert.get_output();
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("spelled alike: b2b-guest"));
    explain(&[OWN]).assert().code(3);
    explain(&["uti", "b2b-gest"]).assert().code(0);
    explain(&[]).assert().code(2);
}

#[test]
fn json_has_its_members_in_order() {
    let text = format!(
        "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/{OWN}/, found https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/."
    );
    let printed = shown(&["--json", &text]);
    let order: Vec<usize> = [
        "\"schema\"",
        "\"meanings\"",
        "\"kind\"",
        "\"key\"",
        "\"title\"",
        "\"text\"",
        "\"names\"",
        "\"related\"",
        "\"source\"",
        "\"unknown\"",
    ]
    .iter()
    .map(|member| printed.find(member).unwrap_or_else(|| panic!("{member}")))
    .collect();
    assert!(order.is_sorted(), "{printed}");
    let document: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(document["schema"], "jwtenant-explain/1");
    let named = &document["meanings"][0]["names"][0];
    assert_eq!(members(named).len(), 4);
    assert_eq!(named["role"], "issuer");
    assert_eq!(named["id"], "f8cdef31-a31e-4b4a-93e4-5f571e91255a");
    let unknown = explain(&["--json", "b2b-gest"]).assert().code(3);
    let document: Value = serde_json::from_slice(&unknown.get_output().stdout).unwrap();
    assert_eq!(document["unknown"][0]["suggestions"][0], "b2b-guest");
}

#[test]
fn hostile_input_is_shown_safely() {
    let escapes = explain(&["\u{1b}[2Jb2b\u{202e}"]).assert().code(3);
    assert!(!escapes.get_output().stderr.contains(&0x1b));
    explain(&["-"])
        .write_stdin(vec![0xff; 1 << 20])
        .assert()
        .code(3);
    explain(&["-"])
        .write_stdin("AADSTS50020 ".repeat(1 << 17))
        .assert()
        .code(0);
}

#[cfg(unix)]
#[test]
fn an_argument_need_not_be_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let word = std::ffi::OsStr::from_bytes(b"uti\xff");
    explain(&[]).arg(word).assert().code(3);
}

#[test]
fn help_documents_kinds_and_schema() {
    let help = shown(&["--help"]);
    for part in ["jwtenant-explain/1", "sign-in-error", "Exit codes"] {
        assert!(help.contains(part), "{part}");
    }
}
