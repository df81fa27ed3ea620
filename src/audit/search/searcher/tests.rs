//! What the searcher proposes, and what it does not.
//!
//! Not its job: how rows are cut.

use super::*;

const OWN: &str = "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618";
const HOME: &str = "8d0f6b2a-51c7-4e39-b8a4-c02e9f7d1365";

fn token() -> TokenKeys {
    TokenKeys {
        uti: Some("N2jT94if-kGJzdwWp8mqAA".into()),
        request_id: "f7d36837-9f88-41fa-89cd-dc16a7c9aa00".parse().ok(),
        puid: Some("1003BFFD00000001".into()),
        issuer_tenant: OWN.parse().ok(),
        home_tenant: HOME.parse().ok(),
        ..TokenKeys::default()
    }
}

#[test]
fn a_key_is_found_at_every_place_and_in_either_case() {
    let searcher = Searcher::new(&[token()]).unwrap();
    for key in [
        "N2jT94if-kGJzdwWp8mqAA",
        "f7d36837-9f88-41fa-89cd-dc16a7c9aa00",
        "F7D36837-9F88-41fa-89CD-dc16a7c9aa00",
        "f7d368379f8841fa89cddc16a7c9aa00",
        "1003bffd00000001",
    ] {
        for before in 0..40 {
            for after in [0, 1, 9] {
                let row = ["x".repeat(before), key.into(), "y".repeat(after)].concat();
                assert!(searcher.proposes(row.as_bytes()), "{row}");
            }
        }
        assert!(!searcher.proposes(&key.as_bytes()[..12]));
    }
}

#[test]
fn a_piece_alone_is_no_key() {
    let searcher = Searcher::new(&[token()]).unwrap();
    for other in [
        "1003BFFD00000002",
        "f7d36837-9f88-41fa-89cd-dc16a7c9aa01",
        "N2jT94if-kGJzdwWp8mqAB",
    ] {
        assert!(!searcher.proposes(other.repeat(3).as_bytes()), "{other}");
    }
}

#[test]
fn a_home_counts_only_beside_the_issuer() {
    let searcher = Searcher::new(&[token()]).unwrap();
    assert!(!searcher.proposes(format!("{HOME}{HOME}").as_bytes()));
    assert!(!searcher.proposes(OWN.as_bytes()));
    assert!(searcher.proposes(format!("{HOME} {OWN}").as_bytes()));
    let at_home = TokenKeys {
        home_tenant: OWN.parse().ok(),
        ..token()
    };
    let searcher = Searcher::new(&[at_home]).unwrap();
    assert!(!searcher.proposes(format!("{HOME} {OWN}").as_bytes()));
}

#[test]
fn what_cannot_be_searched_for_is_said() {
    let session = |text: &str| TokenKeys {
        session: Some(text.into()),
        ..TokenKeys::default()
    };
    assert!(Searcher::new(&[session("short")]).is_none());
    assert!(Searcher::new(&[session("a'b'c'd'e'f'g'h'i'j'k'l")]).is_none());
    let long = Searcher::new(&[session("it's an-unusual-session-id")]).unwrap();
    assert!(long.proposes(br"it\u0027s an-unusual-session-id"));
}

#[test]
fn no_token_and_no_text_are_no_trouble() {
    let searcher = Searcher::new(&[]).unwrap();
    assert!(!searcher.proposes(&[0x20; 64]));
    assert!(!searcher.proposes(b""));
    assert_eq!(searcher.find(b"x", 5), None);
}
