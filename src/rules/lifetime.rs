//! Rules about time. They speak through exit code 5, never through 1 by themselves.

use crate::entra::issuer::Issuer;
use crate::entra::lifetime::State;
use crate::entra::tenant::TenantId;
use crate::finding::{Confidence, Evidence, Severity};
use crate::jose::claims::Date;
use crate::jose::proof::Status;
use crate::time::span_in_words;

use super::rule::{Case, Found, Outcome, Rule, Weight};

pub const RULES: &[Rule] = &[
    EXPIRED,
    NOT_YET_VALID,
    NO_EXPIRY,
    LONG_LIFETIME,
    STILL_USABLE,
];

const LIFETIMES: &str =
    "https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime";
/// The longest lifetime seen of a CAE token, plus the five minutes of back-dating, in seconds.
const LONGEST_WITH_CAE: i64 = 28 * 3600 + 300;
/// The longest ordinary lifetime, in seconds: what some clients get without conditional access.
const LONGEST_ORDINARY: i64 = 2 * 3600 + 300;

const EXPIRED: Rule = Rule {
    id: "expired",
    catalogue: &["D05"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "expired: get a new one",
    why: "The token was valid for a time that is over. For evidence that is normal; a program needs a new one.",
    remedy: &["Get a new token."],
    alternatives: &[],
    explains: &[],
    errors: &["IDX10223", "Lifetime validation failed", "AADSTS500133"],
    see: &[LIFETIMES],
    check: |case| match (
        case.profile.lifetime.state,
        &case.profile.lifetime.expires_at,
    ) {
        (State::Expired, Date::At(end)) => {
            Found::by([
                Evidence::seen("claims.exp", end.to_string(), "the time of this check")
                    .against(case.at.to_string()),
            ])
            .into()
        }
        _ => Outcome::Pass,
    },
};

const NOT_YET_VALID: Rule = Rule {
    id: "not-yet-valid",
    catalogue: &["D06"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Story,
    title: "not yet valid",
    why: "The token's validity begins later than the time of this check. Entra ID dates tokens back by five minutes, \
          so a local clock that is slow is the usual cause.",
    remedy: &["Set the clock of the machine that checks, or check with --at."],
    alternatives: &[],
    explains: &[],
    errors: &[
        "IDX10222",
        "JWT not active yet",
        "The token is not yet valid (iat)",
    ],
    see: &[LIFETIMES],
    check: |case| match (
        case.profile.lifetime.state,
        &case.profile.lifetime.not_before,
    ) {
        (State::NotYetValid, Date::At(start)) => {
            let now = case.at.to_string();
            Found::by([
                Evidence::seen("claims.nbf", start.to_string(), "the time of this check")
                    .against(now),
            ])
            .into()
        }
        _ => Outcome::Pass,
    },
};

const NO_EXPIRY: Rule = Rule {
    id: "no-expiry",
    catalogue: &["G10"],
    severity: Severity::Low,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "the token has no readable expiry",
    why: "Entra ID writes exp as a number of seconds into every token. Without it nobody can tell when the token ends.",
    remedy: &["Make sure that receivers refuse tokens without a readable exp."],
    alternatives: &[("edited-sample", "Samples are edited by hand.")],
    explains: &[],
    errors: &["IDX10225"],
    see: &["https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"],
    check: |case| {
        if case.token.claims.is_none() {
            return Outcome::not_applicable("no claims can be read");
        }
        let unreadable = [
            ("exp", &case.profile.lifetime.expires_at),
            ("nbf", &case.profile.lifetime.not_before),
        ];
        let mut evidence: Vec<Evidence> = unreadable
            .into_iter()
            .filter_map(|(claim, date)| match date {
                Date::Unreadable(text) => Some(Evidence::seen(
                    format!("claims.{claim}"),
                    text,
                    what_it_is(text),
                )),
                _ => None,
            })
            .collect();
        if case.profile.lifetime.expires_at == Date::Absent {
            evidence.push(Evidence::absent("claims.exp", "RFC 7519, section 4.1.4"));
        }
        Outcome::found_if_any(evidence)
    },
};

/// What an unreadable date may be: JavaScript counts milliseconds.
fn what_it_is(text: &str) -> &'static str {
    // The years 2001 to 2096.
    let of_our_time = 1_000_000_000_000..4_000_000_000_000_i64;
    match text.parse() {
        Ok(number) if of_our_time.contains(&number) => "milliseconds, where seconds belong",
        _ => "no number of seconds",
    }
}

const LONG_LIFETIME: Rule = Rule {
    id: "long-lifetime",
    catalogue: &["G10"],
    severity: Severity::Low,
    confidence: Confidence::Medium,
    weight: Weight::Detail,
    title: "an unusual lifetime",
    why: "Ordinary tokens live 60 to 90 minutes; clients that handle claims challenges (CAE) and managed identities \
          get about a day. This token's lifetime fits none of these.",
    remedy: &["Check the token lifetime policies of {issuer_tenant}."],
    alternatives: &[("edited-sample", "Samples are edited by hand.")],
    explains: &[],
    errors: &[],
    see: &[LIFETIMES],
    check: |case| {
        let is_entra = case.profile.issuer.as_ref().is_some_and(Issuer::is_entra);
        if !is_entra {
            return Outcome::not_applicable("only lifetimes of Entra ID are known");
        }
        let Some(seconds) = case.profile.lifetime.seconds() else {
            return Outcome::not_applicable("the lifetime cannot be computed");
        };
        let lives_a_day = ["xms_cc", "xms_cae", "xms_mirid"]
            .iter()
            .any(|claim| case.claims.has(claim));
        let longest = if lives_a_day || case.profile.subject.is_app() {
            LONGEST_WITH_CAE
        } else {
            LONGEST_ORDINARY
        };
        if (1..=longest).contains(&seconds) {
            return Outcome::Pass;
        }
        Found::by([Evidence::seen(
            "claims.exp - claims.iat",
            format!("{seconds} s"),
            "token lifetimes of Entra ID",
        )
        .against(format!("at most {longest} s"))])
        .into()
    },
};

/// Whether a receiver could accept it: a token that is not verified may be genuine all the same, one
/// whose signature fails, or whose tenant does not exist, is of no use to anybody.
fn may_be_genuine(case: &Case) -> bool {
    let tenant = case.profile.issuing_tenant();
    match case.proof.status {
        // Another provider's issuer names no tenant.
        Status::Valid => !tenant.is_some_and(TenantId::is_placeholder),
        Status::NoKey | Status::NotChecked => !tenant.is_none_or(TenantId::is_placeholder),
        _ => false,
    }
}

const STILL_USABLE: Rule = Rule {
    id: "still-usable",
    catalogue: &["G18"],
    severity: Severity::Info,
    confidence: Confidence::High,
    weight: Weight::Detail,
    title: "still usable: treat this copy as a secret",
    why: "Whoever holds this token can use it until it expires. Nothing of it was stored or sent.",
    remedy: &["Delete the copies that are not needed, and never paste a token into a web page."],
    alternatives: &[],
    explains: &[],
    errors: &[],
    see: &["https://learn.microsoft.com/entra/identity-platform/access-tokens"],
    check: |case| match (
        case.profile.lifetime.state,
        &case.profile.lifetime.expires_at,
    ) {
        _ if !may_be_genuine(case) => {
            Outcome::not_applicable("nothing shows that anybody accepts it")
        }
        (State::Valid, Date::At(end)) => {
            let left = span_in_words(end.seconds_since(case.at));
            Found::by([Evidence::seen(
                "claims.exp",
                end.to_string(),
                format!("{left} left"),
            )])
            .into()
        }
        _ => Outcome::Pass,
    },
};
