//! Whether an answer can be a document at all: not a web page, not nothing, not another encoding.
//!
//! Not its job: reading the document (`entra/metadata.rs`, `jose/jwks.rs`).

use serde_json::Value;

use crate::text::clipped;

use super::fault::Cause;

/// So much of an answer is quoted in a message.
const QUOTED: usize = 60;

/// Checks the body of a successful answer. The content type is not asked: what is JSON is read.
pub fn check(status: u16, body: &[u8]) -> Result<(), Cause> {
    let body = body
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(body)
        .trim_ascii();
    if body.is_empty() {
        return Err(Cause::Empty(status));
    }
    let text = std::str::from_utf8(body).map_err(|_| Cause::NotUtf8)?;
    if text.contains('\0') {
        // UTF-16 of ASCII characters is valid UTF-8 with a NUL beside each.
        return Err(Cause::NotUtf8);
    }
    match text.as_bytes().first() {
        Some(b'{' | b'[') => Ok(()),
        Some(b'<') => Err(Cause::WebPage(title(text))),
        _ => Err(Cause::NotJson(clipped(text, QUOTED))),
    }
}

/// What an answer of failure says: Entra ID's own code if there is one, a web page, or the status.
pub fn refusal(status: u16, retry_after: Option<&str>, body: &[u8]) -> Cause {
    if status == 429 {
        return Cause::TooMany(retry_after.map(|value| clipped(value, QUOTED)));
    }
    match sts_code(body) {
        Some(90002) => Cause::NoSuchTenant,
        Some(900_023) => Cause::NoTenantName,
        Some(code) => Cause::Refusal(code),
        None => Cause::Status(status),
    }
}

/// The AADSTS number of an error document: `error_codes`, or the text in older bodies without it.
fn sts_code(body: &[u8]) -> Option<u64> {
    let document: Value = serde_json::from_slice(body).ok()?;
    let listed = document
        .get("error_codes")
        .and_then(|codes| codes.get(0))
        .and_then(Value::as_u64);
    listed.or_else(|| {
        let text = document.get("error_description")?.as_str()?;
        let (_, rest) = text.split_once("AADSTS")?;
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        rest[..end].parse().ok()
    })
}

fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    let title = page[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!title.is_empty()).then(|| clipped(&title, QUOTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_says_what_it_is() {
        assert_eq!(check(200, b"\xEF\xBB\xBF {\"a\":1}"), Ok(()));
        assert_eq!(check(204, b""), Err(Cause::Empty(204)));
        assert_eq!(check(200, b" \r\n"), Err(Cause::Empty(200)));
        assert_eq!(check(200, b"{\0\"\0"), Err(Cause::NotUtf8));
        assert_eq!(check(200, b"{\"a\":\"\xE9\"}"), Err(Cause::NotUtf8));
        assert_eq!(
            check(200, b"<!doctype html><TITLE lang=en> Sign\n in</title>"),
            Err(Cause::WebPage(Some("Sign in".into())))
        );
        assert_eq!(check(200, b"oops"), Err(Cause::NotJson("oops".into())));
    }

    #[test]
    fn entra_says_why_it_refuses() {
        let listed = br#"{"error":"invalid_tenant","error_codes":[90002]}"#;
        assert_eq!(refusal(400, None, listed), Cause::NoSuchTenant);
        let older =
            br#"{"error":"invalid_request","error_description":"AADSTS900023: Specified tenant"}"#;
        assert_eq!(refusal(400, None, older), Cause::NoTenantName);
        assert_eq!(refusal(404, None, b"<html>"), Cause::Status(404));
        assert_eq!(
            refusal(429, Some("3600"), b"").to_string(),
            "it answered with status 429, too many requests; it asks to wait 3600 s"
        );
    }
}
