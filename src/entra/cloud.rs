//! Microsoft's clouds and the hosts that speak for them (`facts/clouds.tsv`).
//!
//! Not its job: deciding which cloud a tenant lives in. One host answers for tenants of several
//! clouds, and v1 issuers of the public and the US Government cloud look the same.

use std::sync::LazyLock;

use crate::facts::{CLOUDS, Row};

/// One cloud. Two are equal when they are the same row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cloud(&'static Entry);

/// A row of the table, its lists taken apart: every issuer is compared with all of them.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    row: Row,
    login_hosts: Vec<&'static str>,
    v1_prefixes: Vec<&'static str>,
    v2_prefixes: Vec<&'static str>,
    instance_names: Vec<&'static str>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let list = |row: Row, column| {
        let words = row.column(column).split(' ');
        words.filter(|word| !word.is_empty()).collect()
    };
    CLOUDS
        .rows()
        .map(|row| Entry {
            row,
            login_hosts: list(row, 2),
            v1_prefixes: list(row, 3),
            v2_prefixes: list(row, 4),
            instance_names: list(row, 5),
        })
        .collect()
});

impl Cloud {
    /// Every cloud of the table, in its order.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().map(Self)
    }

    /// The cloud of this id: `public`, `usgov`, `china`, …
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::all().find(|cloud| cloud.id() == id)
    }

    /// The cloud that this sign-in host belongs to. `host` is in lower case.
    #[must_use]
    pub fn by_login_host(host: &str) -> Option<Self> {
        Self::all().find(|cloud| cloud.login_hosts().contains(&host))
    }

    /// The cloud that a key's or a document's `cloud_instance_name` names.
    #[must_use]
    pub fn by_instance_name(name: &str) -> Option<Self> {
        Self::all().find(|cloud| cloud.0.instance_names.contains(&name))
    }

    /// The cloud that the common name of a key's certificate names. Keys of the US Government cloud are
    /// published beside those of the public one, and older sets tell them apart by nothing else. The
    /// public cloud's common name says nothing: other clouds may use it as well.
    #[must_use]
    pub fn by_certificate_name(name: &str) -> Option<Self> {
        Self::by_login_host(&name.to_ascii_lowercase())
    }

    /// What its documents and keys write as `cloud_instance_name`.
    #[must_use]
    pub fn instance_name(self) -> Option<&'static str> {
        self.0.instance_names.first().copied()
    }

    /// The word used in options and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.row.column(0)
    }

    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.row.column(1)
    }

    /// Hosts of its sign-in service; the first is the canonical one.
    #[must_use]
    pub fn login_hosts(self) -> &'static [&'static str] {
        &self.0.login_hosts
    }

    /// The host that this program asks.
    #[must_use]
    pub fn canonical_host(self) -> &'static str {
        self.login_hosts().first().copied().unwrap_or_default()
    }

    /// `https://sts.windows.net/` and its like: what stands before the tenant in a v1 issuer.
    #[must_use]
    pub fn v1_prefixes(self) -> &'static [&'static str] {
        &self.0.v1_prefixes
    }

    /// `https://login.microsoftonline.com/` and its like: what stands before the tenant in a v2 issuer.
    #[must_use]
    pub fn v2_prefixes(self) -> &'static [&'static str] {
        &self.0.v2_prefixes
    }
}

/// Every host of every cloud, those inside issuers included.
pub fn known_hosts() -> impl Iterator<Item = &'static str> {
    static HOSTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let of_prefix =
            |prefix: &'static str| prefix.trim_start_matches("https://").trim_end_matches('/');
        let of_cloud = |cloud: Cloud| {
            let hosts = cloud.login_hosts().iter().copied();
            let prefixes = cloud.v1_prefixes().iter().chain(cloud.v2_prefixes());
            hosts.chain(prefixes.copied().map(of_prefix))
        };
        Cloud::all().flat_map(of_cloud).collect()
    });
    HOSTS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_instance_names_lead_to_their_cloud() {
        assert_eq!(
            Cloud::by_login_host("login.windows.net"),
            Cloud::by_id("public")
        );
        assert_eq!(
            Cloud::by_login_host("login.chinacloudapi.cn"),
            Cloud::by_id("china")
        );
        assert_eq!(
            Cloud::by_login_host("login.microsoftonline.com.evil.example"),
            None
        );
        assert_eq!(
            Cloud::by_instance_name("microsoftonline.us"),
            Cloud::by_id("usgov")
        );
        assert_eq!(Cloud::by_instance_name(""), None);
        let government = Cloud::by_certificate_name("login.microsoftonline.us");
        assert_eq!(government, Cloud::by_id("usgov"));
        assert_eq!(
            government.and_then(Cloud::instance_name),
            Some("microsoftonline.us")
        );
        assert_eq!(
            Cloud::by_certificate_name("accounts.accesscontrol.windows.net"),
            None
        );
    }

    #[test]
    fn every_cloud_has_a_host_to_ask() {
        assert!(Cloud::all().all(|cloud| cloud.canonical_host().contains('.')));
    }
}
