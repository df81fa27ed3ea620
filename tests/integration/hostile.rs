//! Input that is broken, endless or made to do harm: the program says so, shows nothing raw and nothing
//! secret, and ends as documented.
//!
//! Not its job: arguments and outputs that are merely wrong (`options.rs`).

use jwtenant::report::FORMATS;

use crate::samples::cases;
use crate::samples::world::AT;
use crate::support::claims::CLAIMS;
use crate::support::forge;
use crate::support::secrets::Secrets;
use crate::support::tool::{Run, Tool, sample_file};

fn check(input: impl Into<Vec<u8>>) -> Run {
    Tool::new(["check", "--tenant", "any", "--at", AT])
        .stdin(input)
        .run()
}

#[test]
fn nothing_recognisable_is_said_and_ends_with_3() {
    let inputs: [Vec<u8>; 9] = [
        Vec::new(),
        b" \t\r\n\n ".to_vec(),
        b"hello".to_vec(),
        b"a.b.c".to_vec(),
        b"{}".to_vec(),
        b"\xff\xfe".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        (0..=255).cycle().take(100_000).collect(),
        vec![0; 100_000],
    ];
    for input in inputs {
        let start = String::from_utf8_lossy(&input[..input.len().min(20)]).into_owned();
        let run = check(input.clone());
        assert_eq!(run.exit_code, 3, "{start:?}: {run:?}");
        assert!(run.stdout.contains("no token found"), "{start:?}: {run:?}");
        let decoded = Tool::new(["decode"]).stdin(input).run();
        assert_eq!(
            (decoded.exit_code, decoded.stdout.as_str()),
            (3, ""),
            "{start:?}"
        );
        assert!(decoded.stderr.contains("no token found"), "{start:?}");
    }
}

#[test]
fn megabytes_of_garbage_end_soon() {
    const SIZE: usize = 20 << 20;
    let mut random: u32 = 1;
    let noise = std::iter::repeat_with(|| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        random.to_be_bytes()[0]
    });
    assert_eq!(check(noise.take(SIZE).collect::<Vec<_>>()).exit_code, 3);
    for pattern in [
        "{\"a\":[",
        "eyJhbGciOiJub25lIn0.",
        "\"",
        "Bearer ",
        "a=",
        "%25",
    ] {
        let run = check(pattern.repeat((SIZE >> 2) / pattern.len()));
        assert_eq!(run.exit_code, 3, "{pattern}: {}", run.stdout);
        assert!(run.stdout.len() < 2000, "{pattern}");
    }
}

fn token_of_more_than_a_mebibyte() -> String {
    forge::unsigned(
        r#"{"alg":"none"}"#,
        &format!(r#"{{"x":"{}"}}"#, "x".repeat(1 << 20)),
    )
}

#[test]
fn an_endless_token_is_not_read() {
    let run = check(token_of_more_than_a_mebibyte());
    assert_eq!(run.exit_code, 3, "{}", run.stdout);
    assert!(
        run.stdout.contains("too long to be a token"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.len() < 2000);
}

#[test]
fn check_and_decode_agree_about_an_endless_token() {
    let token = token_of_more_than_a_mebibyte();
    let decoded = Tool::new(["decode"]).stdin(token.clone()).run();
    assert_eq!(decoded.exit_code, check(token).exit_code);
}

/// Every place of a token in which another one can stand, `?` being that one.
const INSIDE: [&str; 12] = [
    r#""iss":"?""#,
    r#""iss":"https://sts.windows.net/?/""#,
    r#""aud":["?","Bearer ?"]"#,
    r#""tid":"?""#,
    r#""upn":"?","oid":"?","idtyp":"user""#,
    r#""unique_name":" ?""#,
    r#""sid":"?","uti":"?","puid":"?""#,
    r#""azp":"?","app_displayname":"?""#,
    r#""scp":"?","roles":["?"],"wids":["?"]"#,
    r#""act":{"t":["?",{"?":"x"}]}"#,
    r#""x":"https://x.example/#access_token=?&y=z","y":"{\"a\":\"?\"}""#,
    r#""?":1,"?":2"#,
];

#[test]
fn a_token_inside_a_token_is_shown_nowhere() {
    let signature = "c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2hvd24";
    let broken_header = "ew0KICJhbGciOiAiUlMyNTYiDQp9";
    let tenant = "https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/";
    let dots = [".", "%2e"];
    let inner = |dot: &str| format!("{broken_header}{dot}eyJpc3MiOiJ4In0{dot}{signature}");
    let mut tokens = Vec::new();
    for (inside, dot) in INSIDE.iter().zip(dots.iter().cycle()) {
        let claims = format!(r#"{{"iss":"{tenant}","exp":1,{inside}}}"#);
        tokens.push(forge::unsigned(
            r#"{"alg":"none","kid":"k"}"#,
            &claims.replace('?', &inner(dot)),
        ));
        let header = format!(r#"{{"alg":"RS256","kid":"?",{inside}}}"#);
        tokens.push(forge::unsigned(
            &header.replace('?', &inner(dot)),
            &claims.replace('?', "x"),
        ));
    }
    for token in &tokens {
        for format in FORMATS {
            let run = Tool::new(["check", "--explain-claims", "--tenant", "any", "--at", AT])
                .args(["--format", format.name])
                .stdin(token.clone())
                .run();
            // Lines are wrapped and marks escaped.
            let seen: String = run.seen().chars().filter(|c| c.is_alphanumeric()).collect();
            assert!(
                !seen.contains(&signature[..20]),
                "{}: {}",
                format.name,
                run.seen()
            );
        }
    }
    let run = Tool::new(["decode"]).stdin(tokens.join("\n")).run();
    assert_eq!(run.stdout.lines().count(), tokens.len());
    assert!(!run.seen().contains(&signature[..20]), "{}", run.seen());
    let run = Tool::new(["check", "--tenant", "any", "--at", AT])
        .stdin(tokens.join("\n"))
        .run();
    assert!(!run.seen().contains(&signature[..20]), "{}", run.seen());
}

/// Moves the cursor, changes colours and titles, reorders and hides letters, begins a new line.
const HARMFUL: &str =
    "a\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}b\u{200b}\u{2066}\r\n\u{85}VERDICT  fine\u{8}";

/// A letter that a terminal obeys instead of showing. A line feed is, where the program wrote it.
fn is_obeyed(c: char) -> bool {
    c != '\n' && c.is_control()
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

fn assert_harmless(what: &str, run: &Run) {
    let seen = run.seen();
    assert!(!seen.contains(is_obeyed), "{what}: {seen:?}");
    assert!(
        !seen
            .lines()
            .any(|line| line.trim_start().starts_with("VERDICT  fine")),
        "{what}: {seen}"
    );
}

#[test]
fn claims_and_header_cannot_write_on_the_terminal() {
    let text = serde_json::to_string(HARMFUL).expect("JSON");
    let issuer = r#""iss":"https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/""#;
    for member in ["alg", "kid", "typ", "x5t", "jku", "jwk", "crit", "nonce"] {
        let token = forge::unsigned(
            &format!(r#"{{"alg":"RS256",{text}:1,"{member}":{text}}}"#),
            &format!("{{{issuer}}}"),
        );
        assert_harmless(member, &check(format!("{token}AAAA")));
    }
    for claim in CLAIMS {
        for value in [
            text.clone(),
            format!("[{text}]"),
            format!("{{{text}:{text}}}"),
        ] {
            let payload = format!(r#"{{{issuer},"{claim}":{value},{text}:1,{text}:2}}"#);
            let token = forge::unsigned(r#"{"alg":"none"}"#, &payload);
            assert_harmless(claim, &check(token));
        }
    }
}

#[test]
fn json_cannot_write_on_the_terminal_either() {
    let text = serde_json::to_string(HARMFUL).expect("JSON");
    let payload = format!(r#"{{"iss":{text},{text}:[{text}],"upn":{text}}}"#);
    let token = forge::unsigned(&format!(r#"{{"alg":"none","kid":{text}}}"#), &payload);
    for arguments in [
        vec!["check", "--tenant", "any", "--offline", "--json"],
        vec!["check", "--tenant", "any", "--offline", "--format", "jsonl"],
        vec!["decode"],
    ] {
        let run = Tool::new(arguments.clone()).stdin(token.clone()).run();
        let shown: Vec<char> = run.stdout.chars().filter(|c| is_obeyed(*c)).collect();
        assert!(shown.is_empty(), "{shown:?}: {arguments:?}");
        let read: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(
            read.to_string().contains(&text),
            "nothing is lost: {arguments:?}"
        );
    }
}

#[test]
fn names_around_a_token_cannot_write_on_the_terminal() {
    let token = std::fs::read_to_string(sample_file("healthy-v1", "token.txt")).expect("text");
    let (token, name) = (token.trim_end(), HARMFUL.replace(['\r', '\n'], " "));
    let forms = [
        format!("Cookie: {name}={token}"),
        format!(
            "{{{}: \"{token}\"}}",
            serde_json::to_string(&format!("access_token{HARMFUL}")).expect("JSON")
        ),
        format!(
            "{{{}: {{\"access_token\": \"{token}\"}}}}",
            serde_json::to_string(HARMFUL).expect("JSON")
        ),
        format!("https://x.example/#{name}={token}&access_token={token}"),
        format!("{HARMFUL} AADSTS50020: {HARMFUL}"),
    ];
    for form in forms {
        assert_harmless(&form, &check(form.clone()));
    }
}

#[test]
fn names_of_files_cannot_write_on_the_terminal() {
    let missing = HARMFUL.replace('/', " ");
    for arguments in [
        vec!["check", &missing],
        vec!["decode", &missing],
        vec![
            "check",
            "--metadata",
            &missing,
            "samples/healthy-v1/token.txt",
        ],
        vec!["check", "--audit", &missing, "samples/healthy-v1/token.txt"],
        vec!["check", "--token-env", &missing],
        vec![
            "check",
            "-o",
            "no/such/folder",
            "samples/healthy-v1/token.txt",
        ],
    ] {
        let run = Tool::new(&arguments).run();
        assert!([2, 3].contains(&run.exit_code), "{arguments:?}: {run:?}");
        assert_harmless(&format!("{arguments:?}"), &run);
    }
}

#[test]
fn values_of_options_cannot_write_on_the_terminal() {
    for option in ["--tenant", "--leeway", "--format", "--at"] {
        let run = Tool::new(["check", option, HARMFUL]).run();
        assert_eq!(run.exit_code, 2, "{option}");
        assert_harmless(option, &run);
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_a_harmful_name_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().join(HARMFUL.replace('/', " "));
    std::fs::copy(sample_file("healthy-v1", "token.txt"), &name).expect("a copy");
    let run = Tool::new(["--tenant", "any", "--at", AT])
        .arg(folder.path())
        .arg(&name)
        .run();
    assert_eq!(run.exit_code, 4, "{run:?}");
    assert!(run.stdout.contains("TOKEN 2 of 2"), "{}", run.stdout);
    assert_harmless("a file", &run);
}

#[test]
fn no_piece_of_a_token_ever_comes_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report");
    for case in cases::all() {
        let secrets = Secrets::of_sample(case.name);
        for format in FORMATS {
            let tool = || Tool::sample(case.name).args(["--format", format.name]);
            let run = tool().run();
            assert!(
                !secrets.leak_into(&run.seen()),
                "{} as {}",
                case.name,
                format.name
            );

            let run = tool().arg("-o").arg(&file).run();
            let written = std::fs::read_to_string(&file).expect("a report");
            assert!(
                !secrets.leak_into(&(written + &run.seen())),
                "{} as {}",
                case.name,
                format.name
            );
        }
        let decoded = Tool::new(["decode"])
            .arg(sample_file(case.name, "token.txt"))
            .run();
        assert!(!secrets.leak_into(&decoded.seen()), "{} decoded", case.name);
    }
}

/// The text of a good token with its dots gone: nearly a token, and the name of no file.
fn nearly_a_token() -> String {
    let path = sample_file("healthy-v1", "token.txt");
    let token = std::fs::read_to_string(path).expect("text");
    token.trim_end().replace('.', "/")
}

fn assert_not_repeated(options: &[&str]) {
    let secret = nearly_a_token();
    let secrets = Secrets::of(&secret);
    for option in options {
        let run = Tool::new(["check", option, &secret]).run();
        assert!([2, 3].contains(&run.exit_code), "{option}: {run:?}");
        assert!(!secrets.leak_into(&run.seen()), "{option}: {}", run.stderr);
    }
}

#[test]
fn a_broken_token_as_an_input_is_not_repeated() {
    assert_not_repeated(&["--", "--audit"]);
}

#[test]
fn a_token_as_the_value_of_an_option_is_not_repeated() {
    assert_not_repeated(&[
        "--metadata",
        "--output",
        "--token-env",
        "--tenant",
        "--at",
        "--format",
        "--token",
    ]);
}
