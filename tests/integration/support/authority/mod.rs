//! A real authority on loopback: it speaks TLS with certificates made for the run, for any host, to
//! whoever comes through its CONNECT proxy, and plain HTTP or TLS to whoever comes directly. What it
//! answers is the test's choice; everything that it is asked is written down.
//!
//! Not its job: what an issuer publishes (`published.rs`), and running the program (`program.rs`).

mod connection;
mod reply;
mod tls;

pub mod program;
pub mod published;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

pub use self::connection::Asked;
pub use self::reply::{Manner, Reply};
pub use self::tls::Certificate;

type Answer = dyn Fn(&Asked) -> Reply + Send + Sync;

/// The authority; its thread lives as long as the test run.
pub struct Authority {
    address: SocketAddr,
    folder: tempfile::TempDir,
    shared: Arc<Shared>,
}

/// What every connection sees.
struct Shared {
    answer: Box<Answer>,
    certificate: Certificate,
    refuses_tunnels: bool,
    asked: Mutex<Vec<Asked>>,
}

impl Authority {
    /// Starts one that answers like this.
    pub fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(Certificate::Good, false, "127.0.0.1:0", answer)
    }

    /// One whose certificates are of this kind.
    pub fn with_certificate(
        certificate: Certificate,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::with(certificate, false, "127.0.0.1:0", answer)
    }

    /// A proxy that lets nobody through.
    pub fn refusing_tunnels() -> Self {
        Self::with(Certificate::Good, true, "127.0.0.1:0", |_| {
            Reply::status(500)
        })
    }

    /// One on the IPv6 loopback address, if this system has one.
    pub fn on_ipv6(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Option<Self> {
        TcpListener::bind("[::1]:0").ok()?;
        Some(Self::with(Certificate::Good, false, "[::1]:0", answer))
    }

    fn with(
        certificate: Certificate,
        refuses_tunnels: bool,
        bind: &str,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(bind).expect("loopback can be bound");
        let address = listener.local_addr().expect("a bound address");
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("ca.pem"), tls::trusted_pem()).expect("writable");
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            certificate,
            refuses_tunnels,
            asked: Mutex::default(),
        });
        let for_connections = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&for_connections);
                thread::spawn(move || connection::serve(stream, &shared));
            }
        });
        Self {
            address,
            folder,
            shared,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate authority that vouches for it.
    pub fn trusted(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A folder of this authority's own, for caches and snapshots.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Everything that was asked so far, tunnels left out.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared
            .asked
            .lock()
            .expect("no test panics here")
            .clone()
    }

    /// The addresses that were asked so far.
    pub fn urls(&self) -> Vec<String> {
        self.asked().iter().map(Asked::url).collect()
    }

    pub fn forget(&self) {
        self.shared
            .asked
            .lock()
            .expect("no test panics here")
            .clear();
    }
}
