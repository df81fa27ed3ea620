//! Tokens that a terminal, a mail or a hand has broken.

use super::*;

#[test]
fn hard_line_breaks_are_taken_out() {
    for token in [jwt(), unsigned(), jwe(), id_token()] {
        for width in [1, 2, 5, 64, 76, 80, 120] {
            for line_break in ["\n", "\r\n", "\n    ", "   \r\n             ", "\n> "] {
                let found = only(wrapped(&token, width, line_break));
                assert_eq!(found.text.expose(), token, "{width} {line_break:?}");
                if token.len() > width {
                    assert_eq!(found.removed, [Removed::LineBreaks]);
                }
            }
        }
    }
}

#[test]
fn marks_of_a_broken_line_are_taken_out() {
    let token = jwt();
    // A shell, PowerShell, cmd, and quoted-printable mail.
    for line_break in ["\\\n", "`\r\n", "^\r\n", "=\r\n"] {
        let found = only(wrapped(&token, 76, line_break));
        assert_eq!(found.text.expose(), token, "{line_break:?}");
        assert_eq!(found.removed, [Removed::LineBreaks]);
    }
}

#[test]
fn padding_and_the_standard_alphabet_stay_as_they_are() {
    let token = jwt().replace('-', "+").replace('_', "/") + "==";
    for input in [
        token.clone(),
        format!("{token}\n"),
        format!("{token}\nthanks"),
    ] {
        assert_eq!(only(&input).text.expose(), token);
    }
}

#[test]
fn blanks_inside_are_taken_out() {
    let token = jwt();
    let found = only(wrapped(&token, 80, " "));
    assert_eq!(found.text.expose(), token);
    assert_eq!(found.removed, [Removed::Whitespace]);
    assert_eq!(only(wrapped(&token, 9, "\u{200B}")).text.expose(), token);
}

#[test]
fn an_opaque_token_is_broken_too() {
    let token = format!("EwB{}", signature(300));
    let found = only(wrapped(&token, 80, "\r\n"));
    assert_eq!(found.text.expose(), token);
    assert_eq!(found.removed, [Removed::LineBreaks]);
}

#[test]
fn a_sample_with_a_cut_signature_is_still_put_together() {
    let token = token(
        r#"{"typ":"JWT","alg":"RS256","x5t":"i6lGk3FZzxRcUb2C3nEQ7syHJlY"}"#,
        r#"{"aud":"https://service.contoso.com/","iss":"https://sts.windows.net/x/"}"#,
        &signature(60),
    );
    let text = format!(
        "Access token:\n\n{}\n\nThanks!\n",
        wrapped(&token, 80, "\n")
    );
    assert_eq!(texts(&reading(text)), [token]);
}
