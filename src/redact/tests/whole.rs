//! Names of inputs and places in them, where many values stand together.

use super::*;

/// Names of people are words, and files are called as their owners like.
#[test]
fn an_input_is_named_in_no_sentence() {
    let names = [
        "Jo",
        "JO",
        "Grant",
        "李娜",
        "陈",
        "Theo \"Ted\" Marchand/x.txt",
        "Pat Rivera/mail.har",
        "grant",
    ];
    let mut redactor = Redactor::new(&key());
    let stands = names.map(|name| redactor.input(name));
    redactor.learn();
    for (name, stand) in names.iter().zip(&stands).take(7) {
        for said in [
            "Nothing was read: {}: it is empty.",
            "Open: {} could not be read; {}.",
            "{}",
        ] {
            let shown = redactor.sentence(&said.replace("{}", name));
            assert_eq!(shown, said.replace("{}", stand), "{name}");
        }
    }
    let ours = "grant it no access";
    assert_eq!(redactor.sentence(ours), ours);
}

#[test]
fn a_place_keeps_the_members_and_not_the_path_of_a_call() {
    let mut redactor = Redactor::new(&key());
    redactor.learn();
    let call = "entry 3 (GET graph.microsoft.com/v1.0/drive/root:/Payroll/Theo-Marchand:/content) header Authorization";
    let shown = redactor.place(call);
    for goes in ["Payroll", "Theo", "Marchand"] {
        assert!(!shown.contains(goes), "{shown}");
    }
    assert!(
        shown.starts_with("entry 3 (GET graph.microsoft.com/v1.0/"),
        "{shown}"
    );
    assert!(shown.ends_with(") header Authorization"), "{shown}");
    for stays in [
        "/log/entries/3",
        "line 3 column AuditData",
        "row 2 column access_token",
    ] {
        assert_eq!(redactor.place(stays), stays);
    }
}
