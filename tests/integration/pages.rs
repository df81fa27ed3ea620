//! The reports with markup, HTML and Markdown, read back by a parser of their language and by a browser:
//! whatever stands in a token or a log, nothing of it becomes markup, a link, a mention, or runs.
//!
//! Not its job: what the reports say (`snapshots.rs`), or how a screen looks (`benign.rs`).

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;
use serde_json::json;

use crate::samples::folders;
use crate::samples::world::AT;
use crate::support::cases::few;
use crate::support::forge;
use crate::support::tool::{Tool, sample_file};

/// Markup, links, mentions and signs that readers or browsers act on.
const HOSTILE: [&str; 15] = [
    "</title></style></code></svg><script>document.title='pwned';fetch('https://evil.example/')</script>",
    "\"><img src=https://evil.example/x.png onerror=document.title='pwned'>",
    "' onmouseover='document.title=1' x='",
    "<!-- --><![CDATA[ ]]><?x?><iframe src=//evil.example>",
    "](https://evil.example) ![x](https://evil.example/x.png) [a]: https://evil.example",
    "@all @octocat/team #1 GH-1 evil/repo#7 deadbeef1 www.evil.example https://evil.example a@evil.example",
    "| a | b |\\| `c` ``d`` ```e",
    "`</summary></details>` <details open> ~~~ *a* _b_ **c** ~~d~~",
    "1. a\n\n# b\n> c\n- d\n\n---\n<b>",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}\u{1b}[2J\0",
    "&lt;b&gt; &#60;script&#62; &nbsp;",
    ":100: $x$ $$y$$ {{7*7}} <%= 1 %>",
    "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "`\u{80}`A`",
    "漢字カナ العربية 👩‍💻 ẞ",
];

const ISSUER: &str = "https://sts.windows.net/8e2f60d1-47ab-4f39-b6c5-91d03c7ea254/";

/// A token with this text in every place that a report shows.
fn token(text: &str) -> String {
    let header = json!({ "alg": "RS256", "kid": text, "typ": text, text: text });
    let claims = json!({
        "iss": ISSUER, "tid": "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254",
        "idp": format!("https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/{text}"),
        "aud": text, "appid": text, "app_displayname": text, "scp": format!("user_impersonation {text}"),
        "roles": [text], "wids": [text], "upn": text, "name": text, "oid": text, "sid": text, "uti": text,
        "ipaddr": text, "ver": "1.0", "iat": 1_795_607_901, "nbf": 1_795_607_901, "exp": 1_795_612_343, text: text,
    });
    format!(
        "{}AAAA",
        forge::unsigned(&header.to_string(), &claims.to_string())
    )
}

/// An audit export in which an outsider's entry holds this text wherever text can stand.
fn export(text: &str) -> String {
    let record = json!({
        "CreationTime": "2026-11-20T12:03:32", "Id": text, "Operation": text, "Workload": text, "UserId": text,
        "OrganizationId": "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254", "RecordType": 15, "ResultStatus": text,
        "ActorContextId": "3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618", "ClientIP": text, "ApplicationId": text,
        "TargetContextId": "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254", "ObjectId": text, "UserType": 0, "ErrorNumber": text,
        "ExtendedProperties": [{ "Name": "RequestType", "Value": text }],
    });
    format!("{record}\n")
}

fn checked(token: &str, format: &str) -> String {
    checked_with(token, format, &[])
}

fn checked_with(token: &str, format: &str, options: &[&str]) -> String {
    let arguments = [
        "check",
        "--tenant",
        "fabrikam.example",
        "--metadata",
        "samples/authority",
        "--at",
        AT,
    ];
    let run = Tool::new(arguments)
        .args(["--explain-claims", "--format", format])
        .args(options)
        .stdin(token)
        .run();
    assert!([1, 4].contains(&run.exit_code), "{}", run.stderr);
    run.stdout
}

fn surveyed(export: &str, format: &str) -> String {
    let arguments = [
        "audit",
        "-",
        "--tenant",
        "tailspin.example",
        "--metadata",
        "samples/authority",
        "--at",
        AT,
    ];
    let run = Tool::new(arguments)
        .args(["--format", format])
        .stdin(export)
        .run();
    assert!([0, 1].contains(&run.exit_code), "{run:?}");
    run.stdout
}

/// What a browser's tokenizer sees in a page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    /// How often each element begins.
    elements: BTreeMap<String, usize>,
    /// Names of attributes.
    attributes: BTreeMap<String, usize>,
    comments: usize,
}

#[derive(Default)]
struct Sink(std::cell::RefCell<Seen>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                *seen.elements.entry(tag.name.to_string()).or_default() += 1;
                for attribute in tag.attrs {
                    let name = attribute.name.local.to_string();
                    *seen.attributes.entry(name).or_default() += 1;
                }
            }
            Token::CommentToken(_) => seen.comments += 1,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn seen(page: &str) -> Seen {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(page.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The elements and attributes of our own pages. Everything that sets text apart is counted elsewhere.
const ELEMENTS: &str = "html head meta title style body header main footer section article h1 h2 h3 h4 p strong span \
    code time ul ol li dl div dt dd table caption thead tbody tr th td details summary figure figcaption a svg g line \
    rect circle polygon path text desc";
const ATTRIBUTES: &str = "lang charset http-equiv content name class id href scope datetime data-label role width height \
    viewbox aria-hidden aria-labelledby focusable x y x1 x2 y1 y2 r rx d cx cy points fill overflow text-anchor stroke \
    stroke-width stroke-linecap stroke-dasharray";

fn assert_own_markup_only(page: &str) -> Seen {
    let seen = seen(page);
    let known = |names: &str, name: &String| names.split_whitespace().any(|known| known == name);
    for element in seen.elements.keys() {
        assert!(known(ELEMENTS, element), "<{element}>");
    }
    for attribute in seen.attributes.keys() {
        assert!(known(ATTRIBUTES, attribute), "{attribute}=");
    }
    assert_eq!(seen.comments, 0);
    assert!(
        !page.contains(
            |c: char| c != '\n' && c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)
        )
    );
    seen
}

/// What bears the page: none of it depends on what a text says.
fn skeleton(seen: Seen) -> BTreeMap<String, usize> {
    const BEARING: &str = "html head meta title style body header main footer article section h1 h2 details summary table thead figure a";
    let bears = |name: &String| BEARING.split(' ').any(|bearing| bearing == name);
    let elements = seen.elements.into_iter();
    elements.filter(|(name, _)| bears(name)).collect()
}

#[test]
fn hostile_text_is_text_in_html() {
    let plain = skeleton(seen(&checked(&token("plain"), "html")));
    let plain_log = skeleton(seen(&surveyed(&export("plain"), "html")));
    for text in HOSTILE {
        let page = checked(&token(text), "html");
        assert_eq!(skeleton(assert_own_markup_only(&page)), plain, "{text}");
        let page = surveyed(&export(text), "html");
        assert_eq!(skeleton(assert_own_markup_only(&page)), plain_log, "{text}");
    }
}

#[test]
fn every_page_is_of_one_file_and_complete() {
    for case in folders() {
        let page = Tool::sample(case.name)
            .args(["--format", "html"])
            .run()
            .stdout;
        let seen = assert_own_markup_only(&page);
        assert_eq!(seen.elements["h1"], 1, "{}", case.name);
        assert!(page.contains("default-src 'none'"), "{}", case.name);
        assert!(page.ends_with("</html>\n"), "{}", case.name);
        for outside in [
            "src=",
            "url(",
            "@import",
            "href=\"http",
            "<script",
            "<link",
            "style=\"",
        ] {
            assert!(!page.contains(outside), "{}: {outside}", case.name);
        }
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{}: {id} twice", case.name);
        }
        for target in page
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(ids.contains(&target), "{}: #{target}", case.name);
        }
        assert!(
            headings(&page)
                .windows(2)
                .all(|pair| pair[1] <= pair[0] + 1),
            "{}",
            case.name
        );
    }
}

fn headings(page: &str) -> Vec<u8> {
    let levels = page.split("<h").skip(1).map(|rest| rest.as_bytes()[0]);
    levels
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect()
}

/// What a tracker would act on in a comment.
fn live(markdown: &str) -> Vec<String> {
    let arena = Arena::new();
    let mut options = Options::default();
    let extension = &mut options.extension;
    (extension.autolink, extension.table, extension.strikethrough) = (true, true, true);
    (extension.tasklist, extension.footnotes) = (true, true);
    let root = parse_document(&arena, markdown, &options);
    let ours = ["<br>", "<details>", "</details>", "<summary>", "</summary>"];
    let mut live = Vec::new();
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Link(link) | NodeValue::Image(link) => live.push(link.url.clone()),
            NodeValue::HtmlInline(html) if !ours.contains(&html.as_str()) => {
                live.push(html.clone())
            }
            NodeValue::HtmlBlock(block) => {
                let mut rest = block.literal.clone();
                ours.iter().for_each(|tag| rest = rest.replace(tag, ""));
                if rest.contains(['<', '&', '@']) {
                    live.push(rest);
                }
            }
            NodeValue::Text(text) if text.contains(['@', '#', '<', '`', '|']) => {
                live.push(text.to_string())
            }
            NodeValue::CodeBlock(_)
            | NodeValue::FootnoteDefinition(_)
            | NodeValue::Strikethrough => {
                live.push("a block".to_owned());
            }
            _ => {}
        }
    }
    live
}

#[test]
fn hostile_text_is_text_in_markdown() {
    for text in HOSTILE {
        for markdown in [
            checked(&token(text), "markdown"),
            surveyed(&export(text), "markdown"),
        ] {
            assert_eq!(live(&markdown), Vec::<String>::new(), "{text}\n{markdown}");
        }
    }
}

#[test]
fn every_comment_is_short_enough_and_its_tables_are_whole() {
    for case in folders() {
        let markdown = Tool::sample(case.name)
            .args(["--format", "markdown"])
            .run()
            .stdout;
        assert!(markdown.chars().count() < 65_536, "{}", case.name);
        assert_eq!(live(&markdown), Vec::<String>::new(), "{}", case.name);
        let opened = markdown.matches("<details>").count();
        assert_eq!(
            opened,
            markdown.matches("</details>").count(),
            "{}",
            case.name
        );
    }
}

proptest! {
    #![proptest_config(few(24))]

    #[test]
    fn any_text_is_text(text in "[ -~\n\u{80}-\u{9f}\u{2028}-\u{202f}]{1,60}|\\PC{1,40}") {
        assert_own_markup_only(&checked(&token(&text), "html"));
        assert_own_markup_only(&surveyed(&export(&text), "html"));
        prop_assert_eq!(live(&checked(&token(&text), "markdown")), Vec::<String>::new());
        prop_assert_eq!(live(&surveyed(&export(&text), "markdown")), Vec::<String>::new());
    }
}

#[test]
fn a_claim_of_nearly_a_megabyte_does_not_fill_the_page() {
    for text in ["x".repeat(250_000), "a@b.example <i> ".repeat(15_000)] {
        let claims = json!({ "iss": ISSUER, "upn": text, "name": text, "aud": text }).to_string();
        let token = format!("{}AAAA", forge::unsigned(r#"{"alg":"RS256"}"#, &claims));
        for format in ["html", "markdown"] {
            let page = checked(&token, format);
            assert!(page.len() < 200_000, "{format}: {}", page.len());
        }
    }
}

/// As long as a claim can get where a token of several megabytes is allowed.
#[test]
fn a_hostile_claim_of_a_million_characters_stays_text() {
    let unit = [HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[3], HOSTILE[9]].concat();
    let text: String = unit.chars().cycle().take(1_000_000).collect();
    let claims = json!({ "iss": ISSUER, "name": text, "upn": "a@b.example", "aud": "c" });
    let token = format!(
        "{}AAAA",
        forge::unsigned(r#"{"alg":"RS256"}"#, &claims.to_string())
    );
    assert!(token.len() > 1 << 20, "{}", token.len());
    let page = checked_with(&token, "html", &["--max-token-size", "8388608"]);
    assert!(page.contains("&lt;script&gt;document.title="), "it is told");
    assert!(page.len() < 200_000, "{}", page.len());
    assert!(page.ends_with("</html>\n"));
    assert_own_markup_only(&page);
    assert_well_formed(&page);

    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(&file, &page).expect("written");
    let dom = dumped(browser, &file, folder.path());
    // The browser adds no element of its own to a whole page, and leaves none out.
    assert_eq!(assert_own_markup_only(&dom).elements, seen(&page).elements);
    let title = dom.split("<title>").nth(1).expect("a title");
    assert!(title.starts_with("jwtenant: "), "{title}");
    assert!(!asked(folder.path()).contains("evil.example"));
}

/// Every element that begins ends, in order; only `meta` has no end.
fn assert_well_formed(page: &str) {
    #[derive(Default)]
    struct Open(std::cell::RefCell<Vec<String>>);
    impl TokenSink for Open {
        type Handle = ();

        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            let mut open = self.0.borrow_mut();
            match token {
                Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                    assert_eq!(open.pop().as_deref(), Some(&*tag.name), "{open:?}");
                }
                Token::TagToken(tag) if &*tag.name != "meta" => open.push(tag.name.to_string()),
                Token::ParseError(error) => panic!("{error}"),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer = Tokenizer::new(Open::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(page.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    assert_eq!(tokenizer.sink.0.into_inner(), Vec::<String>::new());
}

/// More than fifty thousand entries over a month, every hundredth by an outsider.
fn long_log() -> String {
    let workloads = [
        "Exchange",
        "SharePoint",
        "AzureActiveDirectory",
        "MicrosoftTeams",
    ];
    let mut log = String::new();
    for number in 0..50_100_u32 {
        let (day, minute) = (1 + number / 2_000, (number % 2_000) * 1_440 / 2_000);
        let own = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
        let actor = match number % 100 {
            0 => format!("{:08x}-0000-4000-8000-000000000000", number % 700),
            _ => own.to_owned(),
        };
        let workload = workloads[number as usize % 4];
        log.push_str(&format!(
            "{{\"CreationTime\":\"2026-11-{day:02}T{:02}:{:02}:00\",\"Id\":\"{:032x}\",\"Operation\":\"UserLoggedIn\",\
             \"Workload\":\"{workload}\",\"RecordType\":15,\"OrganizationId\":\"{own}\",\"ActorContextId\":\"{actor}\",\
             \"UserId\":\"user{number}@tailspin.example\",\"ApplicationId\":\"00000003-0000-0ff1-ce00-000000000000\"}}\n",
            minute / 60,
            minute % 60,
            u128::from(number),
        ));
    }
    log
}

#[test]
fn fifty_thousand_entries_stay_a_page() {
    let page = surveyed(&long_log(), "html");
    assert!(page.len() < 2_000_000, "{}", page.len());
    let seen = assert_own_markup_only(&page);
    let shapes: usize = ["rect", "circle", "line", "polygon", "path"]
        .iter()
        .filter_map(|name| seen.elements.get(*name))
        .sum();
    assert!((50..2_000).contains(&shapes), "{shapes}");
    assert!(surveyed(&long_log(), "markdown").chars().count() < 65_536);
}

/// Debian's name, and the names elsewhere.
fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let is_there = |name: &&str| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|ran| ran.status.success())
    };
    let found = names.into_iter().find(is_there);
    if found.is_none() {
        eprintln!("skipped: no chromium is installed");
    }
    found
}

/// The document as the browser has it after everything that could run has run.
fn dumped(browser: &str, page: &Path, folder: &Path) -> String {
    let ran = Command::new(browser)
        .args([
            "--no-sandbox",
            "--headless",
            "--disable-gpu",
            "--virtual-time-budget=2000",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!(
            "--log-net-log={}",
            folder.join("net.json").display()
        ))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("it starts");
    String::from_utf8(ran.stdout).expect("a document")
}

/// What the browser wrote down of its requests.
fn asked(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("net.json")).expect("a log of the network")
}

#[test]
fn in_a_browser_nothing_of_a_hostile_token_runs_or_asks() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    let text = HOSTILE[..4].concat();
    std::fs::write(&page, checked(&token(&text), "html")).expect("written");
    let dom = dumped(browser, &page, folder.path());

    let title = dom
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next());
    let title = title.expect("a title");
    assert!(title.starts_with("jwtenant: "), "{title}");
    assert_ne!(title, "pwned");
    assert!(
        !dom.contains("<script") && !dom.contains("<img") && !dom.contains("<iframe"),
        "{dom}"
    );
    assert!(
        dom.contains("&lt;script&gt;document.title="),
        "the text itself is to be seen"
    );
    // The page itself holds the address as text only; a request would name it as a URL.
    assert!(
        !asked(folder.path()).contains("evil.example"),
        "asked for something outside"
    );
    // A page that does ask, so that the log is known to tell.
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    std::fs::write(&page, "<!doctype html><img src=https://evil.example/x>").expect("written");
    dumped(browser, &page, folder.path());
    assert!(asked(folder.path()).contains("evil.example"));
}

/// A style whose digest the policy does not name would be left out, and everything would be as wide as text.
#[test]
fn in_a_browser_the_style_is_allowed() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    let html = Tool::sample("wrong-tenant-exo-powershell")
        .args(["--format", "html"])
        .run()
        .stdout;
    std::fs::write(&page, &html).expect("written");
    let picture = |page: &Path, name: &str| {
        let file = folder.path().join(name);
        let ran = Command::new(browser)
            .args([
                "--no-sandbox",
                "--headless",
                "--disable-gpu",
                "--hide-scrollbars",
                "--window-size=390,900",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("profile").display()
            ))
            .arg(format!("--screenshot={}", file.display()))
            .arg(format!("file://{}", page.display()))
            .output();
        assert!(ran.expect("it starts").status.success());
        std::fs::read(file).expect("a picture")
    };
    let bare = folder.path().join("bare.html");
    let start = html.find("<style>").expect("a style");
    let end = html.find("</style>").expect("a style");
    std::fs::write(&bare, format!("{}{}", &html[..start + 7], &html[end..])).expect("written");
    let unstyled = picture(&bare, "bare.png");
    assert_ne!(picture(&page, "page.png"), unstyled);
    // The other half: with another style the digest does not fit, and the page is bare.
    let other = folder.path().join("other.html");
    std::fs::write(&other, html.replace("</style>", "x{}</style>")).expect("written");
    assert_eq!(picture(&other, "other.png"), unstyled);
}

#[test]
fn a_file_ending_chooses_the_format() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, start) in [
        ("a.html", "<!DOCTYPE html>"),
        ("a.HTM", "<!DOCTYPE html>"),
        ("a.md", "## "),
        ("a.markdown", "## "),
        ("a.json", "{"),
        ("a.txt", "VERDICT"),
    ] {
        let file = folder.path().join(name);
        let run = Tool::sample("healthy-v1").arg("-o").arg(&file).run();
        assert_eq!((run.exit_code, run.stdout.as_str()), (0, ""), "{name}");
        let written = std::fs::read_to_string(&file).expect("a report");
        assert!(written.starts_with(start), "{name}: {written}");
    }
}

/// What was lost while copying speaks neither for a token nor against it.
#[test]
fn no_link_of_a_cut_token_is_called_broken() {
    let whole = std::fs::read_to_string(sample_file("healthy-v1", "token.txt")).expect("text");
    let header_and_payload = whole.trim().rsplit_once('.').expect("a signature").0;
    for cut in [header_and_payload, &header_and_payload[..300]] {
        assert!(!checked(cut, "html").contains("does not hold"), "{cut}");
        let screen = checked(cut, "human");
        assert!(
            screen.contains("CUT OFF") && !screen.contains("UNSIGNED"),
            "{screen}"
        );
        assert!(!screen.contains("no expiry"), "{screen}");
    }
}

/// The screen and the page look at the same chain.
#[test]
fn no_page_says_that_a_broken_chain_holds() {
    for (case, is_broken) in [
        ("foreign-key", true),
        ("iss-tid-disagree", true),
        ("healthy-v1", false),
    ] {
        let page = Tool::sample(case).args(["--format", "html"]).run().stdout;
        let asked_whom = page.split("Who asked whom").nth(1).unwrap_or_default();
        let chain = asked_whom.split("</section>").next().unwrap_or_default();
        assert_eq!(
            chain.contains("does not hold"),
            is_broken,
            "{case}: {chain}"
        );
        let screen = Tool::sample(case).run().stdout;
        assert_eq!(screen.contains("-x->"), is_broken, "{case}: {screen}");
    }
}

/// What people read at the top is what the exit code says.
#[test]
fn the_verdict_on_a_lone_token_counts_unread_exports() {
    let folder = tempfile::tempdir().expect("a folder");
    let export = folder.path().join("export.csv");
    std::fs::write(&export, [0_u8; 64]).expect("a file");
    for format in ["human", "markdown", "html"] {
        let run = Tool::sample("healthy-v1")
            .args(["--format", format, "--audit"])
            .arg(&export)
            .run();
        assert_eq!(run.exit_code, 4, "{run:?}");
        let (word, says) = ("UNDECIDED", "could not be read, so the token was not");
        let seen = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            seen.contains(word) && seen.contains(says),
            "{format}: {seen}"
        );
    }
}

/// GitHub refuses a longer comment, whatever stands in the tokens.
#[test]
fn markdown_is_never_longer_than_a_comment_may_be() {
    let issuer = "\u{202e} ".repeat(950);
    let tokens: Vec<String> = (0..20)
        .map(|number| {
            let claims = json!({ "iss": issuer, "aud": issuer, "upn": issuer, "exp": number });
            forge::unsigned(r#"{"alg":"none"}"#, &claims.to_string())
        })
        .collect();
    let page = checked(&tokens.join("\n"), "markdown");
    assert!(page.chars().count() < 65_536, "{}", page.chars().count());
    assert!(page.contains("would make a comment too long"));
    assert!(page.starts_with("## "), "{}", &page[..80]);
}

/// The person's own list names resources as it names clients.
#[test]
fn a_resource_has_the_name_that_the_own_list_gives_it() {
    let id = "6f0a4d1c-52b7-4e3e-9d86-1c47a9be03f2";
    let folder = tempfile::tempdir().expect("a folder");
    let apps = folder.path().join("apps.csv");
    std::fs::write(&apps, format!("AppId,DisplayName\n{id},Catalog of parts\n")).expect("a file");
    let issuer = "https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/";
    let claims = json!({ "iss": issuer, "aud": id, "exp": 1 });
    let token = forge::unsigned(r#"{"alg":"none"}"#, &claims.to_string());
    let apps = apps.to_string_lossy();
    let shown = checked_with(&token, "human", &["--apps", &apps]);
    let line = format!("resource {id}: Catalog of parts (--apps)");
    let joined = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = joined(shown);
    assert!(shown.contains(&line), "{shown}");
    let shown = joined(checked(&token, "human"));
    assert!(
        shown.contains("normal for an organisation's own API"),
        "{shown}"
    );
}
