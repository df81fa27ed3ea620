//! Certificates, proxies and addresses: who is believed to be the authority, and how it is reached.

use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use super::{FABRIKAM_ID, token};
use crate::support::authority::program::{Program, Ran};
use crate::support::authority::published::{Provider, entra};
use crate::support::authority::{Asked, Authority, Certificate, Reply};

const ASKED: [&str; 2] = ["--tenant", FABRIKAM_ID];

fn undecided(ran: &Ran, words: &str) {
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.says(words), "{ran:?}");
    assert!(ran.stderr.contains("help: "), "{ran:?}");
}

#[test]
fn bad_certificates_are_told_apart() {
    for (certificate, words, help) in [
        (Certificate::Expired, "its certificate has expired", "clock"),
        (
            Certificate::OtherName,
            "made out to another name (evil.example)",
            "DNS",
        ),
        (
            Certificate::UnknownAuthority,
            "comes from an authority that is not trusted here",
            "--ca-cert",
        ),
    ] {
        let authority = Authority::with_certificate(certificate, entra);
        let ran = Program::behind(&authority).check(&token(), &ASKED);
        undecided(&ran, words);
        assert!(ran.stderr.contains(help), "{ran:?}");
        assert_eq!(authority.asked().len(), 0);
    }
}

#[test]
fn ca_cert_is_trusted_beside_the_others() {
    let authority = Authority::start(entra);
    let ca = authority.trusted();
    let ca = ca.to_str().expect("UTF-8");
    for program in [
        Program::behind(&authority).without("SSL_CERT_FILE"),
        Program::behind(&Authority::start(entra))
            .env("HTTPS_PROXY", &format!("http://{}", authority.address())),
    ] {
        let ran = program.check(&token(), &["--tenant", FABRIKAM_ID, "--ca-cert", ca]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn ssl_cert_dir_is_read() {
    let authority = Authority::start(entra);
    let folder = authority.folder().join("certs");
    std::fs::create_dir(&folder).expect("writable");
    std::fs::copy(authority.trusted(), folder.join("5ed36f99.0")).expect("writable");
    std::fs::write(folder.join("README"), "no certificate").expect("writable");
    let ran = Program::behind(&authority)
        .without("SSL_CERT_FILE")
        .env("SSL_CERT_DIR", folder.to_str().expect("UTF-8"))
        .check(&token(), &ASKED);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn certificates_that_cannot_be_read_are_named() {
    let authority = Authority::start(entra);
    let ran = Program::behind(&authority)
        .env("SSL_CERT_FILE", "/nowhere/ca.pem")
        .check(&token(), &ASKED);
    undecided(&ran, "the certificates of /nowhere/ca.pem");
    let ran = Program::behind(&authority).check(
        &token(),
        &["--tenant", FABRIKAM_ID, "--ca-cert", "/dev/null"],
    );
    undecided(&ran, "/dev/null: holds no");
}

#[test]
fn a_proxy_that_refuses_is_named() {
    let authority = Authority::refusing_tunnels();
    let ran = Program::behind(&authority).check(&token(), &ASKED);
    undecided(
        &ran,
        &format!("the proxy {} refused to connect to it", authority.address()),
    );
}

#[test]
fn the_password_of_a_proxy_is_never_shown() {
    let authority = Authority::start(entra);
    let ran = Program::direct(&authority)
        .env("HTTPS_PROXY", "http://user:pa55word@127.0.0.1:1")
        .check(&token(), &ASKED);
    undecided(&ran, "the proxy 127.0.0.1:1");
    assert!(!ran.says("pa55word"), "{ran:?}");
}

#[test]
fn names_that_cannot_be_looked_up_say_so() {
    let authority = Authority::start(entra);
    let ran = Program::direct(&authority).check(
        &Provider::new("https://idp.invalid").token(),
        &["--issuer", "https://idp.invalid", "--timeout", "2"],
    );
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(
        ran.says("idp.invalid: the name cannot be looked up") || ran.says("idp.invalid: no answer"),
        "{ran:?}"
    );
}

/// Checks a token of the provider at this address, without a proxy.
fn provider_at(issuer: &str, authority: &Authority) -> Ran {
    let provider = Provider::new(issuer);
    Program::direct(authority).check(&provider.token(), &["--issuer", issuer, "--timeout", "2"])
}

#[test]
fn nobody_listening_says_so() {
    let authority = Authority::start(entra);
    undecided(
        &provider_at("https://localhost:1", &authority),
        "localhost:1: nothing listens there",
    );
}

#[test]
fn a_connection_that_is_never_answered_ends_while_connecting() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let issuer = format!(
        "https://localhost:{}",
        listener.local_addr().expect("bound").port()
    );
    let authority = Authority::start(entra);
    let ran = provider_at(&issuer, &authority);
    undecided(&ran, "no answer within 1 s (connecting)");
    assert!(ran.took < Duration::from_secs(3), "{ran:?}");
}

#[test]
fn https_to_an_http_port_and_back_are_told() {
    let plain = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = plain.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            // Only after the client has read it.
            let _ = std::io::Read::read(&mut stream, &mut [0; 1024]);
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    let authority = Authority::start(entra);
    undecided(
        &provider_at(&format!("https://localhost:{port}"), &authority),
        "it does not speak TLS there",
    );

    let tls = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = tls.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for mut stream in tls.incoming().flatten() {
            // A TLS alert: unexpected_message.
            let _ = stream.write_all(b"\x15\x03\x03\x00\x02\x02\x0a");
            let _ = std::io::Read::read(&mut stream, &mut [0; 1024]);
        }
    });
    undecided(
        &provider_at(&format!("http://127.0.0.1:{port}"), &authority),
        "it does not speak HTTP there",
    );
}

/// A provider under the address of its own authority.
fn at_home(asked: &Asked, provider: &Provider) -> Reply {
    if asked.wants_keys() {
        Reply::json(provider.jwks())
    } else {
        Reply::json(provider.discovery())
    }
}

#[test]
fn loopback_issuers_are_asked_over_http_and_https_and_ipv6() {
    let shared: std::sync::Arc<std::sync::OnceLock<Provider>> = std::sync::Arc::default();
    let for_answers = std::sync::Arc::clone(&shared);
    let answer =
        move |asked: &Asked| at_home(asked, for_answers.get().expect("set before any request"));
    let authority = Authority::start(answer);
    let port = authority.address().port();
    let provider = shared.get_or_init(|| Provider::new(&format!("http://127.0.0.1:{port}")));
    let ran = Program::direct(&authority).check(&provider.token(), &["--issuer", &provider.issuer]);
    assert_eq!(ran.code, 0, "{ran:?}");

    for host in ["localhost", "[::1]"] {
        let shared: std::sync::Arc<std::sync::OnceLock<Provider>> = std::sync::Arc::default();
        let for_answers = std::sync::Arc::clone(&shared);
        let answer =
            move |asked: &Asked| at_home(asked, for_answers.get().expect("set before any request"));
        let authority = if host == "localhost" {
            Authority::start(answer)
        } else if let Some(authority) = Authority::on_ipv6(answer) {
            authority
        } else {
            eprintln!("skipped: this system has no IPv6");
            continue;
        };
        let scheme = if host == "localhost" { "https" } else { "http" };
        let issuer = format!("{scheme}://{host}:{}", authority.address().port());
        let provider = shared.get_or_init(|| Provider::new(&issuer));
        let ran = Program::direct(&authority).check(&provider.token(), &["--issuer", &issuer]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn no_proxy_is_honoured() {
    let authority = Authority::start(entra);
    let provider = Provider::new("https://localhost:1");
    let ran = Program::behind(&authority)
        .env("NO_PROXY", "localhost")
        .check(&provider.token(), &["--issuer", &provider.issuer]);
    undecided(&ran, "nothing listens there");
    assert_eq!(authority.asked().len(), 0);
}
