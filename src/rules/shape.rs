//! Rules about the form of the token itself: duplicates, edited samples, leniencies.

use crate::entra::issuer::Spelling;
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::json::Json;
use crate::jose::proof::Status;

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[DUPLICATE_CLAIMS, EDITED_SAMPLE, LENIENT_DECODING];

/// Members on which a receiver decides: twice in a token, two receivers can read two different tokens.
const SECURITY_MEMBERS: [&str; 14] = [
    "alg", "kid", "iss", "aud", "tid", "exp", "nbf", "appid", "azp", "scp", "roles", "oid", "sub",
    "idp",
];

const DUPLICATE_CLAIMS: Rule = Rule {
    id: "duplicate-claims",
    catalogue: &["D07"],
    severity: Severity::Medium,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "a security-relevant claim appears twice",
    why: "Receivers differ in which of two equal names they read, so one of them can see another token than the \
          other. Entra ID never writes a name twice.",
    remedy: &["Make sure that receivers refuse tokens with duplicate members."],
    alternatives: &[("edited-sample", "Samples are edited by hand.")],
    explains: &[],
    errors: &["IDX40011"],
    see: &["https://www.rfc-editor.org/rfc/rfc7519#section-4"],
    check: |case| {
        let parts = [("header", &case.token.header.0), ("claims", &case.claims.0)];
        let evidence: Vec<Evidence> = parts
            .into_iter()
            .flat_map(|(part, json)| {
                json.duplicates()
                    .into_iter()
                    .map(move |name| (part, json, name))
            })
            .filter(|(_, _, name)| SECURITY_MEMBERS.contains(name))
            .map(|(part, json, name)| {
                let values: Vec<String> = json
                    .members()
                    .iter()
                    .filter(|(member, _)| member == name)
                    .map(|(_, value)| value.to_text())
                    .collect();
                Evidence::seen(
                    format!("{part}.{name}"),
                    values.join(" and "),
                    "RFC 7519, section 4",
                )
            })
            .collect();
        Outcome::found_if_any(evidence)
    },
};

const EDITED_SAMPLE: Rule = Rule {
    id: "edited-sample",
    catalogue: &["D04"],
    severity: Severity::Info,
    confidence: Confidence::Medium,
    weight: Weight::Story,
    title: "a documentation sample, or a token edited by hand",
    why: "Values are masked, malformed or taken from documentation, as in printed samples. No sign-in service issued \
          the token in this form, and no receiver would accept it.",
    remedy: &["Check the original token instead of its printed or anonymised copy."],
    alternatives: &[(
        "issuer-tenant-disagree",
        "A real token whose issuer and tid differ would be a grave matter.",
    )],
    // Never a signature of full length that fails: a mask is written into a forged token as easily as
    // into a printed one.
    explains: &["issuer-tenant-disagree", "duplicate-claims"],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens"],
    check: |case| {
        if case.proof.status == Status::Valid {
            return Outcome::Pass;
        }
        let marks = marks_of_editing(case);
        if marks.is_empty() {
            return Outcome::Pass;
        }
        // No receiver accepts a token whose tenant is masked, or whose signature is; a mask in any other
        // claim hinders nobody.
        let is_useless = case.proof.status == Status::Malformed
            || marks
                .iter()
                .any(|mark| ["claims.iss", "claims.tid"].contains(&mark.at.as_str()));
        let found = Found::by(marks);
        if is_useless {
            found.into()
        } else {
            found.hint().into()
        }
    },
};

fn marks_of_editing(case: &Case) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    if let Some(issuer) = &case.profile.issuer
        && matches!(
            issuer.spelling,
            Spelling::MalformedTenant | Spelling::Template
        )
    {
        evidence.push(Evidence::seen(
            "claims.iss",
            &issuer.raw,
            "no GUID where the tenant belongs",
        ));
    }
    if let Some(tid) = &case.profile.tid
        && TenantId::parse(tid).is_none()
    {
        evidence.push(Evidence::seen("claims.tid", tid, "not a GUID"));
    }
    for (name, value) in case.claims.0.members() {
        if let Json::String(text) = value
            && is_masked(text)
        {
            evidence.push(Evidence::seen(
                format!("claims.{name}"),
                text.as_str(),
                "masked",
            ));
        }
    }
    evidence
}

/// In lower case; nothing that stands in an ordinary address or in the letters of an encoded value.
const MASKS: [&str; 11] = [
    "****",
    "xxxxxxxx-xxxx",
    "…",
    "<redacted",
    "[redacted",
    "<removed",
    "{pii",
    "<tenant",
    "<your",
    "{your",
    "enter_the_",
];

/// Runs of characters with which people cover what must not be printed.
fn is_masked(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        // Few bytes begin a mark.
        matches!(
            byte,
            b'*' | b'x' | b'X' | b'<' | b'[' | b'{' | b'e' | b'E' | 0xE2
        ) && MASKS.iter().any(|mask| {
            let here = bytes[at..].get(..mask.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(mask.as_bytes()))
        })
    })
}

const LENIENT_DECODING: Rule = Rule {
    id: "lenient-decoding",
    catalogue: &["D07"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "read leniently",
    why: "The token's form departs from the standard. It was read all the same; receivers may refuse it.",
    remedy: &["Compare with the original: copies through mail, chat and terminals change tokens."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://www.rfc-editor.org/rfc/rfc7515#section-2"],
    check: |case| {
        let notes = case.token.notes.iter();
        let evidence: Vec<Evidence> = notes
            .map(|note| Evidence::seen("token", &note.text, note.code))
            .collect();
        Outcome::found_if_any(evidence)
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_recognised_and_ordinary_values_are_not() {
        for text in [
            "b7****2a",
            "xxxxxxxx-xxxx",
            "eyJ…",
            "<redacted>",
            "Enter_the_Tenant_Here",
        ] {
            assert!(is_masked(text), "{text}");
        }
        for text in [
            "",
            "AllSites.Read",
            "00000000-0000-0000-0003-40a1b2c3d4e5",
            "max@fabrikam.example",
            "kim@your-company.com",
            "AQABxxxxyyyy",
        ] {
            assert!(!is_masked(text), "{text}");
        }
    }
}
