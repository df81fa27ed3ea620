//! Documents of earlier runs, one file for each address, below the user's cache folder.
//!
//! Not its job: asking (`authority/online.rs`). Nothing of a token is kept: only public documents,
//! by their address. Several processes may use one folder at once: a file is written beside and
//! renamed, so that nobody ever reads half of one, and one that cannot be read is no document.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use http::header::{AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, LAST_MODIFIED, PRAGMA};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_cache_semantics::{AfterResponse, BeforeRequest, CacheOptions, CachePolicy};
use serde::{Deserialize, Serialize};

use crate::jose::digest::{hex, sha256};
use crate::time::Timestamp;

const SCHEMA: &str = "jwtenant-cache/1";
/// However short an issuer wants its documents kept: a second run within the hour asks nobody.
const AT_LEAST: Duration = Duration::from_secs(60 * 60);
/// However long: keys rotate, and Microsoft's advice is to look once a day.
const AT_MOST: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder with documents.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

/// A document that was kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    schema: String,
    pub url: String,
    /// When it came, or was last confirmed: seconds since 1970.
    fetched: i64,
    policy: CachePolicy,
    sha256: String,
    body: String,
}

impl Cache {
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is kept for this address. A damaged file, or one of another address, is nothing.
    #[must_use]
    pub fn load(&self, url: &str) -> Option<Entry> {
        Entry::read(&self.path(url)).filter(|entry| entry.url == url)
    }

    /// Keeps a document, if its issuer permits that.
    ///
    /// # Errors
    /// When the folder cannot be written; the document is then only not kept.
    pub fn store(&self, entry: &Entry) -> io::Result<()> {
        if !entry.policy.is_storable() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        serde_json::to_writer(&mut file, entry)?;
        file.flush()?;
        file.persist(self.path(&entry.url))
            .map_err(|error| error.error)?;
        Ok(())
    }

    /// Everything that is kept, by address.
    #[must_use]
    pub fn list(&self) -> Vec<Entry> {
        let mut entries: Vec<_> = self.files().filter_map(|path| Entry::read(&path)).collect();
        entries.sort_by(|a, b| a.url.cmp(&b.url));
        entries
    }

    /// Removes everything that is kept, and says how many files that were.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn clear(&self) -> io::Result<usize> {
        let mut removed = 0;
        for path in self.files() {
            fs::remove_file(path)?;
            removed += 1;
        }
        Ok(removed)
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
    }

    fn path(&self, url: &str) -> PathBuf {
        self.folder
            .join(format!("{}.json", hex(&sha256(url.as_bytes()))))
    }
}

impl Entry {
    /// A document that just came.
    #[must_use]
    pub fn new(url: &str, status: u16, headers: &HeaderMap, body: &str, now: Timestamp) -> Self {
        let options = CacheOptions {
            shared: false,
            ..CacheOptions::default()
        };
        let response = response(status, headers);
        let policy = CachePolicy::new_options(&request(url), &response, moment(now), options);
        Self {
            schema: SCHEMA.to_owned(),
            url: url.to_owned(),
            fetched: now.seconds(),
            policy,
            sha256: hex(&sha256(body.as_bytes())),
            body: body.to_owned(),
        }
    }

    fn read(path: &Path) -> Option<Self> {
        let entry: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let is_whole = entry.sha256 == hex(&sha256(entry.body.as_bytes()));
        (entry.schema == SCHEMA && is_whole).then_some(entry)
    }

    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.as_bytes()
    }

    #[must_use]
    pub fn fetched(&self) -> Option<Timestamp> {
        Timestamp::from_seconds(self.fetched)
    }

    /// Whether it may be used without asking. One that comes from the future is not believed.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let allowed = self.fetched().map_or(AT_LEAST, |fetched| {
            self.policy
                .time_to_live(moment(fetched))
                .clamp(AT_LEAST, AT_MOST)
        });
        let age = now.seconds() - self.fetched;
        u64::try_from(age).is_ok_and(|age| age < allowed.as_secs())
    }

    /// The headers that ask whether it is still what it was ([RFC 9111, section 4.3](https://www.rfc-editor.org/rfc/rfc9111#section-4.3)).
    #[must_use]
    pub fn validators(&self, now: Timestamp) -> HeaderMap {
        let mut request = request(&self.url);
        // Our own bounds may find stale what the issuer's own words would keep.
        let ask = HeaderValue::from_static("no-cache");
        request.headers_mut().insert(CACHE_CONTROL, ask);
        match self.policy.before_request(&request, moment(now)) {
            BeforeRequest::Stale { request, .. } => request.headers,
            BeforeRequest::Fresh(_) => HeaderMap::new(),
        }
    }

    /// The same document, confirmed by the issuer just now; nothing if the answer is no confirmation.
    #[must_use]
    pub fn confirmed(&self, headers: &HeaderMap, now: Timestamp) -> Option<Self> {
        let answer = response(304, headers);
        let after = self
            .policy
            .after_response(&request(&self.url), &answer, moment(now));
        match after {
            AfterResponse::NotModified(policy, _) => Some(Self {
                policy,
                fetched: now.seconds(),
                ..self.clone()
            }),
            AfterResponse::Modified(..) => None,
        }
    }
}

fn request(url: &str) -> Request<()> {
    let mut request = Request::new(());
    if let Ok(uri) = url.parse() {
        *request.uri_mut() = uri;
    }
    request
}

/// The answer with the headers that decide on keeping it, and no others: cookies above all.
fn response(status: u16, headers: &HeaderMap) -> Response<()> {
    let mut response = Response::new(());
    if let Ok(status) = status.try_into() {
        *response.status_mut() = status;
    }
    for name in [
        AGE,
        CACHE_CONTROL,
        DATE,
        ETAG,
        EXPIRES,
        LAST_MODIFIED,
        PRAGMA,
    ] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

fn moment(time: Timestamp) -> SystemTime {
    let seconds = u64::try_from(time.seconds()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str =
        "https://login.microsoftonline.com/fabrikam.example/v2.0/.well-known/openid-configuration";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_795_000_000 + seconds).unwrap()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    fn entry(control: &str) -> Entry {
        let headers = headers(&[
            ("cache-control", control),
            ("etag", "\"v1\""),
            ("set-cookie", "fpc=secret"),
        ]);
        Entry::new(URL, 200, &headers, "{}", at(0))
    }

    #[test]
    fn freshness_follows_the_issuer_within_an_hour_and_a_day() {
        let hours = |hours: i64| at(hours * 3600 - 1);
        for (control, fresh, stale) in [
            ("max-age=7200", hours(2), hours(3)),
            ("max-age=60", hours(1), hours(2)),
            ("no-cache", hours(1), hours(2)),
            ("max-age=86400, private", hours(24), hours(25)),
            ("max-age=9999999", hours(24), hours(25)),
        ] {
            let entry = entry(control);
            assert!(entry.is_fresh(fresh) && !entry.is_fresh(stale), "{control}");
        }
        assert!(!entry("max-age=7200").is_fresh(at(-60)));
    }

    #[test]
    fn a_document_is_kept_and_found_without_its_cookies() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("jwtenant"));
        cache.store(&entry("max-age=60")).unwrap();
        assert_eq!(cache.load(URL).unwrap().body(), b"{}");
        assert!(cache.load("https://idp.example/").is_none());
        let text = fs::read_to_string(cache.path(URL)).unwrap();
        assert!(text.contains("v1") && !text.contains("secret"), "{text}");
        assert_eq!((cache.list().len(), cache.clear().unwrap()), (1, 1));
        assert!(cache.load(URL).is_none());
    }

    #[test]
    fn what_must_not_be_stored_or_is_damaged_is_no_document() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned());
        cache.store(&entry("no-store")).unwrap();
        assert!(cache.load(URL).is_none());
        cache.store(&entry("max-age=60")).unwrap();
        let text = fs::read_to_string(cache.path(URL)).unwrap();
        fs::write(cache.path(URL), text.replace("\"{}\"", "\"[]\"")).unwrap();
        assert!(cache.load(URL).is_none());
        fs::write(cache.path(URL), &text[..text.len() / 2]).unwrap();
        assert!(cache.load(URL).is_none());
    }

    #[test]
    fn a_stale_document_is_confirmed_by_its_tag() {
        let entry = entry("max-age=60");
        let asked = entry.validators(at(7200));
        assert_eq!(asked.get("if-none-match").unwrap(), "\"v1\"");
        let confirmed = entry.confirmed(&headers(&[("etag", "\"v1\"")]), at(7200));
        assert!(confirmed.unwrap().is_fresh(at(7300)));
        let other = entry.confirmed(&headers(&[("etag", "\"v2\"")]), at(7200));
        assert!(other.is_none());
    }
}
