//! Whom a token is for: the resource behind `aud`, and whether two spellings mean the same one.
//!
//! Not its job: saying which spelling a resource accepts; several compare exactly, so the raw value
//! is always kept.

use uuid::Uuid;

use crate::facts;

/// One audience of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// Exactly as it stood; untrusted.
    pub raw: String,
    /// The resource's application id, from the value itself or from the table.
    pub app_id: Option<Uuid>,
    /// The resource's name, where the table knows it.
    pub name: Option<&'static str>,
    /// Whether only its host's zone is known: another host of the zone is another resource.
    is_one_of_many: bool,
    /// Where the name comes from.
    pub source: Option<&'static str>,
    /// The cloud in which this spelling is used, where the table knows it.
    pub cloud: Option<&'static str>,
}

/// How near two audiences are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same string.
    Exact,
    /// The same resource in another spelling.
    Spelling,
    Different,
}

impl Audience {
    /// Reads an `aud` value.
    #[must_use]
    pub fn read(raw: &str) -> Self {
        let plain = canonical(raw);
        let known = facts::resource(&plain);
        let app_id = known
            .and_then(|resource| resource.app_id.parse().ok())
            .or_else(|| plain.parse().ok());
        // A table row is a fact about a spelling; the id behind it may have a name of its own.
        let named = known
            .map(|resource| (resource.name, resource.source))
            .or_else(|| facts::app(app_id?).map(|app| (app.name, app.source)));
        let (name, source) = named.unzip();
        Self {
            raw: raw.to_owned(),
            app_id,
            name,
            source,
            cloud: known.map(|resource| resource.cloud),
            is_one_of_many: known.is_some_and(|resource| resource.is_pattern),
        }
    }

    /// Whether the tables know this resource as one of Microsoft's.
    #[must_use]
    pub fn is_microsoft(&self) -> bool {
        self.name.is_some()
    }

    /// Compares with an audience as a person writes it.
    #[must_use]
    pub fn likeness(&self, expected: &str) -> Likeness {
        if self.raw == expected {
            return Likeness::Exact;
        }
        let expected = Self::read(expected);
        let are_siblings = self.is_one_of_many && expected.is_one_of_many;
        let same_resource =
            self.app_id.is_some() && self.app_id == expected.app_id && !are_siblings;
        if same_resource || canonical(&self.raw) == canonical(&expected.raw) {
            Likeness::Spelling
        } else {
            Likeness::Different
        }
    }
}

/// Lower case, without `spn:`, without a default port or a closing slash, and without the `api://`
/// that may stand before a GUID.
fn canonical(audience: &str) -> String {
    let lower = audience.trim().to_lowercase();
    let mut plain = lower.strip_prefix("spn:").unwrap_or(&lower);
    plain = plain.trim_end_matches('/');
    plain = plain.strip_suffix(":443").unwrap_or(plain);
    match plain.strip_prefix("api://") {
        Some(rest) if rest.parse::<Uuid>().is_ok() => rest.to_owned(),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "6f1c2a9e-04d7-4b58-9e33-c1a5d8f07b42";

    #[test]
    fn one_resource_in_many_spellings() {
        for spelling in [
            "https://outlook.office365.com",
            "https://outlook.office365.com/",
            "HTTPS://Outlook.Office365.com",
            "spn:https://outlook.office365.com",
            "https://outlook.office365.com:443/",
            "00000002-0000-0ff1-ce00-000000000000",
        ] {
            let audience = Audience::read(spelling);
            assert_eq!(
                audience.name,
                Some("Office 365 Exchange Online"),
                "{spelling}"
            );
            assert_ne!(
                audience.likeness("https://outlook.office.com"),
                Likeness::Different,
                "{spelling}"
            );
        }
    }

    #[test]
    fn an_own_api_by_uri_and_by_id() {
        let audience = Audience::read(API);
        assert_eq!(audience.likeness(API), Likeness::Exact);
        assert_eq!(
            audience.likeness(&format!("api://{API}")),
            Likeness::Spelling
        );
        assert_eq!(
            audience.likeness(&format!("spn:{}", API.to_uppercase())),
            Likeness::Spelling
        );
        assert_eq!(
            audience.likeness("api://something-else"),
            Likeness::Different
        );
        assert!(!audience.is_microsoft());
    }

    #[test]
    fn a_host_below_a_known_zone_is_a_resource_of_its_own() {
        let site = Audience::read("https://contoso.sharepoint.com/");
        assert_eq!(site.name, Some("Office 365 SharePoint Online"));
        let likeness = |other| site.likeness(other);
        assert_eq!(
            likeness("https://fabrikam.sharepoint.com"),
            Likeness::Different
        );
        assert_eq!(
            likeness("https://CONTOSO.sharepoint.com"),
            Likeness::Spelling
        );
        assert_eq!(
            likeness("00000003-0000-0ff1-ce00-000000000000"),
            Likeness::Spelling
        );
        for foreign in [
            "https://contoso.sharepoint.com.evil.example",
            "https://evilsharepoint.com",
            "https://evil.example/.sharepoint.com",
            "https://evil.example#.sharepoint.com",
            "https://u@evil.example\\.sharepoint.com",
            "https://.sharepoint.com",
            "http://contoso.sharepoint.com",
        ] {
            assert_eq!(Audience::read(foreign).name, None, "{foreign}");
        }
    }

    #[test]
    fn other_resources_differ() {
        let graph = Audience::read("https://graph.microsoft.com");
        assert_eq!(
            graph.likeness("https://outlook.office365.com"),
            Likeness::Different
        );
        assert_eq!(
            graph.likeness("https://graph.microsoft.com.evil.example"),
            Likeness::Different
        );
        assert_eq!(Audience::read("").likeness("x"), Likeness::Different);
    }
}
