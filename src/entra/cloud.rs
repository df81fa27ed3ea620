//! Microsoft's clouds and the hosts that speak for them (`facts/clouds.tsv`).
//!
//! Not its job: deciding which cloud a tenant lives in. One host answers for tenants of several
//! clouds, and v1 issuers of the public and the US Government cloud look the same.

use crate::facts::{CLOUDS, Row};

/// One cloud. Two are equal when they are the same row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cloud(Row);

impl Cloud {
    /// Every cloud of the table, in its order.
    pub fn all() -> impl Iterator<Item = Self> {
        CLOUDS.rows().map(Self)
    }

    /// The cloud of this id: `public`, `usgov`, `china`, …
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        CLOUDS.find(id).next().map(Self)
    }

    /// The cloud that this sign-in host belongs to. `host` is in lower case.
    #[must_use]
    pub fn by_login_host(host: &str) -> Option<Self> {
        Self::all().find(|cloud| cloud.login_hosts().any(|known| known == host))
    }

    /// The cloud that a key's or a document's `cloud_instance_name` names.
    #[must_use]
    pub fn by_instance_name(name: &str) -> Option<Self> {
        Self::all().find(|cloud| {
            cloud
                .0
                .column(5)
                .split(' ')
                .any(|known| known == name && !known.is_empty())
        })
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
        self.0.column(5).split(' ').find(|name| !name.is_empty())
    }

    /// The word used in options and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.column(0)
    }

    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.column(1)
    }

    /// Hosts of its sign-in service; the first is the canonical one.
    pub fn login_hosts(self) -> impl Iterator<Item = &'static str> {
        self.0.column(2).split(' ').filter(|host| !host.is_empty())
    }

    /// The host that this program asks.
    #[must_use]
    pub fn canonical_host(self) -> &'static str {
        self.login_hosts().next().unwrap_or_default()
    }

    /// `https://sts.windows.net/` and its like: what stands before the tenant in a v1 issuer.
    pub fn v1_prefixes(self) -> impl Iterator<Item = &'static str> {
        self.0
            .column(3)
            .split(' ')
            .filter(|prefix| !prefix.is_empty())
    }

    /// `https://login.microsoftonline.com/` and its like: what stands before the tenant in a v2 issuer.
    pub fn v2_prefixes(self) -> impl Iterator<Item = &'static str> {
        self.0
            .column(4)
            .split(' ')
            .filter(|prefix| !prefix.is_empty())
    }
}

/// Every host of every cloud, those inside issuers included.
pub fn known_hosts() -> impl Iterator<Item = &'static str> {
    Cloud::all().flat_map(|cloud| {
        let of_prefix =
            |prefix: &'static str| prefix.trim_start_matches("https://").trim_end_matches('/');
        cloud
            .login_hosts()
            .chain(cloud.v1_prefixes().map(of_prefix))
            .chain(cloud.v2_prefixes().map(of_prefix))
    })
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
