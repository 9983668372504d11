//! The form of the search, with examples of what can be asked.

use askama::Template;

use super::examples::{self, Way};
use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::link::{Block, Link, Tag};
use crate::views::numbers::counted;
use crate::views::shell::{Section, Shell};

/// Categories offered beside an empty form.
const CATEGORIES: usize = 16;

#[derive(Template)]
#[template(path = "search_form.html")]
struct FormPage {
    shell: Shell,
    sub: String,
    ways: Vec<Way>,
    blocks: Vec<Block>,
}

pub(super) async fn form(site: &Site) -> Answer {
    let totals = site.newsstand().totals().await?;
    let categories = site.newsstand().categories().await?;
    let link = |(id, count): &(String, u64)| {
        let tag = Tag::category(id);
        Link::new(tag.href, tag.name).counting(*count)
    };
    let mut shell = Shell::load(site, Section::Search, "Search").await?;
    shell.canonical = site.absolute("/papers");
    shell.own_search = true;
    let sub = format!("{} {} here.", counted(totals.papers, "paper"), if totals.papers == 1 { "is" } else { "are" });
    let ways = examples::ways(site).await?;
    let categories = Block::new("Categories", categories.iter().take(CATEGORIES).map(link).collect());
    pages::print(&FormPage { shell, sub, ways, blocks: categories.into_iter().collect() })
}
