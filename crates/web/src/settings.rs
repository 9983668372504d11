//! What the operator decides about the pages.

use std::fmt;
use std::sync::Arc;

use domain::{Timestamp, Wish};
use engine::{AskLimits, Composed, Theme};

type Look = dyn Fn((&Theme, &Wish), &Composed, Timestamp) -> Result<String, String> + Send + Sync;

/// Prints how a letter looks, as HTML: about what and how wished, with which papers, and when. Letters are not the business of this crate.
#[derive(Clone)]
pub struct LetterLook(Arc<Look>);

impl LetterLook {
    /// Looks that are printed so.
    pub fn new(
        look: impl Fn((&Theme, &Wish), &Composed, Timestamp) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(look))
    }

    /// A letter's HTML.
    pub(crate) fn print(&self, of: (&Theme, &Wish), with: &Composed, now: Timestamp) -> Result<String, String> {
        (self.0)(of, with, now)
    }
}

impl fmt::Debug for LetterLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterLook")
    }
}

/// How the site presents itself.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that an operator sets by itself")]
pub struct WebSettings {
    /// The name in the masthead.
    pub title: String,
    /// Whether rows show the pictures that sources give; they are fetched by the reader's browser from `https` addresses.
    pub show_images: bool,
    /// Whether the transformer looks at the best papers of each search once more, where the address does not say otherwise.
    pub rerank: bool,
    /// The address under which the site is reached, without a slash at its end: canonical links need it, and
    /// feeds wherever the host that a request names is not the whole truth.
    pub base_url: Option<String>,
    /// How many bytes of finished pages are kept; 0 keeps none.
    pub page_cache_bytes: u64,
    /// Whether letters are sent, so that readers can ask for them.
    pub letters: bool,
    /// How a letter looks, so that readers can see it before they ask for it.
    pub letter_look: Option<LetterLook>,
    /// How often letters may be asked for.
    pub ask_limits: AskLimits,
    /// The header in which a proxy before this server names whoever asks, if there is one: it is believed.
    pub client_header: Option<String>,
    /// Whether it is noted what readers search for.
    pub search_log: bool,
    /// The WebSub hub that feeds name; it needs `base_url`.
    pub hub: Option<String>,
    /// Who knows it sees the operator's pages; without one there are none.
    pub operator_key: Option<String>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            title: "Newsstand".to_owned(),
            show_images: false,
            rerank: false,
            base_url: None,
            page_cache_bytes: 64 << 20,
            letters: false,
            letter_look: None,
            ask_limits: AskLimits::default(),
            client_header: None,
            search_log: false,
            hub: None,
            operator_key: None,
        }
    }
}
