//! What stands for the network in a program that was built without it: it says so.
//!
//! Not its job: asking anybody.

use http::HeaderMap;

use super::fault::{Cause, NetFault};
use super::{Fetched, NetOptions};
use crate::authority::endpoint::Endpoint;
use crate::authority::transport::Request;

/// No network.
#[derive(Debug)]
pub struct Net;

impl Net {
    /// Takes what the network would take.
    #[must_use]
    pub fn new(_: NetOptions) -> Self {
        Self
    }

    /// Asks nobody.
    ///
    /// # Errors
    /// Always [`Cause::BuiltWithout`].
    pub fn get(
        &self,
        endpoint: &Endpoint,
        _: &HeaderMap,
        _: &mut Vec<Request>,
    ) -> Result<Fetched, NetFault> {
        Err(NetFault::new(endpoint.url(), Cause::BuiltWithout))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::Roots;
    use super::*;
    use crate::entra::expectation::ExpectedIssuer;
    use crate::time::Timestamp;

    #[test]
    fn it_says_that_there_is_none_and_what_to_do() {
        let net = Net::new(NetOptions {
            timeout: Duration::from_secs(1),
            roots: Roots::default(),
            proxy: None,
            now: Timestamp::from_seconds(0).unwrap(),
        });
        let issuer = ExpectedIssuer::new("https://idp.example/");
        let endpoint = Endpoint::discovery_of(&issuer).unwrap();
        let fault = net
            .get(&endpoint, &HeaderMap::new(), &mut Vec::new())
            .unwrap_err();
        assert_eq!(
            fault.to_string(),
            "idp.example: nobody was asked, this program was built without the network"
        );
        assert!(fault.help().is_some_and(|help| help.contains("--metadata")));
    }
}
