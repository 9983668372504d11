//! What was put together, what is to stay apart, and what is doubtful.

use std::collections::BTreeMap;

use domain::{ListName, PaperId, PaperKey, SourceKind, Timestamp};

use super::changes::take_numbers;
use super::listings::NO_RANK;
use super::said::stored_key;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};
use crate::read::{Merge, Standing, Words};

/// That two descriptions became one paper, to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeNote {
    /// The paper that both are now.
    pub paper: PaperKey,
    /// Why, in words.
    pub why: String,
    /// The paper as it was before, as its reader understands it.
    pub kept: String,
    /// What joined it, likewise.
    pub joined: String,
}

/// What a record said, to be kept as long as its paper is one of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsNote {
    /// The paper.
    pub paper: PaperKey,
    /// Who says it.
    pub source: SourceKind,
    /// The source's own name of the record.
    pub source_key: String,
    /// What it says, as its reader understands it.
    pub said: String,
}

/// That two papers may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtNote {
    /// One of them.
    pub one: PaperKey,
    /// The other.
    pub other: PaperKey,
    /// Why, in words.
    pub why: String,
}

const MERGES: Bulk = Bulk {
    doing: "write merges",
    sql: "INSERT INTO merges (number, paper, at, why, kept, joined) VALUES {rows}",
    columns: 6,
};
const WORDS: Bulk = Bulk {
    doing: "keep words",
    sql: "INSERT INTO words (source, source_key, paper, at, said) VALUES {rows} \
          ON CONFLICT (source, source_key) DO UPDATE SET paper = excluded.paper, at = excluded.at, said = excluded.said",
    columns: 5,
};
const DOUBTS: Bulk = Bulk {
    doing: "write doubts",
    sql: "INSERT INTO doubts (one, other, at, why) VALUES {rows} ON CONFLICT (one, other) DO NOTHING",
    columns: 4,
};
const APART: Bulk = Bulk {
    doing: "write papers apart",
    sql: "INSERT INTO apart (one, other, at) VALUES {rows} ON CONFLICT (one, other) DO NOTHING",
    columns: 3,
};
const LISTINGS: Bulk = Bulk {
    doing: "read listings",
    sql: "SELECT paper, list, day, place FROM listings WHERE paper IN ({list})",
    columns: 1,
};
const OBSERVATIONS: Bulk = Bulk {
    doing: "read observations",
    sql: "SELECT paper, source, at, votes, comments FROM observations WHERE paper IN ({list})",
    columns: 1,
};
const RECORDS: Bulk = Bulk {
    doing: "read provenance",
    sql: "SELECT paper, source, source_key FROM provenance WHERE paper IN ({list})",
    columns: 1,
};

/// Writes down merges.
pub(super) async fn note(session: &mut Session<'_>, notes: &[MergeNote], at: Timestamp) -> Result<(), StoreError> {
    if notes.is_empty() {
        return Ok(());
    }
    let first = take_numbers(session, "merge", notes.len()).await?;
    let row = |(number, note): (i64, &MergeNote)| {
        let texts = [&note.why, &note.kept, &note.joined].map(|text| Value::text(text));
        [Value::int(number), Value::int(note.paper.0), Value::instant(at)].into_iter().chain(texts)
    };
    MERGES.execute(session, (first..).zip(notes).flat_map(row).collect()).await.map(drop)
}

/// Keeps what records said; the last words of each stand.
pub(super) async fn keep(session: &mut Session<'_>, notes: &[WordsNote], at: Timestamp) -> Result<(), StoreError> {
    let last: BTreeMap<(&str, String), &WordsNote> =
        notes.iter().map(|note| ((note.source.as_str(), stored_key(&note.source_key)), note)).collect();
    let row = |((source, key), note): ((&str, String), &WordsNote)| {
        let words = [Value::int(note.paper.0), Value::instant(at), Value::text(&note.said)];
        [Value::text(source), Value::Text(Some(key))].into_iter().chain(words).collect::<Vec<_>>()
    };
    WORDS.execute(session, last.into_iter().flat_map(row).collect()).await.map(drop)
}

/// Writes down doubts, each pair once.
pub(super) async fn doubt(session: &mut Session<'_>, notes: &[DoubtNote], at: Timestamp) -> Result<(), StoreError> {
    let mut rows = BTreeMap::new();
    for note in notes.iter().filter(|note| note.one != note.other) {
        rows.entry((note.one.min(note.other).0, note.one.max(note.other).0)).or_insert(&note.why);
    }
    let row = |((one, other), why): ((i64, i64), &String)| {
        [Value::int(one), Value::int(other), Value::instant(at), Value::text(why)]
    };
    DOUBTS.execute(session, rows.into_iter().flat_map(row).collect()).await.map(drop)
}

/// Says that two papers are not one.
pub(super) async fn part(
    session: &mut Session<'_>,
    (one, other): (PaperKey, PaperKey),
    at: Timestamp,
) -> Result<(), StoreError> {
    let rows = [(one, other), (other, one)];
    let values = rows.iter().flat_map(|(one, other)| [Value::int(one.0), Value::int(other.0), Value::instant(at)]);
    APART.execute(session, values.collect()).await?;
    let sql = "DELETE FROM doubts WHERE one = $1 AND other = $2";
    let query = Query::new("settle a doubt", sql).int(one.min(other).0).int(one.max(other).0);
    session.execute(query).await.map(drop)
}

/// Gives what is known of one paper to another which it became part of; what was doubtful about it is settled.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    for sql in [
        "UPDATE merges SET paper = $2 WHERE paper = $1",
        "UPDATE words SET paper = $2 WHERE paper = $1",
        "INSERT INTO apart (one, other, at) SELECT CAST($2 AS BIGINT), other, at FROM apart WHERE one = $1 AND other <> $2 \
         ON CONFLICT (one, other) DO NOTHING",
        "INSERT INTO apart (one, other, at) SELECT one, CAST($2 AS BIGINT), at FROM apart WHERE other = $1 AND one <> $2 \
         ON CONFLICT (one, other) DO NOTHING",
    ] {
        session.execute(Query::new("hand over merges", sql).int(from.0).int(into.0)).await?;
    }
    for sql in ["DELETE FROM apart WHERE one = $1 OR other = $1", "DELETE FROM doubts WHERE one = $1 OR other = $1"] {
        session.execute(Query::new("hand over merges", sql).int(from.0)).await?;
    }
    Ok(())
}

/// Where papers stand and what was said about them, as it is stored. Papers of which there is nothing are absent.
pub(super) async fn standing(
    session: &mut Session<'_>,
    papers: &[PaperKey],
) -> Result<BTreeMap<PaperKey, Standing>, StoreError> {
    let list: Vec<Value> = papers.iter().map(|paper| Value::int(paper.0)).collect();
    let mut found: BTreeMap<PaperKey, Standing> = BTreeMap::new();
    for row in LISTINGS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "listings");
        let (paper, list, day, place) =
            (PaperKey(cells.int()?), cells.parsed("list")?, cells.day("day")?, cells.int()?);
        let rank = if place == NO_RANK { None } else { u32::try_from(place).ok() };
        found.entry(paper).or_default().listings.push(domain::Listing { list, day, rank });
    }
    for row in OBSERVATIONS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "observations");
        let (paper, source, at) = (PaperKey(cells.int()?), cells.parsed("source")?, cells.instant("at")?);
        let counts = domain::Counts { votes: cells.small_count("votes")?, comments: cells.small_count("comments")? };
        found.entry(paper).or_default().observations.push((source, domain::Observation { counts, at }));
    }
    for row in RECORDS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "provenance");
        let (paper, source) = (PaperKey(cells.int()?), cells.parsed("source")?);
        found.entry(paper).or_default().records.push((source, cells.text()?.to_owned()));
    }
    for standing in found.values_mut() {
        // The rows come in no order.
        standing.listings.sort_unstable_by_key(|listing| (listing.day, listing.list));
        standing.observations.sort_unstable_by_key(|(source, seen)| (seen.at, *source));
        standing.records.sort_unstable();
    }
    Ok(found)
}

/// The merges of a paper by rising number, and the words kept of its records.
pub(super) async fn of(session: &mut Session<'_>, paper: PaperKey) -> Result<(Vec<Merge>, Vec<Words>), StoreError> {
    let sql = "SELECT number, paper, at, why, kept, joined FROM merges WHERE paper = $1 ORDER BY number";
    let rows = session.fetch(Query::new("read merges", sql).int(paper.0)).await?;
    let merges = rows.iter().map(Merge::read).collect::<Result<_, _>>()?;
    let sql = "SELECT source, source_key, at, said FROM words WHERE paper = $1 ORDER BY at, source, source_key";
    let rows = session.fetch(Query::new("read words", sql).int(paper.0)).await?;
    Ok((merges, rows.iter().map(Words::read).collect::<Result<_, _>>()?))
}

/// Takes these ids from a paper, and all its list days and observations, to be written anew. Returns the days.
pub(super) async fn take_apart(
    session: &mut Session<'_>,
    paper: PaperKey,
    ids: &[PaperId],
) -> Result<Vec<(ListName, i64)>, StoreError> {
    for id in ids {
        let sql = "DELETE FROM paper_ids WHERE id = $1 AND paper = $2";
        session.execute(Query::new("take away an id", sql).text(id.as_str()).int(paper.0)).await?;
    }
    let remove = Query::new("take away observations", "DELETE FROM observations WHERE paper = $1");
    session.execute(remove.int(paper.0)).await?;
    let sql = "DELETE FROM listings WHERE paper = $1 RETURNING list, day";
    let rows = session.fetch(Query::new("take away listings", sql).int(paper.0)).await?;
    let day = |row| {
        let mut cells = Cells::of(row, "listings");
        Ok((cells.parsed("list")?, cells.int()?))
    };
    rows.iter().map(day).collect()
}

/// Forgets a merge.
pub(super) async fn forget(session: &mut Session<'_>, number: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM merges WHERE number = $1";
    session.execute(Query::new("forget a merge", sql).int(number)).await.map(drop)
}

/// Says of which paper a merge is, and how that was before.
pub(super) async fn correct(
    session: &mut Session<'_>,
    number: i64,
    (paper, kept): (PaperKey, &str),
) -> Result<(), StoreError> {
    let sql = "UPDATE merges SET paper = $2, kept = $3 WHERE number = $1";
    session.execute(Query::new("correct a merge", sql).int(number).int(paper.0).text(kept)).await.map(drop)
}

/// Forgets what was kept of papers that no merge is left of.
pub(super) async fn forget_words(session: &mut Session<'_>, papers: [PaperKey; 2]) -> Result<(), StoreError> {
    let [one, other] = papers;
    let sql = "DELETE FROM words WHERE (paper = $1 OR paper = $2) \
               AND NOT EXISTS (SELECT 1 FROM merges WHERE merges.paper = words.paper)";
    session.execute(Query::new("forget words", sql).int(one.0).int(other.0)).await.map(drop)
}
