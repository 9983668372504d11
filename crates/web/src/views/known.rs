//! Names that a whole question is: of authors, keywords, categories and organisations.

use engine::Page;

use crate::api::suggest;
use crate::failure::Failure;
use crate::site::Site;
use crate::views::link::Link;
use crate::views::numbers::counted;

/// A name that has a page of its own.
#[derive(Debug)]
pub(crate) struct Known {
    /// What it is the name of.
    pub(crate) kind: &'static str,
    pub(crate) link: Link,
    /// `7 papers`.
    pub(crate) papers: String,
}

/// The pages that the whole text is the name of, for the first page of what it finds.
pub(crate) async fn named(site: &Site, (text, page): (&str, Page)) -> Result<Vec<Known>, Failure> {
    if page.number > 1 || text.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<Known> = Vec::new();
    for suggestion in site.newsstand().named(text).await? {
        let Some((kind, href)) = suggest::shelf(&suggestion) else { continue };
        if all.iter().all(|known| known.link.href != href) {
            let name = suggestion.detail.unwrap_or(&suggestion.text);
            all.push(Known { kind, link: Link::new(href, name), papers: counted(suggestion.papers, "paper") });
        }
    }
    Ok(all)
}
