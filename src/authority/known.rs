//! What was found out about issuers, once for all tokens that name them.
//!
//! Not its job: finding it out (`authority/issuing.rs`).

use std::sync::{Arc, OnceLock};

use crate::entra::metadata::Issuing;

use super::Authority;
use super::issuing::Question;

/// What is known of an issuer, for all tokens that name it.
#[derive(Default)]
pub(super) struct Known {
    pub(super) usual: OnceLock<Arc<Issuing>>,
    /// With what the issuer itself says instead of a copy; nothing where that was in vain.
    pub(super) fresh: OnceLock<Option<Arc<Issuing>>>,
}

/// Longer names of issuers are not kept: no real one has so many bytes.
const LONGEST_NAME: usize = 1024;

/// Issuers beyond these are looked up anew for each token.
const MOST_ISSUERS: usize = 4096;

impl Authority {
    pub(super) fn known(&self, question: &Question) -> Arc<Known> {
        let name = question.issuer.map_or("", |issuer| issuer.raw.as_str());
        let Ok(mut issuers) = self.issuers.lock() else {
            return Arc::default();
        };
        if let Some(known) = issuers.get(name) {
            return Arc::clone(known);
        }
        let known = Arc::<Known>::default();
        if name.len() <= LONGEST_NAME && issuers.len() < MOST_ISSUERS {
            issuers.insert(name.to_owned(), Arc::clone(&known));
        }
        known
    }
}
