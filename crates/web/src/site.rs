//! What every handler holds: the engine, the settings, the cache of finished pages.

use std::sync::Arc;

use domain::Timestamp;
use engine::Newsstand;

use crate::cache::PageCache;
use crate::dates::Now;
use crate::settings::WebSettings;

/// Shared by all requests; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    newsstand: Newsstand,
    settings: WebSettings,
    clock: fn() -> Timestamp,
    cache: PageCache,
}

impl Site {
    /// A site over an open engine.
    pub(crate) fn new(newsstand: Newsstand, mut settings: WebSettings, clock: fn() -> Timestamp) -> Self {
        if let Some(url) = &mut settings.base_url {
            url.truncate(url.trim_end_matches('/').len());
        }
        let cache = PageCache::new(settings.page_cache_bytes);
        Self { inner: Arc::new(Inner { newsstand, settings, clock, cache }) }
    }

    /// The engine.
    pub(crate) fn newsstand(&self) -> &Newsstand {
        &self.inner.newsstand
    }

    /// The operator's settings.
    pub(crate) fn settings(&self) -> &WebSettings {
        &self.inner.settings
    }

    /// The finished pages.
    pub(crate) fn cache(&self) -> &PageCache {
        &self.inner.cache
    }

    /// The present.
    pub(crate) fn now(&self) -> Now {
        Now((self.inner.clock)())
    }

    /// `path` as a full address, where the operator told under which the site is reached.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        self.inner.settings.base_url.as_ref().map(|base| format!("{base}{path}"))
    }
}
