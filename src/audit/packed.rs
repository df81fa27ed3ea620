//! Packed exports: gzip, wherever it comes from, and zip archives, each entry an export of its own. The
//! one door to `flate2` and `zip`.
//!
//! A packed text can unpack to a thousand times its size. Reading it takes no memory, but time: more
//! than `MOST_RATIO` times what was packed, after the first `SMALL` bytes, is refused.
//!
//! Not its job: what the unpacked text is.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use super::Export;
use super::encoding::{Failed, Source};
use super::extent::{Extent, Part};

/// Logs pack to a tenth or a fiftieth; the best that deflate can do is about a thousandth.
const MOST_RATIO: u64 = 300;
const SMALL: u64 = 64 * 1024 * 1024;

const GZIP: [u8; 2] = [0x1f, 0x8b];
pub(super) const ZIP: [u8; 4] = *b"PK\x03\x04";
/// An archive without entries.
const EMPTY_ZIP: [u8; 4] = *b"PK\x05\x06";

/// The text behind a source: unpacked, if it is gzip (RFC 1952), also of several members.
pub(super) fn unpacked(mut source: Source) -> Source {
    let mut start = Vec::new();
    let failure = source
        .by_ref()
        .take(GZIP.len() as u64)
        .read_to_end(&mut start)
        .err();
    let is_gzip = start == GZIP;
    let start = Cursor::new(start);
    if let Some(error) = failure {
        return Box::new(start.chain(Failed(Some(error))));
    }
    let whole = start.chain(source);
    if !is_gzip {
        return Box::new(whole);
    }
    bounded(whole, |packed| Box::new(MultiGzDecoder::new(packed)))
}

/// Whether a file begins as a zip archive does.
fn is_archive(file: &Arc<Extent>) -> io::Result<bool> {
    let mut start = [0; ZIP.len()];
    let read = read_up_to(&mut Part::whole(file), &mut start)?;
    Ok(read == start.len() && (start == ZIP || start == EMPTY_ZIP))
}

/// The exports in an opened file: the file itself, or the entries of the zip archive that it is, each
/// under the archive's name and its own. What systems put beside files is passed over.
///
/// # Errors
/// The archive is damaged or holds no file, or it is an Excel workbook.
pub fn exports(name: String, file: File) -> io::Result<Vec<Export>> {
    let about = file.metadata()?;
    // Pipes and devices have no places to read at: they are no archives that could be read. What the
    // system makes up when it is read has no length.
    if !about.is_file() || about.len() == 0 {
        return Ok(vec![Export {
            name,
            source: Box::new(file),
            file: None,
            is_named: true,
        }]);
    }
    let file = Arc::new(Extent::of(file)?);
    match is_archive(&file)? {
        true => entries(&name, &file),
        false => Ok(vec![Export::of(name, file)]),
    }
}

fn entries(name: &str, file: &Arc<Extent>) -> io::Result<Vec<Export>> {
    let mut archive = ZipArchive::new(Part::whole(file)).map_err(damaged)?;
    let mut exports = Vec::new();
    let mut places = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        let entry_name = entry.name().map_err(damaged)?.into_owned();
        if entry_name == "[Content_Types].xml" {
            let why = "it is an Excel workbook or another office document; save it as CSV";
            return Err(io::Error::other(why));
        }
        if is_of_a_system(&entry_name) {
            continue;
        }
        let start = entry.data_start().unwrap_or_default();
        let end = start.saturating_add(entry.compressed_size());
        places.push((start, end));
        let part = Part::between(file, start, end);
        let source: Source = if entry.encrypted() {
            failed("the entry is encrypted")
        } else {
            match entry.compression() {
                CompressionMethod::Stored => Box::new(part),
                CompressionMethod::Deflated => {
                    bounded(part, |packed| Box::new(DeflateDecoder::new(packed)))
                }
                _ => failed("the entry is packed in a way that is not read: only deflate is"),
            }
        };
        exports.push(Export {
            name: format!("{name}:{entry_name}"),
            source,
            file: None,
            is_named: false,
        });
    }
    if exports.is_empty() {
        return Err(io::Error::other("the zip archive holds no file"));
    }
    // Else a small archive could be read for ever, each entry in proportion to its own size.
    if do_overlap(places) {
        let why = "entries of the zip archive share their bytes: it is made to be read without end";
        return Err(io::Error::other(why));
    }
    Ok(exports)
}

fn damaged(error: impl fmt::Display) -> io::Error {
    io::Error::other(format!(
        "the zip archive is cut off or damaged, copy it again ({error})"
    ))
}

fn do_overlap(mut places: Vec<(u64, u64)>) -> bool {
    places.retain(|(start, end)| start < end);
    places.sort_unstable();
    places.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

/// Whether a file was put there by a system and not by a person: hidden, or the twin that macOS packs of
/// every file.
#[must_use]
pub fn is_of_a_system(path: &str) -> bool {
    path.split(['/', '\\']).any(|part| {
        part == "__MACOSX" || part.starts_with('.') && !part.trim_matches('.').is_empty()
    })
}

fn failed(why: &str) -> Source {
    Box::new(Failed(Some(io::Error::new(
        io::ErrorKind::Unsupported,
        why,
    ))))
}

fn read_up_to(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match source.read(&mut buffer[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

/// What is unpacked from a source, as long as it is in proportion to it.
fn bounded(packed: impl Read + Send + 'static, unpack: impl FnOnce(Counted) -> Source) -> Source {
    let count = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        source: Box::new(packed),
        count: Arc::clone(&count),
    };
    Box::new(Bounded {
        unpacked: unpack(counted),
        packed: count,
        count: 0,
    })
}

struct Counted {
    source: Source,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

struct Bounded {
    unpacked: Source,
    packed: Arc<AtomicU64>,
    count: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        self.count += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.count > SMALL && self.count / MOST_RATIO > packed {
            let why = format!("it unpacks to more than {MOST_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    fn read(source: Source) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        unpacked(source).read_to_end(&mut text).map(|_| text)
    }

    #[test]
    fn gzip_is_known_by_its_beginning_and_may_have_members() {
        let packed = [gzip(b"{}\n"), gzip(b"[]\n")].concat();
        assert_eq!(read(Box::new(Cursor::new(packed))).unwrap(), b"{}\n[]\n");
        for plain in [&b""[..], b"\x1f", b"{}"] {
            assert_eq!(read(Box::new(Cursor::new(plain))).unwrap(), plain);
        }
    }

    #[test]
    fn a_cut_gzip_is_an_error_after_what_could_be_read() {
        let mut packed = gzip("{\"a\":1}\n".repeat(1000).as_bytes());
        packed.truncate(packed.len() - 6);
        assert!(read(Box::new(Cursor::new(packed))).is_err());
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = gzip(&vec![b' '; 80 * 1024 * 1024]);
        assert!(bomb.len() < 100_000);
        let error = read(Box::new(Cursor::new(bomb))).unwrap_err();
        assert!(error.to_string().contains("300 times"), "{error}");
    }

    fn archive(names: &[&str], method: CompressionMethod) -> File {
        let mut file = tempfile::tempfile().unwrap();
        let mut writer = ZipWriter::new(&mut file);
        let options = SimpleFileOptions::default().compression_method(method);
        for name in names {
            writer.start_file(*name, options).unwrap();
            writer
                .write_all(format!("text of {name}").as_bytes())
                .unwrap();
        }
        writer.finish().unwrap();
        file.rewind().unwrap();
        file
    }

    #[test]
    fn entries_are_exports_and_can_be_read_in_any_order() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let file = archive(&["a/one.csv", "two.json"], method);
            let mut found = exports("x.zip".into(), file).unwrap();
            found.reverse();
            let texts = found.into_iter().map(|export| {
                let text = String::from_utf8(read(export.source).unwrap()).unwrap();
                (export.name, text)
            });
            let texts: Vec<_> = texts.collect();
            assert_eq!(
                texts,
                [
                    ("x.zip:two.json".into(), "text of two.json".into()),
                    ("x.zip:a/one.csv".into(), "text of a/one.csv".to_owned()),
                ]
            );
        }
    }

    #[test]
    fn workbooks_and_damaged_archives_are_said() {
        let file = archive(&["[Content_Types].xml"], CompressionMethod::Stored);
        let error = exports("x.xlsx".into(), file).err().unwrap();
        assert!(error.to_string().contains("Excel"), "{error}");
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"PK\x03\x04 and nothing else").unwrap();
        assert!(exports("x.zip".into(), file).is_err());
        assert!(
            exports("x".into(), tempfile::tempfile().unwrap())
                .unwrap()
                .len()
                == 1
        );
    }

    #[test]
    fn entries_that_share_bytes_are_a_bomb() {
        assert!(!do_overlap(vec![(40, 80), (0, 40), (80, 80), (20, 20)]));
        assert!(do_overlap(vec![(40, 80), (0, 41)]));
        assert!(do_overlap(vec![(0, 40), (0, 40)]));
    }

    #[test]
    fn what_systems_put_beside_files_is_passed_over() {
        let all = [
            "__MACOSX/._a.csv",
            ".DS_Store",
            "b/._a.csv",
            "./b/a.csv",
            "a.csv",
        ];
        let left: Vec<_> = all.iter().filter(|name| !is_of_a_system(name)).collect();
        assert_eq!(left, [&"./b/a.csv", &"a.csv"]);
        let file = archive(&all[..3], CompressionMethod::Stored);
        let error = exports("x.zip".into(), file).err().unwrap();
        assert!(error.to_string().contains("holds no file"), "{error}");
    }
}
