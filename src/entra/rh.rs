//! The `rh` claim and what is known of its layout. Microsoft does not document it: the layout was worked
//! out from published tokens, so whatever is shown of it must be called undocumented.
//!
//! Not its job: evidence. A token can carry any `rh`, and some samples hold the client where others
//! hold the resource.

use uuid::Uuid;

use crate::jose::base64url::decode_strict;

use super::tenant::TenantId;

/// The two ids inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rh {
    /// The tenant that issued the token.
    pub tenant: TenantId,
    /// The resource in newer tokens, the client in some older ones.
    pub application: Uuid,
}

/// Reads `0.…` (38 bytes) and `1.…` (40 bytes): three bytes, then both GUIDs in Microsoft's byte order.
#[must_use]
pub fn read(rh: &str) -> Option<Rh> {
    let (version, rest) = rh.split_once('.')?;
    let length = match version {
        "0" => 38,
        "1" => 40,
        _ => return None,
    };
    let bytes = decode_strict(rest.trim_end_matches('.'))?;
    if bytes.len() != length {
        return None;
    }
    let guid = |at: usize| bytes[at..at + 16].try_into().ok().map(Uuid::from_bytes_le);
    Some(Rh {
        tenant: TenantId(guid(3)?),
        application: guid(19)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::base64url::encode;

    #[test]
    fn both_versions_hold_tenant_and_application() {
        let tenant: Uuid = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618".parse().unwrap();
        let application: Uuid = "00000002-0000-0ff1-ce00-000000000000".parse().unwrap();
        for (version, tail) in [("0", 3), ("1", 5)] {
            let head: &[u8] = &[1, 0, 0];
            let bytes = [
                head,
                &tenant.to_bytes_le(),
                &application.to_bytes_le(),
                &vec![0; tail],
            ]
            .concat();
            let rh = format!("{version}.{}.", encode(&bytes));
            assert_eq!(
                read(&rh),
                Some(Rh {
                    tenant: TenantId(tenant),
                    application
                })
            );
        }
    }

    #[test]
    fn anything_else_is_not_read() {
        for rh in ["I", "", "0.", "2.AAAA.", "0.AAAA.", "1.????"] {
            assert_eq!(read(rh), None, "{rh}");
        }
    }
}
