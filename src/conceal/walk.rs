//! Every text of a report about tokens: what it is. Structs are taken apart without `..`, so that no field
//! is forgotten; where one has fields of its own that nobody sees, it says so.
//!
//! Not its job: what a token claims (`claimed.rs`), exports (`records.rs`).

use std::collections::HashMap;
use std::sync::Arc;

use crate::authority::Request;
use crate::entra::expectation::{Expectation, ExpectedIssuer, ExpectedTenant};
use crate::entra::family::Kinship;
use crate::entra::known::Known;
use crate::entra::tenant::{TenantId, TenantName};
use crate::explain;
use crate::finding::{Alternative, Finding};
use crate::jose::jwks::Key;
use crate::jose::proof::Proof;
use crate::jose::token::{Note, Token};
use crate::report::model::{
    ERROR_READING, NotChecked, Report, Searched, Source, TokenReport, Unchecked,
};
use crate::report::summary::Summary;
use crate::rules::verdict::{Check, Verdict};

use super::hand::Hand;
use super::{claimed, records};

pub(super) fn report(hand: &Hand, report: &mut Report) {
    let Report {
        at: _,
        expectation: expected,
        verdict: overall,
        tokens,
        searched: keys,
        together,
        audit,
        requests,
        not_checked,
    } = report;
    expectation(hand, expected);
    tokens.iter_mut().for_each(|it| token(hand, it));
    for Searched {
        source: place,
        profile: claims,
        keys,
    } in keys
    {
        source(hand, place);
        claimed::profile(hand, claims);
        claimed::keys(hand, keys);
    }
    audit.iter_mut().for_each(|it| records::audit(hand, it));
    for Request {
        url,
        origin: _,
        at: _,
        status: _,
    } in requests
    {
        hand.value("url", url);
    }
    for Kinship {
        kind: _,
        tokens: _,
        text,
    } in together
    {
        hand.sentence(text);
    }
    not_checked.iter_mut().for_each(|it| left_out(hand, it));
    verdict(hand, overall);
}

pub(super) fn summary(hand: &Hand, summary: &mut Summary) {
    let told = summary.told_outright();
    told.left_out.iter_mut().for_each(|it| left_out(hand, it));
    told.expectation
        .iter_mut()
        .for_each(|it| expectation(hand, it));
    told.nothing.into_iter().for_each(|it| verdict(hand, it));
}

fn left_out(hand: &Hand, NotChecked { what, why }: &mut NotChecked) {
    match what {
        Unchecked::Said(what) => hand.sentence(what),
        Unchecked::Input { name, place } => {
            hand.input(name);
            hand.place(place);
        }
    }
    hand.sentence(why);
}

fn expectation(hand: &Hand, expectation: &mut Arc<Expectation>) {
    let Expectation {
        tenants,
        issuers,
        audiences,
        clients,
        scopes,
        roles,
        deny_guests: _,
        require_signature: _,
        no_signature: _,
        fail_on: _,
        leeway: _,
        known: Known { apps, samples },
    } = Arc::make_mut(expectation);
    tenants.iter_mut().for_each(|it| expected_tenant(hand, it));
    for ExpectedIssuer {
        given,
        issuer,
        source,
    } in issuers
    {
        hand.values("iss", [given, issuer, source]);
    }
    hand.values("aud", audiences);
    hand.values("appid", clients);
    hand.values("scp", scopes);
    hand.values("roles", roles);
    let names = std::mem::take(apps).into_iter().map(|(mut id, mut name)| {
        hand.id(&mut id);
        hand.value("app_displayname", &mut name);
        (id, name)
    });
    *apps = names.collect();
    let places = std::mem::take(samples)
        .into_iter()
        .map(|(tenant, mut place)| {
            let mut tenant = Some(tenant);
            hand.tenant(&mut tenant);
            hand.value("", &mut place);
            tenant.map(|tenant| (tenant, place))
        });
    *samples = places.flatten().collect::<HashMap<TenantId, String>>();
}

fn expected_tenant(hand: &Hand, expected: &mut ExpectedTenant) {
    let ExpectedTenant {
        given,
        name,
        tenant,
        cloud: _,
        from: _,
        unresolved,
    } = expected;
    match name {
        TenantName::Any => {}
        TenantName::Id(id) => {
            hand.id(&mut id.0);
            hand.value("tid", given);
        }
        TenantName::Domain(domain) => hand.values("domain", [domain, given]),
    }
    hand.tenant(tenant);
    hand.sentences(unresolved);
}

fn token(hand: &Hand, token: &mut TokenReport) {
    let TokenReport {
        source: place,
        token: text,
        profile: claims,
        proof: proven,
        notes,
        verdict: judged,
        findings,
        checks,
        key_problems,
        metadata_read: _,
        metadata_cloud: _,
        decides: _,
    } = token;
    source(hand, place);
    self::text(hand, text);
    claimed::profile(hand, claims);
    proof(hand, proven);
    notes.iter_mut().for_each(|it| note(hand, it));
    verdict(hand, judged);
    findings.iter_mut().for_each(|it| finding(hand, it));
    for Check {
        rule: _,
        outcome: _,
        reason,
    } in checks
    {
        hand.sentence(reason.to_mut());
    }
    hand.sentences(key_problems);
}

/// The parts of the text itself are private and never shown.
fn text(hand: &Hand, token: &mut Token) {
    hand.json(&mut token.header.0);
    if let Some(claims) = &mut token.claims {
        hand.json(&mut claims.0);
    }
    token.notes.iter_mut().for_each(|it| note(hand, it));
}

fn source(hand: &Hand, source: &mut Source) {
    let Source {
        input,
        place,
        also,
        removed: _,
    } = source;
    hand.input(input);
    hand.place(place);
    also.iter_mut().for_each(|it| hand.place(it));
}

fn note(hand: &Hand, Note { code, text }: &mut Note) {
    if *code == ERROR_READING {
        hand.named(&explain::roles(), text);
    } else {
        hand.sentence(text);
    }
}

fn verdict(hand: &Hand, verdict: &mut Verdict) {
    let Verdict {
        ending: _,
        rule: _,
        severity: _,
        confidence: _,
        title,
        summary,
    } = verdict;
    hand.sentences([title, summary]);
}

fn finding(hand: &Hand, finding: &mut Finding) {
    let Finding {
        rule: _,
        severity: _,
        confidence: _,
        title,
        why,
        remedy,
        evidence,
        alternatives,
        explained_by: _,
    } = finding;
    hand.sentences([title, why]);
    hand.sentences(remedy);
    evidence.iter_mut().for_each(|it| hand.evidence(it));
    for Alternative {
        rule: _,
        difference,
    } in alternatives
    {
        hand.sentence(difference);
    }
}

fn proof(hand: &Hand, proof: &mut Proof) {
    let Proof {
        status: _,
        via: _,
        key: used,
        reason,
        remarks,
    } = proof;
    used.iter_mut().for_each(|it| key(hand, Arc::make_mut(it)));
    hand.sentence(reason.to_mut());
    hand.sentences(remarks);
}

fn key(hand: &Hand, key: &mut Key) {
    let Key {
        id,
        thumbprint,
        algorithm: _,
        issuer,
        cloud_instance: _,
        certificates,
        // Neither is shown.
        material: _,
        verifier: _,
    } = key;
    hand.values("kid", id);
    hand.values("x5t", thumbprint);
    hand.values("iss", issuer);
    certificates.clear();
}
