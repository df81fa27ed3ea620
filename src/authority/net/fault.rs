//! Why the network gave no document, in plain words, each with what a person can do about it.
//!
//! Not its job: reading the causes out of an HTTP library's errors (`net/cause.rs`).

use url::Url;

/// An address that gave no document. The text of a document or a token is never part of it, except
/// where a [`Cause`] quotes the first characters of an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {cause}")]
pub struct NetFault {
    /// The host that was asked, with its port where that is unusual.
    pub host: String,
    pub cause: Cause,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    #[error("the name cannot be looked up ({0})")]
    UnknownName(String),
    #[error("nothing listens there (connection refused)")]
    ConnectionRefused,
    #[error("it cannot be reached ({0})")]
    Unreachable(String),
    #[error("no answer within {seconds} s ({phase})")]
    TimedOut { phase: Phase, seconds: u64 },
    #[error("the {0} s for one issuer were used up")]
    OutOfTime(u64),
    #[error("the proxy {proxy} {why}")]
    Proxy { proxy: String, why: String },
    #[error("its certificate comes from an authority that is not trusted here")]
    UnknownAuthority,
    #[error("its certificate is made out to another name ({0})")]
    WrongName(String),
    #[error("its certificate has expired")]
    Expired,
    #[error("its certificate is not valid yet")]
    NotYetValid,
    #[error("it does not speak TLS there (is it an http port?)")]
    NoTls,
    #[error("it broke off the TLS handshake")]
    HandshakeBroken,
    #[error("TLS failed ({0})")]
    Tls(String),
    #[error("it does not speak HTTP there (is it an https port?)")]
    NoHttp,
    #[error("it cut the connection without an answer")]
    Reset,
    #[error("its answer ended early")]
    Truncated,
    #[error("its answer is longer than {} MiB and was not read to the end", .0 >> 20)]
    TooLarge(u64),
    #[error("it answered {0} with nothing in it")]
    Empty(u16),
    #[error("it answered with status {0}")]
    Status(u16),
    #[error("it answered with status 429, too many requests{}", wait(.0.as_deref()))]
    TooMany(Option<String>),
    #[error("no such tenant in this cloud (AADSTS90002)")]
    NoSuchTenant,
    #[error("this cannot be a tenant: it is neither a GUID nor a domain (AADSTS900023)")]
    NoTenantName,
    #[error("it refused with AADSTS{0}")]
    Refusal(u64),
    #[error("it answered with a web page{} (captive portal or proxy?)", titled(.0.as_deref()))]
    WebPage(Option<String>),
    #[error("its answer is not JSON; it begins with {0:?}")]
    NotJson(String),
    #[error("its answer is not UTF-8 text")]
    NotUtf8,
    #[error("its answer is no {0}")]
    NoDocument(String),
    #[error("it redirects to {to}, which is not followed: {why}")]
    RedirectRefused { to: String, why: &'static str },
    #[error("too many redirects")]
    RedirectLoop,
    #[error("nobody was asked, this program was built without the network")]
    BuiltWithout,
    #[error("{0}")]
    Roots(String),
    #[error("{0}")]
    Other(String),
}

/// What was going on when the time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Connecting,
    Waiting,
    Reading,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Waiting => "waiting for the answer",
            Self::Reading => "reading the answer",
        })
    }
}

impl NetFault {
    /// A fault of the host in this address.
    #[must_use]
    pub fn new(url: &Url, cause: Cause) -> Self {
        Self {
            host: host_of(url),
            cause,
        }
    }

    /// What a person can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        self.cause.help()
    }
}

/// The host, with the port where it is not the scheme's own.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

impl Cause {
    /// Whether asking again shortly is worth while: 5xx and cut connections come and go.
    #[cfg(feature = "network")]
    pub(super) fn passes(&self) -> bool {
        matches!(self, Self::Reset | Self::Status(500..=599))
    }

    /// Whether it tells of the way to the host rather than of one document, so that asking the host
    /// for the next document would only cost the same time again.
    #[cfg(feature = "network")]
    pub(super) fn is_of_the_way(&self) -> bool {
        match self {
            Self::UnknownName(_)
            | Self::ConnectionRefused
            | Self::Unreachable(_)
            | Self::TimedOut { .. }
            | Self::Proxy { .. }
            | Self::UnknownAuthority
            | Self::WrongName(_)
            | Self::Expired
            | Self::NotYetValid
            | Self::NoTls
            | Self::HandshakeBroken
            | Self::Tls(_)
            | Self::NoHttp
            | Self::TooMany(_)
            | Self::WebPage(_)
            | Self::BuiltWithout
            | Self::Roots(_) => true,
            // That is the time of one issuer; many share a host, and each has its own.
            Self::OutOfTime(_)
            | Self::Reset
            | Self::Truncated
            | Self::TooLarge(_)
            | Self::Empty(_)
            | Self::Status(_)
            | Self::NoSuchTenant
            | Self::NoTenantName
            | Self::Refusal(_)
            | Self::NotJson(_)
            | Self::NotUtf8
            | Self::NoDocument(_)
            | Self::RedirectRefused { .. }
            | Self::RedirectLoop
            | Self::Other(_) => false,
        }
    }

    /// Whether the issuer itself said no, which an older copy must not gloss over.
    pub(in crate::authority) fn is_an_answer(&self) -> bool {
        matches!(
            self,
            Self::NoSuchTenant | Self::NoTenantName | Self::Refusal(_) | Self::Status(400..=499)
        )
    }

    fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::BuiltWithout => {
                "give saved documents with --metadata PATH, or build the program with its feature `network`"
            }
            Self::UnknownName(_) | Self::ConnectionRefused | Self::Unreachable(_) => {
                "check the network, or work without it: --metadata PATH with saved documents (jwtenant metadata TENANT --save DIR)"
            }
            Self::TimedOut { .. } | Self::OutOfTime(_) => {
                "try again, allow more time with --timeout SECONDS, or use saved documents with --metadata PATH"
            }
            Self::Proxy { .. } => {
                "check HTTPS_PROXY and NO_PROXY, and whether the proxy lets this host through"
            }
            Self::UnknownAuthority => {
                "a proxy that inspects TLS? give its certificate authority with --ca-cert FILE or SSL_CERT_FILE"
            }
            Self::WrongName(_) => {
                "something else answers for this host: check DNS, the proxy, or a captive portal"
            }
            Self::Expired | Self::NotYetValid => {
                "check this computer's clock; if it is right, the server or an inspecting proxy must renew its certificate"
            }
            Self::NoTls | Self::HandshakeBroken | Self::Tls(_) => {
                "check host and port; a proxy or firewall in between may block TLS to this host"
            }
            Self::NoHttp => "check scheme and port of --issuer",
            Self::Reset | Self::Truncated | Self::Status(500..=599) => "try again in a moment",
            Self::TooMany(_) => {
                "wait as long as it asks, then try again; --metadata PATH works without it"
            }
            Self::NoSuchTenant => {
                "check the spelling; a tenant of a national cloud is asked with --cloud usgov or --cloud china"
            }
            Self::NoTenantName => "a tenant is named by its GUID or by one of its domains",
            Self::WebPage(_) => "sign in to this network, or let the proxy pass the host",
            Self::RedirectRefused { .. } => {
                "name the issuer that finally answers with --issuer, or sign in to this network if it is a captive portal"
            }
            Self::Roots(_) => {
                "check SSL_CERT_FILE, SSL_CERT_DIR and --ca-cert: PEM files of certificate authorities"
            }
            Self::Status(_) => {
                "check the issuer's address; B2C needs the discovery URL with its policy as --issuer"
            }
            Self::Refusal(_)
            | Self::TooLarge(_)
            | Self::Empty(_)
            | Self::NotJson(_)
            | Self::NotUtf8
            | Self::NoDocument(_)
            | Self::RedirectLoop
            | Self::Other(_) => {
                "is this the issuer's address? saved documents can be given with --metadata PATH"
            }
        })
    }
}

fn wait(retry_after: Option<&str>) -> String {
    match retry_after.map(|value| value.parse::<u64>().map_err(|_| value)) {
        Some(Ok(seconds)) => format!("; it asks to wait {seconds} s"),
        Some(Err(date)) => format!("; it asks to wait until {date}"),
        None => String::new(),
    }
}

fn titled(title: Option<&str>) -> String {
    title
        .map(|title| format!(" titled {title:?}"))
        .unwrap_or_default()
}
