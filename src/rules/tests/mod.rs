//! Tests of the rules: a token under test is drafted claim by claim, its proof is stated, because the
//! rules take it as a value.

mod honesty;
mod properties;
mod verdicts;
mod weighing;
mod witnesses;

use crate::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use crate::entra::kind::Kind;
use crate::entra::metadata::Issuing;
use crate::entra::profile::Profile;
use crate::jose::base64url::encode;
use crate::jose::claims::Claims;
use crate::jose::json::Json;
use crate::jose::jwks::KeySet;
use crate::jose::proof::{Proof, Status, Via};
use crate::jose::token::Token;
use crate::time::Timestamp;
use crate::trace::{Contradiction, Entry, Key, Strength, Trace};

use super::rule::Case;
use super::verdict::{Ending, Judgement, judge};

/// The expected tenant, another company's, and the home of guests.
const E: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const X: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
const G: &str = "c07d4b92-6e15-4a8f-9b3d-f2184e6a70c9";
const OWN_API: &str = "6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42";
const NOW: i64 = 1_795_177_800;
const SERVICE_COMMUNICATIONS: &str = "cb1bda4c-1213-4e8b-911a-0a8c83c5d3b7";

/// A token under test: a v1 access token for Exchange Online, got through remote PowerShell.
struct Draft {
    header: String,
    iss: String,
    tid: String,
    aud: String,
    rest: String,
    status: Status,
    via: Via,
    /// Members of the key that signed, as JSON.
    key: Option<String>,
    issuing: Issuing,
    contradicted: Option<(Strength, Key)>,
    /// The client that the contradicting record names.
    seen_client: Option<&'static str>,
    /// A kind that has no claims.
    opaque: Option<Kind>,
    /// Default claims that are left out.
    dropped: Vec<&'static str>,
    /// By how many places the members of the payload are rotated.
    rotation: usize,
    signature: &'static str,
    /// How many bytes are lost at the end of the payload.
    lost: usize,
}

impl Draft {
    fn of(tenant: &str) -> Self {
        Self {
            header: r#"{"alg":"RS256","kid":"k"}"#.into(),
            iss: format!("https://sts.windows.net/{tenant}/"),
            tid: tenant.into(),
            aud: "https://outlook.office365.com".into(),
            rest: String::new(),
            status: Status::Valid,
            via: Via::Plain,
            key: None,
            issuing: Issuing::default(),
            contradicted: None,
            seen_client: None,
            opaque: None,
            dropped: Vec::new(),
            rotation: 0,
            signature: "AAAA",
            lost: 0,
        }
    }

    fn v2(tenant: &str) -> Self {
        Self {
            iss: format!("https://login.microsoftonline.com/{tenant}/v2.0"),
            ..Self::of(tenant)
        }
    }

    fn tid(mut self, tid: &str) -> Self {
        self.tid = tid.into();
        self
    }

    fn aud(mut self, aud: &str) -> Self {
        self.aud = aud.into();
        self
    }

    fn idp(self, tenant: &str) -> Self {
        self.with(&format!(r#""idp":"https://sts.windows.net/{tenant}/""#))
    }

    fn with(mut self, member: &str) -> Self {
        self.rest.push(',');
        self.rest.push_str(member);
        self
    }

    fn header(mut self, header: &str) -> Self {
        self.header = header.into();
        self
    }

    fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    fn iss(mut self, iss: &str) -> Self {
        self.iss = iss.into();
        self
    }

    fn via(mut self, via: Via) -> Self {
        self.via = via;
        self
    }

    /// The key that signed, or under which the signature fails, has these members.
    fn key(mut self, members: &str) -> Self {
        self.key = Some(members.into());
        self
    }

    /// The key set at hand, as JSON.
    fn keys(mut self, document: &str) -> Self {
        self.issuing.keys = KeySet::parse(document.as_bytes()).unwrap();
        self
    }

    fn metadata_names(mut self, issuer: &str) -> Self {
        self.issuing.other_issuer = Some(issuer.into());
        self
    }

    fn without(mut self, claims: &[&'static str]) -> Self {
        self.dropped.extend(claims);
        self
    }

    /// Nothing where the signature belongs, and the payload this many bytes shorter.
    fn cut(mut self, lost: usize) -> Self {
        self.signature = "";
        self.lost = lost;
        self.status(Status::Unsigned)
    }

    /// The same members in another order.
    fn rotated(mut self, places: usize) -> Self {
        self.rotation = places;
        self
    }

    /// A record of the token, or of its session, differs in this.
    fn contradicted(mut self, strength: Strength, key: Key) -> Self {
        self.contradicted = Some((strength, key));
        self
    }

    fn seen_client(mut self, client: &'static str) -> Self {
        self.seen_client = Some(client);
        self
    }

    fn opaque(kind: Kind) -> Self {
        Self {
            opaque: Some(kind),
            status: Status::NotChecked,
            ..Self::of(E)
        }
    }

    fn traces(&self) -> Vec<Trace> {
        let trace = |(strength, key)| Trace {
            token: 0,
            entry: Entry {
                client: self.seen_client.map(str::to_owned),
                ..Entry::default()
            },
            strength,
            agree: vec![Key::Uti],
            absent: Vec::new(),
            contradict: vec![Contradiction {
                key,
                token: "one".into(),
                record: "another".into(),
                field: "Field",
            }],
            explanation: None,
        };
        self.contradicted.map(trace).into_iter().collect()
    }

    fn judged(&self, expectation: &Expectation) -> Judgement {
        let token = self.token();
        let claims = token.claims.clone().unwrap_or(Claims(Json::Null));
        let at = Timestamp::from_seconds(NOW).unwrap();
        let mut profile = Profile::read(&claims, expectation, at);
        profile.kind = self.opaque.unwrap_or(profile.kind);
        judge(&Case {
            token: &token,
            claims: &claims,
            profile: &profile,
            proof: &self.proof(),
            issuing: &self.issuing,
            expectation,
            traces: &self.traces(),
            at,
        })
    }

    fn token(&self) -> Token {
        if self.opaque.is_some() {
            return Token::opaque();
        }
        let Self {
            header,
            iss,
            tid,
            aud,
            rest,
            ..
        } = self;
        let (iat, exp) = (NOW - 600, NOW + 3000);
        // Members of `rest` that repeat one of these replace it.
        let defaults = [
            ("iss", format!("\"{iss}\"")),
            ("tid", format!("\"{tid}\"")),
            ("aud", format!("\"{aud}\"")),
            ("appid", "\"a0c73c16-a7e3-4564-9a95-2bdf47383716\"".into()),
            ("appidacr", "\"0\"".into()),
            ("scp", "\"user_impersonation\"".into()),
            ("iat", iat.to_string()),
            ("nbf", iat.to_string()),
            ("exp", exp.to_string()),
        ];
        let kept = defaults.iter().filter(|(name, _)| {
            !rest.contains(&format!("\"{name}\":")) && !self.dropped.contains(name)
        });
        let mut members: Vec<String> = kept
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        members.extend(rest.strip_prefix(',').map(str::to_owned));
        let places = self.rotation % members.len().max(1);
        members.rotate_left(places);
        let mut payload = format!("{{{}}}", members.join(","));
        payload.truncate(payload.len() - self.lost);
        let token = format!(
            "{}.{}.{}",
            encode(header.as_bytes()),
            encode(payload.as_bytes()),
            self.signature
        );
        Token::parse(&token).unwrap()
    }

    fn proof(&self) -> Proof {
        let mut proof = Proof::without_key(self.status, "as stated");
        if matches!(self.status, Status::Valid | Status::Invalid) {
            proof.via = (self.status == Status::Valid).then_some(self.via);
            let members = self.key.as_deref().unwrap_or(r#""kid":"k""#);
            let set = KeySet::parse(format!("{{\"keys\":[{{{members}}}]}}").as_bytes()).unwrap();
            proof.key = set.keys.into_iter().next();
        }
        proof
    }

    /// Headline rule and ending.
    fn verdict(&self, expectation: &Expectation) -> (&'static str, Ending) {
        let verdict = self.judged(expectation).verdict;
        (verdict.rule.unwrap_or("none"), verdict.ending)
    }
}

/// `--tenant` with these names; a domain resolves to `E`.
fn expecting(tenants: &[&str]) -> Expectation {
    let tenants = tenants.iter().map(|given| {
        let mut tenant = ExpectedTenant::new(given, given.parse().unwrap());
        if given.contains('.') {
            tenant.tenant = E.parse().ok().map(crate::entra::tenant::TenantId);
        }
        tenant
    });
    Expectation {
        tenants: tenants.collect(),
        ..Expectation::default()
    }
}

fn own() -> Expectation {
    expecting(&["fabrikam.example"])
}

/// `--issuer` alone.
fn expecting_issuer(issuer: &str) -> Expectation {
    Expectation {
        issuers: vec![ExpectedIssuer::new(issuer)],
        ..Expectation::default()
    }
}
