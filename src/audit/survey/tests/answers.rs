//! Failed sign-ins of other tenants' accounts, told apart by what the sign-in service answered.

use super::*;

fn failed(id: u32, user: &str, error: &str) -> String {
    let login = sign_in(id, OTHER, user);
    let failed = login.replace("UserLoggedIn", "UserLoginFailed");
    failed.replacen('{', &format!(r#"{{"ErrorNumber":"{error}","#), 1)
}

#[test]
fn each_answer_is_a_group_of_its_own() {
    let survey = surveyed(&[
        failed(1, "pat@fabrikam.example", "50020"),
        failed(2, "pat@fabrikam.example", "65001"),
        failed(3, "PAT@fabrikam.example", "50020"),
    ]);
    let groups = &survey.audit.groups;
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group.error.as_deref(), group.count))
        .collect();
    assert_eq!(told, [(Some("50020"), 2), (Some("65001"), 1)]);
    assert_eq!(groups[0].explanation.id, "foreign-sign-in-failed");
    assert!(groups[0].next_steps()[0].contains("jwtenant explain AADSTS50020"));
}

/// What is no number stays out of a command that people copy.
#[test]
fn only_a_number_goes_into_the_next_step() {
    let survey = surveyed(&[failed(1, "pat@fabrikam.example", "1; rm x")]);
    let steps = survey.audit.groups[0].next_steps();
    assert!(steps[0].contains("AADSTS<number>"), "{steps:?}");
}

/// Of a success the number says nothing, and entries with and without it are alike.
#[test]
fn other_explanations_do_not_look_at_the_number() {
    let with = sign_in(1, OTHER, "pat@fabrikam.example").replacen('{', r#"{"ErrorNumber":"0","#, 1);
    let survey = surveyed(&[with, sign_in(2, OTHER, "pat@fabrikam.example")]);
    assert_eq!(survey.audit.groups.len(), 1);
    assert_eq!(survey.audit.groups[0].error, None);
}
