//! Lists of a wrapper, and lists of a record itself.

use super::*;

/// A list of a wrapper's name is a record's own, where other members make it a record, before or after.
#[test]
fn a_list_of_the_record_itself_is_no_wrapper() {
    let own = r#""value":[{"Name":"x"},1]"#;
    let record = r#""CreationTime":"t","Operation":"o""#;
    for text in [
        format!("{{{record},{own}}}"),
        format!("{{{own},{record}}}"),
        format!(r#"{{"a":{{"b":[]}},"records":[{{}}],{own},{record}}}"#),
        format!(r#"{{{own},"AuditData":{{{record}}}}}"#),
        format!(r#"{{{own},"RawEventData":" {{}}"}}"#),
    ] {
        for layout in [
            format!("{text}\n{text}\n"),
            format!("[{text},{text}]"),
            format!("[\n{text},\n{text}\n]"),
            format!("{text}{text}"),
        ] {
            let told = rows(&layout);
            let told: Vec<&str> = told
                .iter()
                .map(|it| it.as_ref().map_or_else(|e| &*e.1, |ok| &*ok.1))
                .collect();
            assert_eq!(told, [&text, &text], "{layout}");
        }
    }
}

#[test]
fn what_is_no_record_wraps_whatever_stands_beside_its_list() {
    let items = r#"{"a":1},{"b":{"c":"]}\""}}"#;
    for text in [
        format!(r#"{{"count":2,"value":[{items}]}}"#),
        format!(r#"{{"value":[{items}],"Operation":"a page","result":"ok","data":null}}"#),
        format!(r#"{{"value":[{items}"#),
    ] {
        let told: Vec<_> = rows(&text).into_iter().map(|it| it.unwrap().1).collect();
        assert_eq!(told, [r#"{"a":1}"#, r#"{"b":{"c":"]}\""}}"#], "{text}");
    }
    // Larger than any row may be.
    let long = format!(
        "{{\"records\":[{}{{}}]}}",
        r#"{"a":"0123456789"},"#.repeat(300_000)
    );
    assert_eq!(rows(&long).len(), 300_001);
}
