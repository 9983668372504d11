//! Queries and judgements that are kept, in BEIR layout: `queries.jsonl` and `qrels/test.tsv`.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use super::super::lines::each_line;
use super::Judgement;
use crate::SearchError;

/// The first line of a file of judgements.
const HEADING: &str = "query-id\tcorpus-id\tscore\n";

/// A query with the id under which its judgements are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KeptQuery {
    /// Its id, without blanks.
    #[serde(rename = "_id", alias = "id", default)]
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A folder of judgements. What was judged once need not be asked again, so a session goes on where it was left.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    queries: Vec<KeptQuery>,
    judged: HashMap<(String, String), Judgement>,
}

impl Journal {
    /// Opens the folder, and makes it where there is none.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        let folder = dir.join("qrels");
        std::fs::create_dir_all(&folder).map_err(SearchError::io("make", &folder))?;
        let mut journal = Self { dir: dir.to_owned(), queries: Vec::new(), judged: HashMap::new() };
        let queries = dir.join("queries.jsonl");
        if queries.exists() {
            each_line(&queries, &mut |line| {
                journal.queries.push(serde_json::from_str(line).map_err(|error| error.to_string())?);
                Ok(())
            })?;
        }
        let judgements = journal.judgements();
        if judgements.exists() {
            each_line(&judgements, &mut |line| journal.read_judgement(line))?;
        }
        Ok(journal)
    }

    /// The queries, in the order in which they came.
    pub fn queries(&self) -> &[KeptQuery] {
        &self.queries
    }

    /// Adds a query, unless the same text is kept already. It keeps its id where that is free and can stand in a table.
    pub fn add_query(&mut self, query: KeptQuery) -> Result<(), SearchError> {
        if query.text.trim().is_empty() || self.queries.iter().any(|kept| kept.text == query.text) {
            return Ok(());
        }
        let is_free = |id: &str| !self.queries.iter().any(|kept| kept.id == id);
        let usable = !query.id.is_empty() && !query.id.contains(char::is_whitespace) && is_free(&query.id);
        let mut numbers = (self.queries.len() + 1..).map(|number| number.to_string());
        let id = if usable { query.id } else { numbers.find(|id| is_free(id)).unwrap_or_default() };
        let line = json!({ "_id": id, "text": query.text });
        append(&self.dir.join("queries.jsonl"), &format!("{line}\n"))?;
        self.queries.push(KeptQuery { id, text: query.text });
        Ok(())
    }

    /// Adds the queries of a file: lines of JSON with `_id` and `text`, or plain lines of text.
    pub fn add_queries(&mut self, file: &Path) -> Result<(), SearchError> {
        let mut queries = Vec::new();
        each_line(file, &mut |line| {
            let json = line.trim_start().starts_with('{');
            let plain = || KeptQuery { id: String::new(), text: line.trim().to_owned() };
            queries.push(if json { serde_json::from_str(line).map_err(|error| error.to_string())? } else { plain() });
            Ok(())
        })?;
        queries.into_iter().try_for_each(|query| self.add_query(query))
    }

    /// What was said about a paper as an answer to a query.
    pub fn judgement(&self, query: &str, paper: &str) -> Option<Judgement> {
        self.judged.get(&(query.to_owned(), paper.to_owned())).copied()
    }

    /// Keeps a judgement: relevance 1, 0, or -1 where the judge could not say.
    pub fn record(&mut self, query: &str, paper: &str, judgement: Judgement) -> Result<(), SearchError> {
        let relevance = match judgement {
            Judgement::Relevant => 1,
            Judgement::Irrelevant => 0,
            Judgement::Unknown => -1,
        };
        let file = self.judgements();
        let heading = if file.exists() { "" } else { HEADING };
        append(&file, &format!("{heading}{query}\t{paper}\t{relevance}\n"))?;
        self.judged.insert((query.to_owned(), paper.to_owned()), judgement);
        Ok(())
    }

    fn judgements(&self) -> PathBuf {
        self.dir.join("qrels/test.tsv")
    }

    fn read_judgement(&mut self, line: &str) -> Result<(), String> {
        if format!("{line}\n") == HEADING {
            return Ok(());
        }
        let mut columns = line.split('\t');
        let (Some(query), Some(paper), Some(relevance)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(format!("{line:?} has not three columns with tabs between"));
        };
        let relevance: i64 = relevance.trim().parse().map_err(|_| format!("{relevance:?} is no whole number"))?;
        let judgement = match relevance {
            1.. => Judgement::Relevant,
            0 => Judgement::Irrelevant,
            _ => Judgement::Unknown,
        };
        self.judged.insert((query.to_owned(), paper.to_owned()), judgement);
        Ok(())
    }
}

fn append(path: &Path, text: &str) -> Result<(), SearchError> {
    let file: Result<File, _> = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.map_err(SearchError::io("write", path))?;
    file.write_all(text.as_bytes()).map_err(SearchError::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(id: &str, text: &str) -> KeptQuery {
        KeptQuery { id: id.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_was_judged_is_known_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&dir.path().join("new")).unwrap();
        for added in [query("a", "one"), query("b", "one"), query("a", "two"), query("x y", "three"), query("", " ")] {
            journal.add_query(added).unwrap();
        }
        let judgements = [Judgement::Relevant, Judgement::Irrelevant, Judgement::Unknown];
        for (paper, judgement) in ["p", "q", "r"].iter().zip(judgements) {
            journal.record("a", paper, judgement).unwrap();
        }
        let again = Journal::open(&dir.path().join("new")).unwrap();
        assert_eq!(again.queries(), [query("a", "one"), query("2", "two"), query("3", "three")]);
        assert_eq!(["p", "q", "r"].map(|paper| again.judgement("a", paper)), judgements.map(Some));
        assert_eq!(again.judgement("a", "s"), None);
        let text = std::fs::read_to_string(dir.path().join("new/qrels/test.tsv")).unwrap();
        assert_eq!(text, "query-id\tcorpus-id\tscore\na\tp\t1\na\tq\t0\na\tr\t-1\n");
    }

    #[test]
    fn queries_are_read_as_json_or_as_they_stand() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("mine.txt");
        std::fs::write(&file, "{\"_id\": \"q7\", \"text\": \"spin glass\"}\n\n  plain words \n").unwrap();
        let mut journal = Journal::open(dir.path()).unwrap();
        journal.add_queries(&file).unwrap();
        assert_eq!(journal.queries(), [query("q7", "spin glass"), query("2", "plain words")]);
        std::fs::write(&file, "fine\n{\"_id\": \"q8\"\n").unwrap();
        let error = journal.add_queries(&file).unwrap_err().to_string();
        assert!(error.contains("mine.txt:2: "), "{error}");
        assert!(journal.add_queries(&dir.path().join("none")).unwrap_err().to_string().contains("none"));
    }

    #[test]
    fn a_damaged_journal_is_named() {
        for (file, content, place) in [
            ("queries.jsonl", "{\"_id\": \"1\", \"text\": \"a\"}\n{\"_id\"", "queries.jsonl:2: "),
            ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\ta\n", "test.tsv:2: "),
            ("qrels/test.tsv", "1\ta\tyes\n", "test.tsv:1: \"yes\" is no whole number"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            drop(Journal::open(dir.path()).unwrap());
            std::fs::write(dir.path().join(file), content).unwrap();
            let error = Journal::open(dir.path()).unwrap_err().to_string();
            assert!(error.contains(place), "{error}");
        }
    }
}
