//! Who asked whom: the account's home, the tenant that issued the token, the resource it is for, the log
//! that holds its use, and how firmly each follows from the one before.

use crate::audit::Audit;
use crate::entra::tenant::TenantId;
use crate::jose::proof::Status;
use crate::report::model::{Report, TokenReport};
use crate::text::clipped;
use crate::trace::{Strength, Trace};

use super::names::short_name;
use super::records::tie;

/// A place that the token went through. Raw and untrusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Node {
    pub role: &'static str,
    pub name: String,
    pub id: Option<String>,
    /// Whether it is the expected one, where that was asked.
    pub is_expected: Option<bool>,
    /// Whether a signature that holds says so; a claim can be written by anybody.
    pub is_proven: bool,
}

/// How one place follows from the place before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Link {
    pub text: String,
    pub hold: Hold,
}

/// How firm a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Hold {
    /// A signature or an id that is the same on both sides.
    Firm,
    /// As claimed, or likely.
    Loose,
    Broken,
    /// Looked for, and not there.
    Absent,
    /// Not looked for.
    Unknown,
}

impl Hold {
    pub(in crate::report) fn word(self) -> &'static str {
        match self {
            Self::Firm => "holds",
            Self::Loose => "not proven",
            Self::Broken => "does not hold",
            Self::Absent => "nothing found",
            Self::Unknown => "not known",
        }
    }
}

/// The first place, then each link with the place it leads to; nothing where there is no issuer.
pub(in crate::report) fn chain(report: &Report, index: usize) -> Option<(Node, Vec<(Link, Node)>)> {
    let token = &report.tokens[index];
    token.profile.issuer.as_ref()?;
    let (log_link, log) = log(report, index);
    let steps = vec![
        (issuing(token), issuer(report, token)),
        (audience(token), resource(token)),
        (log_link, log),
    ];
    Some((home(report, token), steps))
}

fn home(report: &Report, token: &TokenReport) -> Node {
    let subject = &token.profile.subject;
    let role = if subject.is_app() {
        "Home of the application"
    } else {
        "Home of the account"
    };
    match subject.home {
        Some(home) => tenant(report, token, role, home),
        None => Node {
            role,
            name: "not told by the token".to_owned(),
            ..Node::default()
        },
    }
}

fn issuer(report: &Report, token: &TokenReport) -> Node {
    let role = "Issuer of the token";
    match token.profile.issuing_tenant() {
        Some(id) => tenant(report, token, role, id),
        None => Node {
            role,
            name: clipped(
                token
                    .profile
                    .issuer
                    .as_ref()
                    .map_or("", |issuer| &issuer.raw),
                120,
            ),
            ..Node::default()
        },
    }
}

fn tenant(report: &Report, token: &TokenReport, role: &'static str, id: TenantId) -> Node {
    let asked = &report.expectation;
    let is_compared = !asked.any_tenant() && asked.tenant_ids().next().is_some();
    Node {
        role,
        name: short_name(report, id).unwrap_or_else(|| "name not public".to_owned()),
        id: Some(id.to_string()),
        is_expected: is_compared.then(|| asked.expects(id)),
        is_proven: signed(token) == Hold::Firm,
    }
}

fn issuing(token: &TokenReport) -> Link {
    let subject = &token.profile.subject;
    let is_elsewhere = subject.home.is_some() && subject.home != token.profile.issuing_tenant();
    let text = match (is_elsewhere, subject.is_app()) {
        _ if signed(token) == Hold::Broken => "is said to have asked for a token",
        (true, _) => "signed in at home, then asked another tenant for a token",
        (false, true) => "asked its tenant for a token",
        (false, false) => "signed in and asked for a token",
    };
    Link {
        text: text.to_owned(),
        hold: signed(token),
    }
}

fn audience(token: &TokenReport) -> Link {
    let key = token.proof.key.as_ref().map(|key| clipped(key.name(), 8));
    let text = match (signed(token), key) {
        (Hold::Firm, Some(key)) => format!("signed a token for it, with key {key}"),
        (Hold::Broken, _) => "is said to have signed a token for it".to_owned(),
        _ => "made a token for it".to_owned(),
    };
    Link {
        text,
        hold: signed(token),
    }
}

/// How far a signature carries, link by link.
pub(super) struct Reach {
    /// From the key to the issuer.
    pub to_issuer: Hold,
    /// From the issuer to the tenant that the token says it belongs to.
    pub to_tid: Hold,
}

/// A signature that holds proves nothing of an issuer for whom its key may not speak. The one place that says
/// how far the chain holds, for every format.
pub(super) fn reach(token: &TokenReport) -> Reach {
    let is_any_found = |ids: &[&str]| {
        let mut findings = token.findings.iter();
        findings.any(|finding| ids.contains(&finding.rule))
    };
    let to_issuer = match token.proof.status {
        Status::Invalid | Status::Unsigned if is_cut(token) => Hold::Loose,
        Status::Invalid | Status::Unsigned => Hold::Broken,
        Status::Valid if is_any_found(&["foreign-key", "key-of-another-cloud"]) => Hold::Broken,
        Status::Valid => Hold::Firm,
        _ => Hold::Loose,
    };
    let to_tid = match is_any_found(&["issuer-tenant-disagree"]) {
        true => Hold::Broken,
        false => Hold::Firm,
    };
    Reach { to_issuer, to_tid }
}

/// Whether a part of it got lost on the way, so that its signature says nothing against it.
pub(super) fn is_cut(token: &TokenReport) -> bool {
    let mut findings = token.findings.iter();
    findings.any(|finding| finding.rule == "cut-signature")
}

/// The whole of it is as firm as its weakest link.
fn signed(token: &TokenReport) -> Hold {
    let Reach { to_issuer, to_tid } = reach(token);
    match to_tid {
        Hold::Broken => Hold::Broken,
        _ => to_issuer,
    }
}

fn resource(token: &TokenReport) -> Node {
    let role = "Resource";
    let Some(audience) = token.profile.audiences.first() else {
        return Node {
            role,
            name: "no audience".to_owned(),
            ..Node::default()
        };
    };
    let id = audience.app_id.map(|id| id.to_string());
    let is_id = id.as_deref() == Some(audience.raw.as_str());
    let name = match audience.name {
        Some(name) => name.to_owned(),
        None if is_id => "name not public".to_owned(),
        None => clipped(&audience.raw, 120),
    };
    Node {
        role,
        name,
        id,
        ..Node::default()
    }
}

fn log(report: &Report, index: usize) -> (Link, Node) {
    let node = |name: &str| Node {
        role: "Audit log",
        name: name.to_owned(),
        ..Node::default()
    };
    let link = |text: &str, hold| Link {
        text: text.to_owned(),
        hold,
    };
    let Some(audit) = &report.audit else {
        return (
            link("used there, or not", Hold::Unknown),
            node("no export was given"),
        );
    };
    let mut traces = audit.matches.iter().filter(|trace| trace.token == index);
    // The strongest stands first.
    let Some(first) = traces.next() else {
        return (
            link("no record of this token", Hold::Absent),
            node(&exports(audit)),
        );
    };
    let count = 1 + traces.count();
    let records = if count == 1 {
        "1 record".to_owned()
    } else {
        format!("{count} records")
    };
    let (words, hold) = (tie(first.strength), strength(first));
    let place = first.entry.organization.map(|id| id.to_string());
    (
        link(&format!("{records}, {words}"), hold),
        Node {
            id: place,
            ..node(&exports(audit))
        },
    )
}

fn strength(trace: &Trace) -> Hold {
    match trace.strength {
        Strength::Token | Strength::Session => Hold::Firm,
        Strength::Context | Strength::Tenant => Hold::Loose,
    }
}

fn exports(audit: &Audit) -> String {
    let records: u64 = audit.exports.iter().map(|export| export.records).sum();
    match records {
        1 => "1 record searched".to_owned(),
        records => format!("{records} records searched"),
    }
}
