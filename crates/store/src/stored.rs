//! A paper's row: its columns and how it is read back.

use std::collections::HashMap;

use domain::{Counts, Facts, Organization, Paper, PaperKey, StoredPaper};

use crate::StoreError;
use crate::bulk::Bulk;
use crate::dialect::Dialect;
use crate::driver::{Cells, File, Row, Session, Value};

/// The columns of a paper in the order in which [`stored_paper`] reads them, as a literal for `concat!`.
macro_rules! paper_columns {
    () => {
        "p.key, p.votes, p.comments, p.shown_day, p.listed_day, p.published, p.author_count, p.id, p.title, p.authors, \
         p.categories, p.keywords, p.organization, p.organization_name, p.venue, p.comment, p.summary, p.links, p.told, \
         p.facts, p.abstract_text"
    };
}
pub(crate) use paper_columns;

const BY_KEYS: Bulk = Bulk {
    doing: "read papers",
    sql: concat!("SELECT ", paper_columns!(), " FROM papers p WHERE p.key IN ({list})"),
    columns: 1,
};

/// The papers with these keys in the order of the keys; those that do not exist are left out.
pub(crate) async fn papers(session: &mut Session<'_>, keys: &[PaperKey]) -> Result<Vec<StoredPaper>, StoreError> {
    let list: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
    let rows = BY_KEYS.fetch(session, &[], &list).await?;
    let papers = rows.iter().map(stored_paper).collect::<Result<Vec<_>, _>>()?;
    Ok(in_order(keys, papers))
}

/// The same, read on the calling thread.
pub(crate) fn papers_in(file: &File, keys: &[PaperKey]) -> Result<Vec<StoredPaper>, StoreError> {
    let list: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
    let mut papers = Vec::with_capacity(keys.len());
    for query in BY_KEYS.queries(Dialect::Sqlite, &[], &list) {
        papers.extend(file.fetch(&query, "papers", paper_of)?);
    }
    Ok(in_order(keys, papers))
}

/// These papers in the order of the keys. Where a key is there twice its paper is too.
fn in_order(keys: &[PaperKey], papers: Vec<StoredPaper>) -> Vec<StoredPaper> {
    let mut found: HashMap<PaperKey, StoredPaper> = papers.into_iter().map(|paper| (paper.key, paper)).collect();
    let mut last_use: HashMap<PaperKey, usize> = HashMap::with_capacity(keys.len());
    last_use.extend(keys.iter().enumerate().map(|(index, key)| (*key, index)));
    let take = |(index, key): (usize, &PaperKey)| {
        if last_use.get(key) == Some(&index) { found.remove(key) } else { found.get(key).cloned() }
    };
    keys.iter().enumerate().filter_map(take).collect()
}

const IDS: Bulk =
    Bulk { doing: "read ids", sql: "SELECT paper, id FROM paper_ids WHERE paper IN ({list})", columns: 1 };

const LISTS: Bulk =
    Bulk { doing: "read lists", sql: "SELECT DISTINCT paper, list FROM listings WHERE paper IN ({list})", columns: 1 };

/// The papers with these keys, in the order of the keys, with all their ids and lists.
pub(crate) async fn whole_papers(session: &mut Session<'_>, keys: &[PaperKey]) -> Result<Vec<StoredPaper>, StoreError> {
    let mut found = papers(session, keys).await?;
    let list: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
    let places: HashMap<i64, usize> = found.iter().enumerate().map(|(at, paper)| (paper.key.0, at)).collect();
    for row in IDS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "paper_ids");
        if let Some(paper) = places.get(&cells.int()?).and_then(|at| found.get_mut(*at)) {
            paper.ids.push(cells.parsed("id")?);
        }
    }
    for row in LISTS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "listings");
        if let Some(paper) = places.get(&cells.int()?).and_then(|at| found.get_mut(*at)) {
            paper.lists.push(cells.parsed("list")?);
        }
    }
    for paper in &mut found {
        // The two databases do not agree about the order of texts.
        paper.ids.sort_unstable();
        paper.ids.dedup();
        paper.lists.sort_unstable();
        paper.lists.dedup();
    }
    Ok(found)
}

/// Reads a row of the columns of `paper_columns!`.
pub(crate) fn stored_paper(row: &Row) -> Result<StoredPaper, StoreError> {
    paper_of(Cells::of(row, "papers"))
}

fn paper_of(mut cells: Cells<'_>) -> Result<StoredPaper, StoreError> {
    let key = PaperKey(cells.int()?);
    let counts = Counts { votes: cells.small_count("votes")?, comments: cells.small_count("comments")? };
    let shown = cells.optional_day("shown_day")?;
    let listed = cells.optional_day("listed_day")?;
    let published = cells.optional_instant("published")?;
    let author_count = cells.small_count("author_count")?;
    let mut paper = Paper {
        id: cells.parsed("id")?,
        title: cells.text()?.to_owned(),
        authors: cells.json("authors")?,
        categories: cells.json("categories")?,
        keywords: cells.json("keywords")?,
        organization: organization(cells.optional_text()?, cells.optional_text()?),
        venue: cells.optional_text()?.map(str::to_owned),
        comment: cells.optional_text()?.map(str::to_owned),
        summary: cells.optional_text()?.map(str::to_owned),
        links: cells.json("links")?,
        abstract_text: String::new(),
        author_count,
        published,
        facts: Facts::default(),
    };
    let told = cells.json("told")?;
    paper.facts = cells.json("facts")?;
    cells.text()?.clone_into(&mut paper.abstract_text);
    Ok(StoredPaper { counts, shown, listed, told, ..StoredPaper::new(key, paper) })
}

fn organization(slug: Option<&str>, name: Option<&str>) -> Option<Organization> {
    let slug = slug?.to_owned();
    let name = name.map_or_else(|| slug.clone(), str::to_owned);
    Some(Organization { slug, name })
}

/// The keys in the first column of these rows.
pub(crate) fn paper_keys(rows: &[Row]) -> Result<Vec<PaperKey>, StoreError> {
    rows.iter().map(|row| Cells::of(row, "papers").int().map(PaperKey)).collect()
}
