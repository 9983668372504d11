//! What occurs most often in the papers of a page.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use domain::StoredPaper;
use engine::ShelfKind;

use crate::links;
use crate::views::link::{Block, Link, Tag};

/// How many values stand in a block.
const CHOICES: usize = 8;

/// Authors of a paper that are looked at: the largest collaborations name thousands, of whom none wrote more than another.
const AUTHORS: usize = 60;

/// The values that occur most often with how often, at most [`CHOICES`]; equally frequent ones in order of appearance.
pub(crate) fn most_frequent<T: Eq + Hash>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counted: HashMap<T, (usize, usize)> = HashMap::new();
    for (place, value) in values.enumerate() {
        counted.entry(value).or_insert((0, place)).0 += 1;
    }
    let mut counted: Vec<(T, (usize, usize))> = counted.into_iter().collect();
    counted.sort_unstable_by_key(|(_, (count, place))| (Reverse(*count), *place));
    counted.truncate(CHOICES);
    counted.into_iter().map(|(value, (count, _))| (value, count)).collect()
}

/// Whose company a shelf keeps: the categories of its page, and the keywords, authors and organisations that stand there
/// more than once beside the shelf's own name.
pub(crate) fn company(kind: ShelfKind, slug: &str, papers: &[StoredPaper]) -> Vec<Block> {
    let authors = papers.iter().flat_map(|stored| stored.paper.authors.iter().take(AUTHORS)).map(Named::new);
    let keywords = papers.iter().flat_map(|stored| &stored.paper.keywords).map(Named::new);
    let organizations = papers.iter().filter_map(|stored| stored.paper.organization.as_ref());
    let own = |room: ShelfKind| (room == kind).then_some(slug);
    let others = |room: ShelfKind, names: Vec<(Named<'_>, usize)>| -> Vec<Link> {
        let several = names.into_iter().filter(|(name, count)| *count > 1 && own(room) != Some(&name.slug));
        several.map(|(name, _)| Link::new(links::shelf(room, &name.slug), name.name)).collect()
    };
    let categories = most_frequent(papers.iter().filter_map(|stored| stored.paper.categories.first()));
    let subjects = categories.into_iter().map(|(id, _)| Tag::category(id)).map(|tag| Link::new(tag.href, tag.name));
    let mut blocks = vec![Block::new("Subjects", subjects.collect())];
    blocks.push(Block::new("Keywords", others(ShelfKind::Keyword, most_frequent(keywords))));
    if kind == ShelfKind::Author {
        blocks.push(Block::new("Often with", others(ShelfKind::Author, most_frequent(authors))));
    } else {
        blocks.push(Block::new("Authors", others(ShelfKind::Author, most_frequent(authors))));
        let names = organizations.map(|organization| Named::new(&organization.name));
        blocks.push(Block::new("Organisations", others(ShelfKind::Organization, most_frequent(names))));
    }
    blocks.into_iter().flatten().collect()
}

/// A name that is the same in other capitals.
struct Named<'a> {
    slug: String,
    name: &'a str,
}

impl<'a> Named<'a> {
    fn new(name: &'a String) -> Self {
        Self { slug: domain::slug(name), name }
    }
}

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Named<'_> {}

impl Hash for Named<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.slug.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first() {
        assert_eq!(most_frequent("abcbcc".chars()), [('c', 3), ('b', 2), ('a', 1)]);
    }

    #[test]
    fn capitals_make_no_other_name() {
        let names = ["Planning".to_owned(), "search".to_owned(), "planning".to_owned()];
        let counted = most_frequent(names.iter().map(Named::new));
        let names: Vec<(&str, usize)> = counted.iter().map(|(name, count)| (name.name, *count)).collect();
        assert_eq!(names, [("Planning", 2), ("search", 1)]);
    }
}
