//! `check --redact` and `audit --redact`: the same report, and nothing in it of whom it is about.
//!
//! Not its job: the verb `redact` (`redact.rs`), single values (`src/redact/tests.rs`).

use std::ffi::OsString;
use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use jwtenant::audit::{self, Export};
use jwtenant::authority::Authority;
use jwtenant::conceal;
use jwtenant::entra::expectation::{Expectation, ExpectedTenant};
use jwtenant::inspect::{Asking, Input, Inputs, inspect, survey};
use jwtenant::jose::base64url::encode;
use jwtenant::redact::{Key, redact};
use jwtenant::report::model::Report;
use jwtenant::report::summary::Summary;
use jwtenant::report::{FORMATS, Many, Style};
use jwtenant::time::Timestamp;
use jwtenant::{input, report};

use crate::redact::spellings;
use crate::samples::folders;
use crate::samples::world::AT;
use crate::support::cases::few;
use crate::support::tool::{Run, Tool, sample_file};

/// Without what a redacted report may say otherwise.
fn told(run: &Run) -> Value {
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let verdict = |of: &Value| {
        let verdict = &of["verdict"];
        json!([
            verdict["outcome"],
            verdict["exit_code"],
            verdict["rule"],
            verdict["severity"],
            verdict["confidence"]
        ])
    };
    let all = |of: &Value, name: &str, told: &dyn Fn(&Value) -> Value| -> Value {
        of[name]
            .as_array()
            .into_iter()
            .flatten()
            .map(told)
            .collect()
    };
    let rules = |it: &Value| {
        json!([
            it["rule"],
            it["severity"],
            it["outcome"],
            it["explained_by"]
        ])
    };
    let token = |token: &Value| {
        json!([
            verdict(token),
            token["kind"],
            token["signature"]["status"],
            token["lifetime"],
            token["home_source"],
            token["principal"]["kind"],
            all(token, "permissions", &|it| it["tier"].clone()),
            all(token, "findings", &rules),
            all(token, "checks", &rules),
        ])
    };
    let entry = |it: &Value| {
        json!([
            it["explanation"],
            it["severity"],
            it["operation"],
            it["time"],
            it["strength"],
            it["agree"],
            it["count"]
        ])
    };
    let audit = &report["audit"];
    json!([
        verdict(&report),
        all(&report, "tokens", &token),
        all(audit, "matches", &entry),
        all(audit, "foreign", &entry),
        all(audit, "groups", &entry),
        all(audit, "noted_groups", &entry),
    ])
}

#[test]
fn a_redacted_report_comes_to_the_same() {
    for case in folders() {
        let plain = Tool::sample(case.name).arg("--json").run();
        let redacted = Tool::sample(case.name).args(["--json", "--redact"]).run();
        assert_eq!(
            plain.exit_code, redacted.exit_code,
            "{}: {}",
            case.name, redacted.stderr
        );
        assert_eq!(told(&plain), told(&redacted), "{}", case.name);
    }
}

#[test]
fn nobody_of_the_samples_is_in_a_redacted_report() {
    let people = [
        "fabrikam",
        "tailspin",
        "rivera",
        "pat@",
        "morgan",
        "203.0.113",
        "198.51.100",
    ];
    for case in folders() {
        for format in FORMATS {
            let run = Tool::sample(case.name)
                .args(["--redact", "--explain-claims", "--format", format.name])
                .run();
            let seen = run.stdout.to_lowercase();
            for word in people {
                assert!(
                    !seen.contains(word),
                    "{} {}: {word}",
                    case.name,
                    format.name
                );
            }
        }
    }
}

/// A report, a token and an export that were redacted under one key name the same people the same.
#[test]
fn report_token_and_export_still_fit() {
    const CASE: &str = "wrong-tenant-exo-powershell";
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key");
    fs::write(&key, "sixteen bytes or more").expect("written");
    let report = Tool::sample(CASE)
        .args(["--json", "--redact", "--key-file"])
        .arg(&key)
        .run();
    let report: Value = serde_json::from_str(&report.stdout).expect("JSON");
    let shown = |file: &str| {
        let run = Tool::new(["redact", "-q", "--key-file"])
            .arg(&key)
            .arg(sample_file(CASE, file))
            .run();
        run.stdout
    };
    let token = crate::support::witness::decoded(shown("token.txt").trim(), 1);
    let claims = &report["tokens"][0]["claims"];
    for name in [
        "tid", "oid", "upn", "iss", "idp", "uti", "sid", "puid", "rh", "ipaddr", "name",
    ] {
        assert!(claims[name].is_string(), "{name}");
        assert_eq!(claims[name], token[name], "{name}");
    }
    let export = shown("unified-audit-log.jsonl");
    let found = &report["audit"]["matches"][0];
    let record = export
        .lines()
        .find(|line| line.contains(found["id"].as_str().expect("an id")));
    let record = record.expect("the record that was matched");
    let home = report["tokens"][0]["home_tenant"]
        .as_str()
        .expect("a tenant");
    for value in [home, claims["upn"].as_str().expect("a name")] {
        assert!(record.contains(value), "{value}");
    }
    assert_eq!(report["expectation"]["tenants"][0]["tenant"], home);
}

#[test]
fn options_that_do_not_fit_are_refused() {
    let run = Tool::sample("healthy-v1")
        .args(["--key-file", "README.md"])
        .run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("--redact"), "{run:?}");
    let run = Tool::sample("sign-in-log-visitors")
        .args(["--redact", "--format", "records"])
        .run();
    assert_eq!((run.exit_code, run.stdout.as_str()), (2, ""), "{run:?}");
    let help = Tool::new(["audit", "--help"]).run();
    assert!(help.stdout.contains("--redact"), "{help:?}");
}

/// Many tokens leave in lines or in counts: those are redacted too.
#[test]
fn many_tokens_are_redacted_as_well() {
    let token =
        fs::read_to_string(sample_file("wrong-tenant-exo-powershell", "token.txt")).expect("text");
    let tokens = (0..30).map(|_| token.trim()).collect::<Vec<_>>().join("\n");
    for format in FORMATS {
        let run = Tool::new([
            "check",
            "-",
            "--offline",
            "--tenant",
            "fabrikam.example",
            "--at",
            AT,
        ])
        .args([
            "--metadata",
            "samples/authority",
            "--redact",
            "--format",
            format.name,
        ])
        .stdin(tokens.clone())
        .run();
        assert_eq!(run.exit_code, 1, "{}: {}", format.name, run.stderr);
        let seen = run.stdout.to_lowercase();
        for word in ["fabrikam", "tailspin", "pat", "203.0.113"] {
            let found = seen
                .split(|c: char| !c.is_alphanumeric() && c != '.')
                .any(|it| it.starts_with(word) && word != "pat" || it == word);
            assert!(!found, "{}: {word}", format.name);
        }
    }
}

/// Folders bear the names of people and customers, and nothing in such an input has to be readable.
#[test]
fn inputs_that_gave_nothing_are_named_by_stand_ins() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("Theo Marchand");
    fs::create_dir(&folder).expect("a folder");
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content).expect("a file");
        path
    };
    let words = file("marchand.txt", "words");
    let long = file("marchand.log", &"words without end\n".repeat(240_000));
    let opaque = file("marchand.key", "eyJhbGciOiJub25lIn0.AAAA.AAAA");
    let missing = folder.join("marchand.gone");
    let token = sample_file("healthy-v1", "token.txt");
    let export = sample_file("wrong-tenant-exo-powershell", "unified-audit-log.csv");
    let beside = ["check", "--offline", "--tenant", "any"].map(OsString::from);
    let own = "8e2f60d1-47ab-4f39-b6c5-91d03c7ea254";
    let survey = ["audit", "--offline", "--tenant", own].map(OsString::from);
    for given in [&words, &long, &opaque, &missing, &folder] {
        let is_missing = *given == missing;
        let given = || OsString::from(given);
        for named in [
            [&beside[..], &[given()]].concat(),
            [&beside[..], &[given(), token.clone().into()]].concat(),
            [
                &survey[..],
                &["--token".into(), given(), export.clone().into()],
            ]
            .concat(),
            [&survey[..], &[given()]].concat(),
        ] {
            let run = Tool::new(&named).args(["--redact", "--json"]).run();
            let told = run.stdout.to_lowercase();
            // A file that is not there ends it before there is a report.
            assert_eq!(told.is_empty(), is_missing, "{named:?}: {run:?}");
            assert!(!told.contains("marchand"), "{named:?}: {told}");
        }
    }
}

/// Somebody of whom nothing may be left.
#[derive(Clone, Debug)]
struct Person {
    ids: [Uuid; 7],
    first: String,
    last: String,
    domain: String,
    address: [u8; 2],
    opaque: String,
}

impl Person {
    fn upn(&self) -> String {
        format!("{}.{}@{}", self.first, self.last, self.domain)
    }

    fn address(&self) -> String {
        format!("81.92.{}.{}", self.address[0], self.address[1])
    }

    fn device(&self) -> String {
        format!("LAPTOP-{}", self.last)
    }

    /// Everything that identifies, as it stood.
    fn texts(&self) -> Vec<String> {
        vec![
            self.first.clone(),
            self.last.clone(),
            self.domain.clone(),
            self.address(),
            self.opaque.clone(),
        ]
    }

    fn token(&self, has_v2: bool) -> String {
        let [issuing, home, oid, sid, request, device, client] = &self.ids;
        let issuer = match has_v2 {
            true => format!("https://login.microsoftonline.com/{issuing}/v2.0"),
            false => format!("https://sts.windows.net/{issuing}/"),
        };
        let around = [
            [1, 2, 3].as_slice(),
            &issuing.to_bytes_le(),
            &client.to_bytes_le(),
            &[2, 3, 0, 2, 3],
        ]
        .concat();
        let claims = json!({
            "aud": format!("api://{client}"), "iss": issuer, "idp": format!("https://sts.windows.net/{home}/"),
            "tid": issuing.to_string().to_uppercase(), "oid": oid, "sid": sid, "appid": client, "deviceid": device,
            "uti": encode(&request.to_bytes_le()), "rh": format!("1.{}.", encode(&around)),
            "upn": self.upn().to_uppercase(), "name": format!("{} {}", self.first, self.last),
            "given_name": self.first, "family_name": self.last, "ipaddr": self.address(),
            "sub": self.opaque, "aio": self.opaque, "puid": "10032001ABCDEF12", "scp": "User.Read Mail.Send",
            "custom": { "of": oid.simple().to_string(), "bytes": encode(oid.as_bytes()), "mail": [self.upn()] },
            "xms_mirid": format!("/subscriptions/{device}/resourcegroups/{}", self.last),
            "iat": 1_795_176_000, "nbf": 1_795_176_000, "exp": 1_795_180_000, "ver": "1.0",
        });
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": self.opaque, "jku": format!("https://{}/keys", self.domain)});
        [
            header.to_string(),
            claims.to_string(),
            "no signature".into(),
        ]
        .map(|part| encode(part.as_bytes()))
        .join(".")
    }

    fn export(&self) -> String {
        let [organization, home, oid, sid, request, device, client] = &self.ids;
        let record = |operation: &str, id: &Uuid| {
            json!({
                "CreationTime": "2026-11-20T12:00:10", "Id": id, "Operation": operation, "RecordType": 15,
                "Workload": "AzureActiveDirectory", "OrganizationId": organization, "ActorContextId": home,
                "TargetContextId": organization, "InterSystemsId": sid, "IntraSystemId": request,
                "UserId": self.upn(), "UserKey": oid, "UserType": 0, "ApplicationId": client, "ObjectId": client,
                "ClientIP": self.address(), "ActorIpAddress": self.address(), "ErrorNumber": "0",
                "LogonError": format!("no such user {}", self.upn()),
                "Actor": [{"ID": self.upn(), "Type": 5}, {"ID": oid, "Type": 3}],
                "DeviceProperties": [{"Name": "DisplayName", "Value": self.device()}, {"Name": "Id", "Value": device}],
                "ExtendedProperties": [{"Name": "UserAgent", "Value": format!("{} 1.0", self.device())}],
            })
            .to_string()
        };
        [
            record("UserLoggedIn", request),
            record("UserLoginFailed", sid),
            record("Add member to role.", device),
        ]
        .join("\n")
            + "\n"
    }

    fn export_of_file(&self) -> Export {
        Export {
            name: format!("{} {}/{}.jsonl", self.first, self.last, self.domain),
            source: Box::new(std::io::Cursor::new(self.export().into_bytes())),
            file: None,
            is_named: true,
        }
    }
}

fn person() -> impl Strategy<Value = Person> {
    let ids = any::<[u128; 7]>().prop_map(|ids| {
        ids.map(|id| uuid::Builder::from_random_bytes(id.to_be_bytes()).into_uuid())
    });
    let parts = (
        ids,
        "Qz[a-z]{5}",
        "Xk[a-z]{6}",
        "vq[a-z]{5}",
        any::<[u8; 2]>(),
        "[A-Za-z0-9_]{20}Zq9[a-z0-9]{19}",
    );
    parts.prop_map(|(ids, first, last, domain, address, opaque)| Person {
        ids,
        first,
        last,
        domain: format!("{domain}.com"),
        address,
        opaque,
    })
}

fn reports(person: &Person, has_v2: bool) -> Vec<Report> {
    let authority = || Authority::new(vec![], None);
    let tenant = |text: &str| ExpectedTenant::new(text, text.parse().expect("a tenant"));
    let now = Timestamp::parse(AT).expect("a time");
    let expectation = Expectation {
        tenants: vec![tenant(&person.ids[1].to_string()), tenant(&person.domain)],
        audiences: vec![format!("https://{}/api", person.domain)],
        clients: vec![person.ids[3].to_string()],
        ..Expectation::default()
    };
    let token = || {
        Input::of(
            format!("{}.txt", person.upn()),
            person.token(has_v2).into_bytes(),
        )
    };
    let error = format!(
        "AADSTS50020: User account '{}' from identity provider 'https://sts.windows.net/{}/' does not exist in tenant '{}' and cannot access the application '{}'({} app) in that tenant. Trace ID: {}",
        person.upn(),
        person.ids[1],
        person.last,
        person.ids[6],
        person.first,
        person.ids[4]
    );
    let asked = authority();
    let asking = Asking {
        expectation: &expectation,
        authority: &asked,
        now,
        threads: 1,
    };
    let bounds = audit::Options::default();
    let read = |inputs: Vec<Input>| Inputs::new(inputs, input::Options::default());
    vec![
        inspect(
            &mut read(vec![token()]),
            &asking,
            vec![person.export_of_file()],
            &bounds,
        ),
        inspect(
            &mut read(vec![token(), token(), Input::of("e", error.into_bytes())]),
            &asking,
            vec![],
            &bounds,
        ),
        survey(
            vec![person.export_of_file()],
            vec![token()],
            &expectation,
            &authority(),
            &bounds,
            now,
        ),
        survey(
            vec![person.export_of_file()],
            vec![],
            &Expectation::default(),
            &authority(),
            &bounds,
            now,
        ),
    ]
}

proptest! {
    #![proptest_config(few(6))]

    /// No value of a token or an export is left in any format, in whatever spelling.
    #[test]
    fn nothing_of_anybody_survives(person in person(), has_v2 in any::<bool>()) {
        let key = Key::of_file(b"sixteen bytes or more");
        let texts = person.texts();
        let ids: Vec<String> = person.ids.iter().flat_map(|id| spellings(*id)).collect();
        for report in reports(&person, has_v2) {
            let concealed = conceal::report(report, &key);
            for format in FORMATS {
                for explain_claims in [false, true] {
                    let style = Style { colour: false, width: 500, explain_claims, is_redacted: true };
                    let mut text = (format.write)(&concealed.report, &style);
                    if let Many::Summary(write) = format.many {
                        let mut summary = Summary::new(concealed.report.at);
                        summary.add(&concealed.report);
                        text.push_str(&write(&summary, &style));
                    }
                    prop_assert!(concealed.look_through(&text).is_ok(), "{text}");
                    let lower = text.to_lowercase();
                    for value in &texts {
                        prop_assert!(!lower.contains(&value.to_lowercase()), "{value} in {text}");
                    }
                    for id in &ids {
                        prop_assert!(!text.contains(id) && !lower.contains(id), "{id} in {text}");
                    }
                }
            }
        }
    }

    /// The last look finds what a format would have let through.
    #[test]
    fn what_survives_is_noticed(person in person()) {
        let key = Key::of_file(b"sixteen bytes or more");
        let report = reports(&person, false).remove(0);
        let style = Style { colour: false, width: 80, explain_claims: false, is_redacted: true };
        let as_it_was = FORMATS.iter().map(|format| (format.write)(&report, &style)).collect::<Vec<_>>();
        let concealed = conceal::report(report, &key);
        for text in as_it_was {
            prop_assert!(concealed.look_through(&text).is_err(), "{text}");
        }
        for id in person.ids.iter().take(5) {
            for text in [id.to_string().to_uppercase(), id.simple().to_string(), encode(&id.to_bytes_le())] {
                prop_assert!(concealed.look_through(&format!("<b>{text}</b>")).is_err(), "{text}");
            }
        }
    }

    /// The report's stand-ins are those of the verb.
    #[test]
    fn stand_ins_are_the_verbs(person in person()) {
        let key = Key::of_file(b"sixteen bytes or more");
        let export = redact(person.export().as_bytes(), &key).expect("an export").text;
        let concealed = conceal::report(reports(&person, false).remove(0), &key);
        let json = report::json::write_line(&concealed.report, &Style { colour: false, width: 80, explain_claims: false, is_redacted: true });
        let report: Value = serde_json::from_str(&json).expect("JSON");
        let first: Value = serde_json::from_str(export.lines().next().expect("a line")).expect("JSON");
        let group = &report["audit"]["groups"][0];
        for (ours, theirs) in [("actor_tenant", "ActorContextId"), ("user", "UserId"), ("address", "ClientIP"), ("sample_id", "Id")] {
            prop_assert_eq!(&group[ours], &first[theirs], "{}", ours);
        }
    }
}
