//! Schema `jwtenant/1`, member by member: what scripts rely on.
//!
//! Not its job: whether the values are right. The list below is the documented contract, written out
//! once more on purpose: a change of the program's types has to be repeated here by hand.

use std::collections::BTreeSet;

use jwtenant::jose::json::{Json, parse};

use crate::samples::{cases, folders};
use crate::support::secrets::Secrets;
use crate::support::tool::{Run, Tool};

const VERDICT: &str = "outcome exit_code rule severity confidence title summary";
const EVIDENCE: &str = "at observed expected source";
const APP: &str = "id name";
const GROUP: &str = "count actor_tenant user client resource first last explanation severity confidence evidence \
                     alternatives sample_id followed address operations error";
const FOREIGN: &str = "id input line time operation actor_tenant user client resource group explanation severity \
                       confidence evidence alternatives address";
const NOTED: &str = "id input line time operation actor_tenant user client resource group explanation severity \
                     confidence evidence alternatives address why_not_foreign";
const NOTED_GROUP: &str = "count actor_tenant user client resource first last explanation severity confidence evidence \
                           alternatives sample_id followed address operations error users succeeded why_not_foreign";

/// The members of every object, in their order. `[]` stands for the elements of an array; a `?`
/// marks a member that may be left out.
#[rustfmt::skip]
const CONTRACT: &[(&str, &str)] = &[
    ("", "schema version at expectation verdict tokens audit requests not_checked together"),
    ("expectation", "tenants issuers audiences clients scopes roles deny_guests require_signature no_signature fail_on leeway"),
    ("expectation.tenants[]", "given tenant cloud from"),
    ("verdict", VERDICT),
    ("tokens[]", "source kind header claims notes signature issuer home_tenant home_source principal client audience permissions lifetime uti verdict findings checks"),
    ("tokens[].source", "input place removed also"),
    ("tokens[].notes[]", "code text"),
    ("tokens[].signature", "status via alg kid key_issuer reason"),
    ("tokens[].issuer", "raw tenant version cloud kind"),
    ("tokens[].principal", "kind relation oid upn"),
    ("tokens[].client", "id name first_party source"),
    ("tokens[].audience", "raw app_id name"),
    ("tokens[].permissions[]", "name kind tier why"),
    ("tokens[].lifetime", "issued_at not_before expires_at seconds state"),
    ("tokens[].uti", "raw request_id"),
    ("tokens[].verdict", VERDICT),
    ("tokens[].findings[]", "rule severity confidence title why remedy evidence alternatives explained_by"),
    ("tokens[].findings[].evidence[]", EVIDENCE),
    ("tokens[].checks[]", "rule outcome reason"),
    ("audit", "exports matches foreign groups noted noted_groups incomplete matches_left_out"),
    ("audit.exports[]", "input dialect records duplicates unreadable truncated problems error salvaged workloads record_types first last not_parsed out_of_time timeless"),
    ("audit.exports[].workloads[]", "name records"),
    ("audit.exports[].record_types[]", "number records"),
    ("audit.exports[].problems[]", "line why"),
    ("audit.matches[]", "token input line id time operation strength agree absent contradict explanation"),
    ("audit.foreign[]", FOREIGN),
    ("audit.foreign[].client", APP),
    ("audit.foreign[].resource", APP),
    ("audit.foreign[].evidence[]", EVIDENCE),
    ("audit.groups[]", GROUP),
    ("audit.groups[].client", APP),
    ("audit.groups[].resource", APP),
    ("audit.groups[].evidence[]", EVIDENCE),
    ("audit.groups[].operations[]", "operation count grave failed"),
    ("audit.noted_groups[].operations[]", "operation count grave failed"),
    ("audit.noted[]", NOTED),
    ("audit.noted[].client", APP),
    ("audit.noted[].resource", APP),
    ("audit.noted[].evidence[]", EVIDENCE),
    ("audit.noted_groups[]", NOTED_GROUP),
    ("audit.noted_groups[].client", APP),
    ("audit.noted_groups[].resource", APP),
    ("audit.noted_groups[].evidence[]", EVIDENCE),
    ("requests[]", "url from at status"),
    ("not_checked[]", "what why"),
    ("together[]", "kind tokens text"),
];

/// The words that a member may hold; `null` where the contract says so.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("verdict.outcome", "expected unexpected undecided time unreadable"),
    ("verdict.severity", "info low medium high"),
    ("verdict.confidence", "low medium high"),
    ("tokens[].kind", "access_token id_token jwe refresh_token opaque saml sts_error unknown_jwt"),
    ("tokens[].signature.status", "valid invalid no_key not_checked unsupported unsigned malformed"),
    ("tokens[].signature.via", "plain nonce_transform null"),
    ("tokens[].issuer.version", "1.0 2.0 null"),
    ("tokens[].issuer.kind", "entra b2c ciam adfs acs msa other"),
    ("tokens[].home_source", "idp altsecid tid iss audit null"),
    ("tokens[].principal.kind", "member guest partner app managed_identity personal unknown"),
    ("tokens[].principal.relation", "member guest passthrough gdap dap service_principal null"),
    ("tokens[].permissions[].kind", "scope role directory_role"),
    ("tokens[].lifetime.state", "valid expired not_yet_valid no_expiry unreadable"),
    ("tokens[].findings[].severity", "info low medium high"),
    ("tokens[].checks[].outcome", "pass found undecided not_applicable"),
    ("audit.matches[].strength", "token session context tenant"),
    ("requests[].from", "network cache snapshot"),
];

fn json_of(case: &str) -> (Run, Json) {
    let run = Tool::sample(case).arg("--json").run();
    let parsed = parse(run.stdout.as_bytes());
    assert!(parsed.faults.is_empty(), "{case}: {:?}", parsed.faults);
    (run, parsed.value)
}

#[test]
fn every_object_has_its_members_in_their_order() {
    for case in folders() {
        let (_, report) = json_of(case.name);
        let mut wrong = Vec::new();
        walk(&report, "", &mut |path, json| {
            if let Json::Object(members) = json {
                let found: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
                if !is_promised(path, &found) {
                    wrong.push(format!("{path}: {}", found.join(" ")));
                }
            }
        });
        assert!(wrong.is_empty(), "{}: {wrong:#?}", case.name);
    }
}

#[test]
fn a_word_of_the_contract_is_in_its_list() {
    for case in folders() {
        let (_, report) = json_of(case.name);
        walk(&report, "", &mut |path, json| {
            let Some((_, words)) = WORDS.iter().find(|(listed, _)| *listed == path) else {
                return;
            };
            let word = json.as_str().unwrap_or("null");
            assert!(
                words.split(' ').any(|known| known == word),
                "{}: {path} {word}",
                case.name
            );
        });
    }
}

#[test]
fn the_exit_code_is_the_verdicts() {
    for case in folders() {
        let (run, report) = json_of(case.name);
        let told = report
            .get("verdict")
            .and_then(|verdict| verdict.get("exit_code"));
        let told = told.map(Json::to_text);
        assert_eq!(told, Some(run.exit_code.to_string()), "{}", case.name);
    }
}

#[test]
fn no_token_is_in_it() {
    for case in cases::all() {
        let secrets = Secrets::of_sample(case.name);
        assert!(
            !secrets.leak_into(&json_of(case.name).0.seen()),
            "{}",
            case.name
        );
    }
}

#[test]
fn json_lines_say_the_same_on_a_line_for_each_token() {
    for case in folders() {
        let run = Tool::sample(case.name).args(["--format", "jsonl"]).run();
        let (document, whole) = json_of(case.name);
        assert_eq!(run.exit_code, document.exit_code, "{}", case.name);
        let lines: Vec<_> = run.stdout.lines().collect();
        if let [line] = lines.as_slice() {
            assert_eq!(parse(line.as_bytes()).value, whole, "{}", case.name);
            continue;
        }
        let tokens = whole.get("tokens").map(Json::items).unwrap_or_default();
        assert_eq!(lines.len(), tokens.len(), "{}", case.name);
        for (line, token) in lines.iter().zip(tokens) {
            let line = parse(line.as_bytes()).value;
            let own = line.get("tokens").map(Json::items).unwrap_or_default();
            assert_eq!(own, std::slice::from_ref(token), "{}", case.name);
            assert_eq!(line.get("verdict"), token.get("verdict"), "{}", case.name);
            assert_eq!(line.get("schema"), whole.get("schema"));
            assert_eq!(line.get("expectation"), whole.get("expectation"));
        }
    }
}

#[test]
fn times_are_utc_and_ids_lower_case() {
    const IDS: [&str; 5] = [
        "expectation.tenants[].tenant",
        "tokens[].issuer.tenant",
        "tokens[].home_tenant",
        "tokens[].uti.request_id",
        "audit.foreign[].actor_tenant",
    ];
    const TIMES: [&str; 7] = [
        "at",
        "tokens[].lifetime.issued_at",
        "tokens[].lifetime.expires_at",
        "audit.exports[].first",
        "audit.exports[].last",
        "audit.matches[].time",
        "audit.foreign[].time",
    ];
    for case in folders() {
        walk(&json_of(case.name).1, "", &mut |path, json| {
            let Some(text) = json.as_str() else { return };
            if IDS.contains(&path) {
                let id: uuid::Uuid = text.parse().expect(path);
                assert_eq!(text, id.hyphenated().to_string(), "{path}");
            }
            if TIMES.contains(&path) {
                assert!(text.len() == 20 && text.ends_with('Z'), "{path} {text}");
            }
        });
    }
}

#[test]
fn the_clock_is_read_to_the_second() {
    let run = Tool::new(["--json", "--tenant", "any"]).run();
    let report = parse(run.stdout.as_bytes()).value;
    let at = report.get("at").and_then(Json::as_str).expect("a time");
    assert_eq!(at.len(), "2026-11-20T12:30:00Z".len(), "{at}");
}

#[test]
fn evidence_of_a_difference_differs() {
    for case in folders() {
        walk(&json_of(case.name).1, "", &mut |path, json| {
            let [observed, expected] =
                ["observed", "expected"].map(|name| json.get(name).and_then(Json::as_str));
            if path.ends_with("evidence[]") && observed.is_some() {
                assert_ne!(observed, expected, "{}: {path}", case.name);
            }
        });
    }
}

#[test]
fn of_what_cannot_be_read_nothing_is_claimed() {
    let (_, report) = json_of("token-response");
    let tokens = report.get("tokens").map(Json::items).unwrap_or_default();
    let refresh = tokens
        .iter()
        .find(|token| token.get("kind").and_then(Json::as_str) == Some("refresh_token"));
    let lifetime = refresh
        .and_then(|token| token.get("lifetime"))
        .expect("a lifetime");
    assert_eq!(
        lifetime.get("state").and_then(Json::as_str),
        Some("unreadable")
    );
}

#[test]
fn an_input_without_a_token_still_gets_its_report() {
    let run = Tool::new(["--json", "--tenant", "any"])
        .stdin("nothing")
        .run();
    let report = parse(run.stdout.as_bytes()).value;
    assert_eq!(run.exit_code, 3);
    assert_eq!(report.get("tokens"), Some(&Json::Array(Vec::new())));
}

#[test]
fn every_foreign_entry_belongs_to_a_group() {
    let (_, report) = json_of("wrong-tenant-exo-powershell");
    let audit = report.get("audit").expect("an export was given");
    let foreign = audit.get("foreign").map(Json::items).unwrap_or_default();
    assert!(foreign.iter().all(|entry| entry.get("group").is_some()));
    assert_eq!(
        audit.get("groups").map(Json::items).map(<[Json]>::len),
        Some(1)
    );
}

/// Whether an object at this path has exactly the members of [`CONTRACT`].
fn is_promised(path: &str, found: &[&str]) -> bool {
    let Some((_, members)) = CONTRACT.iter().find(|(listed, _)| *listed == path) else {
        return false;
    };
    let present: BTreeSet<&str> = found.iter().copied().collect();
    let promised = members
        .split(' ')
        .filter_map(|member| match member.strip_suffix('?') {
            Some(optional) => present.contains(optional).then_some(optional),
            None => Some(member),
        });
    promised.eq(found.iter().copied())
}

/// Visits every value below `json`; a token's own members are its author's business.
fn walk(json: &Json, path: &str, visit: &mut impl FnMut(&str, &Json)) {
    visit(path, json);
    match json {
        Json::Array(items) => items
            .iter()
            .for_each(|item| walk(item, &format!("{path}[]"), visit)),
        Json::Object(members) => {
            for (name, value) in members {
                let below = if path.is_empty() {
                    name.to_string()
                } else {
                    format!("{path}.{name}")
                };
                if below != "tokens[].header" && below != "tokens[].claims" {
                    walk(value, &below, visit);
                }
            }
        }
        _ => {}
    }
}
