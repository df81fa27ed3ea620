//! Lists that the person brings along: names of applications of their own, and tenants whose ids are
//! printed in published samples.
//!
//! Not its job: opening files. What a list says is the person's word and is shown as such.

use std::collections::HashMap;

use uuid::Uuid;

use super::tenant::TenantId;

/// What the person knows beyond the built-in tables.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of applications by id, as the list gives them.
    pub apps: HashMap<Uuid, String>,
    /// Where a tenant's id is published.
    pub samples: HashMap<TenantId, String>,
}

/// A list holds nothing that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadList {
    #[error("it holds no application id with a name (CSV or JSON with appId and displayName)")]
    NoApps,
    #[error("it holds no tenant id (one on each line, then where it is published)")]
    NoTenants,
}

/// Members and columns that hold an application's id and its name: `Get-MgServicePrincipal`, the
/// Microsoft Graph service principal, and public lists of first-party applications.
const ID_NAMES: [&str; 4] = ["appid", "app_id", "applicationid", "clientid"];
const NAME_NAMES: [&str; 5] = [
    "displayname",
    "appdisplayname",
    "display_name",
    "name",
    "applicationname",
];

impl Known {
    /// Adds a list of applications: JSON (an array, or a document with such an array as `value`) or
    /// CSV with a header. Rows without an id or a name are passed over.
    ///
    /// # Errors
    /// [`BadList::NoApps`] when there is none left.
    pub fn add_apps(&mut self, text: &str) -> Result<(), BadList> {
        let text = text.trim_start_matches('\u{FEFF}');
        // Counted as they are read: a list that says nothing new is a list all the same.
        let read = match serde_json::from_str::<serde_json::Value>(text) {
            Ok(document) => self.add_json(&document),
            Err(_) => self.add_csv(text),
        };
        if read > 0 {
            Ok(())
        } else {
            Err(BadList::NoApps)
        }
    }

    /// Adds a list of tenants: an id at the beginning of each line, then where it is published. Lines
    /// that begin with `#` are comments.
    ///
    /// # Errors
    /// [`BadList::NoTenants`] when there is none.
    pub fn add_samples(&mut self, text: &str) -> Result<(), BadList> {
        let mut read = 0;
        for line in text.trim_start_matches('\u{FEFF}').lines().map(str::trim) {
            let (id, place) = line.split_once([' ', '\t', ',', ';']).unwrap_or((line, ""));
            if let Ok(id) = id.parse() {
                self.samples.insert(TenantId(id), place.trim().to_owned());
                read += 1;
            }
        }
        if read > 0 {
            Ok(())
        } else {
            Err(BadList::NoTenants)
        }
    }

    /// Returns how many were read.
    fn add_json(&mut self, document: &serde_json::Value) -> usize {
        let mut read = 0;
        let items = document
            .as_array()
            .or_else(|| document.get("value")?.as_array());
        for item in items
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_object)
        {
            let member = |names: &[&str]| {
                let found = item
                    .iter()
                    .find(|(name, _)| names.contains(&name.to_lowercase().as_str()));
                found.and_then(|(_, value)| value.as_str())
            };
            read += usize::from(self.add_app(member(&ID_NAMES), member(&NAME_NAMES)));
        }
        read
    }

    /// Returns how many were read.
    fn add_csv(&mut self, text: &str) -> usize {
        let start = text
            .split_inclusive('\n')
            .take_while(|line| line.starts_with('#'))
            .map(str::len)
            .sum();
        let text = text.get(start..).unwrap_or_default();
        let header = text.lines().next().unwrap_or_default();
        let separator = if header.matches(';').count() > header.matches(',').count() {
            b';'
        } else {
            b','
        };
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(text.as_bytes());
        let names: Vec<String> = rows
            .headers()
            .into_iter()
            .flatten()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let column = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.as_str()))
        };
        let (Some(id), Some(name)) = (column(&ID_NAMES), column(&NAME_NAMES)) else {
            return 0;
        };
        let mut read = 0;
        for row in rows.records().flatten() {
            read += usize::from(self.add_app(row.get(id), row.get(name)));
        }
        read
    }

    /// Whether both are there.
    fn add_app(&mut self, id: Option<&str>, name: Option<&str>) -> bool {
        if let (Some(Ok(id)), Some(name)) = (id.map(|id| id.trim().parse()), name.map(str::trim))
            && !name.is_empty()
        {
            self.apps.insert(id, name.to_owned());
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2";

    fn apps(text: &str) -> Result<Vec<String>, BadList> {
        let mut known = Known::default();
        known
            .add_apps(text)
            .map(|()| known.apps.into_values().collect())
    }

    #[test]
    fn a_list_may_be_given_twice() {
        let mut known = Known::default();
        let text = format!("AppId,DisplayName\n{ID},Catalog\n");
        for _ in 0..2 {
            assert_eq!(known.add_apps(&text), Ok(()));
            assert_eq!(known.add_samples(&format!("{ID} a page\n")), Ok(()));
        }
    }

    #[test]
    fn applications_come_in_several_shapes() {
        for text in [
            format!(r#"[{{"AppId":"{ID}","DisplayName":"Catalog, old"}}]"#),
            format!(r#"{{"value":[{{"appId":"{ID}","displayName":"Catalog, old"}},{{"x":1}},7]}}"#),
            format!(
                "\u{feff}#TYPE x\r\n\"Id\",\"AppId\",\"DisplayName\"\r\n\"1\",\"{ID}\",\"Catalog, old\"\r\n"
            ),
            format!("AppId;DisplayName\n{ID};Catalog, old\n"),
            format!("#TYPE x\r\nAppId;DisplayName\r\n{ID};Catalog, old\r\n"),
        ] {
            assert_eq!(apps(&text).unwrap(), ["Catalog, old"], "{text}");
        }
        assert_eq!(apps("[]"), Err(BadList::NoApps));
        assert_eq!(apps("hello"), Err(BadList::NoApps));
    }

    #[test]
    fn samples_are_one_tenant_a_line() {
        let mut known = Known::default();
        known
            .add_samples(&format!(
                "# a comment\n{ID} https://blog.example/post\n\nnonsense\n"
            ))
            .unwrap();
        assert_eq!(
            known.samples.values().next().unwrap(),
            "https://blog.example/post"
        );
        assert_eq!(known.add_samples("nothing"), Err(BadList::NoTenants));
    }
}
