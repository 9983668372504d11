//! What a search needs of a paper to find it at all, and what papers hold.
//!
//! Conditions of a search (`ti:`, `au:`, `cat:`, words in quotation marks …) become clauses: of each clause a paper must hold one term at
//! least. Where no new paper does, the search is not asked. That is certain, so nothing is lost; what cannot be said in clauses (a
//! number, an exclusion, a beginning) gives none.

use rustc_hash::FxHashSet;
use tantivy::schema::Field;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::SearchError;
use crate::filter::{PhraseWord, phrase_together, phrase_words};
use crate::language::{Fact, Form, Node, Place, Standing, Text, Tree};
use crate::mask::Mask;
use crate::parse::{Parsed, QueryWord};
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::spelling::is_corrected;

/// A term of a field, by a fingerprint: one that is taken for another only costs asking a search in vain.
type Fingerprint = u64;

/// The terms that some papers hold.
#[derive(Debug, Default)]
pub(crate) struct Held(FxHashSet<Fingerprint>);

/// One of these terms is needed, because these texts ask for them, if texts do.
struct Clause<'a> {
    any: Vec<Fingerprint>,
    texts: Vec<&'a Text>,
}

impl Held {
    /// What these documents hold in the fields that conditions ask.
    pub(crate) fn of(snapshot: &Snapshot, docs: &Mask) -> Result<Self, SearchError> {
        let mut held = Self::default();
        for field in asked(&snapshot.fields) {
            held.add(snapshot, docs, field)?;
        }
        Ok(held)
    }

    fn add(&mut self, snapshot: &Snapshot, docs: &Mask, field: Field) -> Result<(), SearchError> {
        let failed = |error: std::io::Error| SearchError::from(tantivy::TantivyError::from(error));
        for segment in &snapshot.segments {
            let inverted = segment.reader.inverted_index(field)?;
            let mut terms = inverted.terms().stream().map_err(failed)?;
            while let Some((term, info)) = terms.next() {
                let basic = tantivy::schema::IndexRecordOption::Basic;
                let mut postings = inverted.read_block_postings_from_terminfo(info, basic).map_err(failed)?;
                while !postings.docs().is_empty() {
                    if postings.docs().iter().any(|doc| docs.contains((segment.base + doc) as usize)) {
                        self.0.insert(fingerprint(field, term));
                        break;
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    /// Whether a word of a query, or what says the same, stands in the texts of one of the papers. Of a phrase its first word decides.
    pub(super) fn holds_word(&self, fields: &Fields, word: &QueryWord) -> bool {
        let holds = |field: Field, form: &str| self.0.contains(&fingerprint(field, form.as_bytes()));
        let texts = [fields.title, fields.abstract_text, fields.keywords];
        let stands = |stem: &str| texts.iter().any(|field| holds(*field, stem));
        let also = || word.also.iter().filter_map(|alias| alias.words.first()).any(|first| stands(&first.stem));
        stands(&word.stem) || holds(fields.authors, &word.folded) || also()
    }

    /// Whether one of the papers may fulfil the conditions of a search; `false` is certain.
    pub(crate) fn may_fulfil(&self, snapshot: &Snapshot, tree: &Tree) -> Result<bool, SearchError> {
        let mut clauses = Vec::new();
        tree.parts
            .iter()
            .filter(|node| !node.is_bare())
            .for_each(|node| add_clauses(&snapshot.fields, node, &mut clauses));
        let unmet = |clause: &Clause<'_>| !clause.any.iter().any(|term| self.0.contains(term));
        for clause in clauses.iter().filter(|clause| unmet(clause)) {
            if !may_be_mistyped(snapshot, &clause.texts)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The fields that conditions ask for terms.
fn asked(fields: &Fields) -> [Field; 11] {
    let Fields { title, abstract_text, keywords, authors, venue, comment, .. } = *fields;
    let Fields { category, organization, ids, language, facts, .. } = *fields;
    [title, abstract_text, keywords, authors, venue, comment, category, organization, ids, language, facts]
}

fn fingerprint(field: Field, term: &[u8]) -> Fingerprint {
    xxh3_64_with_seed(term, u64::from(field.field_id()))
}

/// Whether a word that is asked for may be searched as another: then what it needs is not known.
fn may_be_mistyped(snapshot: &Snapshot, texts: &[&Text]) -> Result<bool, SearchError> {
    for text in texts.iter().filter(|text| text.ranks()) {
        for word in &Parsed::of(&text.words).words {
            if is_corrected(snapshot, word)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Adds what a condition needs.
fn add_clauses<'a>(fields: &Fields, node: &'a Node, found: &mut Vec<Clause<'a>>) {
    let term =
        |field: Field, value: &str| Clause { any: vec![fingerprint(field, value.as_bytes())], texts: Vec::new() };
    match node {
        Node::All(nodes) => nodes.iter().for_each(|node| add_clauses(fields, node, found)),
        Node::Any(nodes) => found.extend(one_of(fields, nodes)),
        Node::Text(text) => add_text(fields, text, found),
        Node::Term(_, pattern) if pattern.open => {}
        Node::Term(field, pattern) => {
            let (field, value) = field.term(fields, &pattern.value);
            found.push(term(field, &value));
        }
        Node::Has(fact) if !matches!(fact, Fact::Code | Fact::Date | Fact::Votes) => {
            found.push(term(fields.facts, fact.name()));
        }
        Node::Is(Standing::Daily) => found.push(term(fields.facts, Standing::Daily.name())),
        Node::Not(_) | Node::Count(..) | Node::Days(_) | Node::Has(_) | Node::Is(_) | Node::Unknown(..) => {}
    }
}

/// What all alternatives together need: of each its first clause. Nothing where one of them needs nothing.
fn one_of<'a>(fields: &Fields, nodes: &'a [Node]) -> Option<Clause<'a>> {
    let mut joined = Clause { any: Vec::new(), texts: Vec::new() };
    for node in nodes {
        let mut needs = Vec::new();
        add_clauses(fields, node, &mut needs);
        let first = needs.into_iter().next()?;
        joined.any.extend(first.any);
        joined.texts.extend(first.texts);
    }
    Some(joined)
}

fn add_text<'a>(fields: &Fields, text: &'a Text, found: &mut Vec<Clause<'a>>) {
    if text.form == Form::Prefix {
        return;
    }
    let (stems, names) = text.place.fields(fields);
    let clause = |words: &[&PhraseWord]| {
        let held = |word: &&PhraseWord| {
            let stem = stems.iter().map(|field| fingerprint(*field, word.stem.as_bytes()));
            let name = names.iter().map(|field| fingerprint(*field, word.folded.as_bytes()));
            stem.chain(name).collect::<Vec<_>>()
        };
        Clause { any: words.iter().flat_map(held).collect(), texts: vec![text] }
    };
    let words = phrase_words(&text.words, stems.is_empty());
    if text.place == Place::Authors {
        // Of a name one part at least stands in full.
        let full: Vec<&PhraseWord> =
            words.iter().filter(|word| words.len() == 1 || word.folded.chars().nth(1).is_some()).collect();
        found.extend((!full.is_empty()).then(|| clause(&full)));
    } else if let Some(together) = phrase_together(&text.words, stems.is_empty()) {
        let longest = |words: &[PhraseWord]| words.iter().max_by_key(|word| word.folded.len()).cloned();
        let either: Vec<PhraseWord> = longest(&words).into_iter().chain(longest(&together)).collect();
        let whole = !words.is_empty() && !together.is_empty();
        found.extend(whole.then(|| clause(&either.iter().collect::<Vec<_>>())));
    } else {
        found.extend(words.iter().map(|word| clause(&[word])));
    }
}
