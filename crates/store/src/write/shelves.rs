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

/// A paper's place on a shelf: (key of the shelf, shown day, key of the paper).
type Link = (i64, i64, i64);

/// What happens to the shelves of one kind.
struct Moves {
    kind: ShelfKind,
    added: Vec<Link>,
    removed: Vec<Link>,
    /// Of shelves with a row of their own: slug, name, and how many papers they gain.
    gains: BTreeMap<i64, (String, String, i64)>,
}

/// Brings the shelves in line with the papers of a batch: only what differs from before is touched.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    for kind in ShelfKind::ALL {
        let mut moves = Moves::of(kind);
        for item in batch.items() {
            let after = links(kind, item.key, (&item.write.paper, item.write.shown));
            let before = item.old.as_ref().map_or_else(Vec::new, |old| links(kind, item.key, (&old.paper, old.shown)));
            moves.removed.extend(before.iter().filter(|link| after.binary_search(link).is_err()));
            moves.added.extend(after.iter().filter(|link| before.binary_search(link).is_err()));
            moves.count(&item.write.paper, 1);
            if let Some(old) = &item.old {
                moves.count(&old.paper, -1);
            }
        }
        moves.write(session).await?;
    }
    Ok(())
}

/// Takes a paper from all its shelves.
pub(super) async fn remove(session: &mut Session<'_>, paper: &StoredPaper) -> Result<(), StoreError> {
    for kind in ShelfKind::ALL {
        let mut moves = Moves::of(kind);
        moves.removed = links(kind, paper.key.0, (&paper.paper, paper.shown));
        moves.count(&paper.paper, -1);
        moves.write(session).await?;
    }
    Ok(())
}

impl Moves {
    fn of(kind: ShelfKind) -> Self {
        Self { kind, added: Vec::new(), removed: Vec::new(), gains: BTreeMap::new() }
    }

    /// Counts a paper on each of its shelves, or with -1 takes it from the count.
    fn count(&mut self, paper: &Paper, papers: i64) {
        if self.kind.sql().named.is_none() {
            return;
        }
        let mut shelves = named_shelves(self.kind, paper);
        shelves.sort_unstable();
        shelves.dedup_by(|a, b| a.0 == b.0);
        for (slug, name) in shelves {
            self.gains.entry(key_of(&slug)).or_insert((slug, name, 0)).2 += papers;
        }
    }

    async fn write(mut self, session: &mut Session<'_>) -> Result<(), StoreError> {
        let sql = self.kind.sql();
        // In the order of the table, so that a batch walks through it once.
        self.removed.sort_unstable();
        self.added.sort_unstable();
        let unlink = Bulk { doing: "take papers from their shelves", sql: sql.unlink, columns: 3 };
        unlink.execute(session, values(&self.removed)).await?;
        let link = Bulk { doing: "put papers on their shelves", sql: sql.link, columns: 3 };
        link.execute(session, values(&self.added)).await?;
        let Some(named) = sql.named else { return Ok(()) };
        let gains = self.gains.into_iter().filter(|(_, (_, _, papers))| *papers != 0);
        let gains = gains.flat_map(|(key, (slug, name, papers))| {
            [Value::int(key), Value::Text(Some(slug)), Value::Text(Some(name)), Value::int(papers)]
        });
        let count = Bulk { doing: "count papers on their shelves", sql: named.count, columns: 4 };
        count.execute(session, gains.collect()).await.map(drop)
    }
}

fn values(links: &[Link]) -> Vec<Value> {
    links.iter().flat_map(|(shelf, day, paper)| [*shelf, *day, *paper].map(Value::int)).collect()
}

/// Where a paper stands, sorted and each place once.
fn links(kind: ShelfKind, key: i64, (paper, shown): (&Paper, Option<Day>)) -> Vec<Link> {
    let day = shown.map_or(UNKNOWN_DAY, Day::number);
    let link = |slug: &str| (key_of(slug), day, key);
    let named = |names: &[String]| -> Vec<Link> {
        let names = names.iter().filter(|name| !name.trim().is_empty());
        names.map(|name| link(&slug(&clean(name)))).collect()
    };
    let mut links = match kind {
        ShelfKind::Author => named(&paper.authors),
        ShelfKind::Keyword => named(&paper.keywords),
        ShelfKind::Category | ShelfKind::Organization => {
            named_shelves(kind, paper).iter().map(|(slug, _)| link(slug)).collect()
        }
    };
    links.sort_unstable();
    links.dedup();
    links
}

/// Slug and name of the shelves with a row of their own on which a paper stands.
fn named_shelves(kind: ShelfKind, paper: &Paper) -> Vec<(String, String)> {
    match kind {
        ShelfKind::Category => categories(paper).map(|id| (id.clone(), id)).collect(),
        ShelfKind::Organization => paper.organization.iter().map(|it| (clean(&it.slug), clean(&it.name))).collect(),
        ShelfKind::Author | ShelfKind::Keyword => Vec::new(),
    }
}
