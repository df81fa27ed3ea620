//! Reads the cause out of the HTTP library's errors: whatever stands in their chain of sources is
//! told apart by type where there is one, by its words where there is none.
//!
//! Not its job: wording (`net/fault.rs`).

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError, InvalidMessage};

use super::fault::{Cause, Phase};

/// What was known when the request was made.
pub struct Circumstances<'a> {
    pub is_https: bool,
    /// Host and port of the proxy, if one is in the way.
    pub proxy: Option<&'a str>,
    /// Seconds allowed for connecting, and for the whole document.
    pub connect: u64,
    pub document: u64,
    /// Seconds allowed for everything that is asked about one issuer.
    pub issuer: u64,
    /// Whether less was left of these than connecting, or the document, was allowed: running out of time
    /// then says nothing of the host.
    pub cuts_connecting: bool,
    pub cuts_document: bool,
}

/// The cause of a request that got no answer.
pub fn of_request(error: &reqwest::Error, around: &Circumstances) -> Cause {
    if let Some(tls) = find::<rustls::Error>(error) {
        return of_tls(tls);
    }
    let links = chain(error);
    let says = |words: &str| links.iter().any(|link| link.contains(words));
    let connecting = error.is_connect();
    if let Some(cause) = of_tunnel(&links, around) {
        return cause;
    }
    if error.is_timeout() {
        return timed_out(before_the_answer(connecting), around);
    }
    if error.is_dns() || says("failed to lookup address") || says("dns error") {
        let why = links.last().map_or("", String::as_str);
        let why = why.rsplit(": ").next().unwrap_or(why).to_owned();
        return Cause::UnknownName(why);
    }
    let kind = find::<io::Error>(error).map(io::Error::kind);
    if let Some(cause) = kind.and_then(|kind| of_io(kind, connecting, around)) {
        return cause;
    }
    if says("connection closed before message completed") {
        return Cause::Reset;
    }
    let strange = ["invalid HTTP", "invalid header", "unexpected message"];
    if strange.iter().any(|words| says(words)) {
        return Cause::NoHttp;
    }
    if error.is_builder() && says("CA certificates") {
        return Cause::Roots("this system has no certificate authorities to trust".into());
    }
    Cause::Other(links.join(": "))
}

/// The cause of an answer that could not be read to its end.
pub fn of_body(error: &io::Error, around: &Circumstances) -> Cause {
    let links = chain(error);
    let says = |words: &str| links.iter().any(|link| link.contains(words));
    if says("timed out") || error.kind() == io::ErrorKind::TimedOut {
        return timed_out(Phase::Reading, around);
    }
    let ended = [
        "end of file before message",
        "connection closed",
        "close_notify",
        "Connection reset",
        "chunk",
    ];
    if ended.iter().any(|words| says(words)) {
        return Cause::Truncated;
    }
    Cause::Other(links.join(": "))
}

fn of_tls(error: &rustls::Error) -> Cause {
    use CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::UnknownIssuer | Bad::BadSignature => Cause::UnknownAuthority,
            Bad::Expired | Bad::ExpiredContext { .. } => Cause::Expired,
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => Cause::NotYetValid,
            Bad::NotValidForName => Cause::WrongName("none of its names fits".into()),
            Bad::NotValidForNameContext { presented, .. } => Cause::WrongName(names(presented)),
            // The platform's own verifiers speak in words of their own.
            other => Cause::Tls(other.to_string()),
        },
        rustls::Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => Cause::NoTls,
        rustls::Error::AlertReceived(AlertDescription::UnknownCA) => {
            Cause::Tls("it does not trust our certificate".into())
        }
        other => Cause::Tls(other.to_string()),
    }
}

/// `DnsName("a.example")` of the library as `a.example`.
fn names(presented: &[String]) -> String {
    let plain = presented.iter().map(|name| {
        let inner = name
            .split_once('"')
            .and_then(|(_, rest)| rest.split_once('"'));
        inner.map_or(name.as_str(), |(inner, _)| inner)
    });
    plain.collect::<Vec<_>>().join(", ")
}

/// CONNECT through a proxy has errors of its own, whose type is not public.
fn of_tunnel(links: &[String], around: &Circumstances) -> Option<Cause> {
    let says = |words: &str| links.iter().any(|link| link.contains(words));
    if !says("tunnel error") {
        return None;
    }
    let why = if says("proxy authorization required") {
        "demands a user name and password"
    } else if says("unsuccessful") {
        "refused to connect to it"
    } else if says("Connection refused") {
        "cannot be reached (connection refused)"
    } else if says("lookup") || says("dns") {
        "is not known by that name"
    } else {
        "broke off the connection"
    };
    Some(Cause::Proxy {
        proxy: around.proxy.unwrap_or("of this system").to_owned(),
        why: why.to_owned(),
    })
}

fn of_io(kind: io::ErrorKind, connecting: bool, around: &Circumstances) -> Option<Cause> {
    use io::ErrorKind as Kind;
    Some(match kind {
        Kind::ConnectionRefused => Cause::ConnectionRefused,
        Kind::TimedOut => timed_out(before_the_answer(connecting), around),
        Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable => Cause::Unreachable("no route to it".into()),
        Kind::PermissionDenied => Cause::Unreachable("this system does not permit it".into()),
        Kind::UnexpectedEof
        | Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
            if connecting && around.is_https =>
        {
            Cause::HandshakeBroken
        }
        Kind::UnexpectedEof
        | Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe => Cause::Reset,
        _ => return None,
    })
}

fn timed_out(phase: Phase, around: &Circumstances) -> Cause {
    let (was_cut, seconds) = match phase {
        Phase::Connecting => (around.cuts_connecting, around.connect),
        Phase::Waiting | Phase::Reading => (around.cuts_document, around.document),
    };
    if was_cut {
        Cause::OutOfTime(around.issuer)
    } else {
        Cause::TimedOut { phase, seconds }
    }
}

fn before_the_answer(connecting: bool) -> Phase {
    if connecting {
        Phase::Connecting
    } else {
        Phase::Waiting
    }
}

/// The first error of this type in the chain. An [`io::Error`] hides the error it was made from from
/// its own `source`, so that one is looked into as well.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(link) = next {
        if let Some(found) = link.downcast_ref() {
            return Some(found);
        }
        let inner = link
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if let Some(found) = inner.and_then(|inner| find::<T>(inner)) {
            return Some(found);
        }
        next = link.source();
    }
    None
}

/// What every error in the chain says, each once.
fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(link) = next {
        let text = link.to_string();
        if links.last() != Some(&text) {
            links.push(text);
        }
        next = link.source();
    }
    links
}
