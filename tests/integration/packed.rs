//! Packed exports and folders of them, as scripts hand them over.
//!
//! Not its job: unpacking (`src/audit/packed.rs` has its own tests).

use std::fs;
use std::io::Write as _;
use std::path::Path;

use jwtenant::jose::json::parse;

use crate::support::tool::{Run, Tool, repository};

const EXPORT: &str = "samples/wrong-tenant-exo-powershell/unified-audit-log.csv";
const OTHER: &str = "samples/sharepoint-unknown-principal/unified-audit-log.csv";

fn audit(export: &Path) -> Run {
    let common = [
        "--tenant",
        "tailspin.example",
        "--metadata",
        "samples/authority",
        "--json",
    ];
    Tool::new(["audit"]).arg(export).args(common).run()
}

/// Records, and the names of the exports behind the folder's.
fn told(run: &Run, folder: &Path) -> (u64, Vec<String>) {
    let report = parse(run.stdout.as_bytes()).value;
    let exports = report.get("audit").and_then(|audit| audit.get("exports"));
    let mut records = 0;
    let mut names = Vec::new();
    for export in exports.expect("there are exports").items() {
        let text = |name| export.get(name).expect("a member").to_text();
        records += text("records").parse::<u64>().expect("a number");
        let name = text("input");
        let inner = name.strip_prefix(&*folder.to_string_lossy());
        names.push(inner.unwrap_or(&name).to_owned());
    }
    (records, names)
}

fn bytes(export: &str) -> Vec<u8> {
    fs::read(repository().join(export)).expect("a sample")
}

#[test]
fn a_folder_is_read_with_everything_in_it_but_hidden_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("deeper")).expect("a folder");
    fs::create_dir(path(".hidden")).expect("a folder");
    fs::write(path(".hidden/x.csv"), "no export").expect("written");
    fs::write(path("a.csv"), bytes(EXPORT)).expect("written");
    let gzip = fs::File::create(path("deeper/b.csv.gz")).expect("a file");
    let mut gzip = flate2::write::GzEncoder::new(gzip, flate2::Compression::fast());
    gzip.write_all(&bytes(OTHER)).expect("written");
    gzip.finish().expect("written");
    let zip = fs::File::create(path("c.zip")).expect("a file");
    let mut zip = zip::ZipWriter::new(zip);
    let options = zip::write::SimpleFileOptions::default();
    for (name, export) in [("one.csv", EXPORT), ("sub/two.csv", OTHER)] {
        zip.start_file(name, options).expect("written");
        zip.write_all(&bytes(export)).expect("written");
    }
    zip.finish().expect("written");

    let run = audit(folder.path());
    assert_eq!(run.exit_code, 0, "{run:?}");
    let (records, names) = told(&run, folder.path());
    assert_eq!(records, 2 * (241 + 82));
    let expected = [
        "/a.csv",
        "/c.zip:one.csv",
        "/c.zip:sub/two.csv",
        "/deeper/b.csv.gz",
    ];
    assert_eq!(
        names,
        expected.map(|name| name.replace('/', std::path::MAIN_SEPARATOR_STR))
    );
}

#[test]
fn what_cannot_be_unpacked_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = audit(folder.path());
    assert_eq!(run.exit_code, 3, "{run:?}");
    assert!(run.stderr.contains("holds no file"), "{}", run.stderr);
    let damaged = folder.path().join("x.zip");
    fs::write(&damaged, b"PK\x03\x04 and nothing else").expect("written");
    assert_eq!(audit(&damaged).exit_code, 3);
    let cut = folder.path().join("x.gz");
    fs::write(&cut, b"\x1f\x8b\x08").expect("written");
    let run = audit(&cut);
    assert_eq!(run.exit_code, 3, "{run:?}");
}

#[test]
fn what_lies_beside_exports_hides_none_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.csv"), bytes(EXPORT)).expect("written");
    fs::write(path("readme.txt"), "What was exported, and when.\n").expect("written");
    let zip = fs::File::create(path("b.zip")).expect("a file");
    let mut zip = zip::ZipWriter::new(zip);
    let options = zip::write::SimpleFileOptions::default();
    for name in ["two.csv", "__MACOSX/._two.csv"] {
        zip.start_file(name, options).expect("written");
        zip.write_all(&bytes(OTHER)).expect("written");
    }
    zip.finish().expect("written");
    let run = audit(folder.path());
    assert_eq!(run.exit_code, 0, "{run:?}");
    assert_eq!(told(&run, folder.path()).1.len(), 3, "{run:?}");

    // What may be an export and cannot be read leaves a question, and the others are read.
    fs::write(path("c.zip"), b"PK\x03\x04 and nothing else").expect("written");
    let run = audit(folder.path());
    assert_eq!(run.exit_code, 4, "{run:?}");
    assert_eq!(told(&run, folder.path()).0, 241 + 82);
    assert!(
        run.stdout.contains("cut off or damaged, copy it again"),
        "{run:?}"
    );

    let named = Tool::new(["audit"])
        .arg(path("a.csv"))
        .arg(path("readme.txt"))
        .args([
            "--tenant",
            "tailspin.example",
            "--metadata",
            "samples/authority",
        ])
        .run();
    assert_eq!(named.exit_code, 4, "{named:?}");
}

#[test]
fn an_archive_in_a_pipe_is_said() {
    let run = Tool::new(["audit", "-"])
        .stdin(&b"PK\x03\x04\x14\0"[..])
        .run();
    assert_eq!(run.exit_code, 3, "{run:?}");
    assert!(run.stdout.contains("zip archive"), "{run:?}");
}
