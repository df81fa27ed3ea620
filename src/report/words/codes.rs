//! Claims whose values are codes: what each code says, for `--explain-claims`.
//!
//! Not its job: explaining the claim (the table of claims does), or reading a code for a judgement
//! (`entra` does).

/// Codes and their words.
type Words = &'static [(&'static str, &'static str)];

/// `amr`. Those of RFC 8176 that have been seen stand here too.
pub(super) const METHODS: Words = &[
    ("fed", "at a federated provider"),
    ("fido", "security key"),
    ("hwk", "key in hardware"),
    ("mfa", "several factors"),
    ("ngcmfa", "several factors (Windows Hello, passkey)"),
    ("otp", "one-time code"),
    ("pwd", "password"),
    ("rsa", "certificate or key"),
    ("wia", "Windows sign-in"),
];

/// `xms_cc`.
pub(super) const CAPABILITIES: Words = &[(
    "cp1",
    "answers claims challenges; the token may live 20 to 28 hours",
)];

/// `xms_idrel`: only odd numbers mean something.
pub(super) const RELATIONS: Words = &[
    ("1", "member"),
    ("3", "member with a personal Microsoft account"),
    ("5", "guest"),
    ("7", "service principal"),
    ("9", "device"),
    ("11", "partner"),
    ("15", "passed through: no object in this tenant"),
    ("31", "partner"),
];

/// Claims with one code.
const SINGLE: &[(&str, Words)] = &[
    (
        "acct",
        &[
            ("0", "member of the issuing tenant"),
            ("1", "guest in the issuing tenant"),
        ],
    ),
    (
        "acr",
        &[("0", "below ISO/IEC 29115"), ("1", "meets ISO/IEC 29115")],
    ),
    ("appidacr", AUTHENTICATION),
    ("azpacr", AUTHENTICATION),
    (
        "idtyp",
        &[
            ("app", "an application by itself, no person"),
            ("device", "a device"),
            ("user", "a person"),
        ],
    ),
];

const AUTHENTICATION: Words = &[
    ("0", "public client: it did not authenticate"),
    ("1", "authenticated with a client secret"),
    ("2", "authenticated with a certificate or an assertion"),
];

/// The words of several codes, those that are known; `None` where none is.
pub(super) fn words_of<'a>(
    words: Words,
    codes: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let known: Vec<&str> = codes
        .into_iter()
        .filter_map(|code| Some(words.iter().find(|(known, _)| *known == code)?.1))
        .collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// The words of a claim with one code.
pub(super) fn word_of(claim: &str, code: &str) -> Option<String> {
    let (_, words) = SINGLE.iter().find(|(name, _)| *name == claim)?;
    words_of(words, [code])
}

/// `altsecid`: kind, provider and number, with colons between.
pub(super) fn alternative_id(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, ':');
    let words = match (parts.next()?, parts.next()?) {
        ("5", _) => "an account of another Entra tenant",
        ("1", "live.com") => "a personal Microsoft account",
        ("1", provider) if !provider.is_empty() => {
            return Some(format!("an account of {provider}"));
        }
        _ => return None,
    };
    Some(words.to_owned())
}

/// A path of Azure Resource Manager: what kind of resource, its name, and where.
pub(super) fn azure_resource(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let behind = |name: &str| {
        let at = parts
            .iter()
            .position(|part| part.eq_ignore_ascii_case(name))?;
        parts.get(at + 1).copied()
    };
    let subscription = behind("subscriptions")?;
    let group = behind("resourcegroups")?;
    let name = parts.last()?;
    let kind = behind("providers")?;
    let owner = if kind.eq_ignore_ascii_case("Microsoft.ManagedIdentity") {
        "user-assigned identity"
    } else {
        "the resource itself is the identity's host:"
    };
    Some(format!(
        "{owner} {name}, resource group {group}, subscription {subscription}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_and_unknown_ones_are_left_out() {
        assert_eq!(
            words_of(METHODS, ["pwd", "mfa", "zzz"]).unwrap(),
            "password, several factors"
        );
        assert_eq!(words_of(METHODS, ["zzz"]), None);
        assert_eq!(
            words_of(RELATIONS, ["2", "15"]).unwrap(),
            "passed through: no object in this tenant"
        );
        assert_eq!(
            word_of("appidacr", "0").unwrap(),
            "public client: it did not authenticate"
        );
        assert_eq!(word_of("idtyp", "APP"), None);
        assert_eq!(word_of("sub", "0"), None);
    }

    #[test]
    fn an_alternative_id_tells_whose_account_it_is() {
        assert!(
            alternative_id("5::10032001FFB8CC44")
                .unwrap()
                .contains("another Entra tenant")
        );
        assert!(
            alternative_id("1:live.com:0003")
                .unwrap()
                .contains("personal")
        );
        assert_eq!(
            alternative_id("1:google.com:7").unwrap(),
            "an account of google.com"
        );
        for text in ["", "5", ":::", "1::x", "9:a:b"] {
            assert_eq!(alternative_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_managed_identity_is_read_from_its_path() {
        let path = "/subscriptions/S/resourcegroups/G/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nightly";
        assert_eq!(
            azure_resource(path).unwrap(),
            "user-assigned identity nightly, resource group G, subscription S"
        );
        for text in ["", "/", "/subscriptions", "/subscriptions/S/x", "nightly"] {
            assert_eq!(azure_resource(text), None, "{text}");
        }
    }
}
