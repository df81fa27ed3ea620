//! How tokens begin: the few first characters that tell a token from a word.
//!
//! Not its job: decoding. It looks at just enough of a header to know how many parts follow and
//! how long the last one is, so that a token broken over lines ends where it ends; nothing seen
//! here is ever reported.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::found::{Found, Shape};
use super::recogniser::Limits;

/// Whether these base64 characters begin a JSON object that holds a member or nothing:
/// `{"`, `{}`, with blanks anywhere between. `eyJ`, as a rule.
pub(super) fn begins_header(characters: impl Iterator<Item = u8>) -> bool {
    let mut bytes = visible(characters);
    bytes.next() == Some(b'{') && matches!(bytes.next(), Some(b'"' | b'}'))
}

/// Whether these base64 characters begin with `{`. Two characters suffice to tell.
pub(super) fn begins_object(characters: impl Iterator<Item = u8>) -> bool {
    visible(characters).next() == Some(b'{')
}

/// The shortest header that is taken for one: `{"a":1}` has ten characters, prose that speaks of
/// `eyJ` has three.
const SHORTEST_HEADER: usize = 10;

/// Whether a whole header segment is long enough to be one; `{}` is.
pub(super) fn is_header_length(segment: &[u8]) -> bool {
    segment.len() >= SHORTEST_HEADER || visible(segment.iter().copied()).nth(1) == Some(b'}')
}

/// What the header lets expect of the rest.
pub(super) struct Expected {
    /// Dots in the whole token.
    pub(super) dots: usize,
    /// Lengths that the last part can have, in characters; empty where the header does not tell.
    pub(super) last: &'static [usize],
}

impl Expected {
    pub(super) fn is_exact(&self, last: usize) -> bool {
        self.last.contains(&last)
    }

    /// Whether a last part of this length may still grow into an exact one.
    pub(super) fn is_below(&self, last: usize) -> bool {
        self.last.iter().any(|length| *length > last)
    }
}

/// A header beyond this size is not looked into.
const LONGEST_PEEK: usize = 32 * 1024;

/// Looks into a header segment for `alg` and `enc`.
pub(super) fn expected(header: &[u8]) -> Expected {
    #[derive(Default, Deserialize)]
    struct Peek {
        alg: Option<String>,
        enc: Option<IgnoredAny>,
    }
    let peek: Peek = if header.len() > LONGEST_PEEK {
        Peek::default()
    } else {
        let json: Vec<u8> = Decoded::new(header.iter().copied()).collect();
        serde_json::from_slice(&json).unwrap_or_default()
    };
    if peek.enc.is_some() {
        // The tag of AES-GCM and of AES-CBC with HMAC: 16, 24 or 32 bytes (RFC 7518, section 5).
        return Expected {
            dots: 4,
            last: &[22, 32, 43],
        };
    }
    Expected {
        dots: 2,
        last: peek.alg.as_deref().map_or(&[], signature_lengths),
    }
}

/// Base64url characters of a signature (RFC 7518, section 3; RFC 8037, section 3.1). RSA: keys of
/// 2048, 3072 and 4096 bits.
fn signature_lengths(alg: &str) -> &'static [usize] {
    match alg {
        "none" => &[0],
        "HS256" => &[43],
        "HS384" => &[64],
        "HS512" | "ES256" | "ES256K" | "EdDSA" => &[86],
        "ES384" => &[128],
        "ES512" => &[176],
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => &[342, 512, 683],
        _ => &[],
    }
}

/// A token that does not open as JSON does.
pub(super) struct Known {
    opening: &'static str,
    shape: Shape,
    alphabet: fn(u8) -> bool,
}

impl Known {
    const fn new(opening: &'static str, shape: Shape, alphabet: fn(u8) -> bool) -> Self {
        Self {
            opening,
            shape,
            alphabet,
        }
    }

    /// The candidate that `text`, the whole of it, is.
    pub(super) fn found(&self, text: &str, limits: &Limits) -> Found {
        if text.len() > limits.max_token_size {
            Found::too_long(text.len())
        } else {
            Found::new(text, self.shape)
        }
    }
}

/// Openings that tell by themselves, given enough characters behind them. `Ew` is the ticket of a
/// personal account; `0.A` and `1.A` open refresh tokens and codes of Entra, `M.C` those of a
/// personal account; `PHNhbWw` and `PHNhbWx` are `<saml` in base64 (which of them, the next letter
/// decides), `PEFzc2VydGlvbg` is `<Assertion`, `PD94bWw` is `<?xml`.
const KNOWN: [Known; 10] = [
    Known::new("EwA", Shape::Opaque, is_base64),
    Known::new("EwB", Shape::Opaque, is_base64),
    Known::new("EwC", Shape::Opaque, is_base64),
    Known::new("0.A", Shape::RefreshToken, is_dotted),
    Known::new("1.A", Shape::RefreshToken, is_dotted),
    Known::new("M.C", Shape::Opaque, is_personal),
    Known::new("PHNhbWw", Shape::Saml, is_base64),
    Known::new("PHNhbWx", Shape::Saml, is_base64),
    Known::new("PEFzc2VydGlvbg", Shape::Saml, is_base64),
    Known::new("PD94bWw", Shape::Saml, is_base64),
];

/// Fewer characters than this are a word: `1.A small list`.
pub(super) const SHORTEST_KNOWN: usize = 40;

/// The `rh` claim opens as a refresh token does, but is its first part alone, dot included.
const LONGEST_RH: usize = 100;

/// Whether a known opening stands here, whatever follows.
pub(super) fn is_known(bytes: &[u8]) -> bool {
    opening_of(bytes).is_some()
}

fn opening_of(bytes: &[u8]) -> Option<&'static Known> {
    KNOWN
        .iter()
        .find(|known| bytes.starts_with(known.opening.as_bytes()))
}

/// The known token that begins here, and its length.
pub(super) fn known(bytes: &[u8]) -> Option<(&'static Known, usize)> {
    let known = opening_of(bytes)?;
    let length = bytes
        .iter()
        .position(|byte| !(known.alphabet)(*byte))
        .unwrap_or(bytes.len());
    let is_rh =
        known.shape == Shape::RefreshToken && length < LONGEST_RH && bytes[length - 1] == b'.';
    (length >= SHORTEST_KNOWN && !is_rh).then_some((known, length))
}

fn is_base64(byte: u8) -> bool {
    sextet(byte).is_some() || byte == b'='
}

fn is_dotted(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn is_personal(byte: u8) -> bool {
    is_dotted(byte) || matches!(byte, b'!' | b'*' | b'$')
}

/// All that base64 of either alphabet holds, as far as it goes.
pub(super) fn base64_decoded(text: &str) -> Vec<u8> {
    let digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    Decoded::new(digits).collect()
}

/// How many bytes of an opening are looked at, blanks included.
const OPENING: usize = 48;

fn visible(characters: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    Decoded::new(characters)
        .take(OPENING)
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// Base64 of either alphabet, decoded as far as it goes; padding ends it.
struct Decoded<I> {
    characters: I,
    bits: u32,
    count: u32,
}

impl<I: Iterator<Item = u8>> Decoded<I> {
    fn new(characters: I) -> Self {
        Self {
            characters,
            bits: 0,
            count: 0,
        }
    }
}

impl<I: Iterator<Item = u8>> Iterator for Decoded<I> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        while self.count < 8 {
            self.bits = (self.bits << 6) | sextet(self.characters.next()?)?;
            self.count += 6;
        }
        self.count -= 8;
        Some((self.bits >> self.count).to_le_bytes()[0])
    }
}

fn sextet(character: u8) -> Option<u32> {
    let value = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> bool {
        begins_header(text.bytes())
    }

    #[test]
    fn headers_open_with_a_brace_and_a_quote() {
        // {"alg"…, { "alg"…, {\r\n "…, blank {"…, {}
        for text in ["eyJhbGci", "eyAiYWxn", "ew0KICJh", "IHsiYWxn", "e30"] {
            assert!(header(text), "{text}");
        }
    }

    #[test]
    fn words_do_not() {
        for text in [
            "", "e", "ey", "eyes", "exact", "e-mail", "e2e", "Ironic", "eyebrow",
        ] {
            assert!(!header(text), "{text}");
        }
    }

    #[test]
    fn the_header_tells_parts_and_signature_length() {
        // {"alg":"RS256"} and {"alg":"dir","enc":"A256GCM"}
        let signed = expected(b"eyJhbGciOiJSUzI1NiJ9");
        assert_eq!((signed.dots, signed.last), (2, &[342, 512, 683][..]));
        let encrypted = expected(b"eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0");
        assert_eq!(encrypted.dots, 4);
        let broken = expected(b"eyJhbGci");
        assert_eq!((broken.dots, broken.last.len()), (2, 0));
    }

    #[test]
    fn known_openings_need_a_body() {
        let body = "aB3".repeat(20);
        for opening in ["EwB", "0.A", "1.A", "M.C", "PHNhbWw", "PD94bWw"] {
            let (known, length) = known(format!("{opening}{body} rest").as_bytes()).unwrap();
            assert_eq!(length, opening.len() + body.len());
            assert_eq!(known.opening, opening);
        }
        assert!(known(b"1.A small list of things that is longer than forty").is_none());
        assert!(known(b"0.Amazon").is_none());
        assert!(known(b"EwB").is_none());
    }

    #[test]
    fn the_rh_claim_is_no_refresh_token() {
        let rh = b"0.ARgAv4j5cvGGr0GRqy180BHbRwMAAAAAAAAAwAAAAAAAAAAYAAA.";
        assert!(known(rh).is_none());
    }
}
