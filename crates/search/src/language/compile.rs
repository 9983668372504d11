//! From a tree to what the index is asked: the documents that may be answered with.

use domain::{Day, PaperId};
use tantivy::Term;
use tantivy::schema::Field;

use super::authors::with_author;
use super::days::{Days, NEW_DAYS};
use super::facts::{Fact, Standing};
use super::grammar::Understood;
use super::hint::Hint;
use super::like::Liking;
use super::prefix;
use super::tree::{CountField, Form, Node, Pattern, Place, TermField, Text};
use crate::filter::{phrase_together, phrase_words, with_phrase, with_term};
use crate::mask::Mask;
use crate::schema::Fields;
use crate::snapshot::{Docs, Snapshot};
use crate::{Query, SearchError};

/// What a query asks of the index beside its words.
pub(crate) struct Plan {
    /// The documents that may be answered with.
    pub allowed: Mask,
    /// The papers to be like, as documents of the library.
    pub liking: Liking,
    /// What shows only here.
    pub hints: Vec<Hint>,
}

/// Looks up the conditions of a query's text and of its filters.
pub(crate) fn compile(snapshot: &Snapshot, asked: &Understood, query: &Query) -> Result<Plan, SearchError> {
    let mut compiler = Compiler { snapshot, today: query.today, hints: Vec::new(), whole: 0..query.text.len() };
    let filters = query.filters.conditions();
    let mut conditions: Vec<&Node> = asked.tree.parts.iter().chain(&filters).filter(|node| !node.is_bare()).collect();
    // What has to be compared document by document comes last, when few are left.
    conditions.sort_by_key(|node| matches!(node, Node::Days(_) | Node::Count(..) | Node::Is(Standing::New)));
    let mut allowed = snapshot.docs.alive.clone();
    for node in conditions {
        compiler.narrow(&mut allowed, node)?;
    }
    let liking = compiler.liking(asked)?;
    liking.docs().filter_map(|doc| snapshot.here(doc)).for_each(|doc| allowed.remove(doc));
    Ok(Plan { allowed, liking, hints: compiler.hints })
}

impl Place {
    /// Its fields: those of stems and those of words as they are spelled.
    pub(crate) fn fields(self, fields: &Fields) -> (Vec<Field>, Vec<Field>) {
        match self {
            Self::Anywhere | Self::All => {
                (vec![fields.title, fields.abstract_text, fields.keywords], vec![fields.authors])
            }
            Self::Title => (vec![fields.title], Vec::new()),
            Self::Abstract => (vec![fields.abstract_text], Vec::new()),
            Self::Keywords => (vec![fields.keywords], Vec::new()),
            Self::Authors => (Vec::new(), vec![fields.authors]),
            Self::Venue => (Vec::new(), vec![fields.venue]),
            Self::Comment => (Vec::new(), vec![fields.comment]),
        }
    }
}

impl TermField {
    /// The field of the index, and a name as it stands there.
    pub(crate) fn term(self, fields: &Fields, name: &str) -> (Field, String) {
        match self {
            Self::Category => (fields.category, name.to_lowercase()),
            Self::Id => (fields.ids, indexed_id(name.to_owned())),
            Self::Doi => (fields.ids, indexed_id(format!("doi:{name}"))),
            Self::Organization => (fields.organization, domain::slug(name)),
            Self::Language => (fields.language, name.to_owned()),
        }
    }
}

/// An id as the index has it: papers of arXiv's are there by their id, whether or not a source named their DOI.
fn indexed_id(id: String) -> String {
    let at_arxiv = id.parse::<PaperId>().ok().and_then(|id| id.at_arxiv());
    at_arxiv.map_or(id, String::from)
}

struct Compiler<'a> {
    snapshot: &'a Snapshot,
    today: Option<Day>,
    hints: Vec<Hint>,
    whole: std::ops::Range<usize>,
}

impl Compiler<'_> {
    /// Keeps the documents that fulfil a condition. One that cannot be true or false here keeps them all.
    fn narrow(&mut self, allowed: &mut Mask, node: &Node) -> Result<(), SearchError> {
        let docs = &self.snapshot.docs;
        match node {
            Node::All(nodes) => nodes.iter().try_for_each(|node| self.narrow(allowed, node))?,
            Node::Not(inner) => {
                if let Some(mask) = self.mask(inner)? {
                    allowed.subtract(&mask);
                }
            }
            Node::Days(days) => {
                if let Some((from, to)) = self.days(*days) {
                    allowed.intersect(&docs.between(&(from..=to)));
                }
            }
            Node::Is(Standing::New) => self.narrow(allowed, &Node::Days(Days::Last(NEW_DAYS)))?,
            Node::Count(CountField::Votes, numbers) => allowed.retain(|doc| numbers.contains(docs.votes(doc))),
            // Where nobody counted, there is no number to compare.
            Node::Count(CountField::Citations, numbers) => {
                allowed.retain(|doc| docs.citations(doc).is_some_and(|citations| numbers.contains(citations)));
            }
            Node::Has(Fact::Citations) => allowed.retain(|doc| docs.citations(doc) > Some(0)),
            Node::Has(Fact::Votes) => allowed.retain(|doc| docs.votes(doc) > 0),
            Node::Has(Fact::Date) => allowed.intersect(&docs.between(&(i32::MIN + 1..=i32::MAX))),
            Node::Has(Fact::Code) => allowed.intersect(&docs.code),
            node => {
                if let Some(mask) = self.mask(node)? {
                    allowed.intersect(&mask);
                }
            }
        }
        Ok(())
    }

    /// The documents that fulfil a condition; `None` for one that cannot be true or false here.
    fn mask(&mut self, node: &Node) -> Result<Option<Mask>, SearchError> {
        Ok(match node {
            Node::Any(nodes) => {
                let mut any: Option<Mask> = None;
                for node in nodes {
                    match (self.mask(node)?, &mut any) {
                        (Some(mask), Some(any)) => any.unite(&mask),
                        (mask @ Some(_), any) => *any = mask,
                        (None, _) => {}
                    }
                }
                any
            }
            Node::Text(text) => self.with_text(text)?,
            Node::Term(field, pattern) => Some(self.with_pattern(*field, pattern)?),
            Node::Has(fact) if !matches!(fact, Fact::Citations | Fact::Code | Fact::Date | Fact::Votes) => {
                Some(self.fact(fact.name())?)
            }
            Node::Is(Standing::Daily) => Some(self.fact(Standing::Daily.name())?),
            Node::Unknown(..) => None,
            Node::Days(days) if self.days(*days).is_none() => None,
            node => {
                let mut mask = self.snapshot.docs.alive.clone();
                self.narrow(&mut mask, node)?;
                Some(mask)
            }
        })
    }

    fn fact(&self, name: &str) -> Result<Mask, SearchError> {
        with_term(self.snapshot, &Term::from_field_text(self.snapshot.fields.facts, name))
    }

    /// The first and last day by their numbers.
    fn days(&mut self, days: Days) -> Option<(i32, i32)> {
        let Some((from, to)) = days.range(self.today) else {
            let message = "what day is today is not known here, so this was left out";
            self.hints.push(Hint::new(self.whole.clone(), message));
            return None;
        };
        // Documents without a day have the lowest number of all.
        Some((from.map_or(i32::MIN + 1, Docs::day_number), to.map_or(i32::MAX, Docs::day_number)))
    }

    fn with_pattern(&self, field: TermField, pattern: &Pattern) -> Result<Mask, SearchError> {
        let (field, value) = field.term(&self.snapshot.fields, &pattern.value);
        if pattern.open {
            prefix::with_name(self.snapshot, field, &value)
        } else {
            with_term(self.snapshot, &Term::from_field_text(field, &value))
        }
    }

    /// The documents that hold words; `None` for words that the index leaves out everywhere, such as `the`.
    fn with_text(&self, text: &Text) -> Result<Option<Mask>, SearchError> {
        let (stems, names) = text.place.fields(&self.snapshot.fields);
        if text.form == Form::Prefix {
            return prefix::with_word(self.snapshot, &text.words, (&stems, &names)).map(Some);
        }
        if text.place == Place::Authors {
            let has_words = !phrase_words(&text.words, true).is_empty();
            return if has_words { with_author(self.snapshot, &text.words).map(Some) } else { Ok(None) };
        }
        let phrase = phrase_words(&text.words, stems.is_empty());
        if phrase.is_empty() {
            return Ok(None);
        }
        let mut mask = with_phrase(self.snapshot, &phrase, (&stems, &names))?;
        if let Some(together) = phrase_together(&text.words, stems.is_empty()) {
            mask.unite(&with_phrase(self.snapshot, &together, (&stems, &names))?);
        }
        Ok(Some(mask))
    }

    /// The documents of the papers to be like; a paper that is not here is left out.
    fn liking(&mut self, asked: &Understood) -> Result<Liking, SearchError> {
        let library = self.snapshot.library();
        let mut liking = Liking::default();
        for (like, range) in asked.tree.likes.iter().zip(&asked.likes_at) {
            let term = Term::from_field_text(library.fields.ids, like.id.as_str());
            let mut found = with_term(library, &term)?;
            found.intersect(&library.docs.alive);
            match found.iter().next() {
                Some(doc) if like.away => liking.disliked.push(doc),
                Some(doc) => liking.liked.push(doc),
                None => {
                    let message = format!("there is no paper {} here, so it was left out", like.id);
                    self.hints.push(Hint::new(range.clone(), message));
                }
            }
        }
        Ok(liking)
    }
}
