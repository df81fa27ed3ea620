//! Faults of the wire: slow, endless, broken and misdirecting answers to a question about Entra ID.
//! Whatever happens, the token is shown, nothing is called proven, and the time limit holds.

use std::time::Duration;

use super::{FABRIKAM_ID, token};
use crate::support::authority::program::{Program, Ran};
use crate::support::authority::{Asked, Authority, Manner, Reply};

/// Runs against an authority that gives this answer to everything.
fn against(reply: Reply) -> (Ran, Vec<Asked>) {
    let authority = Authority::start(move |_| reply.clone());
    let token = token();
    let ran =
        Program::behind(&authority).check(&token, &["--tenant", FABRIKAM_ID, "--timeout", "2"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.took < Duration::from_secs(4), "{ran:?}");
    assert_eq!(
        ran.json()["tokens"][0]["claims"]["tid"],
        FABRIKAM_ID,
        "the token is shown"
    );
    assert_eq!(
        ran.json()["tokens"][0]["signature"]["status"],
        "not_checked"
    );
    assert!(
        ran.says("login.microsoftonline.com"),
        "the host is named: {ran:?}"
    );
    assert!(ran.stderr.contains("help: "), "{ran:?}");
    let signature = token.rsplit('.').next().expect("a signature");
    assert!(!ran.says(signature));
    (ran, authority.asked())
}

/// Each test: its name, the answer to everything, the words that must be said, and how many requests
/// there may be.
macro_rules! rows {
    ($($name:ident: $reply:expr, $words:expr, $most:expr;)*) => {$(
        #[test]
        fn $name() {
            let (ran, asked) = against($reply);
            assert!(ran.says($words), "{ran:?}");
            assert!(asked.len() <= $most, "{asked:?}");
        }
    )*};
}

const DISCOVERY: &str = r#"{"issuer":"https://sts.windows.net/","jwks_uri":"https://keys/"}"#;

fn large(mebibytes: usize) -> Vec<u8> {
    let mut body = b"{\"keys\":[],\"x\":\"".to_vec();
    body.resize(mebibytes << 20, b'x');
    body
}

rows! {
    slowheader: Reply::json(DISCOVERY).manner(Manner::Hang),
        "no answer within 2 s (waiting for the answer)", 1;
    slowbody: Reply::json(DISCOVERY.repeat(50)).manner(Manner::Drip),
        "no answer within 2 s (reading the answer)", 1;
    hang: Reply::json(DISCOVERY).manner(Manner::HangInBody),
        "no answer within 2 s (reading the answer)", 1;
    big10m: Reply::json(large(10)),
        "its answer is longer than 5 MiB", 2;
    endless: Reply::json(large(1)).manner(Manner::Endless),
        "its answer is longer than 5 MiB", 2;
    deepjson: Reply::json("[".repeat(200_000)),
        "is no key set", 2;
    gzipbomb: Reply::json([0x1f, 0x8b, 0x08, 0x00].repeat(100)).header("Content-Encoding", "gzip"),
        "its answer is not UTF-8 text", 2;
    redir_host: Reply::redirect("https://login.evil.example/steal"),
        "redirects to https://login.evil.example/steal, which is not followed: it is another host", 2;
    redir_imds: Reply::redirect("https://169.254.169.254/latest"),
        "redirects to https://169.254.169.254/latest, which is not followed: it is another host", 2;
    redir_file: Reply::redirect("file:///etc/passwd"),
        "redirects to file:///etc/passwd, which is not followed: it leaves https", 2;
    redir_down: Reply::redirect("http://login.microsoftonline.com/"),
        "which is not followed: it leaves https", 2;
    redir_userinfo: Reply::redirect("https://user:secret@login.microsoftonline.com/"),
        "it carries a user name or password", 2;
    redir_loop: Reply::redirect("/again"),
        "too many redirects", 8;
    too_many_seconds: Reply::status(429).header("Retry-After", "3600"),
        "it asks to wait 3600 s", 1;
    too_many_date: Reply::status(429).header("Retry-After", "Fri, 20 Nov 2026 13:00:00 GMT"),
        "it asks to wait until Fri, 20 Nov 2026 13:00:00 GMT", 1;
    too_many_soon: Reply::status(429).header("Retry-After", "0"),
        "too many requests; it asks to wait 0 s", 2;
    status500: Reply::status(500), "it answered with status 500", 4;
    status502: Reply::status(502).typed("text/html").body("<html>Bad gateway"), "it answered with status 502", 4;
    status503: Reply::status(503), "it answered with status 503", 4;
    status404: Reply::status(404), "it answered with status 404", 2;
    badjson: Reply::json("{\"issuer\": oops"), "is no key set: it is not JSON", 2;
    notjson: Reply::json("oops\u{1b}[31m"), "its answer is not JSON; it begins with", 2;
    empty: Reply::json(""), "it answered 200 with nothing in it", 2;
    status204: Reply::status(204), "it answered 204 with nothing in it", 2;
    truncated: Reply::json(DISCOVERY).manner(Manner::Truncated), "its answer ended early", 2;
    reset: Reply::json("").manner(Manner::Close), "cut the connection", 4;
    html: Reply::status(200).typed("text/html").body("<!DOCTYPE html><title>Hotel Wi-Fi\u{1b}[2J</title>"),
        "a web page titled", 1;
    htmlasjson: Reply::json("<html><head><title>Sign in to continue</title></head>"),
        "it answered with a web page titled \\\"Sign in to continue\\\" (captive portal or proxy?)", 1;
    utf16: Reply::json("{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        "its answer is not UTF-8 text", 2;
    latin1: Reply::json(b"{\"a\":\"\xE9\"}".to_vec()), "its answer is not UTF-8 text", 2;
    noise: Reply::json("").manner(Manner::Noise), "it does not speak HTTP there", 1;
    no_tenant: crate::support::authority::published::unknown_tenant(),
        "no such tenant in this cloud (AADSTS90002)", 2;
    no_tenant_name: Reply { status: 400, ..Reply::json(r#"{"error_description":"AADSTS900023: Specified tenant identifier"}"#) },
        "neither a GUID nor a domain (AADSTS900023)", 2;
}

#[test]
fn what_an_answer_holds_never_moves_the_cursor() {
    let reply = Reply::status(200).body("<title>Hotel\u{1b}[2J</title>");
    let authority = Authority::start(move |_| reply.clone());
    let ran = Program::behind(&authority).run(&["check", "--tenant", FABRIKAM_ID], &token());
    assert!(ran.says("Hotel") && !ran.says("\u{1b}"), "{ran:?}");
}

#[test]
fn a_redirect_within_the_origin_is_followed_and_reported() {
    let authority = Authority::start(|asked| match asked.target.strip_prefix("/moved") {
        Some(target) => crate::support::authority::published::entra(&Asked {
            target: target.to_owned(),
            ..asked.clone()
        }),
        None => Reply {
            status: 308,
            ..Reply::redirect(&format!("/moved{}", asked.target))
        },
    });
    let ran = Program::behind(&authority).check(&token(), &["--tenant", FABRIKAM_ID]);
    assert_eq!((ran.code, authority.asked().len()), (0, 4), "{ran:?}");
    assert!(
        ran.says("redirected to https://login.microsoftonline.com/moved/"),
        "{ran:?}"
    );
    assert_eq!(ran.requests()[0].2, Some(308));
}

#[test]
fn what_fails_once_is_asked_once_more() {
    for (status, manner) in [(503, Manner::Plain), (200, Manner::Close)] {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let authority = Authority::start(move |asked| {
            match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 2 {
                0 => Reply::status(status).manner(manner),
                _ => crate::support::authority::published::entra(asked),
            }
        });
        let ran = Program::behind(&authority).check(&token(), &["--tenant", FABRIKAM_ID]);
        assert_eq!((ran.code, authority.asked().len()), (0, 4), "{ran:?}");
    }
}

#[test]
fn the_time_of_an_issuer_is_shared_by_its_documents() {
    // Each answer alone would be quick enough.
    let authority = Authority::start(|asked| {
        std::thread::sleep(Duration::from_millis(1200));
        crate::support::authority::published::entra(asked)
    });
    let ran =
        Program::behind(&authority).check(&token(), &["--tenant", FABRIKAM_ID, "--timeout", "2"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.took < Duration::from_secs(3), "{ran:?}");
}
