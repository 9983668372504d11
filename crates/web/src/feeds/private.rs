//! `/letters/WORD/feed.atom`: a reader's own feed of what a subscription holds. Who knows the word can read it, and do nothing else.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::{EngineError, PostError, PrivateFeed, Theme};
use xxhash_rust::xxh3::xxh3_64;

use super::entry::{Entry, sound};
use super::{Call, Feed, TAG, plainly};
use crate::cache::matches;
use crate::failure::Failure;
use crate::links;
use crate::pages::Segment;
use crate::site::Site;

/// The largest feed that is made.
const MOST_BYTES: usize = 16 << 20;

/// Answers with the feed; whoever only asks about it (`HEAD`) is shown nothing.
pub(crate) async fn answer(State(site): State<Site>, Segment(word): Segment, request: Request) -> Response {
    let is_fetched = request.method() == Method::GET;
    let call = Call::read(site, &request);
    let asked = request.into_parts().0.headers;
    let made = async move { made(&call?, &word, (is_fetched, &asked)).await };
    made.await.unwrap_or_else(plainly)
}

async fn made(call: &Call, word: &str, (is_fetched, asked): (bool, &HeaderMap)) -> Result<Response, Failure> {
    if !call.site.settings().letters {
        return Err(Failure::not_found("no_letters", "this site sends no letters"));
    }
    let now = call.site.now().0;
    let found = call.site.newsstand().private_feed(word, is_fetched, now).await.map_err(|error| match error {
        EngineError::Post(PostError::Unknown) => {
            Failure::not_found("no_such_feed", "there is no such feed: it was removed, or has another address now")
        }
        other => other.into(),
    })?;
    let theme = call.site.newsstand().theme(&found.subscription.subject).await?;
    let printed = feed(call, word, (&theme, &found))?.print(call.form)?;
    private(printed, asked).await
}

fn feed(call: &Call, word: &str, (theme, found): (&Theme, &PrivateFeed)) -> Result<Feed, Failure> {
    let subscription = &found.subscription;
    let name = &call.site.settings().title;
    let about = &theme.words;
    let entry = |(entry, came): &(engine::Entry, domain::Timestamp)| {
        let mut shown = Entry::of(&entry.stored, call)?;
        shown.updated = Some(*came);
        shown.content = format!("<p>{}</p>{}", escaped(&sound(&entry.why)), shown.content);
        Ok(shown)
    };
    Ok(Feed {
        // The word may change, the feed stays the same.
        id: format!("{TAG}/letters/feed/{}", subscription.key.0),
        site: sound(name),
        title: sound(&format!("{about} · {name}")),
        words: sound(&format!("What {name} has for you: {about}. This address is yours alone.")),
        own: call.whole(&links::feed(&format!("/letters/{word}/feed"), call.form)),
        page: call.whole(&links::subject(&subscription.subject)),
        // Nobody else is told of it.
        hub: None,
        entries: found.papers.iter().map(entry).collect::<Result<_, Failure>>()?,
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What is one reader's is kept by nobody on the way and found by no search engine; whoever has it already is told so.
async fn private(response: Response, asked: &HeaderMap) -> Result<Response, Failure> {
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, MOST_BYTES).await.map_err(|_| Failure::internal())?;
    let tag = HeaderValue::try_from(format!("\"{:016x}\"", xxh3_64(&body))).map_err(|_| Failure::internal())?;
    let is_known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, Some(&tag)));
    parts.headers.insert(header::ETAG, tag);
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    parts.headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        return Ok((parts, ()).into_response());
    }
    Ok((parts, body).into_response())
}
