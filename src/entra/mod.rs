//! What Entra ID and its relatives mean by the members of a token or a metadata document: clouds,
//! tenants, issuers, audiences, people, permissions, and what an investigator expects of them.
//!
//! Not its job: cryptography, or judging. It reads claims through `jose`'s typed looks and says what
//! they claim.

pub mod audience;
pub mod client;
pub mod cloud;
pub mod expectation;
pub mod family;
pub mod issuer;
pub mod kind;
pub mod known;
pub mod lifetime;
pub mod lookalike;
pub mod metadata;
pub mod permission;
pub mod profile;
pub mod rh;
pub mod service;
pub mod subject;
pub mod tenant;
pub mod uti;
