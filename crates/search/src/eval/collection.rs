//! Reading a test collection.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use domain::{Facts, Paper, PaperId, PaperKey, StoredPaper};
use serde::Deserialize;

use super::lines::{each_line, plain_or_compressed};
use crate::SearchError;

/// Papers, queries, and which papers are relevant to which query.
#[derive(Debug)]
pub struct Collection {
    /// The name of its folder.
    pub name: String,
    /// The papers; their keys count from 1.
    pub papers: Vec<StoredPaper>,
    /// The queries that have a relevant paper, in the order of their file.
    pub queries: Vec<Judged>,
    /// For each key, from 1, the id that the files call its paper by; judged papers that the corpus lacks stand at the end.
    ids: Vec<String>,
}

/// A query with its judgements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What the judgements call it.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The relevant papers, with a relevance above 0. A relevant paper that the corpus lacks has a key that no paper has.
    pub relevant: HashMap<PaperKey, u32>,
}

/// A paper's line. Fields that are not known are left out.
#[derive(Deserialize)]
struct PaperLine {
    #[serde(alias = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default, alias = "text")]
    r#abstract: String,
    #[serde(default)]
    authors: Names,
    #[serde(default)]
    keywords: Names,
    #[serde(default)]
    citations: Option<u32>,
    #[serde(default)]
    metadata: Metadata,
}

/// What BEIR's layout leaves to the collections.
#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    authors: Names,
    #[serde(default)]
    keywords: Names,
}

/// Names or keywords: a list, or a text with all of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    List(Vec<String>),
    Text(String),
    Other(serde::de::IgnoredAny),
}

/// A query's line.
#[derive(Deserialize)]
struct QueryLine {
    #[serde(alias = "_id")]
    id: String,
    text: String,
}

impl Collection {
    /// Reads the collection in `dir`; see [`evaluate`](super::evaluate).
    pub fn read(dir: &Path, corpus: &[PathBuf], split: &str) -> Result<Self, SearchError> {
        let own = [plain_or_compressed(dir, "corpus.jsonl")];
        let (mut papers, mut keys) = (Vec::new(), HashMap::new());
        for file in if corpus.is_empty() { &own } else { corpus } {
            each_line(file, &mut |line| read_paper(line, &mut papers, &mut keys))?;
        }
        let mut judgements = read_judgements(&dir.join("qrels").join(format!("{split}.tsv")), &mut keys)?;
        let mut queries = Vec::new();
        each_line(&plain_or_compressed(dir, "queries.jsonl"), &mut |line| {
            let query: QueryLine = parse(line)?;
            let relevant = judgements.remove(&query.id);
            queries.extend(relevant.map(|relevant| Judged { id: query.id, text: query.text, relevant }));
            Ok(())
        })?;
        let name = dir.file_name().unwrap_or(dir.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { name, papers, queries, ids: in_order(keys) })
    }

    /// The id that the files call a paper by; empty for a key that no file gave rise to.
    pub fn id(&self, key: PaperKey) -> &str {
        usize::try_from(key.0 - 1).ok().and_then(|at| self.ids.get(at)).map_or("", String::as_str)
    }

    /// The paper of that key, if the corpus has it.
    pub fn paper(&self, key: PaperKey) -> Option<&StoredPaper> {
        let at = self.papers.binary_search_by_key(&key, |stored| stored.key).ok()?;
        self.papers.get(at)
    }
}

/// The ids in the order of their keys, which count from 1 without a gap.
fn in_order(keys: HashMap<String, PaperKey>) -> Vec<String> {
    let mut ids: Vec<_> = keys.into_iter().collect();
    ids.sort_unstable_by_key(|(_, key)| *key);
    ids.into_iter().map(|(id, _)| id).collect()
}

/// Reads one paper; of two with the same id the first counts.
fn read_paper(line: &str, papers: &mut Vec<StoredPaper>, keys: &mut HashMap<String, PaperKey>) -> Result<(), String> {
    let line: PaperLine = parse(line)?;
    let next = next_key(keys)?;
    if let std::collections::hash_map::Entry::Vacant(entry) = keys.entry(line.id.clone()) {
        entry.insert(next);
        papers.push(stored(next, line));
    }
    Ok(())
}

/// The relevant papers of each query: lines of query, paper and relevance, with tabs between; the first line is a heading.
fn read_judgements(
    path: &Path,
    keys: &mut HashMap<String, PaperKey>,
) -> Result<HashMap<String, HashMap<PaperKey, u32>>, SearchError> {
    let (mut judgements, mut first) = (HashMap::<String, HashMap<PaperKey, u32>>::new(), true);
    each_line(path, &mut |line| {
        let is_heading = std::mem::take(&mut first) && line.starts_with("query-id");
        if is_heading {
            return Ok(());
        }
        let mut columns = line.split('\t');
        let (Some(query), Some(paper), Some(relevance)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(format!("{line:?} has not three columns with tabs between"));
        };
        let relevance: i64 = relevance.trim().parse().map_err(|_| format!("{relevance:?} is no whole number"))?;
        let next = next_key(keys)?;
        let key = *keys.entry(paper.to_owned()).or_insert(next);
        if let Some(relevance) = u32::try_from(relevance).ok().filter(|relevance| *relevance > 0) {
            judgements.entry(query.to_owned()).or_default().insert(key, relevance);
        }
        Ok(())
    })?;
    Ok(judgements)
}

fn next_key(keys: &HashMap<String, PaperKey>) -> Result<PaperKey, String> {
    i64::try_from(keys.len() + 1).map(PaperKey).map_err(|_| "there are too many papers".to_owned())
}

fn parse<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

/// The paper of a line.
fn stored(key: PaperKey, line: PaperLine) -> StoredPaper {
    let authors = line.authors.or(line.metadata.authors);
    let facts = Facts { citations: line.citations, ..Facts::default() };
    let paper = Paper {
        facts,
        abstract_text: line.r#abstract,
        author_count: u32::try_from(authors.len()).unwrap_or(u32::MAX),
        authors,
        keywords: line.keywords.or(line.metadata.keywords),
        ..Paper::new(PaperId::from_title(&line.title), line.title)
    };
    StoredPaper::new(key, paper)
}

impl Default for Names {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Names {
    /// These, or `other` where there are none.
    fn or(self, other: Self) -> Vec<String> {
        let list = |names| match names {
            Self::List(names) => names,
            Self::Text(text) if !text.trim().is_empty() => vec![text],
            Self::Text(_) | Self::Other(_) => Vec::new(),
        };
        let own = list(self);
        if own.is_empty() { list(other) } else { own }
    }
}
