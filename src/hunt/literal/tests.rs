//! Whatever the text, it stays in its quotes: each language's own rule of where a literal ends is read back
//! here, over arbitrary texts and the fifteen nasty ones.
//!
//! The real engines and parsers read a sample of them in tests/integration/hunt/literals.rs.

use proptest::prelude::*;

use super::nasty::NASTY;
use super::*;

/// Reads one literal from the beginning of a text by the language's own rule: its value, and what is left.
type Read = fn(&str) -> Option<(String, &str)>;

/// `"..."` with `\\`, `\"` and `\uXXXX`; a line feed ends everything.
fn read_kql(text: &str) -> Option<(String, &str)> {
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some((String::from_utf16(&units).ok()?, rest.as_str())),
            '\\' => match rest.next()? {
                'u' => {
                    let digits: String = rest.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).ok()?);
                }
                c @ ('"' | '\\') => units.push(u16::try_from(u32::from(c)).ok()?),
                _ => return None,
            },
            c @ ' '..='~' => units.push(u16::try_from(u32::from(c)).ok()?),
            _ => return None,
        }
    }
}

/// `'...'` where `''` is an apostrophe and nothing else is special.
fn read_doubled(text: &str) -> Option<(String, &str)> {
    read_quoted(text, |c| c == '\'')
}

/// PowerShell takes four characters for the quote, and two in a row for the second of them.
fn read_powershell(text: &str) -> Option<(String, &str)> {
    read_quoted(text, |c| matches!(c, '\'' | '‘' | '’' | '‚' | '‛'))
}

fn read_quoted(text: &str, is_quote: fn(char) -> bool) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('\'')?.chars();
    loop {
        let c = rest.next()?;
        if !is_quote(c) {
            value.push(c);
            continue;
        }
        match rest.clone().next() {
            Some(next) if is_quote(next) => {
                rest.next();
                value.push(next);
            }
            _ => return Some((value, rest.as_str())),
        }
    }
}

/// `'...'` with backslashes; `''` is one too, but nothing here may write it.
fn read_backslashed(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text.strip_prefix('\'')?.chars();
    loop {
        match rest.next()? {
            '\'' => return Some((value, rest.as_str())),
            '\\' => match rest.next()? {
                c @ ('\'' | '\\') => value.push(c),
                _ => return None,
            },
            c => value.push(c),
        }
    }
}

type Write = fn(&str) -> Option<String>;

const LANGUAGES: &[(&str, Write, Read)] = &[
    ("kql", kql, read_kql),
    ("duckdb, odata", doubled, read_doubled),
    ("clickhouse", backslashed, read_backslashed),
    ("spark", spark, read_backslashed),
    ("powershell", powershell, read_powershell),
];

/// The literal is one literal with this value, also where something follows it.
fn stays_inside(text: &str) {
    for (name, write, read) in LANGUAGES {
        let Some(literal) = write(text) else {
            let is_control = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            let is_refused = text.chars().any(is_control) || text.contains('$') && *name == "spark";
            assert!(is_refused && *name != "kql", "{name} refuses {text:?}");
            continue;
        };
        let followed = format!("{literal} or true");
        let (value, rest) = read(&followed).unwrap_or_else(|| panic!("{name}: {literal}"));
        assert_eq!(
            (value.as_str(), rest),
            (text, " or true"),
            "{name}: {literal}"
        );
        assert!(!literal.contains('\n'), "{name}");
    }
}

#[test]
fn the_nasty_values_stay_inside() {
    NASTY.iter().for_each(|text| stays_inside(text));
    let refused =
        |write: fn(&str) -> Option<String>| NASTY.iter().filter(|it| write(it).is_none()).count();
    let counts: Vec<usize> = LANGUAGES
        .iter()
        .map(|(_, write, _)| refused(*write))
        .collect();
    assert_eq!(counts, [0, 2, 2, 3, 2]);
}

#[test]
fn they_are_written_as_the_design_says() {
    for (at, expected) in [
        (
            0,
            [
                r#""o'hara@contoso.com""#,
                "'o''hara@contoso.com'",
                r"'o\'hara@contoso.com'",
                "'o''hara@contoso.com'",
            ],
        ),
        (
            14,
            [
                r#""x\\' or 1=1 --""#,
                r"'x\'' or 1=1 --'",
                r"'x\\\' or 1=1 --'",
                r"'x\'' or 1=1 --'",
            ],
        ),
        (
            7,
            [
                r#""\u2019; Remove-Item -Recurse ~ #\u2019""#,
                "'’; Remove-Item -Recurse ~ #’'",
                "'’; Remove-Item -Recurse ~ #’'",
                "'’’; Remove-Item -Recurse ~ #’’'",
            ],
        ),
    ] {
        let text = NASTY[at];
        let written = [
            kql(text),
            doubled(text),
            backslashed(text),
            powershell(text),
        ];
        assert_eq!(written.map(Option::unwrap), expected);
    }
    assert_eq!(
        kql(NASTY[11]).unwrap(),
        r#""\ud83d\ude00\ud835\udd4f@c.com""#
    );
    assert_eq!(kql(NASTY[6]).unwrap(), r#""tab\u0009nul\u0000""#);
}

proptest! {
    #[test]
    fn arbitrary_texts_stay_inside(text in any::<String>()) {
        stays_inside(&text);
    }

    /// Letters that mean something, close together.
    #[test]
    fn quotes_and_backslashes_stay_inside(text in "['\"\\\\‘’‚‛$`{}\n;|ux0-]{0,12}") {
        stays_inside(&text);
    }

    /// OData inside PowerShell: the inner literal first, then the outer.
    #[test]
    fn a_literal_in_a_literal_stays_inside(text in "['\"\\\\‘’$`a ]{0,12}") {
        let filter = format!("userPrincipalName eq {} and true", doubled(&text).unwrap());
        let script = format!("{} | Out-Null", powershell(&filter).unwrap());
        let (value, rest) = read_powershell(&script).unwrap();
        prop_assert_eq!(&value, &filter);
        prop_assert_eq!(rest, " | Out-Null");
        let inner = value.strip_prefix("userPrincipalName eq ").unwrap();
        prop_assert_eq!(read_doubled(inner), Some((text, " and true")));
    }
}
