//! Feeds: what is new, for programs that readers let look. A kind of list is one file that makes a [`Feed`] of what its page shows, a form
//! of feed is one file that prints it.

pub(crate) mod announced;
pub(crate) mod edition;
pub(crate) mod opml;
pub(crate) mod private;
pub(crate) mod search;
pub(crate) mod shelf;
pub(crate) mod topic;
pub(crate) mod trending;

mod atom;
mod call;
mod entry;
mod form;
mod json;
mod rss;

use std::future::Future;

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use domain::{StoredPaper, Timestamp};

use crate::failure::Failure;
use crate::links;
use crate::site::Site;

pub(crate) use call::{Call, origin_in_key};
pub(crate) use form::Form;

use entry::{Entry, sound};

/// What a thing is called that never changes: a tag (RFC 4151) that depends on the thing alone, not on where the site is reached.
const TAG: &str = "tag:newsstand,2026:";

/// A feed, ready to be printed.
#[derive(Debug)]
pub(crate) struct Feed {
    /// A name that never changes, as an IRI.
    id: String,
    site: String,
    title: String,
    /// A sentence on what is in it.
    words: String,
    /// The address of the feed.
    own: String,
    /// The address of the page that shows the same.
    page: String,
    /// The hub that tells its subscribers when it has changed (WebSub, section 4).
    hub: Option<String>,
    entries: Vec<Entry>,
}

/// What a feed says of itself.
#[derive(Debug, Default)]
pub(crate) struct Heading {
    /// What the list is called; empty: as the site.
    pub(crate) title: String,
    /// A sentence on what is in it.
    pub(crate) words: String,
    /// The address behind whose path the extension stands.
    pub(crate) address: String,
    /// The address of the page that shows the same.
    pub(crate) page: String,
}

impl Feed {
    /// The feed of these papers in their order.
    pub(crate) fn new<'a>(
        call: &Call,
        heading: &Heading,
        papers: impl IntoIterator<Item = &'a StoredPaper>,
    ) -> Result<Self, Failure> {
        let name = &call.site.settings().title;
        let own = links::feed(&heading.address, call.form);
        let title = if heading.title.is_empty() { name.clone() } else { format!("{} · {name}", heading.title) };
        Ok(Self {
            id: call.site.absolute(&own).unwrap_or_else(|| format!("{TAG}{own}")),
            site: sound(name),
            title: sound(&title),
            words: sound(&heading.words),
            own: call.whole(&own),
            page: call.whole(&heading.page),
            hub: call.site.settings().hub.clone(),
            entries: papers.into_iter().map(|stored| Entry::of(stored, call)).collect::<Result<_, _>>()?,
        })
    }

    /// When the newest entry changed.
    fn updated(&self) -> Option<Timestamp> {
        self.entries.iter().filter_map(|entry| entry.updated).max()
    }

    /// The same where a time must be said (RFC 4287, 4.1.1).
    fn updated_or_epoch(&self) -> Timestamp {
        self.updated().unwrap_or_default()
    }

    /// The hub and the feed itself, as a subscriber looks for them first (WebSub, section 4; RFC 8288).
    fn links(&self) -> Option<HeaderValue> {
        let hub = self.hub.as_ref()?;
        HeaderValue::try_from(format!("<{hub}>; rel=\"hub\", <{}>; rel=\"self\"", self.own)).ok()
    }

    fn print(&self, form: Form) -> Result<Response, Failure> {
        let body = match form {
            Form::Atom => atom::print(self)?,
            Form::Rss => rss::print(self)?,
            Form::Json => json::print(self)?,
        };
        let mut response = ([(header::CONTENT_TYPE, form.content_type())], body).into_response();
        if let Some(links) = self.links() {
            response.headers_mut().insert(header::LINK, links);
        }
        Ok(response)
    }
}

/// The feeds at an address of their own.
pub(crate) fn alone<F, R>(feed: F) -> MethodRouter<Site>
where
    F: Fn(Call) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<Feed, Failure>> + Send + 'static,
{
    get(move |State(site): State<Site>, request: Request| answer(feed.clone(), site, request))
}

/// A page whose address with the name of a form behind it is its feed.
pub(crate) fn beside<P, T, F, R>(page: P, feed: F) -> MethodRouter<Site>
where
    P: Handler<T, Site>,
    T: 'static,
    F: Fn(Call) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<Feed, Failure>> + Send + 'static,
{
    get(move |State(site): State<Site>, request: Request| {
        let (page, feed) = (page.clone(), feed.clone());
        async move {
            match Form::of(request.uri().path()) {
                Some(_) => answer(feed, site, request).await,
                None => page.call(request, site).await,
            }
        }
    })
}

async fn answer<F, R>(feed: F, site: Site, request: Request) -> Response
where
    F: Fn(Call) -> R,
    R: Future<Output = Result<Feed, Failure>>,
{
    let call = Call::read(site, &request);
    let made = async move {
        let call = call?;
        let form = call.form;
        feed(call).await?.print(form)
    };
    made.await.unwrap_or_else(plainly)
}

/// Says of a failure that it is told in plain words: programs read feeds, not pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plainly;

/// A failure to be told in plain words.
fn plainly(failure: Failure) -> Response {
    let mut response = failure.into_response();
    response.extensions_mut().insert(Plainly);
    response
}

/// A failure in plain words.
pub(crate) fn failure(failure: &Failure) -> Response {
    let hint = failure.hint.as_ref().map(|hint| format!("hint: {hint}\n")).unwrap_or_default();
    let status: StatusCode = failure.status;
    (status, format!("{}\n{hint}", failure.message)).into_response()
}
