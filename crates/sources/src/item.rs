//! What comes out of reading, and the numbering of lists.

use std::collections::HashMap;

use domain::{Day, ListName, Problem, Record};

/// A paper, or something that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// What the source says about one paper.
    Record(Box<Record>),
    /// A field or a paper that was lost.
    Problem(Problem),
}

impl Item {
    /// The line (or entry) from which it comes.
    pub(crate) fn line(&self) -> u64 {
        match self {
            Self::Record(record) => record.place.line,
            Self::Problem(problem) => problem.place.line,
        }
    }
}

/// The rank of a record that will get its position in the file; real ranks begin with 1.
pub(crate) const RANK_BY_POSITION: Option<u32> = Some(0);

/// The items of one chunk. Papers whose rank is their position in the file do not know it yet: [`Ranks::number`] tells
/// them.
#[derive(Debug)]
#[must_use = "the items come out of Ranks::number"]
pub struct Parsed(pub(crate) Vec<Item>);

/// Counts the papers of each list and day through one file. Chunks may be parsed in any order and on any thread, but are
/// numbered in the order in which they were read.
#[derive(Debug, Default)]
pub struct Ranks(HashMap<(ListName, Day), u32>);

impl Ranks {
    /// The items of the next chunk with their ranks.
    pub fn number(&mut self, parsed: Parsed) -> Vec<Item> {
        let mut items = parsed.0;
        for item in &mut items {
            let Item::Record(record) = item else { continue };
            let Some(listing) = &mut record.listing else { continue };
            if listing.rank == RANK_BY_POSITION {
                let count = self.0.entry((listing.list, listing.day)).or_default();
                *count = count.saturating_add(1);
                listing.rank = Some(*count);
            }
        }
        items
    }
}
