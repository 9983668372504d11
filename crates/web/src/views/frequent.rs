//! What occurs most often in the papers of a page.

use domain::StoredPaper;
use engine::ShelfKind;

use crate::links;
use crate::views::link::{Block, Link, Tag};

/// How many values stand in a block.
const CHOICES: usize = 8;

/// The values that occur most often with how often, at most [`CHOICES`]; equally frequent ones in order of appearance.
pub(crate) fn most_frequent<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counted.push((value, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.truncate(CHOICES);
    counted
}

/// Whose company a shelf keeps: the authors, organisations, categories and keywords that stand on the page more than once
/// beside the shelf's own name.
pub(crate) fn company(kind: ShelfKind, slug: &str, papers: &[StoredPaper]) -> Vec<Block> {
    let authors = || papers.iter().flat_map(|stored| &stored.paper.authors).map(String::as_str);
    let keywords = || papers.iter().flat_map(|stored| &stored.paper.keywords).map(String::as_str);
    let organizations = || papers.iter().filter_map(|stored| stored.paper.organization.as_ref());
    let others = |room: ShelfKind, names: Vec<(&str, usize)>| -> Vec<Link> {
        let tags = names.into_iter().map(|(name, count)| (domain::slug(name), name, count));
        tags.filter(|(other, _, count)| *count > 1 && (room != kind || other != slug))
            .map(|(other, name, _)| Link::new(links::shelf(room, &other), name))
            .collect()
    };
    let categories = most_frequent(papers.iter().filter_map(|stored| stored.paper.categories.first()));
    let categories = categories.into_iter().filter(|(id, _)| kind != ShelfKind::Category || *id != slug);
    let categories = categories.map(|(id, _)| Tag::category(id)).map(|tag| Link::new(tag.href, tag.name)).collect();
    let with = if kind == ShelfKind::Author { "Often with" } else { "Authors" };
    let mut blocks = vec![Block::new("Subjects", categories)];
    blocks.push(Block::new("Keywords", others(ShelfKind::Keyword, most_frequent(keywords()))));
    blocks.push(Block::new(with, others(ShelfKind::Author, most_frequent(authors()))));
    if kind != ShelfKind::Author {
        let names = most_frequent(organizations().map(|organization| organization.name.as_str()));
        blocks.push(Block::new("Organisations", others(ShelfKind::Organization, names)));
    }
    blocks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first() {
        assert_eq!(most_frequent("abcbcc".chars()), [('c', 3), ('b', 2), ('a', 1)]);
    }
}
