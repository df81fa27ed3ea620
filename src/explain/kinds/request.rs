//! The value of a `uti` claim: the request id that it spells.

use uuid::{Uuid, Variant};

use crate::entra::uti;
use crate::explain::meaning::{Kind, Meaning};

pub(super) const KIND: Kind = Kind {
    name: "token-id",
    help: "the value of a uti claim: the request id that it spells",
    look_up,
    keys: Vec::new,
};

fn look_up(word: &str) -> Vec<Meaning> {
    // 22 letters of one case are a word of some language, not 16 random bytes.
    let has = |is: fn(&char) -> bool| word.chars().any(|c| is(&c));
    let is_random = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    if !matches!(word.len(), 22 | 48) || !is_random {
        return Vec::new();
    }
    // Request ids are random GUIDs, and say so (RFC 9562, section 5.4); names of fields and claims do not.
    let is_random_id =
        |id: &Uuid| id.get_version_num() == 4 && id.get_variant() == Variant::RFC4122;
    let Some(id) = uti::request_id(word).filter(is_random_id) else {
        return Vec::new();
    };
    vec![
        Meaning::new(
            KIND.name,
            word,
            "the id of one token",
            "ConvertFrom-MsIdUniqueTokenIdentifier of Microsoft's MSIdentityTools",
        )
        .line("request id", id.to_string())
        .line(
            "find it",
            "Sign-in log: id is the request id, uniqueTokenIdentifier this text. Graph activity: SignInActivityId. Exchange \
             and SharePoint: UniqueTokenId. Unified audit log: the request id as IntraSystemId and Id of the sign-in.",
        )
        .line("note", "Letters count in both cases: search for it exactly as it stands.")
        .related(["uti", "sid"]),
    ]
}
