//! Stand-ins: what a value of a kind is replaced by. Keyed (HMAC-SHA-256), so that nobody without the key
//! can try values, and equal values stay equal.
//!
//! Not its job: telling what kind a value is of (`pieces.rs`), or whether it is replaced (`policy.rs`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Mutex;

use uuid::{Builder, Uuid};

use super::ledger::Ledger;
use crate::jose::{base64url, digest};

/// Bytes of a stand-in for words, texts and domains: among a million values two have the same one in a
/// hundred thousand exports. With one more, `text-…` would look like a secret itself (`pieces.rs`).
const SHORT: usize = 7;

/// Under one key a value always has the same stand-in. Different values have different ones but for what
/// cannot hold so many: addresses of IPv4, of which two in one network may become one, and short numbers.
pub struct Key {
    secret: [u8; 32],
    /// What was replaced, where somebody wants to know.
    ledger: Option<Mutex<Ledger>>,
}

impl Key {
    /// A key that nobody will ever have again.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn random() -> std::io::Result<Self> {
        let secret = digest::random().map_err(std::io::Error::other)?;
        Ok(Self::new(secret))
    }

    /// The key that follows from the content of a key file.
    #[must_use]
    pub fn of_file(content: &[u8]) -> Self {
        let mut secret = [0; 32];
        secret.copy_from_slice(&digest::keyed(b"jwtenant redact", content));
        Self::new(secret)
    }

    fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            ledger: None,
        }
    }

    /// The same key, which from here on remembers what it replaces.
    pub(super) fn remembering(&self) -> Self {
        Self {
            secret: self.secret,
            ledger: Some(Mutex::default()),
        }
    }

    /// What was replaced since; empty where nobody asked to remember.
    pub(super) fn with_ledger<T>(&self, ask: impl FnOnce(&mut Ledger) -> T) -> Option<T> {
        let mut ledger = self.ledger.as_ref()?.lock().ok()?;
        Some(ask(&mut ledger))
    }

    /// Remembers what a text was replaced by.
    fn noted(&self, text: &str, stand: String) -> String {
        self.with_ledger(|ledger| ledger.note(text, &stand));
        stand
    }

    /// Remembers who is named.
    pub(super) fn note_person(&self, text: &str) {
        self.with_ledger(|ledger| ledger.note_person(text));
    }

    pub(super) fn is_person(&self, text: &str) -> bool {
        self.with_ledger(|ledger| ledger.is_person(text)) == Some(true)
    }

    /// Remembers a text that anybody may see.
    pub(super) fn keep(&self, text: &str) {
        self.with_ledger(|ledger| ledger.keep(text));
    }

    /// 32 bytes that follow from a kind and a value.
    fn bytes(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        let mut message = kind.as_bytes().to_vec();
        message.push(0);
        message.extend_from_slice(value);
        digest::keyed(&self.secret, &message)
    }

    pub(super) fn guid(&self, id: Uuid) -> Uuid {
        self.with_ledger(|ledger| ledger.note_id(id));
        let bytes = self.bytes("guid", id.as_bytes());
        let mut start = [0; 16];
        start.copy_from_slice(&bytes[..16]);
        Builder::from_random_bytes(start).into_uuid()
    }

    /// 16 hex digits; the first four tell personal from work accounts and stay.
    pub(super) fn puid(&self, digits: &str) -> String {
        let upper = digits.to_ascii_uppercase();
        let bytes = self.bytes("puid", upper.as_bytes());
        let rest = digest::hex(&bytes[..6]).to_ascii_uppercase();
        let stand = format!("{}{rest}", upper.get(..4).unwrap_or_default());
        self.noted(digits, stand)
    }

    /// An address of the ranges that nobody has: reserved (RFC 1112, section 4) and unique local (RFC 4193).
    /// Addresses of one network (/16 and /32) stay in one network.
    pub(super) fn address(&self, address: IpAddr) -> IpAddr {
        let address = address.to_canonical();
        if address.is_loopback() || address.is_unspecified() {
            return address;
        }
        let bytes = self.bytes("address", address.to_string().as_bytes());
        let stand: IpAddr = match address {
            IpAddr::V4(v4) => {
                let network = self.bytes("network", &v4.octets()[..2]);
                Ipv4Addr::new(240 + network[0] % 15, network[1], bytes[1], bytes[2]).into()
            }
            IpAddr::V6(v6) => {
                let network = self.bytes("network", &v6.octets()[..4]);
                let mut octets = [0; 16];
                octets[0] = 0xfd;
                octets[1..4].copy_from_slice(&network[..3]);
                octets[4..].copy_from_slice(&bytes[..12]);
                Ipv6Addr::from(octets).into()
            }
        };
        self.noted(&address.to_string(), stand.to_string());
        stand
    }

    pub(super) fn domain(&self, domain: &str) -> String {
        let stand = format!("d-{}.example", self.short("domain", domain));
        self.noted(domain, stand)
    }

    pub(super) fn word(&self, word: &str) -> String {
        let stand = format!("x-{}", self.short("word", word));
        self.noted(word, stand)
    }

    pub(super) fn text(&self, text: &str) -> String {
        let stand = format!("text-{}", self.short("text", text));
        self.noted(text, stand)
    }

    /// So many letters of base64url, as random as what they stand for.
    pub(super) fn opaque(&self, text: &str) -> String {
        let mut letters = String::new();
        let mut block = self.bytes("opaque", text.as_bytes());
        while letters.len() < text.len() {
            letters.push_str(&base64url::encode(&block));
            block = self.bytes("opaque more", &block);
        }
        letters.truncate(text.len());
        self.noted(text, letters)
    }

    /// Digits instead of digits.
    pub(super) fn number(&self, digits: &str) -> String {
        let bytes = self.bytes("number", digits.as_bytes());
        let pairs = digits.bytes().zip(bytes.iter().cycle());
        let stand = pairs
            .map(|(digit, byte)| {
                if digit.is_ascii_digit() {
                    // Never a leading zero: JSON knows none.
                    char::from(b'1' + byte % 9)
                } else {
                    char::from(digit)
                }
            })
            .collect();
        self.noted(digits, stand)
    }

    /// Letter case makes no difference: logs fold it.
    fn short(&self, kind: &str, value: &str) -> String {
        let bytes = self.bytes(kind, value.to_lowercase().as_bytes());
        digest::hex(&bytes[..SHORT])
    }
}
