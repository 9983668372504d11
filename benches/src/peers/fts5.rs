//! SQLite's full-text search: FTS5 with its stemmer and its own `bm25()`, the index alone without a copy of the texts.

use std::path::Path;

use anyhow::Result;
use domain::{PaperKey, StoredPaper};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use tokio::runtime::Runtime;

use super::Peer;
use crate::library;

const CREATE: &str = "CREATE VIRTUAL TABLE papers USING fts5(title, abstract, content='', tokenize='porter unicode61 remove_diacritics 2')";

/// A database with one table of FTS5, on one connection.
pub(super) struct Fts5 {
    pool: SqlitePool,
    runtime: Runtime,
}

impl Fts5 {
    /// An empty database.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let runtime = library::runtime()?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("fts5.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Delete);
        let pool = runtime.block_on(async {
            let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
            sqlx::query(CREATE).execute(&pool).await?;
            anyhow::Ok(pool)
        })?;
        Ok(Self { pool, runtime })
    }
}

impl Peer for Fts5 {
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        self.runtime.block_on(async {
            let mut transaction = self.pool.begin().await?;
            for stored in papers {
                sqlx::query("INSERT INTO papers (rowid, title, abstract) VALUES (?, ?, ?)")
                    .bind(stored.key.0)
                    .bind(&stored.paper.title)
                    .bind(&stored.paper.abstract_text)
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
            // One segment, as a database that is only read would have it.
            sqlx::query("INSERT INTO papers (papers) VALUES ('optimize')").execute(&self.pool).await?;
            sqlx::query("VACUUM").execute(&self.pool).await?;
            Ok(())
        })
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        let words = any_of(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        // `rank` is bm25(papers), which is smaller the better a paper fits.
        let query = sqlx::query_scalar("SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT ?");
        let query = query.bind(words).bind(i64::try_from(limit)?).fetch_all(&self.pool);
        let keys: Vec<i64> = self.runtime.block_on(query)?;
        Ok(keys.into_iter().map(PaperKey).collect())
    }
}

/// The question in the language of FTS5: any of its words, each once.
fn any_of(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = format!("\"{}\"", word.to_lowercase());
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_any_of_its_words() {
        assert_eq!(any_of("What is \"NEAR\" what?"), "\"what\" OR \"is\" OR \"near\"");
        assert_eq!(any_of("?!"), "");
    }

    #[test]
    fn finds_by_stem_and_weight() {
        let folder = tempfile::tempdir().unwrap();
        let mut fts5 = Fts5::create(folder.path()).unwrap();
        let paper = |key, title| crate::collection::stored(PaperKey(key), title, "words of an abstract".to_owned());
        fts5.index(&[paper(7, "Learning transformers"), paper(8, "A transformer that learns to learn")]).unwrap();
        assert_eq!(fts5.search("transformer abstracts learned", 1).unwrap().len(), 1);
        assert_eq!(fts5.search("\"unbalanced AND (", 5).unwrap(), []);
        assert_eq!(fts5.search("transforming", 5).unwrap().len(), 2);
    }
}
