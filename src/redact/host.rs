//! Which words with dots are hosts: sites, mail domains, tenants by their names.
//!
//! Not its job: which of them everybody has (`policy.rs`).

use super::{lexicon, policy};

/// Endings of host names that end no dotted name of a schema (`user.id`, `properties.name`).
const ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "example", "test", "local", "invalid",
    "lan", "corp", "internal", "intra", "cloud", "online", "dev", "eu", "uk", "de", "at", "ch",
    "fr", "be", "nl", "lu", "dk", "se", "no", "fi", "pl", "cz", "sk", "hu", "ro", "bg", "gr", "it",
    "es", "pt", "ie", "tr", "ua", "us", "ca", "mx", "br", "ar", "cl", "co", "au", "nz", "jp", "kr",
    "cn", "tw", "hk", "sg", "my", "th", "vn", "ph", "ae", "sa", "il", "za", "ng", "ke", "eg", "io",
    "ai",
];

/// Endings of permissions, which end no host: `user.read` is everybody's.
const ACTS: &[&str] = &[
    "read",
    "readbasic",
    "readwrite",
    "write",
    "all",
    "send",
    "access",
    "manage",
    "create",
    "default",
];

/// Whether a word ends as hosts do, in any letter case.
pub(super) fn ends_as_one(word: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(['_', '+', '~']);
    word.rsplit_once('.').is_some_and(|(before, last)| {
        let last = last.to_ascii_lowercase();
        ENDINGS.contains(&last.as_str()) && before.split('.').all(is_part)
    }) && !is_everybodys(word)
}

/// Whether a word could be a host: it ends as one, or is written as one, small and with a dot. A role
/// that only one company has may be taken for one (`orders.clerk`): better that than a company's name.
pub(super) fn looks_like_one(word: &str) -> bool {
    let is_sign = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '-';
    let is_part = |part: &str| !part.is_empty() && part.chars().all(is_sign);
    let is_written_so = word.rsplit_once('.').is_some_and(|(before, last)| {
        last.len() >= 2
            && last.chars().all(char::is_alphabetic)
            && !ACTS.contains(&last)
            && before.split('.').all(is_part)
            && is_part(last)
    });
    ends_as_one(word) || is_written_so && !is_everybodys(word)
}

/// A host of Microsoft's, or a word of our tables such as `user.read`.
fn is_everybodys(word: &str) -> bool {
    policy::is_public_host(word) || lexicon::has(word)
}
