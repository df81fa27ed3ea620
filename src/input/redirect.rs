//! Redirects and forms: `https://…#access_token=…&id_token=…`, the same in a query, bare in a body.
//!
//! Not its job: tokens in other addresses, which the scanner of `text.rs` finds. Percent-encoding
//! is undone by `percent.rs`, because the packages for it read a `+` as a blank.

use std::borrow::Cow;

use super::found::{Found, Removed, note};
use super::recogniser::Limits;
use super::run::{is_blank, is_closer, is_opener};
use super::{named, percent, text};

/// The tokens in one address or form, which may be broken over lines.
pub(super) fn read(input: &str, limits: &Limits) -> Option<Vec<Found>> {
    let core = input.trim_matches(|c| is_blank(c) || is_opener(c) || is_closer(c));
    let (address, has_line_breaks) = unbroken(core)?;
    let found = parameters(&address, limits);
    if found.is_empty() {
        return None;
    }
    let broken: &[Removed] = if has_line_breaks {
        &[Removed::LineBreaks]
    } else {
        &[]
    };
    Some(
        found
            .into_iter()
            .map(|found| found.inside(broken))
            .collect(),
    )
}

/// The tokens in the query and the fragment of an address, in a bare fragment, or in a form.
pub(super) fn parameters(address: &str, limits: &Limits) -> Vec<Found> {
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (path, query) = match rest.split_once('?') {
        Some(parts) => parts,
        None if is_form(rest) => return form(rest, "form", Removed::FormBody, limits),
        None => (rest, ""),
    };
    // An application's own route may come first: `#/callback?access_token=…`.
    let fragment = fragment.rsplit('?').next().unwrap_or_default();
    let fragment = fragment.trim_start_matches(['/', '!']);
    let mut found = form(query, "query", Removed::Redirect, limits);
    found.extend(form(
        fragment,
        "fragment",
        Removed::RedirectFragment,
        limits,
    ));
    if !found.is_empty() {
        found.extend(text::scan(path, limits).into_iter().map(|f| f.at("path")));
    }
    found
}

/// The tokens in `name=value&…`; `part` is what it is called in a place.
pub(super) fn form(text: &str, part: &str, outer: Removed, limits: &Limits) -> Vec<Found> {
    let mut all = Vec::new();
    for pair in text.split('&') {
        // Copied out of HTML, an ampersand is `&amp;`.
        let pair = pair.strip_prefix("amp;").unwrap_or(pair);
        if let Some((name, value)) = pair.split_once('=') {
            all.extend(parameter(name, value, part, outer, limits));
        }
    }
    all
}

/// The tokens in one parameter.
pub(super) fn parameter(
    name: &str,
    value: &str,
    part: &str,
    outer: Removed,
    limits: &Limits,
) -> Vec<Found> {
    let mut removed = vec![outer];
    let value = plain_value(name, value, &mut removed);
    let found = named::read(name, &value, limits).into_iter();
    found
        .map(|found| {
            found
                .at(format!("{part} {}", named::shown(name)))
                .inside(&removed)
        })
        .collect()
}

/// Names by which a bare form is known; any `name=value` would be too little.
const NAMES: [&str; 8] = [
    "access_token",
    "id_token",
    "refresh_token",
    "client_assertion",
    "assertion",
    "error_description",
    "SAMLResponse",
    "code",
];

fn is_form(text: &str) -> bool {
    text.split('&').any(|pair| {
        pair.split_once('=')
            .is_some_and(|(name, _)| NAMES.contains(&name))
    })
}

/// In words a `+` is a blank, in tokens it is a digit of base64.
fn plain_value<'a>(name: &str, value: &'a str, removed: &mut Vec<Removed>) -> Cow<'a, str> {
    let is_words = name == "error_description";
    if value.contains('%') || is_words && value.contains('+') {
        note(removed, Removed::UrlEncoding);
    }
    if is_words {
        Cow::Owned(percent::decoded(&value.replace('+', " ")).into_owned())
    } else {
        percent::decoded(value)
    }
}

/// One address without the line breaks in it, and whether there were any. `None` where there are
/// blanks, or where another address begins: that is a text.
fn unbroken(core: &str) -> Option<(Cow<'_, str>, bool)> {
    if !core.contains(['\r', '\n']) {
        return (!core.contains(is_blank)).then_some((Cow::Borrowed(core), false));
    }
    let mut lines = core.lines().map(|line| line.trim_matches(is_blank));
    // A list of tokens is long, and shows in its first line that it is no address.
    let mut joined = lines
        .next()
        .filter(|line| line.contains([':', '/', '?', '#', '=']))?
        .to_owned();
    for line in lines {
        let names_another = line.contains("://") || NAMES.iter().any(|name| line.starts_with(name));
        if names_another || line.contains(is_blank) {
            return None;
        }
        joined.push_str(line);
    }
    (!joined.contains(is_blank)).then_some((Cow::Owned(joined), true))
}

#[cfg(test)]
mod tests {
    use super::super::forge::{id_token, jwt, one, refresh_token, signature};
    use super::super::found::{Member, Shape};
    use super::*;

    fn found(text: &str) -> Vec<Found> {
        read(text, &Limits::default()).unwrap_or_default()
    }

    #[test]
    fn fragments_hold_tokens() {
        let parameters = format!(
            "access_token={}&id_token={}&state=12345&token_type=Bearer",
            jwt(),
            id_token()
        );
        for text in [
            format!("https://app.example/cb#{parameters}"),
            format!("\"https://app.example/#/route?{parameters}\"\n"),
            format!("#{parameters}"),
            format!(
                "https://app.example/cb#{}",
                parameters.replace('&', "&amp;")
            ),
        ] {
            let found = found(&text);
            assert_eq!(found.len(), 2, "{text}");
            assert_eq!(found[0].place, "fragment access_token");
            assert_eq!(found[0].member, Some(Member::AccessToken));
            assert_eq!(found[0].removed, [Removed::RedirectFragment]);
            assert_eq!(found[1].place, "fragment id_token");
            assert_eq!(found[1].text.expose(), id_token());
        }
    }

    #[test]
    fn queries_forms_and_encodings() {
        let encoded = jwt().replace('.', "%2E");
        let query = one(read(
            &format!("https://x/?access_token={encoded}&x=y"),
            &Limits::default(),
        ));
        assert_eq!(query.text.expose(), jwt());
        assert_eq!(query.removed, [Removed::Redirect, Removed::UrlEncoding]);
        let form = found(&format!("grant_type=x&assertion={}", jwt()));
        assert_eq!(form[0].place, "form assertion");
        assert_eq!(form[0].removed, [Removed::FormBody]);
        let saml = found(&format!("SAMLResponse=PHNhbWxw{}%3D%3D", signature(60)));
        assert_eq!(saml[0].shape, Shape::Saml);
    }

    #[test]
    fn a_code_is_no_refresh_token() {
        let found = found(&format!("https://x/cb?code={}&state=s", refresh_token()));
        assert_eq!(found[0].shape, Shape::AuthorizationCode);
        assert_eq!(found[0].place, "query code");
    }

    #[test]
    fn a_refusal_in_the_fragment() {
        let found = found(
            "https://x/#error=access_denied&error_description=AADSTS65004%3a+User+declined.%0d%0aTrace",
        );
        assert_eq!(found[0].shape, Shape::StsError);
        assert_eq!(
            found[0].text.expose(),
            "AADSTS65004: User declined.\r\nTrace"
        );
    }

    #[test]
    fn an_address_broken_over_lines_is_one() {
        let address = format!("https://x/cb#access_token={}&state=1", jwt());
        let (first, second) = address.split_at(100);
        let found = found(&format!("{first}\r\n  {second}\r\n"));
        assert_eq!(found[0].text.expose(), jwt());
        assert_eq!(
            found[0].removed,
            [Removed::LineBreaks, Removed::RedirectFragment]
        );
    }

    #[test]
    fn two_addresses_are_a_text() {
        let address = format!("https://x/cb#access_token={}\n", jwt());
        assert!(found(&address.repeat(2)).is_empty());
        let reading = super::super::read(address.repeat(2).as_bytes(), &Limits::default());
        assert_eq!(reading.found.len(), 2);
    }
}
