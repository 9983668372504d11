//! The main feeds as they stand, for whoever announces which of them have changed.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::Timestamp;
use engine::Newsstand;
use tower::ServiceExt;
use xxhash_rust::xxh3::xxh3_64;

use crate::feeds::{Form, opml};
use crate::settings::WebSettings;
use crate::site::Site;
use crate::{links, router};

/// The largest feed that is looked at: a day of 500 papers has some two megabytes.
const MOST_BYTES: usize = 16 << 20;

/// A list and its feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainFeed {
    /// The addresses of its feeds, one for each form.
    pub addresses: Vec<String>,
    /// What tells whether anything in them has changed.
    pub digest: u64,
}

/// The feeds that `/feeds.opml` names, in its order. Without `base_url` there are none: an announcement needs whole addresses.
///
/// # Errors
/// Why they could not be made.
pub async fn main_feeds(newsstand: &Newsstand, settings: &WebSettings) -> Result<Vec<MainFeed>, String> {
    let settings = WebSettings { page_cache_bytes: 0, search_log: false, ..settings.clone() };
    let site = Site::new(newsstand.clone(), settings.clone(), Timestamp::now);
    let router = router(newsstand.clone(), settings);
    let mut feeds = Vec::new();
    for page in opml::pages(&site).await.map_err(|failure| failure.message)? {
        let own = links::feed(&page, Form::Atom);
        let request = Request::get(&own).body(Body::empty()).map_err(|error| error.to_string())?;
        let Ok(response) = router.clone().oneshot(request).await;
        // A list that has no papers yet, or whose last one has just gone.
        if response.status() != StatusCode::OK {
            continue;
        }
        let body = axum::body::to_bytes(response.into_body(), MOST_BYTES).await.map_err(|error| error.to_string())?;
        let whole: Option<Vec<String>> =
            Form::ALL.iter().map(|form| site.absolute(&links::feed(&page, *form))).collect();
        feeds.extend(whole.map(|addresses| MainFeed { addresses, digest: xxh3_64(&body) }));
    }
    Ok(feeds)
}
