//! Tokens in every part of a recording.

use serde_json::{Value, json};

use super::super::forge::{id_token, jwt, refresh_token, signature, token};
use super::super::found::Member;
use super::*;

fn har(entries: &Value) -> Vec<Found> {
    let text = json!({"log": {"version": "1.2", "entries": entries}}).to_string();
    read(&text, &Limits::default()).unwrap_or_default()
}

fn places(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| found.place.as_str()).collect()
}

#[test]
fn a_response_in_base64_and_the_calls_that_use_it() {
    let response = json!({"access_token": jwt(), "refresh_token": refresh_token()});
    let found = har(&json!([
        {"request": {"method": "POST", "url": "https://login.microsoftonline.com/common/oauth2/v2.0/token?x=secret",
            "postData": {"mimeType": "application/x-www-form-urlencoded",
                "text": format!("grant_type=authorization_code&code={}", refresh_token().replace("1.AXEA", "1.AYEA"))}},
         "response": {"headers": [], "content": {"mimeType": "application/json", "encoding": "base64",
            "text": super::super::forge::base64url(response.to_string().as_bytes())}}},
        {"request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me",
            "headers": [{"name": "Authorization", "value": format!("Bearer {}", jwt())}]}},
    ]));
    let call = "/log/entries/0 (POST login.microsoftonline.com/common/oauth2/v2.0/token)";
    assert_eq!(
        places(&found),
        [
            format!("{call} response body /access_token"),
            format!("{call} response body /refresh_token"),
        ]
    );
    assert_eq!(
        found[0].also,
        ["/log/entries/1 (GET graph.microsoft.com/v1.0/me) request header Authorization"]
    );
    assert_eq!(found[0].member, Some(Member::AccessToken));
    assert_eq!(found[0].removed, [Removed::Har, Removed::JsonResponse]);
    assert_eq!(found[0].response, found[1].response);
}

#[test]
fn every_part_of_an_entry() {
    let token = jwt();
    for (entry, part) in [
        (
            json!({"request": {"url": format!("https://x/cb?id_token={token}")}}),
            "request query id_token",
        ),
        (
            json!({"request": {"url": "https://x/cb", "cookies": [{"name": "s", "value": token}]}}),
            "request cookie s",
        ),
        (
            json!({"request": {"url": "https://x/cb", "postData": {"params": [{"name": "id_token", "value": token}]}}}),
            "request body form id_token",
        ),
        (
            json!({"request": {"url": "https://x/cb"}, "response": {"headers": [
                {"name": "Location", "value": format!("https://y/#access_token={token}")}]}}),
            "response header Location fragment access_token",
        ),
        (
            json!({"request": {"url": "https://x/cb"}, "response": {"headers": [
                {"name": "Set-Cookie", "value": format!("s={token}; Path=/")}]}}),
            "response cookie s",
        ),
        (
            json!({"request": {"url": "https://x/cb"}, "_webSocketMessages": [{"data": format!("{{\"accessToken\":\"{token}\"}}")}]}),
            "web socket message /accessToken",
        ),
    ] {
        let found = har(&json!([entry]));
        assert_eq!(places(&found), [format!("/log/entries/0 (x/cb) {part}")]);
        assert_eq!(found[0].text.expose(), token);
    }
}

#[test]
fn what_is_no_token_stays_out() {
    let script = "if (code === 'AADSTS50020: x') {}";
    assert!(
        har(&json!([
            {"request": {"url": format!("https://x/cb?code={}", refresh_token())}},
            {"request": {"url": "https://x/", "cookies": [{"name": "ESTSAUTHPERSISTENT", "value": refresh_token()}]}},
            {"request": {"url": "https://x/"}, "response": {"content": {"mimeType": "text/javascript", "text": script}}},
            {"request": {"url": "https://x/"}, "response": {"content": {"mimeType": "image/png", "encoding": "base64", "text": jwt()}}},
        ]))
        .is_empty()
    );
}

#[test]
fn an_entry_of_another_make_spoils_no_other() {
    let found = har(&json!([{"request": 7, "note": {"access_token": jwt()}}, null]));
    assert_eq!(places(&found), ["/log/entries/0/note/access_token"]);
}

#[test]
fn a_token_in_a_path_is_not_told() {
    let url = format!("https://x/files/{}?access_token={}", jwt(), id_token());
    let found = har(&json!([{"request": {"url": url}}]));
    assert!(
        found
            .iter()
            .all(|found| found.place.starts_with("/log/entries/0 (x/…)")),
        "{found:?}"
    );
    let short = token(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#, &signature(32));
    for encoded in ["%2E", "%2e", "%252E"] {
        let path = short.replace('.', encoded);
        let url = format!("https://x/files/{path}?access_token={}", id_token());
        let found = har(&json!([{"request": {"url": url}}]));
        assert_eq!(
            places(&found),
            ["/log/entries/0 (x/…) request query access_token"]
        );
    }
}

/// What `JSON.stringify` makes of half a character is JSON, and no Unicode.
#[test]
fn half_a_character_hides_no_token() {
    let entry = format!(
        r#"{{"request":{{"url":"https://x/cb","headers":[{{"name":"Authorization","value":"Bearer {}"}}]}},"response":{{"content":{{"text":"\ud83d"}}}}}}"#,
        jwt()
    );
    let text = format!(r#"{{"log":{{"entries":[{entry}]}}}}"#);
    let found = read(&text, &Limits::default()).unwrap_or_default();
    assert_eq!(places(&found), ["/log/entries/0"]);
    assert_eq!(found[0].text.expose(), jwt());
}
