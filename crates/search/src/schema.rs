//! The fields of the lexical index.

use tantivy::schema::{Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::snapshot::TEXT_FIELDS;
use crate::words::Analyzer;

/// The tokenizer of running text.
const STEMS: &str = "newsstand-stems";
/// What phrases need.
const POSITIONS: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;
/// The tokenizer of names.
const EXACT: &str = "newsstand-exact";

/// The tokenizer of initials.
const INITIALS: &str = "newsstand-initials";

/// The handles of the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Stems of the title, with positions.
    pub title: Field,
    /// Stems of the abstract, with positions.
    pub abstract_text: Field,
    /// Stems of the keywords, with positions.
    pub keywords: Field,
    /// Words of the authors' names, with positions.
    pub authors: Field,
    /// Words of titles and keywords as they are spelled: with the names, what typing errors are corrected to.
    pub spelling: Field,
    /// The paper's key: term and fast.
    pub key: Field,
    /// The day's number: fast; absent where no day is known.
    pub day: Field,
    /// Votes: fast.
    pub votes: Field,
    /// Citations: fast; absent where nobody counted them.
    pub citations: Field,
    /// 1 where there is a code repository: fast.
    pub code: Field,
    /// Categories and their archives, in lower case: terms.
    pub category: Field,
    /// The organisation's slug: term.
    pub organization: Field,
    /// The first letters of the authors' names, at the positions of the names' words.
    pub initials: Field,
    /// Words of the venue, with positions.
    pub venue: Field,
    /// Words of the authors' comment, with positions.
    pub comment: Field,
    /// Every id under which the paper is known: terms.
    pub ids: Field,
    /// Abbreviations that the paper explains: terms.
    pub abbreviations: Field,
    /// The code of the language, where it could be told: term.
    pub language: Field,
    /// The names of what the paper has, and `daily` where it stands on that list: terms.
    pub facts: Field,
    /// `domain::title_key`: term.
    pub title_key: Field,
    /// [`text_hash`](crate::document::text_hash) of title and abstract: fast.
    pub text_hash: Field,
}

impl Fields {
    /// The schema and its handles.
    pub(crate) fn new() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let (stems, names) = (text(STEMS, POSITIONS, true), text(EXACT, POSITIONS, true));
        let term = || text("raw", IndexRecordOption::Basic, false);
        let fields = Self {
            title: builder.add_text_field("title", stems.clone()),
            abstract_text: builder.add_text_field("abstract", stems.clone()),
            keywords: builder.add_text_field("keywords", stems),
            authors: builder.add_text_field("authors", names),
            spelling: builder.add_text_field("spelling", text(EXACT, IndexRecordOption::Basic, false)),
            key: builder.add_i64_field("key", NumericOptions::from(INDEXED).set_fast()),
            day: builder.add_i64_field("day", NumericOptions::default().set_fast()),
            votes: builder.add_u64_field("votes", NumericOptions::default().set_fast()),
            citations: builder.add_u64_field("citations", NumericOptions::default().set_fast()),
            code: builder.add_u64_field("code", NumericOptions::default().set_fast()),
            category: builder.add_text_field("category", term()),
            organization: builder.add_text_field("organization", term()),
            initials: builder.add_text_field("initials", text(INITIALS, POSITIONS, false)),
            venue: builder.add_text_field("venue", text(EXACT, POSITIONS, false)),
            comment: builder.add_text_field("comment", text(EXACT, POSITIONS, false)),
            ids: builder.add_text_field("ids", term()),
            abbreviations: builder.add_text_field("abbreviations", term()),
            language: builder.add_text_field("language", term()),
            facts: builder.add_text_field("facts", term()),
            title_key: builder.add_i64_field("title_key", INDEXED),
            text_hash: builder.add_u64_field("text_hash", NumericOptions::default().set_fast()),
        };
        (builder.build(), fields)
    }

    /// The fields in which words are looked up, in the order of [`TEXT_FIELDS`].
    pub(crate) fn texts(&self) -> [Field; TEXT_FIELDS] {
        [self.title, self.abstract_text, self.keywords, self.authors]
    }
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(STEMS, TextAnalyzer::from(Analyzer::stems()));
    manager.register(EXACT, TextAnalyzer::from(Analyzer::exact()));
    manager.register(INITIALS, TextAnalyzer::from(Analyzer::initials()));
    manager
}

fn text(tokenizer: &str, option: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}
