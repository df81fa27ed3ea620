//! A curl command line, as browsers and documentation hand it out, for any shell.
//!
//! Not its job: other command lines, which the scanner of `text.rs` reads, or to know every option
//! of curl: a word that no option claims is read as an address.

use super::found::{Found, Removed};
use super::recogniser::Limits;
use super::run::is_blank;
use super::{cookie, header, peel, redirect, text};

/// The tokens in the headers, cookies, data and address of a command.
pub(super) fn read(command: &str, limits: &Limits) -> Option<Vec<Found>> {
    if !is_curl(command) {
        return None;
    }
    let words = words(command);
    let mut words = words.iter().map(String::as_str);
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        found.extend(match Argument::begun_by(word) {
            Some((argument, Some(value))) => (argument.read)(value, limits),
            Some((argument, None)) => (argument.read)(words.next().unwrap_or_default(), limits),
            None => address(word, limits),
        });
    }
    if found.is_empty() {
        return None;
    }
    let outer = [Removed::CurlCommand];
    Some(found.into_iter().map(|f| f.inside(&outer)).collect())
}

/// Whether the command is curl, behind the prompt that was copied along.
fn is_curl(command: &str) -> bool {
    let words = command.split_whitespace().take(3);
    words
        .map(|word| word.rsplit(['/', '>']).next().unwrap_or_default())
        .any(|program| program == "curl" || program == "curl.exe")
}

/// An option whose value can hold a token ([curl's manual](https://curl.se/docs/manpage.html)).
struct Argument {
    long: &'static str,
    short: &'static str,
    read: fn(&str, &Limits) -> Vec<Found>,
}

const ARGUMENTS: [Argument; 8] = [
    Argument {
        long: "--header",
        short: "-H",
        read: header,
    },
    Argument {
        long: "--cookie",
        short: "-b",
        read: cookie::pairs,
    },
    Argument {
        long: "--oauth2-bearer",
        short: "--oauth2-bearer",
        read: bearer,
    },
    Argument {
        long: "--data",
        short: "-d",
        read: data,
    },
    Argument {
        long: "--data-raw",
        short: "--data-raw",
        read: data,
    },
    Argument {
        long: "--data-urlencode",
        short: "--data-urlencode",
        read: data,
    },
    Argument {
        long: "--data-binary",
        short: "--data-binary",
        read: data,
    },
    Argument {
        long: "--url",
        short: "--url",
        read: address,
    },
];

impl Argument {
    /// The option that this word begins, and its value where it stands in the same word
    /// (`-HName: value`, `--header=…`).
    fn begun_by(word: &str) -> Option<(&'static Self, Option<&str>)> {
        ARGUMENTS.iter().find_map(|argument| {
            if word == argument.long || word == argument.short {
                return Some((argument, None));
            }
            let value = match word.strip_prefix(argument.long) {
                Some(rest) => rest.strip_prefix('=')?,
                None if argument.short.len() == 2 => word.strip_prefix(argument.short)?,
                None => return None,
            };
            Some((argument, Some(value)))
        })
    }
}

fn header(text: &str, limits: &Limits) -> Vec<Found> {
    let (name, value) = text.split_once(':').unwrap_or(("", text));
    header::read(name.trim(), value, limits)
}

fn bearer(value: &str, limits: &Limits) -> Vec<Found> {
    let found = peel::token(value, limits).into_iter();
    found.map(|f| f.at("option --oauth2-bearer")).collect()
}

fn data(text: &str, limits: &Limits) -> Vec<Found> {
    if text.trim_start().starts_with('{') {
        return elsewhere(text, "data", limits);
    }
    redirect::form(text, "data", Removed::FormBody, limits)
}

fn address(text: &str, limits: &Limits) -> Vec<Found> {
    let found = redirect::parameters(text, limits);
    if found.is_empty() {
        elsewhere(text, "argument", limits)
    } else {
        found
    }
}

fn elsewhere(text: &str, place: &str, limits: &Limits) -> Vec<Found> {
    let found = text::scan(text, limits).into_iter();
    found.map(|f| f.at(place)).collect()
}

/// The words of a command line. Quotes of both kinds hold a word together; `\`, `^` (cmd) and a
/// backtick (PowerShell) take away the meaning of what follows, a line break included.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars().peekable();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(c),
            (_, '\\' | '^' | '`') => match characters.next() {
                Some('\r') => {
                    characters.next_if_eq(&'\n');
                }
                Some('\n') | None => {}
                // `^"` of cmd opens and closes as a plain quote does.
                Some('"') if c == '^' => match quote.take() {
                    Some(_) => {}
                    None => {
                        quote = Some('"');
                        word.get_or_insert_default();
                    }
                },
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, _) if is_blank(c) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::super::forge::{jwt, one};
    use super::*;

    #[test]
    fn headers_in_every_spelling() {
        let token = jwt();
        for command in [
            format!("curl -H 'Authorization: Bearer {token}' https://graph.microsoft.com/v1.0/me"),
            format!("$ curl https://x.example \\\n  --header \"authorization: bearer {token}\""),
            format!("PS C:\\> curl.exe --header=\"Authorization: Bearer {token}\" `\r\n https://x"),
            format!("curl ^\"https://x^\" ^\r\n  -H ^\"Authorization: Bearer {token}^\""),
            format!("/usr/bin/curl -H'Authorization: Bearer {token}' https://x"),
        ] {
            let found = one(read(&command, &Limits::default()));
            assert_eq!(found.text.expose(), token, "{command}");
            assert!(
                found.place.eq_ignore_ascii_case("header authorization"),
                "{}",
                found.place
            );
            assert_eq!(
                found.removed[..2],
                [Removed::CurlCommand, Removed::AuthorizationHeader]
            );
        }
    }

    #[test]
    fn cookies_data_addresses_and_bearers() {
        let token = jwt();
        for (arguments, place) in [
            (format!("-b 'a=b; Auth={token}'"), "cookie Auth"),
            (format!("-H 'Cookie: Auth={token}'"), "cookie Auth"),
            (
                format!("-d 'client_assertion={token}&x=y'"),
                "data client_assertion",
            ),
            (format!("--data-raw '{{\"t\":\"{token}\"}}'"), "data"),
            (
                format!("'https://x/?access_token={token}'"),
                "query access_token",
            ),
            (format!("--oauth2-bearer {token}"), "option --oauth2-bearer"),
            (token.clone(), "argument"),
        ] {
            let command = format!("curl https://x.example {arguments}");
            let found = one(read(&command, &Limits::default()));
            assert_eq!(found.text.expose(), token, "{command}");
            assert_eq!(found.place, place);
        }
    }

    #[test]
    fn other_commands_are_not_its_job() {
        let limits = Limits::default();
        assert!(read(&format!("wget --header 'X: {}'", jwt()), &limits).is_none());
        assert!(read("curl -H 'Authorization: Bearer $TOKEN' https://x", &limits).is_none());
        assert!(read("curl -H", &limits).is_none());
    }
}
