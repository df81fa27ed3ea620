//! How much of a text is looked at more than once.

use super::*;

/// Reads to the end; how many rows and losses there were.
fn read(documents: &mut Documents) -> (usize, usize) {
    let mut row = Row::default();
    let (mut rows, mut lost) = (0, 0);
    loop {
        match documents.next_row(&mut row) {
            Ok(true) => rows += 1,
            Ok(false) => return (rows, lost),
            Err(_) => lost += 1,
        }
    }
}

fn documents(text: String) -> Documents {
    let head = Head {
        bytes: Vec::new(),
        text: Box::new(io::Cursor::new(text.into_bytes())),
    };
    Documents::new(head, BLOCK, None)
}

#[test]
fn no_text_is_looked_at_over_and_over() {
    const MANY: usize = 20_000;
    let lists = r#"{"value":["#.repeat(MANY);
    let closed = format!("{lists}{{\"a\":1}}{}", "]}".repeat(MANY));
    let unclosed = format!("[\n{}", "{\"b\":\n".repeat(MANY));
    for text in [closed, lists, unclosed] {
        let start: String = text.chars().take(20).collect();
        let mut documents = documents(text);
        read(&mut documents);
        let most = 8 * documents.bytes + AGAIN + LARGEST_ROW as u64;
        assert!(documents.again <= most, "{start}: {}", documents.again);
        assert!(
            documents.again > AGAIN,
            "{start}: it was meant to be too much"
        );
    }
}

#[test]
fn what_nests_little_is_read_to_its_end() {
    let page = r#"{"records":[{"a":1},{"a":2}]}"#;
    let pages = format!(r#"{{"value":[{}]}}"#, [page; 50].join(","));
    let mut documents = documents(pages);
    assert_eq!(read(&mut documents), (100, 0));
    assert!(documents.again < 2 * documents.bytes);
}

/// A record may have thousands of lists of such a name, which make it no wrapper.
#[test]
fn many_lists_of_a_record_are_asked_about_once() {
    let record = format!(
        r#"{{"CreationTime":"t","Operation":"o"{}}}"#,
        r#","value":[]"#.repeat(200_000)
    );
    let mut documents = documents(record);
    assert_eq!(read(&mut documents), (1, 0));
    assert_eq!(documents.again, 0);
}
