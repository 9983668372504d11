//! Finished pages, kept as long as nothing has changed.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Timestamp;
use jiff::SignedDuration;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use xxhash_rust::xxh3::xxh3_64;

use crate::encoding::Encoding;
use crate::failure::Failure;
use crate::feeds;
use crate::site::Site;

/// Brotli's quality for pages: at 5 it packs better than gzip in about the same time.
const EFFORT: i32 = 5;

/// Longer addresses are not kept: nobody asks for them twice.
const MAX_ADDRESS: usize = 600;

/// Feeds of which is known since when they are as they are.
const FEEDS: usize = 4_096;

/// The largest page that is made at all.
const MAX_PAGE_BYTES: usize = 16 << 20;

/// Under what a page is kept. Everything it depends on is in here, so nothing ever has to be thrown out by hand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct PageKey {
    address: String,
    /// What full addresses begin with, where the page prints any.
    origin: Option<String>,
    /// The engine's version: another one after any change of papers or index.
    version: i64,
    /// The day: which dates carry a year, and what is the future, depends on it.
    day: i64,
    encoding: Encoding,
}

/// A page, ready to be sent.
#[derive(Debug, Clone)]
struct Finished {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<PageKey, Finished> for Weight {
    fn weight(&self, key: &PageKey, page: &Finished) -> u64 {
        // Headers and bookkeeping come to about half a kilobyte.
        (key.address.len() + page.body.len() + 512) as u64
    }
}

/// The finished pages of one site, bounded in bytes.
#[derive(Debug)]
pub(crate) struct PageCache {
    pages: Option<Cache<PageKey, Finished, Weight>>,
    /// Of each feed, its tag and since when it is so.
    since: Cache<String, (HeaderValue, Timestamp)>,
}

impl PageCache {
    /// Keeps at most `bytes`; 0 keeps nothing.
    pub(crate) fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 65_536).unwrap_or(usize::MAX).clamp(16, 65_536);
        let pages = (bytes > 0).then(|| Cache::with_weighter(expected, bytes, Weight));
        Self { pages, since: Cache::new(FEEDS) }
    }

    fn get(&self, key: &PageKey) -> Option<Finished> {
        self.pages.as_ref()?.get(key)
    }

    fn keep(&self, key: PageKey, page: &Finished) {
        if let Some(cache) = &self.pages
            && key.address.len() <= MAX_ADDRESS
        {
            cache.insert(key, page.clone());
        }
    }
}

/// Around every page: answers from the cache, or has the page made, tags and packs it.
pub(crate) async fn pages(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        return next.run(request).await;
    }
    let mut key = PageKey {
        address: request.uri().path_and_query().map_or_else(String::new, |address| address.as_str().to_owned()),
        origin: feeds::origin_in_key(&site, request.uri(), request.headers()),
        version: site.newsstand().version(),
        day: site.now().day_number(),
        encoding: Encoding::preferred(request.headers()),
    };
    let known = Known::of(request.headers());
    if let Some(page) = site.cache().get(&key) {
        return answer(page, &known, is_head);
    }
    let wanted = std::mem::replace(&mut key.encoding, Encoding::Identity);
    let plain = if let Some(page) = site.cache().get(&key) {
        page
    } else {
        *request.method_mut() = Method::GET;
        match finish(next.run(request).await).await {
            Ok(page) => dated(page, &site, &key),
            Err(response) => return *response,
        }
    };
    site.cache().keep(key.clone(), &plain);
    let page = match pack(plain, wanted).await {
        Ok(page) => page,
        Err(failure) => return axum::response::IntoResponse::into_response(failure),
    };
    key.encoding = wanted;
    site.cache().keep(key, &page);
    answer(page, &known, is_head)
}

/// The page in `response` with its headers complete; anything but a successful page is handed back.
async fn finish(response: Response) -> Result<Finished, Box<Response>> {
    let is_page = response.status() == StatusCode::OK;
    if !is_page {
        return Err(Box::new(response));
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_PAGE_BYTES).await else {
        return Err(Box::new(axum::response::IntoResponse::into_response(Failure::internal())));
    };
    let mut headers = parts.headers;
    // Weak: the same page packed in another way is another body but the same page.
    if let Ok(tag) = HeaderValue::try_from(format!("W/\"{:016x}\"", xxh3_64(&body))) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Ok(Finished { headers, body })
}

async fn pack(mut page: Finished, encoding: Encoding) -> Result<Finished, Failure> {
    let Some(name) = encoding.header() else { return Ok(page) };
    let plain = page.body.clone();
    // A page takes some milliseconds to pack: not on the threads that answer others.
    let packed = tokio::task::spawn_blocking(move || encoding.encode(&plain, EFFORT)).await;
    let Ok(Ok(packed)) = packed else { return Err(Failure::internal()) };
    page.headers.insert(header::CONTENT_ENCODING, name);
    page.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(packed.len()));
    page.body = Bytes::from(packed);
    Ok(page)
}

fn answer(page: Finished, known: &Known, is_head: bool) -> Response {
    let Finished { mut headers, body } = page;
    let unchanged = known.is_still(&headers);
    let mut response = Response::new(if unchanged || is_head { Body::empty() } else { Body::from(body) });
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING] {
            headers.remove(name);
        }
    }
    *response.headers_mut() = headers;
    response
}

/// What whoever asks has already.
#[derive(Debug)]
struct Known {
    tags: Option<HeaderValue>,
    since: Option<HeaderValue>,
}

impl Known {
    fn of(headers: &HeaderMap) -> Self {
        let value = |name| headers.get(name).cloned();
        Self { tags: value(header::IF_NONE_MATCH), since: value(header::IF_MODIFIED_SINCE) }
    }

    /// Whether that is what they would get. Who names tags is answered by tags alone (RFC 9110, 13.1.3).
    fn is_still(&self, headers: &HeaderMap) -> bool {
        match (&self.tags, &self.since) {
            (Some(tags), _) => matches(tags, headers.get(header::ETAG)),
            (None, Some(since)) => match (instant(since), headers.get(header::LAST_MODIFIED).and_then(instant)) {
                (Some(since), Some(modified)) => modified <= since,
                _ => false,
            },
            (None, None) => false,
        }
    }
}

fn instant(value: &HeaderValue) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(value.to_str().ok()?).ok().map(|date| date.timestamp())
}

/// The page with the moment since when it is so, if it is a feed. No source tells that moment, and what was new for this process when it
/// began is old for it afterwards: a reader fetches once more than needed. Of what has changed twice in a second none is told, since such a
/// moment could not tell the two apart (RFC 9110, 8.8.2.2).
fn dated(mut page: Finished, site: &Site, key: &PageKey) -> Finished {
    let (Some(tag), Some(origin)) = (page.headers.get(header::ETAG), &key.origin) else { return page };
    let Ok(now) = Timestamp::from_second(site.now().0.as_second()) else { return page };
    let (since, name) = (&site.cache().since, format!("{origin}{}", key.address));
    let at = match since.get(&name) {
        Some((known, at)) if known == *tag => at,
        Some((_, at)) if at >= now => at.checked_add(SignedDuration::from_secs(1)).unwrap_or(at),
        _ => now,
    };
    since.insert(name, (tag.clone(), at));
    let at = Some(at).filter(|at| *at <= now);
    let printed = at.and_then(|at| jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok());
    if let Some(value) = printed.and_then(|date| HeaderValue::try_from(date).ok()) {
        page.headers.insert(header::LAST_MODIFIED, value);
    }
    page
}

/// Whether `If-None-Match` names the tag, compared weakly (RFC 9110, 13.1.2).
pub(crate) fn matches(known: &HeaderValue, tag: Option<&HeaderValue>) -> bool {
    let (Ok(known), Some(Ok(tag))) = (known.to_str(), tag.map(HeaderValue::to_str)) else { return false };
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| strong(one) == strong(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_compare_weakly() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        for known in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(matches(&HeaderValue::from_static(known), Some(&tag)), "{known}");
        }
        for known in ["", "\"ab\"", "abc"] {
            assert!(!matches(&HeaderValue::from_static(known), Some(&tag)), "{known}");
        }
        assert!(!matches(&HeaderValue::from_static("*"), None));
    }

    #[test]
    fn the_cache_stays_within_its_bytes() {
        let cache = PageCache::new(100_000);
        for number in 0..100 {
            let address = format!("/{number}");
            let key = PageKey { address, origin: None, version: 1, day: 1, encoding: Encoding::Identity };
            let page = Finished { headers: HeaderMap::new(), body: Bytes::from(vec![0; 5_000]) };
            cache.keep(key, &page);
        }
        assert!(cache.pages.as_ref().unwrap().weight() <= 100_000);
        assert!(PageCache::new(0).pages.is_none());
    }
}
