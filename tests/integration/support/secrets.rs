//! What must never come out: the text of a token, in pieces long enough to be told from chance.
//!
//! Not its job: claims and header members, which a report shows on purpose.

use std::collections::HashSet;

use super::tool::sample_file;

/// Characters of a token that nobody may see in a row.
const PIECE: usize = 20;

/// Every piece of the secret texts of one input.
pub struct Secrets(HashSet<Vec<u8>>);

impl Secrets {
    pub fn of_sample(case: &str) -> Self {
        let path = sample_file(case, "token.txt");
        let text = std::fs::read_to_string(&path).expect("a sample's token is text");
        Self::of(&text)
    }

    /// A compact token whole, header and signature included. A refresh token opens with an `rh`, which
    /// stands as a claim in the access token beside it: only what follows its last dot is secret.
    pub fn of(text: &str) -> Self {
        let words = text
            .split(['"', '\n', ' '])
            .filter(|word| word.len() > PIECE);
        let secrets = words.filter_map(|word| match word {
            jws if jws.starts_with("eyJ") => Some(jws),
            other => other.rsplit_once('.').map(|(_, secret)| secret),
        });
        let pieces = secrets.flat_map(|secret| secret.as_bytes().windows(PIECE));
        let secrets = Self(pieces.map(<[u8]>::to_vec).collect());
        assert!(secrets.0.len() > 100, "the input holds a token");
        secrets
    }

    /// Whether any piece stands in a text.
    pub fn leak_into(&self, text: &str) -> bool {
        text.as_bytes()
            .windows(PIECE)
            .any(|window| self.0.contains(window))
    }
}

#[test]
fn a_piece_of_a_signature_is_noticed() {
    let secrets = Secrets::of_sample("healthy-v1");
    let token = std::fs::read_to_string(sample_file("healthy-v1", "token.txt")).expect("text");
    let end = token.trim_end();
    assert!(secrets.leak_into(&format!("key {}…", &end[end.len() - PIECE..])));
    assert!(!secrets.leak_into(&format!("key {}…", &end[end.len() - PIECE + 1..])));
}
