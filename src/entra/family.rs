//! What several tokens have to do with each other: one session, one person, one token twice, several
//! tenants.
//!
//! Not its job: saying what that means for any one of them. Sessions are compared by `sid`, people by
//! `tid` with `oid`; names are never compared.

use std::collections::BTreeMap;

use crate::facts::App;
use crate::jose::claims::Claims;
use crate::text::beginning;

use super::profile::Profile;

/// One thing that some of the tokens have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinship {
    /// Stable, kebab-case.
    pub kind: &'static str,
    /// Indices of the tokens, ascending.
    pub tokens: Vec<usize>,
    /// A sentence for people.
    pub text: String,
}

/// One token, as far as kinship goes.
#[derive(Clone, Debug)]
pub struct Relative {
    token: usize,
    uti: Option<String>,
    session: Option<String>,
    person: Option<(String, String)>,
    tenant: Option<String>,
    client: Option<String>,
    /// Whether its client's refresh tokens serve other clients of Microsoft's too.
    shares_refresh_tokens: bool,
}

/// No id of a session, a request or a person is longer; what is, is compared by its beginning.
const LONGEST_ID: usize = 128;

impl Relative {
    /// What token number `token` has to compare; nothing where it cannot be read.
    #[must_use]
    pub fn of(token: usize, profile: &Profile, claims: Option<&Claims>) -> Option<Self> {
        let claims = claims?;
        let short = |text: &str| beginning(text, LONGEST_ID).to_owned();
        let claim = |name| claims.text(name).map(short);
        Some(Self {
            token,
            uti: profile.uti.as_deref().map(short),
            session: claim("sid"),
            person: claim("tid")
                .zip(claim("oid"))
                .filter(|_| !profile.subject.is_app()),
            tenant: profile.issuing_tenant().map(|tenant| tenant.to_string()),
            client: profile.client.as_ref().map(|client| short(&client.id)),
            shares_refresh_tokens: profile
                .client
                .as_ref()
                .and_then(|client| client.known.as_ref())
                .is_some_and(App::shares_refresh_tokens),
        })
    }

    /// The same token with so many others before it.
    #[must_use]
    pub fn behind(mut self, others: usize) -> Self {
        self.token = self.token.saturating_add(others);
        self
    }
}

/// Compares all tokens with each other; in time linear in their number.
#[must_use]
pub fn compare<'a>(
    tokens: impl IntoIterator<Item = (&'a Profile, Option<&'a Claims>)>,
) -> Vec<Kinship> {
    let relatives: Vec<Relative> = tokens
        .into_iter()
        .enumerate()
        .filter_map(|(token, (profile, claims))| Relative::of(token, profile, claims))
        .collect();
    relate(&relatives)
}

/// The same for what was kept of tokens that are gone.
#[must_use]
pub fn relate(relatives: &[Relative]) -> Vec<Kinship> {
    let mut kinships = Vec::new();
    for (_, group) in groups(relatives, |relative| relative.session.as_deref()) {
        kinships.push(of_session(&group));
    }
    for (_, group) in groups(relatives, |relative| relative.person.as_ref()) {
        let is_one = |of: fn(&Relative) -> Option<&str>| {
            let first = of(group[0]);
            first.is_some() && group.iter().all(|relative| of(relative) == first)
        };
        // What ties them closer is told by itself.
        let is_told = is_one(|relative| relative.session.as_deref())
            || is_one(|relative| relative.uti.as_deref());
        if !is_told {
            let has_sessions = group.iter().all(|relative| relative.session.is_some());
            let text = if has_sessions {
                "These tokens are of one person (equal tid and oid), from different sign-ins."
            } else {
                "These tokens are of one person (equal tid and oid)."
            };
            kinships.push(kinship("same-person", &group, text.into()));
        }
    }
    for (_, group) in groups(relatives, |relative| relative.uti.as_deref()) {
        let text = "These copies carry one uti: they come from one and the same request.";
        kinships.push(kinship("same-request", &group, text.into()));
    }
    let tenants: BTreeMap<&str, usize> = relatives
        .iter()
        .filter_map(|relative| Some((relative.tenant.as_deref()?, relative.token)))
        .collect();
    if tenants.len() > 1 {
        let all: Vec<&Relative> = relatives.iter().collect();
        let text = format!(
            "These tokens were issued by {} different tenants.",
            tenants.len()
        );
        kinships.push(kinship("different-tenants", &all, text));
    }
    kinships
}

/// One session. Several of Microsoft's own clients in it are a refresh token family at work: ordinary
/// on an Office desktop, and what somebody does who holds one refresh token.
fn of_session(group: &[&Relative]) -> Kinship {
    let clients: BTreeMap<&str, bool> = group
        .iter()
        .filter_map(|relative| Some((relative.client.as_deref()?, relative.shares_refresh_tokens)))
        .collect();
    if clients.len() > 1 && clients.values().all(|shares| *shares) {
        let text = format!(
            "These tokens come from one sign-in (equal sid) through {} of Microsoft's own clients. One refresh token can \
             serve a family of clients: Office desktops do this all day, and so does anybody who holds the refresh token.",
            clients.len()
        );
        return kinship("client-family", group, text);
    }
    kinship(
        "same-session",
        group,
        "These tokens come from one sign-in (equal sid).".into(),
    )
}

fn kinship(kind: &'static str, group: &[&Relative], text: String) -> Kinship {
    Kinship {
        kind,
        tokens: group.iter().map(|relative| relative.token).collect(),
        text,
    }
}

/// Groups of at least two, in a stable order.
fn groups<'a, K: Ord>(
    relatives: &'a [Relative],
    key: impl Fn(&'a Relative) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Relative>> {
    let mut groups: BTreeMap<K, Vec<&Relative>> = BTreeMap::new();
    for relative in relatives {
        if let Some(key) = key(relative) {
            groups.entry(key).or_default().push(relative);
        }
    }
    groups.retain(|_, group| group.len() > 1);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::expectation::Expectation;
    use crate::jose::json::parse;
    use crate::time::Timestamp;

    const E: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
    const X: &str = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
    const CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    /// Two clients of the family.
    const LOOP: &str = "0922ef46-e1b9-4f7e-9134-9ad00547eb41";
    const OFFICE: &str = "0ec893e0-5785-4de6-99da-4ed124e5296c";

    fn kinds(tokens: &[String]) -> Vec<(&'static str, Vec<usize>)> {
        let all = kinships(tokens).into_iter();
        all.map(|kinship| (kinship.kind, kinship.tokens)).collect()
    }

    fn texts(tokens: &[String]) -> Vec<String> {
        let all = kinships(tokens).into_iter();
        all.map(|kinship| kinship.text).collect()
    }

    fn kinships(tokens: &[String]) -> Vec<Kinship> {
        let at = Timestamp::from_seconds(0).unwrap();
        let claims: Vec<Claims> = tokens
            .iter()
            .map(|text| Claims(parse(text.as_bytes()).value))
            .collect();
        let profiles: Vec<Profile> = claims
            .iter()
            .map(|claims| Profile::read(claims, &Expectation::default(), at))
            .collect();
        compare(profiles.iter().zip(claims.iter().map(Some)))
    }

    fn token(tenant: &str, oid: &str, sid: &str, client: &str) -> String {
        format!(
            r#"{{"iss":"https://sts.windows.net/{tenant}/","tid":"{tenant}","oid":"{oid}","sid":"{sid}","appid":"{client}"}}"#
        )
    }

    #[test]
    fn one_session_of_one_or_several_clients() {
        let (a, b) = (token(E, "o", "s", LOOP), token(E, "o", "s", OFFICE));
        assert_eq!(
            kinds(&[a.clone(), a.clone()]),
            [("same-session", vec![0, 1])]
        );
        assert_eq!(kinds(&[a.clone(), b]), [("client-family", vec![0, 1])]);
        let outsider = token(E, "o", "s", CLI);
        assert_eq!(kinds(&[a, outsider]), [("same-session", vec![0, 1])]);
    }

    #[test]
    fn sign_ins_differ_only_where_every_token_names_its_own() {
        let text = |tokens: &[String]| texts(tokens).concat();
        let (a, b) = (token(E, "o", "s", CLI), token(E, "o", "t", CLI));
        assert!(text(&[a.clone(), b]).contains("different sign-ins"));
        let without = token(E, "o", "", CLI).replace(r#""sid":"","#, "");
        let of_one_person = text(&[a, without.clone()]);
        assert!(of_one_person.contains("one person"));
        assert!(!of_one_person.contains("sign-in"), "{of_one_person}");
        // Access token and id token of one response.
        let of_request = without.replace(r#""oid""#, r#""uti":"u","oid""#);
        assert_eq!(
            kinds(&[of_request.clone(), of_request]),
            [("same-request", vec![0, 1])]
        );
    }

    #[test]
    fn an_application_is_no_person() {
        let app = |sid| token(E, "o", sid, CLI).replace(r#""oid""#, r#""idtyp":"app","oid""#);
        assert_eq!(kinds(&[app("s"), app("t")]), []);
    }

    #[test]
    fn one_person_of_two_sign_ins_and_two_tenants() {
        assert_eq!(
            kinds(&[token(E, "o", "s", CLI), token(E, "o", "t", CLI)]),
            [("same-person", vec![0, 1])]
        );
        assert_eq!(
            kinds(&[token(E, "o", "s", CLI), token(X, "o", "t", CLI)]),
            [("different-tenants", vec![0, 1])]
        );
        assert_eq!(
            kinds(&[token(E, "o", "s", CLI), token(E, "p", "t", CLI)]),
            []
        );
    }
}
