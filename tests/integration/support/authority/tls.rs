//! Certificates for the authority: one certificate authority for the run, a certificate for each host.

use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What is wrong with the certificates, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Good,
    Expired,
    OtherName,
    UnknownAuthority,
}

struct Vouching {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Vouching {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = named(name);
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
        }
    }
}

fn trusted() -> &'static Vouching {
    static TRUSTED: OnceLock<Vouching> = OnceLock::new();
    TRUSTED.get_or_init(|| Vouching::new("jwtenant test authority"))
}

fn unknown() -> &'static Vouching {
    static UNKNOWN: OnceLock<Vouching> = OnceLock::new();
    UNKNOWN.get_or_init(|| Vouching::new("nobody knows this authority"))
}

/// The certificate that vouches for all but those of [`Certificate::UnknownAuthority`].
pub fn trusted_pem() -> &'static str {
    &trusted().pem
}

/// The server's side of TLS for one host.
pub fn config(kind: Certificate, host: &str) -> Arc<ServerConfig> {
    let name = match kind {
        Certificate::OtherName => "evil.example",
        _ => host,
    };
    let vouching = match kind {
        Certificate::UnknownAuthority => unknown(),
        _ => trusted(),
    };
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.distinguished_name = named(name);
    if kind == Certificate::Expired {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    }
    let key = KeyPair::generate().expect("a key");
    let certificate = params
        .signed_by(&key, &vouching.issuer)
        .expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("the key is the certificate's");
    Arc::new(config)
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}
