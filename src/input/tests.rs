//! Whole inputs, as people hand them over. What must hold for any input stands in `properties.rs`.

mod broken;

use super::forge::{base64url, id_token, jwe, jwt, refresh_token, signature, token, unsigned};
use super::*;

pub(super) fn reading(input: impl AsRef<[u8]>) -> Reading {
    read(input.as_ref(), &Limits::default())
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.found.iter().map(|f| f.text.expose()).collect()
}

pub(super) fn only(input: impl AsRef<[u8]>) -> Found {
    let mut reading = reading(input);
    assert_eq!(reading.found.len(), 1, "{reading:?}");
    reading.found.remove(0)
}

fn wrapped(token: &str, width: usize, line_break: &str) -> String {
    let lines: Vec<_> = token
        .as_bytes()
        .chunks(width)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join(line_break)
}

#[test]
fn every_shape_by_itself() {
    for (token, shape) in [
        (jwt(), Shape::Compact),
        (unsigned(), Shape::Compact),
        (jwe(), Shape::Jwe),
        (refresh_token(), Shape::RefreshToken),
        (format!("EwB{}", signature(300)), Shape::Opaque),
        (
            format!("M.C543_BAY.0.U.-{}!a*$$", signature(99)),
            Shape::Opaque,
        ),
        (format!("PHNhbWwy{}", signature(99)), Shape::Saml),
    ] {
        for input in [token.clone(), format!("{token}\n"), format!("{token}\r\n")] {
            let found = only(&input);
            assert_eq!(found.text.expose(), token);
            assert_eq!(found.shape, shape);
            assert_eq!((found.place.as_str(), found.removed.len()), ("", 0));
        }
    }
}

#[test]
fn coats_are_peeled_and_told() {
    use Removed::{AuthorizationHeader, BearerPrefix, Quotes, UrlEncoding, Whitespace};
    let token = jwt();
    for (input, removed) in [
        (format!("Bearer {token}"), vec![BearerPrefix]),
        (format!("bearer  Bearer {token}"), vec![BearerPrefix]),
        (
            format!("Authorization: Bearer {token}"),
            vec![AuthorizationHeader, Whitespace, BearerPrefix],
        ),
        (
            format!("authorization:Bearer {token}"),
            vec![AuthorizationHeader, BearerPrefix],
        ),
        (
            format!("\"Authorization\": \"Bearer {token}\","),
            vec![Quotes, AuthorizationHeader, Whitespace, BearerPrefix],
        ),
        (format!("'{token}'"), vec![Quotes]),
        (format!("\"{token}\","), vec![Quotes]),
        (format!("`{token}`"), vec![Quotes]),
        (format!("“{token}”"), vec![Quotes]),
        (format!("  {token}  \n"), vec![Whitespace]),
        (format!("Bearer%20{token}"), vec![UrlEncoding, BearerPrefix]),
    ] {
        let found = only(&input);
        assert_eq!(found.text.expose(), token, "{input}");
        let mut expected = removed;
        let mut actual = found.removed;
        expected.sort_by_key(|r| r.word());
        actual.sort_by_key(|r| r.word());
        assert_eq!(actual, expected, "{input}");
    }
}

#[test]
fn encodings_of_windows() {
    let token = jwt();
    let utf16: Vec<u8> = format!("\u{FEFF}{token}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(only(&utf16).removed, [Removed::Bom, Removed::Utf16]);
    assert_eq!(only(&utf16[2..]).removed, [Removed::Utf16]);
    let marked = only(format!("\u{FEFF}{token}"));
    assert_eq!(marked.text.expose(), token);
    assert_eq!(marked.removed, [Removed::Bom]);
}

#[test]
fn a_table_of_powershell() {
    let token = jwt();
    let text = format!(
        "\r\nToken     : {}\r\nExpiresOn : 11/20/2026 09:14:02 +00:00\r\nType      : Bearer\r\n",
        wrapped(&token, 68, "\r\n            ")
    );
    let found = only(text);
    assert_eq!(found.text.expose(), token);
    assert_eq!(found.place, "line 2 Token");
    assert_eq!(
        found.removed,
        [Removed::SurroundingText, Removed::LineBreaks]
    );
}

#[test]
fn words_behind_a_token_stay_out() {
    for token in [jwt(), id_token(), unsigned(), jwe(), refresh_token()] {
        for text in [
            format!("{token} thanks"),
            format!("{token}\nthanks\n"),
            format!("{token}\nINFO\ndone\n"),
            format!("{token}\t2026-01-01 12:00:00.0 Bearer"),
            format!("see {token}, please"),
            format!("<td>{token}</td>"),
        ] {
            assert_eq!(texts(&reading(&text)), [token.as_str()], "{text}");
        }
    }
}

#[test]
fn a_sentence_may_end_with_a_token() {
    for token in [jwt(), unsigned()] {
        assert_eq!(only(format!("it is {token}.")).text.expose(), token);
    }
}

#[test]
fn tokens_without_a_signature_keep_their_dot() {
    let token = unsigned();
    assert!(token.ends_with('.'));
    assert_eq!(only(format!("a {token} b")).text.expose(), token);
}

#[test]
fn cut_off_tokens_are_reported_with_what_is_there() {
    let token = jwt();
    let (two_parts, _) = token.rsplit_once('.').unwrap();
    let found = only(two_parts);
    assert_eq!(
        (found.text.expose(), found.shape),
        (two_parts, Shape::Compact)
    );
    for (input, text) in [
        (format!("{two_parts}..."), two_parts),
        (format!("{two_parts}…"), two_parts),
        (format!("{two_parts}.…"), two_parts),
        (format!("{two_parts}.***"), two_parts),
        (
            format!("\"{}...\"", &token[..token.len() - 9]),
            &token[..token.len() - 9],
        ),
    ] {
        let found = only(&input);
        assert_eq!(found.text.expose(), text, "{input}");
        assert_eq!(found.place, "", "{input}");
        assert!(found.removed.contains(&Removed::Ellipsis), "{input}");
    }
    let placeholder = only(format!("{two_parts}.[signature]"));
    assert_eq!(placeholder.text.expose(), two_parts);
    assert!(placeholder.removed.contains(&Removed::Ellipsis));
}

#[test]
fn a_wrong_number_of_parts_is_told() {
    let input = format!("{}.more", jwt());
    assert_eq!(only(input).shape, Shape::OtherParts { parts: 4 });
}

#[test]
fn several_tokens_in_a_text() {
    let (first, second) = (jwt(), id_token());
    let log = format!(
        "\n10:01 INFO sent Authorization: Bearer {first}\nACCESS_TOKEN={first}\nID_TOKEN='{second}'\n\
         10:02 WARN AADSTS50020: no such account\n"
    );
    let reading = reading(log);
    assert_eq!(reading.form, Some("text"));
    let places: Vec<_> = reading.found.iter().map(|f| f.place.as_str()).collect();
    assert_eq!(
        places,
        ["line 2", "line 3 ACCESS_TOKEN", "line 4 ID_TOKEN", "line 5"]
    );
    assert_eq!(texts(&reading)[..3], [&first, &first, &second]);
    let members: Vec<_> = reading.found.iter().map(|f| f.member).collect();
    let named = [Some(Member::AccessToken), Some(Member::IdToken)];
    assert_eq!(members, [None, named[0], named[1], None]);
    assert_eq!(reading.found[3].shape, Shape::StsError);
}

#[test]
fn tokens_one_a_line_are_not_one() {
    let tokens = [jwt(), id_token(), unsigned(), jwt(), jwe()];
    assert_eq!(texts(&reading(tokens.join("\n"))), tokens);
    assert_eq!(texts(&reading(tokens.join(" "))), tokens);
    let broken: Vec<_> = tokens.iter().map(|t| wrapped(t, 80, "\n")).collect();
    assert_eq!(texts(&reading(broken.join("\n"))), tokens);
}

#[test]
fn escapes_in_front_of_a_token_are_no_part_of_it() {
    let token = jwt();
    for text in [
        format!("x\\n{token}\\n"),
        format!("x \\u0022{token}\\u0022"),
        format!("goto access_token%3D{token}%26state"),
        format!("<a href=\"https://x/{token}/next\">"),
        format!("&quot;{token}&quot;"),
    ] {
        assert_eq!(texts(&reading(&text)), [&token], "{text}");
    }
}

#[test]
fn a_truncated_response_still_names_its_members() {
    let (access, refresh) = (jwt(), refresh_token());
    let text = format!(
        "{{\"token_type\":\"Bearer\",\"refresh_token\":\"{refresh}\",\"access_token\":\"{access}\",\"id_"
    );
    let reading = reading(text);
    assert_eq!(texts(&reading), [&refresh, &access]);
    assert_eq!(reading.found[0].member, Some(Member::RefreshToken));
    assert_eq!(reading.found[1].member, Some(Member::AccessToken));
}

#[test]
fn prose_is_no_token() {
    for text in [
        "",
        " \r\n\t",
        "1.A small list\n0.A nother",
        "Tokens begin with eyJ, or eyJ0eXAi... and go on. So it is.",
        "eyJ.eyJ.sig",
        "exact eyes see e-mail.example.com",
        "\u{0}\u{1}\u{2}",
        "......",
        "{}",
        "[]",
        "{\"rh\":\"0.ARgAv4j5cvGGr0GRqy180BHbRwMAAAAAAAAAwAAAAAAAAAAYAAA.\"}",
    ] {
        let reading = reading(text);
        assert_eq!(reading.found, [], "{text}");
        assert_eq!(reading.form, None);
    }
}

#[test]
fn prose_that_names_the_opening_does_not_hide_the_token() {
    let token = jwt();
    let text = format!(
        "It starts with eyJ0eXAiOiJKV1Qi and here it is\n{}\nthanks",
        wrapped(&token, 80, "\n")
    );
    assert_eq!(texts(&reading(text)), [token]);
}

#[test]
fn what_is_too_long_is_told_by_its_size() {
    let limits = Limits {
        max_token_size: 100,
    };
    let token = jwt();
    for input in [
        token.clone(),
        wrapped(&token, 80, "\n"),
        format!("x={token}"),
    ] {
        let reading = read(input.as_bytes(), &limits);
        assert_eq!(reading.found.len(), 1);
        let size = token.len();
        assert_eq!(reading.found[0].shape, Shape::TooLong { size });
        assert_eq!(reading.found[0].text.expose(), "");
    }
}

/// An inline source map, a picture's description: JSON in base64, which has no parts.
#[test]
fn long_base64_is_no_token_that_is_too_long() {
    let map = base64url(format!("{{\"version\":3,{}}}", "\"a\":1,".repeat(300)).as_bytes());
    let limits = Limits {
        max_token_size: 1000,
    };
    for input in [
        map.clone(),
        format!("//# sourceMappingURL=data:application/json;base64,{map}\n"),
    ] {
        assert_eq!(read(input.as_bytes(), &limits).found, []);
    }
}

#[test]
fn nothing_shows_a_token() {
    let token = jwt();
    for input in [
        token.clone(),
        format!("{{\"{token}\":\"{token}\"}}"),
        format!("https://x/#{token}={token}"),
        format!("Cookie: {token}={token}"),
    ] {
        let reading = reading(&input);
        assert!(!reading.found.is_empty());
        assert!(!format!("{reading:?}").contains("eyJ"), "{reading:?}");
    }
}
