//! base64url without padding ([RFC 7515, section 2](https://www.rfc-editor.org/rfc/rfc7515#section-2)):
//! strictly for what is verified, leniently for what is only looked at. The one door to `base64`.
//!
//! Not its job: deciding what a leniency means; it only says which ones were needed.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const STRICT: GeneralPurpose = base64::engine::general_purpose::URL_SAFE_NO_PAD;

const STANDARD: GeneralPurpose = base64::engine::general_purpose::STANDARD;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes, and what had to be overlooked to get them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lenient {
    pub bytes: Vec<u8>,
    pub leniencies: Vec<Leniency>,
}

/// A departure from RFC 7515's base64url that decoding can overlook and verification must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leniency {
    /// `=` at the end.
    Padding,
    /// `+` or `/` of the standard alphabet.
    StandardAlphabet,
    /// The last character carries bits that no encoder would set.
    TrailingBits,
    /// One character left over at the end, which cannot hold a byte.
    LeftoverCharacter,
    /// A character that belongs to no alphabet; decoding stopped there.
    Invalid { at: usize },
}

/// Decodes exactly what RFC 7515 allows, and nothing else.
#[must_use]
pub fn decode_strict(text: &str) -> Option<Vec<u8>> {
    STRICT.decode(text).ok()
}

/// Decodes the standard alphabet with padding, which `x5c` uses and nothing else of JOSE.
#[must_use]
pub fn decode_standard(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Encodes without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    STRICT.encode(bytes)
}

/// Encodes in the standard alphabet with padding.
#[cfg(test)]
pub(super) fn encode_standard(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes as much as can be made sense of.
#[must_use]
pub fn decode_lenient(text: &str) -> Lenient {
    if let Some(bytes) = decode_strict(text) {
        return Lenient {
            bytes,
            leniencies: Vec::new(),
        };
    }
    let mut leniencies = Vec::new();
    let unpadded = text.trim_end_matches('=');
    if unpadded.len() < text.len() {
        leniencies.push(Leniency::Padding);
    }
    let mut plain = unpadded.replace('+', "-").replace('/', "_");
    if plain != unpadded {
        leniencies.push(Leniency::StandardAlphabet);
    }
    if let Some(at) =
        plain.find(|c: char| !matches!(c, 'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_'))
    {
        leniencies.push(Leniency::Invalid { at });
        plain.truncate(at);
    }
    if plain.len() % 4 == 1 {
        leniencies.push(Leniency::LeftoverCharacter);
        plain.pop();
    }
    let bytes = LENIENT.decode(&plain).unwrap_or_default();
    if decode_strict(&plain).is_none() {
        leniencies.push(Leniency::TrailingBits);
    }
    Lenient { bytes, leniencies }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lenient(text: &str) -> (Vec<u8>, Vec<Leniency>) {
        let Lenient { bytes, leniencies } = decode_lenient(text);
        (bytes, leniencies)
    }

    #[test]
    fn strict_text_needs_no_leniency() {
        assert_eq!(lenient("-_8"), (vec![0xfb, 0xff], vec![]));
        assert_eq!(lenient(""), (vec![], vec![]));
    }

    #[test]
    fn each_leniency_is_named() {
        assert_eq!(lenient("-_8="), (vec![0xfb, 0xff], vec![Leniency::Padding]));
        assert_eq!(
            lenient("+/8"),
            (vec![0xfb, 0xff], vec![Leniency::StandardAlphabet])
        );
        assert_eq!(
            lenient("-_9"),
            (vec![0xfb, 0xff], vec![Leniency::TrailingBits])
        );
        assert_eq!(
            lenient("-_8Ab"),
            (vec![0xfb, 0xff, 0], vec![Leniency::LeftoverCharacter])
        );
        assert_eq!(
            lenient("YWJj?YWJj"),
            (b"abc".to_vec(), vec![Leniency::Invalid { at: 4 }])
        );
    }

    #[test]
    fn strict_decoding_refuses_what_lenient_decoding_overlooks() {
        for text in ["-_8=", "+/8", "-_9", "-_8Ab", "YWJj?", "YW Jj", "YWJj\n"] {
            assert_eq!(decode_strict(text), None, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_encoded_decodes_strictly_to_itself(bytes: Vec<u8>) {
            assert_eq!(decode_strict(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn lenient_decoding_survives_any_text(text: String) {
            let _ = decode_lenient(&text);
        }
    }
}
