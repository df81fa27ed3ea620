//! Every member of the token with what it means (`--explain-claims`), decoded where decoding is known.
//!
//! Not its job: any judgement; all of it is as claimed.

use crate::entra::issuer::Issuer;
use crate::entra::rh;
use crate::facts;
use crate::jose::claims::{Claims, Date};
use crate::jose::json::Json;
use crate::report::model::TokenReport;
use crate::text::clipped;

use super::{codes, names};

/// Claims that hold a NumericDate. `xms_tcdt` is read so by the community: when the tenant was made.
const DATES: [&str; 6] = ["exp", "nbf", "iat", "auth_time", "xms_tcdt", "pwd_exp"];

/// A member of a header or of claims. Name and value are raw and untrusted.
pub(in crate::report) struct Member<'a> {
    pub name: &'a str,
    pub value: String,
    /// The value in a form that people can use.
    pub decoded: Option<String>,
    pub meaning: String,
}

/// Everything in the header.
pub(in crate::report) fn header(token: &TokenReport) -> Vec<Member<'_>> {
    let members = token.token.header.0.members();
    let explained = members.iter().map(|(name, value)| Member {
        name,
        value: shown(value),
        decoded: None,
        meaning: meaning(name, true),
    });
    explained.collect()
}

/// Every claim; nothing where they cannot be read.
pub(in crate::report) fn claims(token: &TokenReport) -> Option<Vec<Member<'_>>> {
    let claims = token.token.claims.as_ref()?;
    let explained = claims.0.members().iter().map(|(name, value)| Member {
        name,
        value: shown(value),
        decoded: decoded(name, claims, token),
        meaning: meaning(name, false),
    });
    Some(explained.collect())
}

fn shown(value: &Json) -> String {
    let shown = clipped(&value.to_text(), 200);
    // An empty value still has its line.
    if shown.is_empty() {
        "(empty)".to_owned()
    } else {
        shown
    }
}

/// What the table says of it, its reading included.
fn meaning(name: &str, is_header: bool) -> String {
    let known = facts::claims::claims(name)
        .into_iter()
        .find(|claim| claim.is_header == is_header);
    match known {
        Some(claim) if claim.reading.is_empty() => claim.meaning.to_owned(),
        Some(claim) => format!("{} {}", claim.meaning, claim.reading),
        None => "not in the table: an application's own claim, or a new one".to_owned(),
    }
}

/// Text, or a number as older tokens write it.
fn scalar(claims: &Claims, name: &str) -> Option<String> {
    let text = claims.text(name).map(str::to_owned);
    text.or_else(|| Some(claims.0.get(name)?.to_text()))
}

/// The value in a form that people can use.
fn decoded(name: &str, claims: &Claims, token: &TokenReport) -> Option<String> {
    if DATES.contains(&name) {
        return match claims.date(name) {
            Date::At(time) => Some(time.to_string()),
            _ => None,
        };
    }
    match name {
        "uti" => token
            .profile
            .request_id()
            .map(|id| format!("request id {id}")),
        "rh" => {
            let rh = rh::read(claims.text("rh")?)?;
            let application = facts::app(rh.application)
                .map_or_else(String::new, |app| format!(" ({})", app.name));
            Some(format!(
                "tenant {}, application {}{application}; undocumented",
                rh.tenant, rh.application
            ))
        }
        "appid" | "azp" => names::application(claims.text(name)?.parse().ok()?).or_else(|| {
            let (name, source) = token.profile.client.as_ref()?.name()?;
            Some(format!("{name} ({source})"))
        }),
        "aud" => token.profile.audiences.first()?.name.map(str::to_owned),
        "iss" | "idp" => names::tenant(Issuer::read(claims.text(name)?).tenant?),
        "tid" => names::tenant(token.profile.tid()?),
        "amr" => codes::words_of(codes::METHODS, claims.texts(name)),
        "xms_cc" => codes::words_of(codes::CAPABILITIES, claims.texts(name)),
        "xms_idrel" => codes::words_of(codes::RELATIONS, claims.text(name)?.split_whitespace()),
        "acr" | "acct" | "appidacr" | "azpacr" | "idtyp" => {
            codes::word_of(name, &scalar(claims, name)?)
        }
        "altsecid" => codes::alternative_id(claims.text(name)?),
        "xms_mirid" | "xms_az_rid" => codes::azure_resource(claims.text(name)?),
        "wids" => {
            let names = claims
                .texts("wids")
                .into_iter()
                .filter_map(|id| Some(facts::directory_role(id.parse().ok()?)?.name));
            Some(names.collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty())
        }
        _ => None,
    }
}
