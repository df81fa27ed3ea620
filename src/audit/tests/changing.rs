//! Files that become shorter or longer between their opening and their end: what was read is a true
//! beginning, and what was not is said.

use std::fs::{File, OpenOptions};
use std::io::Write as _;

use super::*;
use crate::audit::packed;
use crate::audit::search::Plan;
use crate::text::grouped;

/// A file under a name, so that it can be changed by another handle.
struct Log {
    file: tempfile::NamedTempFile,
}

impl Log {
    fn new(content: impl AsRef<[u8]>) -> Self {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_ref()).unwrap();
        Self { file }
    }

    fn opened(&self) -> Vec<Export> {
        packed::exports("log".into(), File::open(self.file.path()).unwrap()).unwrap()
    }

    fn cut(&self, length: u64) {
        let file = OpenOptions::new().write(true).open(self.file.path());
        file.unwrap().set_len(length).unwrap();
    }

    fn append(&self, content: impl AsRef<[u8]>) {
        let file = OpenOptions::new().append(true).open(self.file.path());
        file.unwrap().write_all(content.as_ref()).unwrap();
    }
}

/// Every tenth record is of the token's session.
fn record(number: usize) -> Value {
    let mut record = cmdlet(&number.to_string(), "2026-11-20T14:00:00");
    if !number.is_multiple_of(10) {
        record["SessionId"] = json!("another");
    }
    record
}

fn row(record: &Value) -> String {
    format!("1,\"{}\",x\n", record.to_string().replace('"', "\"\""))
}

#[derive(Clone, Copy, Debug)]
enum Laid {
    Lines,
    Table,
    Array,
}

fn laid_out(layout: Laid, count: usize) -> String {
    let records: Vec<Value> = (1..=count).map(record).collect();
    match layout {
        Laid::Lines => lines(&records),
        Laid::Table => format!(
            "a,AuditData,b\n{}",
            records.iter().map(row).collect::<String>()
        ),
        Laid::Array => {
            let texts: Vec<String> = records.iter().map(Value::to_string).collect();
            format!("[{}\n]", texts.join("\n,"))
        }
    }
}

/// How many records end within the text.
fn whole(text: &str) -> u64 {
    let ends = |line: &&str| line.ends_with(['}', 'x']);
    text.lines().filter(ends).count() as u64
}

fn searching(threads: usize) -> Searching {
    Searching {
        in_full: 0,
        block: 1_000,
        threads: Some(threads),
    }
}

fn assert_beginning(audit: &Audit, records: u64, header: u64) {
    let summary = &audit.exports[0];
    assert_eq!(summary.records, records);
    assert_eq!(summary.unreadable, 0, "{:?}", summary.problems);
    assert!(summary.error.is_none(), "{:?}", summary.error);
    let lines: Vec<u64> = audit.matches.iter().map(|found| found.entry.line).collect();
    let expected: Vec<u64> = (1..=records).filter(|number| number % 10 == 0).collect();
    let expected: Vec<u64> = expected.iter().map(|number| number + header).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_file_that_became_shorter_gives_its_beginning_and_says_so() {
    for layout in [Laid::Lines, Laid::Table, Laid::Array] {
        let text = laid_out(layout, 200);
        let header = u64::from(matches!(layout, Laid::Table));
        for cut in [700, 4_000, 4_001, 9_999, text.len() - 3] {
            for (threads, exhaustive) in [(1, true), (1, false), (3, false)] {
                let log = Log::new(&text);
                let exports = log.opened();
                log.cut(cut as u64);
                let options = Options {
                    exhaustive,
                    searching: searching(threads),
                    ..Options::default()
                };
                let audit = trace(exports, &[token()], &options);
                assert_beginning(&audit, whole(&text[..cut]), header);
                let why = audit.exports[0].truncated.clone().unwrap();
                let (from, to) = (grouped(text.len() as u64), grouped(cut as u64));
                assert_eq!(
                    why,
                    format!(
                        "the file became shorter while it was read (from {from} to {to} bytes); \
                         records that end after byte {to} were not read"
                    ),
                    "{layout:?} {threads}"
                );
            }
        }
    }
}

/// It is cut while threads are at work: whatever each of them saw, rows come without a gap up to
/// somewhere, and if that is not the end, it is said.
#[test]
fn a_file_cut_in_the_middle_of_reading_leaves_no_gap() {
    let text = laid_out(Laid::Lines, 30_000);
    let options = Options::default();
    for (threads, cut) in [(1, 0), (1, 3_000_000), (2, 100_000), (3, 0), (3, 2_500_000)] {
        let log = Log::new(&text);
        let plan = Plan::new(&[token()], searching(threads)).unwrap();
        let mut lines = Vec::new();
        let reading = reader::search(log.opened(), &options, Some(&plan), &mut |record, at| {
            let session = record.sessions.first().map(|it| it.value);
            if session.is_some_and(|it| it.eq_ignore_ascii_case(SESSION)) {
                lines.push(at.line);
            }
            if lines.len() == 20 {
                log.cut(cut);
            }
            true
        });
        let summary = &reading.exports[0];
        assert!(summary.error.is_none() && summary.unreadable == 0);
        assert!(summary.records >= 200, "what was read before counts");
        assert!(
            summary.records < 30_000,
            "read to its end before it was cut"
        );
        let expected = (1..=summary.records).filter(|line| line % 10 == 0);
        assert!(lines.iter().copied().eq(expected), "{threads} {cut}");
        let why = summary.truncated.clone().unwrap();
        assert!(why.contains(&format!("to {} bytes", grouped(cut))), "{why}");
    }
}

#[test]
fn a_file_that_was_written_anew_is_told() {
    let text = laid_out(Laid::Lines, 100);
    let log = Log::new(&text);
    let file = std::sync::Arc::new(Extent::of(File::open(log.file.path()).unwrap()).unwrap());
    log.cut(0);
    let mut buffer = [0; 10];
    let error = file.read_at(&mut buffer, 500).unwrap_err();
    assert!(error.to_string().contains("to 0 bytes"), "{error}");
    log.append(text.repeat(2));
    assert!(
        file.shortened()
            .to_string()
            .contains("emptied and written anew")
    );
}

#[test]
fn an_emptied_file_is_an_error_that_says_why() {
    let log = Log::new(laid_out(Laid::Lines, 10));
    let exports = log.opened();
    log.cut(0);
    let audit = trace(exports, &[token()], &Options::default());
    let summary = &audit.exports[0];
    assert!(matches!(
        summary.error,
        Some(ExportError::Read { line: 0, .. })
    ));
    assert!(summary.truncated.as_ref().unwrap().contains("to 0 bytes"));
}

#[test]
fn a_file_that_grew_is_read_as_it_was() {
    let (one, two) = (record(10).to_string(), record(20).to_string());
    let half = &two[..two.len() / 2];
    // At the old end: a whole line, half a record, a whole record without its line end.
    for (start, more, records, unreadable, says) in [
        (format!("{one}\n"), format!("{two}\n"), 1, 0, "was not read"),
        (
            format!("{one}\n{half}"),
            two[half.len()..].to_owned(),
            1,
            1,
            "its last row was half written by then",
        ),
        (
            format!("{one}\n{two}"),
            "\n".to_owned(),
            2,
            0,
            "its last row may have been half written by then",
        ),
    ] {
        let log = Log::new(&start);
        let exports = log.opened();
        log.append(&more);
        let audit = trace(exports, &[token()], &Options::default());
        let summary = &audit.exports[0];
        assert_eq!((summary.records, summary.unreadable), (records, unreadable));
        assert_eq!(summary.truncated, None);
        let note = &summary.problems[0];
        assert_eq!(note.line, 0);
        let grown = format!("the file grew by {} bytes", grouped(more.len() as u64));
        assert!(note.why.starts_with(&grown), "{}", note.why);
        assert!(note.why.ends_with(says), "{}", note.why);
        let broken: Vec<_> = summary.problems[1..]
            .iter()
            .map(|it| (it.line, &*it.why))
            .collect();
        let excused = (
            2,
            "the record was still being written when the file was opened",
        );
        assert_eq!(broken, [excused][..unreadable as usize]);
    }
}

/// A broken row further up is no half record, however much the file grew.
#[test]
fn a_broken_row_before_the_last_one_is_not_excused() {
    let (one, two) = (record(1).to_string(), record(2).to_string());
    let log = Log::new(format!("{one}\n{}\n{two}", &one[..20]));
    let exports = log.opened();
    log.append("\n");
    let audit = trace(exports, &[], &Options::default());
    let whys: Vec<_> = audit.exports[0]
        .problems
        .iter()
        .map(|it| &*it.why)
        .collect();
    assert_eq!(whys[1..], ["the record is cut: its JSON ends too early"]);
}

#[test]
fn packed_files_that_became_shorter_are_told_too() {
    // Letters that do not pack, so that the cut hits the records.
    let noise =
        |number: usize| uuid::Uuid::from_u128((number as u128).wrapping_pow(41)).to_string();
    let text: String = (1..=2_000)
        .map(|number| {
            let mut record = record(number);
            record["Parameters"] = json!(noise(number));
            format!("{record}\n")
        })
        .collect();
    for packed in [gzip(&text), zip(&text)] {
        let log = Log::new(&packed);
        let exports = log.opened();
        log.cut(packed.len() as u64 / 2);
        let audit = trace(exports, &[token()], &Options::default());
        let summary = &audit.exports[0];
        let why = summary.truncated.clone().unwrap_or_default();
        assert!(why.contains("became shorter"), "{summary:?}");
        assert!(summary.records > 100 && summary.records < 2_000);
        assert_beginning(&audit, summary.records, 0);
    }
}

#[test]
fn a_file_of_a_folder_is_as_long_as_when_it_is_first_read() {
    let text = laid_out(Laid::Lines, 20);
    let log = Log::new(&text);
    let file = std::sync::Arc::new(Extent::later(log.file.path().into()));
    let export = Export::of("log".into(), file);
    log.append(&text);
    let audit = trace(vec![export], &[], &Options::default());
    assert_eq!(audit.exports[0].records, 40);
    assert!(audit.exports[0].problems.is_empty());
    let gone = std::sync::Arc::new(Extent::later(log.file.path().with_extension("gone")));
    let audit = trace(
        vec![Export::of("gone".into(), gone)],
        &[],
        &Options::default(),
    );
    assert!(audit.exports[0].error.is_some());
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn zip(text: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("log.jsonl", options).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}
