//! Texts of errors: who was refused where, with what, and why.

use super::*;

#[test]
fn who_was_refused_where_with_what() {
    let text = format!(
        "AADSTS50020: User account 'x' from identity provider 'https://sts.windows.net/{OTHER}/' does not exist in tenant \
         'Contoso' and cannot access the application '04b07795-8ddb-461a-bbee-02f9e1bf7b46'(Azure CLI) in that tenant. \
         Trace ID: {OWN} Correlation ID: {OTHER} Timestamp: 2026-11-20 09:14:02Z"
    );
    let meaning = first(&text);
    assert_eq!(named(&meaning, "tenant")[0].0, "Contoso");
    let provider = &named(&meaning, "identity provider")[0];
    assert!(provider.1.starts_with("the account's home"), "{provider:?}");
    assert_eq!(named(&meaning, "application")[0].1, "Microsoft Azure CLI");
    assert_eq!(named(&meaning, "trace id")[0].0, OWN);
    assert_eq!(named(&meaning, "time")[0].0, "2026-11-20 09:14:02Z");
    let steps = format!("{:?}", meaning.text);
    assert!(
        steps.contains(&format!("az login --tenant {OTHER}")),
        "{steps}"
    );
    // As many arguments, and as JSON writes it.
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    assert_eq!(explain(&words).meanings[0], meaning);
    let escaped = text.replace('\'', "\\u0027");
    assert_eq!(first(&escaped).names, meaning.names);
    let from_a_page = text.replace(' ', "\u{a0}");
    assert_eq!(named(&first(&from_a_page), "trace id")[0].0, OWN);
}

#[test]
fn a_personal_account_in_microsoft_services() {
    let meaning = first(
        "AADSTS50020: User account 'live.com#pat@fabrikam.example' from identity provider 'live.com' does not exist in \
         tenant 'Microsoft Services' and cannot access the application '872cd9fa-d31f-45e0-9eab-6e460a02d1f1' in that tenant.",
    );
    assert!(named(&meaning, "tenant")[0].1.starts_with("f8cdef31-"));
    assert!(
        named(&meaning, "identity provider")[0]
            .1
            .contains("personal")
    );
}

#[test]
fn the_wrong_issuer_for_a_subscription() {
    let meaning = first(&format!(
        "The access token is from the wrong issuer 'https://sts.windows.net/{OWN}/'. It must match the tenant \
         'https://sts.windows.net/{OTHER}/' associated with this subscription."
    ));
    assert!(line(&meaning, "difference").contains(&format!("from {OWN}, and {OTHER} is expected")));
    let steps = format!("{:?}", meaning.text);
    assert!(
        steps.contains(&format!("az login --tenant {OTHER}")),
        "{steps}"
    );
}

#[test]
fn one_tenant_in_two_spellings() {
    let meaning = first(&format!(
        "IDX10205: Issuer validation failed. Issuer: 'https://sts.windows.net/{OWN}/'. Did not match: \
         validationParameters.ValidIssuer: 'https://login.microsoftonline.com/{OWN}/v2.0' or \
         validationParameters.ValidIssuers: 'null'."
    ));
    assert!(line(&meaning, "difference").contains("version 1.0"));
    assert!(meaning.related.contains(&"v1-token-v2-expected"));
    assert_eq!(named(&meaning, "expected issuer").len(), 1);
}

#[test]
fn a_list_of_microsofts_own_tenants() {
    let microsoft = [
        "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
        "e2d54eb5-3869-4f70-8578-dee5fc7331f4",
        "33e01921-4d64-4f8c-a055-5bdaffd5e33d",
        "975f013f-7f24-47e8-a7d3-abc4752bf346",
        "72f988bf-86f1-41af-91ab-2d7cd011db47",
    ];
    let issuers = |tenants: &[&str]| {
        let issuers: Vec<String> = tenants
            .iter()
            .map(|tenant| format!("https://sts.windows.net/{tenant}/"))
            .collect();
        issuers.join(", ")
    };
    let text = |expected: &str| {
        format!(
            "AKV10032: Invalid issuer. Expected one of {expected}, found https://sts.windows.net/{OWN}/."
        )
    };
    let with_vault = [&[OTHER][..], &microsoft].concat();
    let meaning = first(&text(&issuers(&with_vault)));
    assert_eq!(named(&meaning, "expected issuer").len(), 6);
    assert!(line(&meaning, "difference").contains(&format!("{OTHER} is expected")));
    let meaning = first(&text(&issuers(&microsoft)));
    assert!(line(&meaning, "difference").contains("Microsoft's own, none is yours"));
}

#[test]
fn a_text_that_is_no_error_still_names_what_is_known() {
    let text = format!(
        "why does every sign in of ours end up in the directory f8cdef31-a31e-4b4a-93e4-5f571e91255a and not in {OWN} today"
    );
    let meaning = first(&text);
    assert_eq!(meaning.names.len(), 1);
    assert!(meaning.names[0].meaning.contains("Microsoft Services"));
    assert!(!ask("this text of many words names nothing at all that is known").is_known());
}

#[test]
fn a_code_that_is_in_no_table_still_tells_whom_it_names() {
    let meaning = first(&format!(
        "AADSTS99999999: Something new happened to application '04b07795-8ddb-461a-bbee-02f9e1bf7b46' in tenant {OTHER}."
    ));
    assert!(
        meaning.title.contains("AADSTS99999999, not in the table"),
        "{meaning:?}"
    );
    assert!(
        meaning.names.iter().any(|named| named.value == OTHER),
        "{meaning:?}"
    );
}

#[test]
fn a_known_id_behind_many_unknown_ones_is_found() {
    let unknown = (0..30).map(|number| format!("00000000-1111-2222-3333-{number:012}"));
    let text = format!(
        "{} and 04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        unknown.collect::<Vec<_>>().join(" ")
    );
    let meaning = first(&text);
    let named = named(&meaning, "named");
    assert!(named[0].1.contains("Microsoft Azure CLI"), "{named:?}");
}

#[test]
fn what_was_never_filled_in_is_told_from_domains_and_from_what_was_hidden() {
    use super::super::names::audience;
    assert!(audience("{EUII Hidden}").starts_with("hidden by Microsoft"));
    for domain in ["insert-coin.example", "your-tenant.example", "inserts"] {
        assert!(!audience(domain).contains("placeholder"), "{domain}");
    }
    for unset in [
        "<tenant>",
        "{tenant}",
        "your-tenant-id",
        "Enter_the_Application_Id_Here",
        "INSERT_ID",
    ] {
        assert!(audience(unset).contains("placeholder"), "{unset}");
    }
}
