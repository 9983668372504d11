//! Authors, organisations, keywords and categories, and which papers stand with each.

use std::collections::BTreeMap;

use domain::{Day, Paper, StoredPaper, key_of, slug};

use super::papers::{Batch, categories};
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Session, Value, clean};
use crate::read::ShelfKind;

/// Stands for a day that is not known: before every other.
const UNKNOWN_DAY: i64 = -2_147_483_648;

/// A paper's place with a shelf: (key of the shelf, shown day, key of the paper).
type Link = (i64, i64, i64);

/// What happens to the shelves of one kind.
#[derive(Default)]
struct Moves {
    /// Places to add (true) or to remove (false). Sorted, so that a batch walks once through the table.
    links: BTreeMap<Link, bool>,
    /// Per shelf its slug and name, and how many papers it gains.
    gains: BTreeMap<i64, (String, String, i64)>,
}

/// Brings the shelves in line with the papers of a batch: only what differs from before is touched.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    for kind in ShelfKind::ALL {
        let mut moves = Moves::default();
        for item in batch.items() {
            if let Some(old) = &item.old {
                moves.remove(kind, item.key, old);
            }
            moves.add(kind, item.key, (&item.write.paper, item.write.shown));
        }
        moves.write(session, kind).await?;
    }
    Ok(())
}

/// Takes a paper from all its shelves.
pub(super) async fn remove(session: &mut Session<'_>, paper: &StoredPaper) -> Result<(), StoreError> {
    for kind in ShelfKind::ALL {
        let mut moves = Moves::default();
        moves.remove(kind, paper.key.0, paper);
        moves.write(session, kind).await?;
    }
    Ok(())
}

impl Moves {
    /// The paper leaves the shelves on which it stood. Must be told before [`add`](Self::add).
    fn remove(&mut self, kind: ShelfKind, key: i64, old: &StoredPaper) {
        for (slug, name) in shelves(kind, &old.paper) {
            let shelf = key_of(&slug);
            if self.links.insert((shelf, day(old.shown), key), false).is_none() {
                self.gain(shelf, (slug, name), -1);
            }
        }
    }

    /// The paper stands on the shelves that it names.
    fn add(&mut self, kind: ShelfKind, key: i64, (paper, shown): (&Paper, Option<Day>)) {
        for (slug, name) in shelves(kind, paper) {
            let shelf = key_of(&slug);
            let link = (shelf, day(shown), key);
            match self.links.get(&link) {
                // It stands there already and stays.
                Some(false) => {
                    self.links.remove(&link);
                }
                // A name that the paper gives twice.
                Some(true) => continue,
                None => {
                    self.links.insert(link, true);
                }
            }
            self.gain(shelf, (slug, name), 1);
        }
    }

    fn gain(&mut self, shelf: i64, (slug, name): (String, String), papers: i64) {
        self.gains.entry(shelf).or_insert((slug, name, 0)).2 += papers;
    }

    async fn write(self, session: &mut Session<'_>, kind: ShelfKind) -> Result<(), StoreError> {
        let sql = kind.sql();
        let links = |wanted: bool| -> Vec<Value> {
            let chosen = self.links.iter().filter(|(_, added)| **added == wanted);
            chosen.flat_map(|((shelf, day, paper), _)| [*shelf, *day, *paper].map(Value::int)).collect()
        };
        let unlink = Bulk { doing: "take papers from their shelves", sql: sql.unlink, columns: 3 };
        unlink.execute(session, links(false)).await?;
        let link = Bulk { doing: "put papers on their shelves", sql: sql.link, columns: 3 };
        link.execute(session, links(true)).await?;
        let gains = self.gains.into_iter().filter(|(_, (_, _, papers))| *papers != 0);
        let gains = gains.flat_map(|(key, (slug, name, papers))| {
            [Value::int(key), Value::Text(Some(slug)), Value::Text(Some(name)), Value::int(papers)]
        });
        let count = Bulk { doing: "count papers on their shelves", sql: sql.count, columns: 4 };
        count.execute(session, gains.collect()).await.map(drop)
    }
}

fn day(shown: Option<Day>) -> i64 {
    shown.map_or(UNKNOWN_DAY, Day::number)
}

/// Slug and name of the shelves of this kind on which a paper stands.
fn shelves(kind: ShelfKind, paper: &Paper) -> Vec<(String, String)> {
    let named = |names: &[String]| {
        let names = names.iter().map(|name| clean(name)).filter(|name| !name.trim().is_empty());
        names.map(|name| (slug(&name), name)).collect()
    };
    match kind {
        ShelfKind::Author => named(&paper.authors),
        ShelfKind::Keyword => named(&paper.keywords),
        ShelfKind::Category => categories(paper).map(|id| (id.clone(), id)).collect(),
        ShelfKind::Organization => paper.organization.iter().map(|it| (clean(&it.slug), clean(&it.name))).collect(),
    }
}
