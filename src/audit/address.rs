//! Client addresses in the many spellings of the audit log, as IP addresses.
//!
//! Not its job: names. `localhost` and host names are no address and stay unparsed.

use std::net::{IpAddr, SocketAddr};

/// Reads `v4`, `v4:port`, `v6`, `[v6]:port`, `[v4]`, `[v4]:port`, `NAME (v4)`, with or without
/// brackets around. An IPv4 address mapped into IPv6 becomes IPv4, so that both spellings are equal.
/// `None` for everything else.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()))
        .or_else(|_| innermost(text).parse())
        .ok()?;
    Some(address.to_canonical())
}

/// What stands in the parentheses, else in the brackets, without a zone.
fn innermost(text: &str) -> &str {
    let inner = between(text, '(', ')')
        .or_else(|| between(text, '[', ']'))
        .unwrap_or(text);
    inner.split_once('%').map_or(inner, |(address, _)| address)
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    let (_, after) = text.split_once(open)?;
    after.split_once(close).map(|(inner, _)| inner.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_address_is_equal() {
        let expected: IpAddr = "198.51.100.23".parse().unwrap();
        for text in [
            "198.51.100.23",
            " 198.51.100.23 ",
            "198.51.100.23:13738",
            "[198.51.100.23]",
            "[198.51.100.23]:443",
            "::ffff:198.51.100.23",
            "[::ffff:198.51.100.23]:443",
            "SERVER01 (198.51.100.23)",
            "[SERVER01 (198.51.100.23)]",
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in [
            "2001:db8::abcd",
            "[2001:db8::abcd]",
            "[2001:db8::abcd]:1",
            "2001:db8::abcd%eth0",
        ] {
            assert_eq!(parse(text), "2001:db8::abcd".parse().ok(), "{text}");
        }
    }

    #[test]
    fn names_and_nonsense_are_no_address() {
        for text in [
            "",
            "localhost",
            "[localhost]:1",
            "host.example:1",
            "null",
            "<null>",
            "{PII Removed}",
            "NAME (10.9000.0.1)",
            "[",
            ")(",
            "%",
            "1.2.3.4.5",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
