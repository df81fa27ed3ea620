//! Tokens and keys as RFC 7515, 7516, 7517 and 7519 describe them, read leniently and verified
//! strictly.
//!
//! Not its job: knowing any vendor. What Entra ID makes of these members stands in `entra`.

pub mod base64url;
pub mod certificate;
pub mod claims;
pub mod digest;
pub mod header;
pub mod json;
pub mod jwks;
mod nonce;
pub mod proof;
pub mod token;
pub mod verify;
