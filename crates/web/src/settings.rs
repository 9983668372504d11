//! What the operator decides about the pages.

/// How the site presents itself.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// The name in the masthead.
    pub title: String,
    /// Whether rows show the pictures that sources give; they are fetched by the reader's browser from `https` addresses.
    pub show_images: bool,
    /// Whether the transformer looks at the best papers of each search once more, where the address does not say otherwise.
    pub rerank: bool,
    /// The address under which the site is reached, without a slash at its end: canonical links need it.
    pub base_url: Option<String>,
    /// How many bytes of finished pages are kept; 0 keeps none.
    pub page_cache_bytes: u64,
    /// Whether it is noted what readers search for.
    pub search_log: bool,
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
            search_log: false,
            operator_key: None,
        }
    }
}
