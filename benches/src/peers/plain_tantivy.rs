//! tantivy as its examples show it: title and abstract with the English stemmer, BM25 with tantivy's own k1 and b.

use std::path::Path;

use anyhow::{Context, Result};
use domain::{PaperKey, StoredPaper};
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

use super::Peer;

/// Memory of the writer in bytes: as Newsstand's.
const WRITER_MEMORY: usize = 128 << 20;

/// An index with two fields of text.
pub(crate) struct PlainTantivy {
    index: Index,
    key: Field,
    title: Field,
    abstract_text: Field,
    open: Option<Open>,
}

/// What is searched, once papers are in.
struct Open {
    searcher: Searcher,
    parser: QueryParser,
    /// For each segment the keys of its documents.
    keys: Vec<Column<i64>>,
}

impl PlainTantivy {
    /// An empty index.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        let words = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(words);
        let mut schema = Schema::builder();
        schema.add_i64_field("key", FAST);
        schema.add_text_field("title", text.clone());
        schema.add_text_field("abstract", text);
        Self::of(Index::create_in_dir(folder, schema.build())?)
    }

    /// The index in a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let mut index = Self::of(Index::open_in_dir(folder)?)?;
        index.publish()?;
        Ok(index)
    }

    fn of(index: Index) -> Result<Self> {
        let schema = index.schema();
        let (key, title, abstract_text) =
            (schema.get_field("key")?, schema.get_field("title")?, schema.get_field("abstract")?);
        Ok(Self { index, key, title, abstract_text, open: None })
    }

    /// The writer, with the memory that Newsstand's has.
    pub(crate) fn writer(&self) -> Result<IndexWriter> {
        Ok(self.index.writer(WRITER_MEMORY)?)
    }

    /// Adds papers.
    pub(crate) fn add(&self, writer: &mut IndexWriter, papers: &[StoredPaper]) -> Result<()> {
        for stored in papers {
            let mut document = TantivyDocument::new();
            document.add_i64(self.key, stored.key.0);
            document.add_text(self.title, &stored.paper.title);
            document.add_text(self.abstract_text, &stored.paper.abstract_text);
            writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes what was added searchable.
    pub(crate) fn finish(&mut self, mut writer: IndexWriter) -> Result<()> {
        writer.commit()?;
        writer.wait_merging_threads()?;
        self.publish()
    }

    fn publish(&mut self) -> Result<()> {
        let searcher = self.index.reader()?.searcher();
        let keys = searcher.segment_readers().iter().map(|segment| segment.fast_fields().i64("key"));
        let keys = keys.collect::<Result<_, _>>()?;
        let parser = QueryParser::for_index(&self.index, vec![self.title, self.abstract_text]);
        self.open = Some(Open { searcher, parser, keys });
        Ok(())
    }
}

impl Peer for PlainTantivy {
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        let mut writer = self.writer()?;
        self.add(&mut writer, papers)?;
        self.finish(writer)
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        let Open { searcher, parser, keys } = self.open.as_ref().context("nothing is indexed")?;
        let query = parser.parse_query(&words_of(text))?;
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let key = |segment: u32, document| keys.get(segment as usize).and_then(|column| column.first(document));
        Ok(found.into_iter().filter_map(|(_, at)| key(at.segment_ord, at.doc_id)).map(PaperKey).collect())
    }
}

/// The question without what the query language would read as operators: its words in lower case.
fn words_of(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_an_operator() {
        assert_eq!(words_of("title:\"A AND (B\" -c?"), "title a and b c");
    }
}
