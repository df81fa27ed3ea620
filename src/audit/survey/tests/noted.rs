//! One's own entries that puzzle people.

use super::*;

fn failure(id: u32, user: &str, address: &str) -> String {
    let record = sign_in(id, OWN, user).replace("UserLoggedIn", "UserLoginFailed");
    record.replacen(
        '{',
        &format!(r#"{{"ErrorNumber":"50126","ClientIP":"{address}","#),
        1,
    )
}

fn noted(records: &[String]) -> Vec<(&'static str, u64, usize, Confidence)> {
    let survey = surveyed(records);
    assert!(
        survey.audit.foreign.is_empty(),
        "{:?}",
        survey.audit.foreign
    );
    let groups = survey.audit.noted_groups.iter();
    groups
        .map(|it| (it.explanation.id, it.count, it.users, it.confidence))
        .collect()
}

#[test]
fn many_names_from_one_address_are_guessing_and_a_forgotten_password_is_not() {
    let names = |count: u32| -> Vec<String> {
        (0..count)
            .map(|n| failure(n, &format!("u{n}@tailspin.example"), "203.0.113.9"))
            .collect()
    };
    assert_eq!(noted(&names(4))[0].0, "failed-sign-ins");
    let many = noted(&names(5));
    assert_eq!(many, [("password-guessing", 5, 5, Confidence::Medium)]);
    let again: Vec<_> = (0..50)
        .map(|n| failure(n, "kim@tailspin.example", "203.0.113.9"))
        .collect();
    assert_eq!(noted(&again)[0].0, "failed-sign-ins");
    // Names that do not exist are blank in the log.
    let blank: Vec<_> = (0..9)
        .map(|n| failure(n, "Not Available", "203.0.113.9"))
        .collect();
    assert_eq!(noted(&blank)[0].0, "password-guessing");
}

fn from(record: &str, address: &str) -> String {
    record.replacen('{', &format!(r#"{{"ClientIP":"{address}","#), 1)
}

fn service_call(id: u32, address: &str) -> String {
    let record = sign_in(id, OWN, "kim@tailspin.example").replace(
        "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "cb1bda4c-1213-4e8b-911a-0a8c83c5d3b7",
    );
    from(&record, address)
}

#[test]
fn a_service_calls_from_where_the_person_is_not() {
    let at_home = from(&sign_in(1, OWN, "kim@tailspin.example"), "198.51.100.7");
    let call = || service_call(2, "203.0.113.80");
    let group = |confidence| [("service-address", 1, 0, confidence)];
    assert_eq!(noted(&[call()]), group(Confidence::Low));
    // Whatever comes first in the log.
    assert_eq!(noted(&[at_home.clone(), call()]), group(Confidence::High));
    assert_eq!(noted(&[call(), at_home.clone()]), group(Confidence::High));
    assert_eq!(noted(&[service_call(3, "198.51.100.7"), at_home]), []);
}

fn in_session(id: u32, address: &str, agent: &str) -> String {
    let record = from(&sign_in(id, OWN, "kim@tailspin.example"), address);
    let more = format!(
        r#"{{"DeviceProperties":[{{"Name":"SessionId","Value":"s-1"}}],"ExtendedProperties":[{{"Name":"UserAgent","Value":"{agent}"}}],"#
    );
    record.replacen('{', &more, 1)
}

#[test]
fn a_session_elsewhere_is_noted_with_both_addresses() {
    let records = [
        in_session(1, "198.51.100.7", "Edge"),
        in_session(2, "203.0.113.5", "curl"),
        in_session(3, "203.0.113.6", "curl"),
    ];
    assert_eq!(
        noted(&records),
        [("session-in-two-places", 2, 0, Confidence::Low)]
    );
    let survey = surveyed(&records);
    let evidence = &survey.audit.noted[0].evidence;
    let places: Vec<_> = evidence.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(
        places,
        [
            "audit.DeviceProperties.SessionId",
            "audit.ClientIP",
            "audit.UserAgent"
        ]
    );
    let evidence = &evidence[1];
    assert_eq!(evidence.observed.as_deref(), Some("203.0.113.5"));
    assert_eq!(evidence.expected.as_deref(), Some("198.51.100.7"));
    assert_eq!(noted(&records[1..]), []);
}

#[test]
fn a_success_among_guesses_is_told() {
    let success = |n: u32| from(&sign_in(n, OWN, "u2@tailspin.example"), "203.0.113.9");
    let mut records: Vec<_> = (0..6)
        .map(|n| failure(n, &format!("u{n}@tailspin.example"), "203.0.113.9"))
        .collect();
    records.push(success(90));
    let group = surveyed(&records).audit.noted_groups.remove(0);
    assert_eq!(
        (group.explanation.id, group.succeeded, group.severity),
        ("password-guessing", 1, Severity::High)
    );
    // A few failures and then the right password: forgotten.
    let forgotten = [failure(1, "u2@tailspin.example", "203.0.113.9"), success(2)];
    assert_eq!(noted(&forgotten)[0].0, "failed-sign-ins");
}

/// In the home's own log, too: the tenant that was asked for is another one.
#[test]
fn an_own_user_elsewhere_is_noted_in_the_log_of_either_tenant() {
    let target = format!(r#""TargetContextId":"{OWN}""#);
    let other = format!(r#""TargetContextId":"{OTHER}""#);
    let at_home = sign_in(1, OWN, "kim@tailspin.example").replace(&target, &other);
    let plain = sign_in(2, OWN, "kim@tailspin.example");
    let survey = surveyed(&[at_home, plain]);
    assert!(survey.audit.foreign.is_empty());
    let groups = &survey.audit.noted_groups;
    let told: Vec<_> = groups
        .iter()
        .map(|it| (it.explanation.id, it.count))
        .collect();
    assert_eq!(told, [("own-user-elsewhere", 1)]);
    assert_eq!(groups[0].organization, OTHER.parse().ok());
    assert!(groups[0].next_steps()[0].contains(OTHER));
    let first = &groups[0].evidence[0];
    assert_eq!(
        (&*first.at, first.observed.as_deref()),
        ("audit.TargetContextId", Some(OTHER))
    );
    assert_eq!(first.expected.as_deref(), Some(OWN));
}
