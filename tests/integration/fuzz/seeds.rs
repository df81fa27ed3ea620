//! Where the fuzz targets begin: the samples, in the forms in which they arrive.
//!
//! Not its job: altering them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use jwtenant::jose::base64url::decode_standard;
use jwtenant::jose::jwks::KeySet;
use serde_json::json;

use super::world;

/// The seeds of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let all = all();
    match target {
        "token" => texts(world::tokens()),
        "input" => with_sizes(&[0xff, 0x10], forms()),
        "har" => [texts(world::tokens()), vec![recording()]].concat(),
        "audit" => with_sizes(&[0xff, 0x40, 0x01], exports()),
        "containers" => with_sizes(&[0x40], exports()),
        "dialects" => exports(),
        "packed" => archives(),
        "discovery" => all_named(all, &["v1.json", "v2.json"]),
        "jwks" => all_named(all, &["keys.json"]),
        "certificate" => certificates(),
        "redact" => [
            exports(),
            texts(world::tokens()),
            all_named(all, &["v2.json"]),
        ]
        .concat(),
        "explain" => words(),
        other => panic!("{other} has no seeds"),
    }
}

type File = (String, Vec<u8>);

/// Every file below `samples/`, by name.
fn all() -> &'static [File] {
    static ALL: OnceLock<Vec<File>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        collect(&world::repository().join("samples"), &mut all);
        all.sort();
        all
    })
}

fn collect(folder: &Path, all: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(&path, all);
        } else {
            let name = path.to_string_lossy().into_owned();
            all.push((name, fs::read(&path).expect("readable")));
        }
    }
}

fn all_named(all: &[File], endings: &[&str]) -> Vec<Vec<u8>> {
    let named = all
        .iter()
        .filter(|(name, _)| endings.iter().any(|ending| name.ends_with(ending)));
    named.map(|(_, bytes)| bytes.clone()).collect()
}

fn texts(texts: &[String]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.clone().into_bytes()).collect()
}

fn with_sizes(sizes: &[u8], seeds: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let seeds = seeds.into_iter();
    seeds
        .map(|seed| [sizes, seed.as_slice()].concat())
        .collect()
}

/// Every export as it stands, in parts, as documents on lines, and in UTF-16.
fn exports() -> Vec<Vec<u8>> {
    let mut exports = Vec::new();
    let mut records = Vec::new();
    for bytes in whole_exports() {
        match serde_json::from_slice(&bytes) {
            Ok(serde_json::Value::Array(documents)) => {
                records.push(documents.iter().map(ToString::to_string).collect());
            }
            _ => {
                exports.extend(parts_of_table(&bytes));
                records.push(documents_in_table(&bytes));
            }
        }
        exports.push(bytes);
    }
    for documents in &records {
        let few: Vec<String> = documents.iter().step_by(37).cloned().collect();
        exports.push(few.join("\n").into_bytes());
        exports.push(format!("[{}]", few.join(",")).into_bytes());
        exports.extend(few.into_iter().map(String::into_bytes));
    }
    let wide = format!("\u{feff}{}", String::from_utf8_lossy(&exports[0]));
    exports.push(wide.encode_utf16().flat_map(u16::to_le_bytes).collect());
    exports
}

fn whole_exports() -> Vec<Vec<u8>> {
    let is_export = |name: &str| {
        !name.contains("authority") && (name.ends_with(".csv") || name.ends_with(".json"))
    };
    let exports = all().iter().filter(|(name, _)| is_export(name));
    exports.map(|(_, bytes)| bytes.clone()).collect()
}

/// The head and some rows of a table, a few times.
fn parts_of_table(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let part = |start: usize| {
        let rows = lines.iter().skip(1 + start).step_by(41).copied();
        let part: String = lines.iter().take(1).copied().chain(rows).collect();
        part.into_bytes()
    };
    (0..3).map(part).collect()
}

fn documents_in_table(bytes: &[u8]) -> Vec<String> {
    let mut table = csv::Reader::from_reader(bytes);
    let rows = table.records().filter_map(Result::ok);
    let cells = rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>());
    cells.filter(|cell| cell.starts_with('{')).collect()
}

fn forms() -> Vec<Vec<u8>> {
    let token = world::healthy();
    let response = json!({"token_type": "Bearer", "access_token": token, "expires_in": 3599});
    let forms = [
        token.to_owned(),
        format!("Authorization: Bearer {token}\r\n"),
        response.to_string(),
        format!("https://app.example/cb#access_token={token}&state=x"),
        format!("curl -H 'Authorization: Bearer {token}' https://graph.microsoft.com/v1.0/me"),
        format!("Cookie: session=1; token={token}"),
        format!("name,token\nkim,{token}\n"),
        format!("TOKEN={token}\nOTHER=1\n"),
        format!("2026-11-20 12:30 sent {token} to somebody\n").repeat(3),
        "AADSTS50020: User account 'kim@tailspin.example' does not exist in tenant".to_owned(),
        token
            .as_bytes()
            .chunks(76)
            .map(String::from_utf8_lossy)
            .collect::<Vec<_>>()
            .join("\r\n"),
    ];
    let mut seeds = texts(&forms);
    seeds.push(recording());
    seeds.push(token.encode_utf16().flat_map(u16::to_le_bytes).collect());
    seeds
}

fn recording() -> Vec<u8> {
    let token = world::healthy();
    json!({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [{
        "startedDateTime": "2026-11-20T12:30:00Z",
        "request": {"method": "POST", "url": format!("https://x.example/?id_token={token}"),
            "headers": [{"name": "authorization", "value": format!("Bearer {token}")}],
            "cookies": [{"name": "t", "value": token}],
            "postData": {"mimeType": "application/x-www-form-urlencoded", "text": format!("assertion={token}")}},
        "response": {"status": 302, "headers": [{"name": "Location", "value": format!("/#access_token={token}")}],
            "redirectURL": "", "content": {"mimeType": "application/json", "encoding": "base64", "text": "e30="}},
    }]}})
    .to_string()
    .into_bytes()
}

fn archives() -> Vec<Vec<u8>> {
    let text = &exports()[0];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text).expect("memory");
    let mut seeds = vec![gzip.finish().expect("memory")];
    for method in [
        zip::CompressionMethod::Stored,
        zip::CompressionMethod::Deflated,
    ] {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        for name in ["a/one.csv", "two.csv"] {
            writer.start_file(name, options).expect("memory");
            writer.write_all(text).expect("memory");
        }
        seeds.push(writer.finish().expect("memory").into_inner());
    }
    seeds
}

fn certificates() -> Vec<Vec<u8>> {
    let sets = all_named(all(), &["keys.json"]);
    let keys = sets
        .iter()
        .flat_map(|set| KeySet::parse(set).expect("a key set").keys);
    let mut certificates: Vec<Vec<u8>> = keys
        .flat_map(|key| key.certificates.clone())
        .filter_map(|text| decode_standard(&text))
        .collect();
    let pair = rcgen::KeyPair::generate().expect("a key");
    let made = rcgen::CertificateParams::default()
        .self_signed(&pair)
        .expect("a certificate");
    certificates.push(made.der().to_vec());
    certificates
}

fn words() -> Vec<Vec<u8>> {
    let words = [
        "AADSTS50020",
        "AADSTS50020: User account 'kim@tailspin.example' from identity provider 'https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/' does not exist in tenant 'Tailspin'. Trace ID: 0c2a4f6e-1b3d-4c5e-8f70-91a2b3c4d500 Correlation ID: 5f7a9c1e-3d5b-4f70-8192-a3b4c5d6e7f8 Timestamp: 2026-11-20 12:30:00Z",
        "a0c73c16-a7e3-4564-9a95-2bdf47383716",
        "UserType 4\nRecordType 15",
        "uti",
        "https://sts.windows.net/3b1c7f5e-9d42-4c86-a0f3-5e7d2b94c618/",
        "Global Administrator",
        "copied-tenant-id",
        "Mail.ReadWrite",
        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS700082\",\"error_codes\":[700082]}",
    ];
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}
