//! The identifiers that Entra packs into a token: `uti` and `rh`.
//!
//! Not its job: judging them. Both layouts are undocumented; they were worked out from public
//! samples, and the program says so wherever it relies on them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

/// The `uti` of the token that the sign-in with this request id issued: the 16 bytes in Microsoft's
/// order (first three fields little-endian), as base64url without padding.
pub fn uti_from_guid(request_id: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(request_id.to_bytes_le())
}

pub fn guid_from_uti(uti: &str) -> Option<Uuid> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(uti).ok()?;
    Some(Uuid::from_bytes_le(bytes.try_into().ok()?))
}

/// An `rh` of the newer kind, `1.` and 40 bytes: a flag, a number, the token's tenant, the resource
/// application, and a tail that repeats the number. What the number means is not known.
pub fn rh(tenant: Uuid, resource: Uuid, number: u16) -> String {
    let number = number.to_le_bytes();
    let mut bytes = Vec::with_capacity(40);
    bytes.push(0x01);
    bytes.extend(number);
    bytes.extend(tenant.to_bytes_le());
    bytes.extend(resource.to_bytes_le());
    bytes.extend(number);
    bytes.push(0x00);
    bytes.extend(number);
    format!("1.{}.", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}
