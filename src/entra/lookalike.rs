//! Hosts that are made to be mistaken for Microsoft's sign-in service.
//!
//! Not its job: knowing every host of Microsoft. An unknown host that resembles none is merely
//! unknown.

use super::cloud::known_hosts;

/// The known host that `host` could be mistaken for, where it is not that host itself.
#[must_use]
pub fn resembles(host: &str) -> Option<&'static str> {
    // The usual port and capitals change nothing of whose host it is.
    let host = host.strip_suffix(":443").unwrap_or(host).to_lowercase();
    if host.is_empty() || known_hosts().any(|known| is_at_home_in(&host, known)) {
        return None;
    }
    let plain = skeleton(&host);
    known_hosts().find(|known| {
        let known_plain = skeleton(known);
        plain.contains(&known_plain) || distance_at_most_two(&plain, &known_plain)
    })
}

/// Whether it is this host or one below it, such as `westeurope.login.microsoft.com`. What is no plain
/// name is taken for neither: a program can read it as another host than the eye.
fn is_at_home_in(host: &str, known: &str) -> bool {
    let is_plain = host
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    is_plain
        && host
            .strip_suffix(known)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The host with letters folded together that the eye confuses (Unicode TR 39 knows many more; these
/// are the ones seen in imitations of this service).
fn skeleton(host: &str) -> String {
    let folded: String = host
        .to_lowercase()
        .chars()
        .map(|c| match c {
            '1' | 'i' | '|' | 'ı' | 'і' => 'l',
            '0' | 'о' | 'ο' => 'o',
            'а' => 'a',
            'с' => 'c',
            'е' => 'e',
            'ѕ' => 's',
            'т' => 't',
            other => other,
        })
        .collect();
    folded.replace("rn", "m").replace("vv", "w")
}

/// Whether two texts are at most two single-character edits apart (Levenshtein), in time linear in
/// their length: only a band around the diagonal is looked at.
fn distance_at_most_two(left: &str, right: &str) -> bool {
    const LIMIT: usize = 2;
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.len().abs_diff(right.len()) > LIMIT {
        return false;
    }
    let far = LIMIT + 1;
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![far; right.len() + 1];
        current[0] = row + 1;
        let from = row.saturating_sub(LIMIT);
        for column in from..right.len().min(row + LIMIT + 1) {
            let replaced = previous[column] + usize::from(*a != right[column]);
            let removed = previous[column + 1] + 1;
            let added = current[column] + 1;
            current[column + 1] = replaced.min(removed).min(added);
        }
        previous = current;
    }
    previous[right.len()] <= LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imitations_are_recognised() {
        for host in [
            "1ogin.microsoftonline.com",
            "login.rnicrosoftonline.com",
            "login.microsoftonline.com.evil.example",
            "login.microsoftonline.com@evil.example",
            "login.microsoftonline.co",
            "login.micros0ftonline.com",
            "login.mіcrosoftonline.com",
            "login.microsoft-online.com",
            "sts.window.net",
            "login.microsoftonline.com:8443",
            "evil.example\\.login.microsoftonline.com",
            "evil.example?.login.microsoftonline.com",
        ] {
            assert!(resembles(host).is_some(), "{host}");
        }
    }

    #[test]
    fn other_services_and_the_real_hosts_are_not() {
        for host in [
            "",
            "login.microsoftonline.com",
            "sts.windows.net",
            "LOGIN.MICROSOFTONLINE.COM",
            "login.microsoftonline.com:443",
            "westeurope.login.microsoft.com",
            "accounts.google.com",
            "contoso.b2clogin.com",
            "fs.contoso.com",
            "token.actions.githubusercontent.com",
        ] {
            assert_eq!(resembles(host), None, "{host}");
        }
    }
}
