//! Containers: recordings, caches, tables, what tools print. Each token in them gets its own verdict
//! and keeps its place.
//!
//! Not its job: one token in one form (`forms.rs`), and parsing, which is unit tests of `input`.

use serde_json::{Value, json};

use crate::samples::tokens::Draft;
use crate::samples::world::{
    ARM, AT, AZURE_CLI, CATALOG, CATALOG_APP, FABRIKAM, GRAPH, PAT, TAILSPIN,
};
use crate::support::authority::Authority;
use crate::support::authority::program::Program;
use crate::support::authority::published::{entra, keys};
use crate::support::tool::{Run, Tool};

fn access(case: &str) -> Draft {
    Draft::v1(case, &FABRIKAM, &ARM)
        .of(&PAT)
        .through(AZURE_CLI, "user_impersonation")
}

fn id_token() -> Draft {
    Draft::v2("har-id", &FABRIKAM, &CATALOG)
        .of(&PAT)
        .with("aud", CATALOG_APP)
        .with("nonce", "n-0S6_WzA2Mj")
}

/// Offline, undecided without a key: what is found and where is all that counts here.
fn check(input: impl Into<Vec<u8>>, more: &[&str]) -> Run {
    Tool::new(["check", "--json", "--offline", "--at", AT])
        .args(more)
        .stdin(input)
        .run()
}

fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"))
}

fn places(report: &Value) -> Vec<String> {
    let tokens = report["tokens"].as_array().expect("a list").iter();
    tokens
        .map(|token| token["source"]["place"].as_str().expect("text").to_owned())
        .collect()
}

/// A single-page application's sign-in at Entra ID, and the calls that follow, as a browser exports it.
fn recording(id: &str, graph: &str, refresh: &str, arm: &str) -> String {
    let tenant = FABRIKAM.id;
    let header = |name: &str, value: &str| json!({"name": name, "value": value});
    let bearer = |token: &str| header("Authorization", &format!("Bearer {token}"));
    let login = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0");
    let form = |text: String| json!({"mimeType": "application/x-www-form-urlencoded", "text": text, "params": []});
    let body = |text: String| json!({"size": text.len(), "mimeType": "application/json; charset=utf-8", "text": text});
    let got = json!({"token_type": "Bearer", "scope": "User.Read", "expires_in": 4021, "access_token": graph,
                     "refresh_token": refresh, "id_token": id});
    let entry = |method: &str, url: &str, headers: Vec<Value>, post: Value, response: Value| {
        json!({"startedDateTime": "2026-11-20T12:20:00.000Z", "time": 210.5, "cache": {}, "timings": {},
            "request": {"method": method, "url": url, "httpVersion": "h3", "headers": headers, "cookies": [],
                        "queryString": [], "headersSize": -1, "bodySize": 0, "postData": post},
            "response": response})
    };
    let answer = |status: u16, headers: Vec<Value>, content: Value| {
        json!({"status": status, "statusText": "", "headers": headers, "cookies": [], "content": content,
               "redirectURL": "", "headersSize": -1, "bodySize": -1})
    };
    let page = body("<html>if(code=='AADSTS50058')</html>".into());
    json!({"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [], "entries": [
        entry("GET", &format!("{login}/authorize?client_id={CATALOG_APP}&nonce=n"), vec![], Value::Null,
              answer(200, vec![header("Set-Cookie", "ESTSAUTH=1.AXEAAA; domain=.login.microsoftonline.com")], page.clone())),
        entry("POST", "https://app.fabrikam.example/signin-oidc", vec![],
              form(format!("code={}&id_token={id}&state=s", refresh.replace("1.A", "1.AZZ"))),
              answer(302, vec![header("Location", "/")], page)),
        entry("POST", &format!("{login}/token?client-request-id=x"), vec![], form("grant_type=authorization_code&code=x".into()),
              answer(200, vec![], body(got.to_string()))),
        entry("GET", "https://graph.microsoft.com/v1.0/me?$select=id", vec![bearer(graph)], Value::Null,
              answer(200, vec![], body("{}".into()))),
        entry("GET", "https://management.azure.com/subscriptions?api-version=2022-12-01", vec![bearer(arm)], Value::Null,
              answer(200, vec![], body("{}".into()))),
    ]}})
    .to_string()
}

#[test]
fn a_recorded_sign_in_gives_each_of_its_tokens_a_verdict() {
    let key = &keys().public[0];
    let graph = Draft::v1("har-graph", &FABRIKAM, &GRAPH)
        .of(&PAT)
        .through(CATALOG_APP, "User.Read");
    let foreign = Draft::v1("har-arm", &TAILSPIN, &ARM)
        .of(&PAT)
        .through(AZURE_CLI, "user_impersonation");
    let har = recording(
        &id_token().signed(key),
        &graph.signed_with_nonce(key),
        &graph.refresh_token(),
        &foreign.signed(key),
    );
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority).check(&har, &["--tenant", "fabrikam.example"]);
    let report = ran.json();
    let token =
        |entry: usize, call: &str, part: &str| format!("/log/entries/{entry} ({call}) {part}");
    let login = format!(
        "POST login.microsoftonline.com/{}/oauth2/v2.0/token",
        FABRIKAM.id
    );
    assert_eq!(
        places(&report),
        [
            token(
                1,
                "POST app.fabrikam.example/signin-oidc",
                "request body form id_token"
            ),
            token(2, &login, "response body /access_token"),
            token(2, &login, "response body /refresh_token"),
            token(
                4,
                "GET management.azure.com/subscriptions",
                "request header Authorization"
            ),
        ],
        "{ran:?}"
    );
    let seen: Vec<_> = report["tokens"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|token| (token["kind"].as_str(), token["verdict"]["outcome"].as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (Some("id_token"), Some("expected")),
            (Some("access_token"), Some("expected")),
            (Some("refresh_token"), Some("undecided")),
            (Some("access_token"), Some("unexpected")),
        ]
    );
    assert_eq!(ran.code, 1, "the foreign token decides");
    assert_eq!(
        report["tokens"][1]["source"]["also"],
        json!(["/log/entries/3 (GET graph.microsoft.com/v1.0/me) request header Authorization"])
    );
    assert!(!ran.says("client-request-id"), "queries hold secrets");
}

#[test]
fn a_token_cache_tells_its_credentials_apart() {
    let token = access("cache").signed(&keys().public[0]);
    let refresh = access("cache").refresh_token();
    let credential = |kind: &str, secret: &str| json!({"credential_type": kind, "secret": secret, "home_account_id": "o.t"});
    let cache = json!({
        "AccessToken": {"o.t-login-accesstoken-a-t-https://x/.default": credential("AccessToken", &token)},
        "RefreshToken": {"o.t-login-refreshtoken-1--": credential("RefreshToken", &refresh)},
        "AppMetadata": {},
    });
    let report = report(&check(cache.to_string(), &[]));
    assert_eq!(
        places(&report),
        [
            "/AccessToken/o.t-login-accesstoken-a-t-https:~1~1x~1.default/secret",
            "/RefreshToken/o.t-login-refreshtoken-1--/secret"
        ]
    );
    assert_eq!(
        report["tokens"][0]["source"]["removed"],
        json!(["token-cache"])
    );
}

#[test]
fn what_tools_print() {
    let token = access("tools").signed(&keys().public[0]);
    for (text, place) in [
        (json!({"accessToken": token, "expiresOn": "2026-11-20 13:00:00.000000", "expires_on": 1_795_178_400,
                "subscription": "s", "tenant": FABRIKAM.id, "tokenType": "Bearer"}).to_string(), "/accessToken"),
        (json!({"Token": token, "ExpiresOn": "2026-11-20T13:00:00+00:00", "TenantId": FABRIKAM.id, "UserId": "x",
                "Type": "Bearer"}).to_string(), "/Token"),
        (json!({"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1beta1",
                "spec": {"interactive": false}, "status": {"expirationTimestamp": "2026-11-20T13:00:00Z", "token": token}})
            .to_string(), "/status/token"),
        (json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token}).to_string(),
         "/access_token"),
        (format!("\nToken     : {token}\nExpiresOn : 11/20/2026 1:00:00 PM +00:00\nType      : Bearer\n"), "line 2 Token"),
        (format!("LOG_LEVEL=debug\nexport GRAPH_TOKEN=\"{token}\"\n"), "line 2 GRAPH_TOKEN"),
        (format!("users:\n- name: x\n  user:\n    auth-provider:\n      access-token: {token}\n"), "line 5 access-token"),
        (format!("12:00:01 INFO start\n12:00:02 DEBUG sending {token} now\n"), "line 2"),
    ] {
        let run = check(text.clone(), &[]);
        assert_eq!(places(&report(&run)), [place], "{text}");
    }
}

#[test]
fn a_protected_token_is_not_taken_for_nothing() {
    for printed in [
        r#"{"Token":{"Length":2345},"ExpiresOn":"2026-11-20T13:00:00+00:00","Type":"Bearer"}"#,
        "\r\nToken     : System.Security.SecureString\r\nExpiresOn : 11/20/2026 1:00:00 PM +00:00\r\n",
    ] {
        let run = check(printed, &[]);
        assert_eq!(run.exit_code, 4, "{run:?}");
        assert!(
            run.stdout.contains("ConvertFrom-SecureString -AsPlainText"),
            "{run:?}"
        );
        let decoded = Tool::new(["decode"]).stdin(printed).run();
        assert_eq!(decoded.exit_code, 4, "{decoded:?}");
        assert!(decoded.stdout.contains("secure-string"), "{decoded:?}");
    }
    assert_eq!(check(r#"{"Name":{"Length":2345}}"#, &[]).exit_code, 3);
}

#[test]
fn lines_and_rows_keep_their_numbers() {
    let [one, two] = ["one", "two"].map(|case| access(case).signed(&keys().public[0]));
    let lines = format!(
        "{{\"t\":\"{one}\"}}\n\nnot JSON {two}\n{{\"a\":[{{\"access_token\":\"{two}\"}}]}}\n{{\"cut\":\"{one}"
    );
    assert_eq!(
        places(&report(&check(lines, &[]))),
        [
            "line 1 /t",
            "line 3",
            "line 4 /a/0/access_token",
            "line 5 cut"
        ]
    );
    let table = format!("id;who;jwt\r\n1;\"a\r\nb\";{one}\r\n2;c;{two}\r\n");
    let places_of = |more: &[&str]| places(&report(&check(table.clone(), more)));
    assert_eq!(places_of(&[]), ["row 2 column jwt", "row 3 column jwt"]);
    assert_eq!(
        places_of(&["--column", "JWT"]),
        ["row 2 column jwt", "row 3 column jwt"]
    );
    assert!(places_of(&["--column", "who"]).is_empty());
    let run = check(table.clone(), &["--column", "token"]);
    assert_eq!(run.exit_code, 3);
    assert!(run.stdout.contains("there are: id, who, jwt"), "{run:?}");
}

#[test]
fn the_largest_size_of_a_token_is_a_choice() {
    let token = access("size").signed(&keys().public[0]);
    let limit = token.len().to_string();
    let below = (token.len() - 1).to_string();
    assert_eq!(
        places(&report(&check(
            token.clone(),
            &["--max-token-size", &limit]
        ))),
        [""]
    );
    let run = check(token.clone(), &["--max-token-size", &below]);
    assert_eq!(run.exit_code, 3);
    assert!(run.stdout.contains("too long to be a token"), "{run:?}");
    assert_eq!(check(token, &["--max-token-size", "0"]).exit_code, 2);
}

#[test]
fn each_response_has_an_access_token_that_decides() {
    let [ours, foreign] = [&FABRIKAM, &TAILSPIN].map(|tenant| {
        Draft::v1("responses", tenant, &ARM)
            .of(&PAT)
            .through(AZURE_CLI, "user_impersonation")
            .signed(&keys().public[0])
    });
    let decides = |text: String| {
        let more = ["--tenant", &FABRIKAM.id.to_string(), "--no-signature"];
        check(text, &more).exit_code
    };
    // Beside an access token an id token does not decide; in a response of its own it does.
    let one = json!({"access_token": ours, "id_token": foreign});
    let other = json!({"id_token": foreign});
    assert_eq!(decides(one.to_string()), 0);
    assert_eq!(decides(format!("{one}\n{other}\n")), 1);
    assert_eq!(decides(json!([one, other]).to_string()), 1);
}

#[test]
fn a_folder_names_each_file() {
    let token = access("folder").signed(&keys().public[0]);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("b.json"),
        json!({"access_token": token}).to_string(),
    )
    .expect("written");
    std::fs::write(folder.path().join("a.env"), format!("TOKEN={token}\n")).expect("written");
    let name = folder.path().to_str().expect("UTF-8");
    let report = report(&check("", &[name]));
    let seen: Vec<_> = report["tokens"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|token| {
            (
                token["source"]["input"].clone(),
                token["source"]["place"].clone(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (json!(format!("{name}/a.env")), json!("line 1 TOKEN")),
            (json!(format!("{name}/b.json")), json!("/access_token"))
        ]
    );
}
