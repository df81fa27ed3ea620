//! Every text of what a token claims: what it is.
//!
//! Not its job: the report around it (`walk.rs`).

use crate::entra::audience::Audience;
use crate::entra::client::Client;
use crate::entra::issuer::Issuer;
use crate::entra::lifetime::Lifetime;
use crate::entra::permission::Permission;
use crate::entra::profile::Profile;
use crate::entra::subject::Subject;
use crate::jose::claims::Date;
use crate::trace::TokenKeys;

use super::hand::Hand;

/// What a token offers to search by.
pub(super) fn keys(hand: &Hand, keys: &mut TokenKeys) {
    let TokenKeys {
        uti,
        request_id,
        session,
        object_id,
        puid,
        issuer_tenant,
        tenant,
        home_tenant,
        client,
        resource,
        address,
        device,
        issued_at: _,
        expires_at: _,
        user,
    } = keys;
    hand.values("uti", uti);
    hand.values("sid", session);
    hand.values("puid", puid);
    hand.values("upn", user);
    let ids = [
        request_id,
        object_id,
        issuer_tenant,
        tenant,
        home_tenant,
        client,
        resource,
        device,
    ];
    hand.ids(ids.into_iter().flatten());
    address.iter_mut().for_each(|it| hand.address(it));
}

/// What a token claims.
pub(super) fn profile(hand: &Hand, profile: &mut Profile) {
    let Profile {
        kind: _,
        issuer: issued,
        tid,
        subject: who,
        client: with,
        audiences,
        permissions,
        lifetime,
        uti,
    } = profile;
    issued.iter_mut().for_each(|it| issuer(hand, it));
    hand.values("tid", tid);
    subject(hand, who);
    with.iter_mut().for_each(|it| client(hand, it));
    audiences.iter_mut().for_each(|it| audience(hand, it));
    for Permission {
        name,
        kind: _,
        tier: _,
        why: _,
        is_marker: _,
    } in permissions
    {
        hand.value("roles", name);
    }
    let Lifetime {
        issued_at,
        not_before,
        expires_at,
        state: _,
    } = lifetime;
    for date in [issued_at, not_before, expires_at] {
        match date {
            Date::Absent | Date::At(_) => {}
            Date::Unreadable(text) => hand.value("exp", text),
        }
    }
    hand.values("uti", uti);
}

fn issuer(hand: &Hand, issuer: &mut Issuer) {
    let Issuer {
        raw,
        kind: _,
        tenant,
        version: _,
        clouds: _,
        host,
        spelling: _,
    } = issuer;
    hand.value("iss", raw);
    hand.tenant(tenant);
    hand.values("host", host);
}

fn subject(hand: &Hand, subject: &mut Subject) {
    let Subject {
        home,
        home_source: _,
        kind: _,
        relation: _,
        oid,
        display,
        foreign_idp,
    } = subject;
    hand.tenant(home);
    hand.values("oid", oid);
    hand.values("upn", display);
    hand.values("idp", foreign_idp);
}

fn client(hand: &Hand, client: &mut Client) {
    let Client {
        id,
        claim: _,
        known: _,
        own_name,
        authentication: _,
    } = client;
    hand.value("appid", id);
    hand.values("app_displayname", own_name);
}

/// What only it knows of itself is a flag.
fn audience(hand: &Hand, audience: &mut Audience) {
    let Audience {
        raw,
        app_id,
        name: _,
        source: _,
        cloud: _,
        ..
    } = audience;
    hand.value("aud", raw);
    hand.ids(app_id);
}
