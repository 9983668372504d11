//! From what was typed to what is suggested.

use std::ops::Range;

use domain::PaperId;

use super::arrange::arranged;
use super::categories::{begun_words, categories};
use super::gather::{Found, Question, names, titles};
use super::held::Held;
use super::row::Part;
use super::typed::{Scope, Typed};
use super::words::{each_word, words};

/// Of more words the last are looked at.
const MOST_WORDS: usize = 12;

/// What stands behind other words is completed by so many words at most.
const LONGEST_TAIL: usize = 4;

/// With fewer suggestions than this, similar words are tried.
const FEW: usize = 3;

/// Names of each kind where everything is suggested.
const MOST_NAMES: usize = 5;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// The title of a paper.
    Title,
    /// An author of papers.
    Author,
    /// A keyword of papers.
    Keyword,
    /// An arXiv category that has papers.
    Category,
    /// An organisation that has papers.
    Organization,
}

/// Where a suggestion leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To a paper.
    Paper(PaperId),
    /// To the page of an author, keyword, category or organisation.
    Page,
    /// To a longer query: [`Suggestion::completed`].
    Query,
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// The title or name; of a category its id.
    pub text: String,
    /// The name of a category.
    pub detail: Option<&'static str>,
    /// Where it leads.
    pub leads: Leads,
    /// The whole query with this in the place of what was being typed.
    pub completed: String,
    /// How many papers there are; 1 for a title.
    pub papers: u64,
    /// What of the text was typed, in bytes, in rising order.
    pub marks: Vec<Range<usize>>,
    /// The same of the detail.
    pub detail_marks: Vec<Range<usize>>,
    /// Whether a word is another than was typed.
    pub corrected: bool,
}

/// What may be meant with a query that is being typed, at most `limit` suggestions.
pub(super) fn suggestions(held: &Held, text: &str, limit: usize) -> Vec<Suggestion> {
    let typed = Typed::of(text);
    let mut found = of(held, &typed, limit);
    if let Some(whole) = Typed::whole(text).filter(|_| found.is_empty() && typed.scope == Scope::Words) {
        // A title may hold what looks like a sign of the language.
        found = of(held, &whole, limit);
    }
    found.truncate(limit);
    found
}

/// The authors, keywords, categories and organisations whose name is the whole text: word by word, an author's in any order.
pub(super) fn named(held: &Held, text: &str) -> Vec<Suggestion> {
    let typed = Typed::of(text);
    let (question, asked) = (Question::of(typed.value, MOST_WORDS), words(typed.value));
    if typed.scope != Scope::Anything || asked.is_empty() {
        return Vec::new();
    }
    let asking = Asking { held, typed: &typed, limit: MOST_NAMES };
    let of_part = |part: Part| {
        let found = asking.names(part, &question).into_iter();
        found.filter_map(|found| asking.suggestion((part, found), ("", true), &question)).collect::<Vec<_>>()
    };
    Part::NAMES.into_iter().flat_map(of_part).filter(|suggestion| is_called(suggestion, &asked)).collect()
}

/// Whether these words are the name of what is suggested.
fn is_called(suggestion: &Suggestion, asked: &[String]) -> bool {
    let sorted = |mut words: Vec<String>| {
        words.sort_unstable();
        words
    };
    match suggestion.kind {
        SuggestionKind::Author => sorted(words(&suggestion.text)) == sorted(asked.to_vec()),
        _ => std::iter::once(suggestion.text.as_str()).chain(suggestion.detail).any(|name| words(name) == asked),
    }
}

fn of(held: &Held, typed: &Typed<'_>, limit: usize) -> Vec<Suggestion> {
    let most = if typed.scope == Scope::Words { LONGEST_TAIL } else { MOST_WORDS };
    let mut question = Question::of(typed.value, most);
    if question.tokens.is_empty() || limit == 0 {
        return Vec::new();
    }
    let asking = Asking { held, typed, limit };
    let mut found = asking.of(&question, 0);
    for errors in [1, 2] {
        if found.len() < FEW && (errors == 1 || found.is_empty()) {
            let others = asking.of(&Question { errors, ..question.clone() }, 0);
            let is_new =
                |other: &Suggestion| !found.iter().any(|known| (known.kind, &known.text) == (other.kind, &other.text));
            let others: Vec<Suggestion> = others.into_iter().filter(is_new).collect();
            found.extend(others);
        }
    }
    let mut left_out = 0;
    while found.is_empty() && question.tokens.len() > 1 && matches!(typed.scope, Scope::Anything | Scope::Words) {
        question = question.without_first();
        left_out += 1;
        if question.tokens.len() <= LONGEST_TAIL {
            found = asking.of(&question, left_out);
        }
    }
    found
}

/// A query that is being typed, and where suggestions come from.
struct Asking<'a> {
    held: &'a Held,
    typed: &'a Typed<'a>,
    limit: usize,
}

impl Asking<'_> {
    /// The suggestions for the words of a question, which is what was typed but `left_out` words.
    fn of(&self, question: &Question, left_out: usize) -> Vec<Suggestion> {
        let whole = self.typed.scope == Scope::Anything && left_out == 0;
        let before = self.before(left_out);
        let made = |part: Part, found: Vec<Found>| -> Vec<Suggestion> {
            found.into_iter().filter_map(|found| self.suggestion((part, found), (&before, whole), question)).collect()
        };
        let name = |part: Part| made(part, self.names(part, question));
        match self.typed.scope {
            Scope::Nothing => Vec::new(),
            Scope::Part(Part::Titles) => made(Part::Titles, titles(self.held, question, self.limit).0),
            Scope::Part(part) => name(part),
            Scope::Anything | Scope::Words => {
                let (found, many) = if whole { titles(self.held, question, self.limit) } else { Default::default() };
                let groups = [Part::Categories, Part::Keywords, Part::Organizations, Part::Authors].map(name);
                arranged(groups, (made(Part::Titles, found), many), self.limit)
            }
        }
    }

    fn names(&self, part: Part, question: &Question) -> Vec<Found> {
        if part == Part::Categories {
            return categories(self.held, question, self.limit);
        }
        let most = if matches!(self.typed.scope, Scope::Part(_)) { self.limit } else { self.limit.min(MOST_NAMES) };
        names(self.held, part, (question, most))
    }

    /// What stays of the query: what stood before, and the words that were left out.
    fn before(&self, left_out: usize) -> String {
        let (before, value) = (self.typed.before, self.typed.value);
        let mut starts = Vec::new();
        each_word(value, |_, range| starts.push(range.start));
        let looked_at = if self.typed.scope == Scope::Words { LONGEST_TAIL } else { MOST_WORDS };
        let skipped = starts.len().saturating_sub(looked_at) + left_out;
        let whole = matches!(self.typed.scope, Scope::Part(_)) || skipped == 0;
        let kept = if whole { 0 } else { starts.get(skipped).copied().unwrap_or_default() };
        format!("{before}{}", value.get(..kept).unwrap_or_default()).trim_start().to_owned()
    }

    fn suggestion(
        &self,
        (part, found): (Part, Found),
        (before, whole): (&str, bool),
        question: &Question,
    ) -> Option<Suggestion> {
        let behind_operator = matches!(self.typed.scope, Scope::Part(_));
        let completed = format!("{before}{}", value(part, &found.text, behind_operator));
        let leads = match (whole, found.id.as_deref()) {
            (false, _) => Leads::Query,
            (true, Some(id)) => Leads::Paper(id.parse().ok()?),
            (true, None) => Leads::Page,
        };
        let detail = (part == Part::Categories).then(|| domain::category_name(&found.text)).flatten();
        Some(Suggestion {
            kind: kind(part),
            detail,
            leads,
            completed,
            papers: found.papers,
            marks: found.marks,
            detail_marks: detail.map_or_else(Vec::new, |name| begun_words(name, &question.tokens)),
            corrected: found.corrected,
            text: found.text,
        })
    }
}

/// A name as it stands in a query.
fn value(part: Part, text: &str, behind_operator: bool) -> String {
    let quoted = || format!("\"{}\"", text.replace('"', " "));
    match (part, behind_operator) {
        (Part::Titles | Part::Keywords, false) | (Part::Categories, true) => text.to_owned(),
        (Part::Authors, false) => format!("au:{}", quoted()),
        (Part::Organizations, false) => format!("org:{}", quoted()),
        (Part::Categories, false) => format!("cat:{text}"),
        (_, true) => quoted(),
    }
}

fn kind(part: Part) -> SuggestionKind {
    match part {
        Part::Titles => SuggestionKind::Title,
        Part::Authors => SuggestionKind::Author,
        Part::Keywords => SuggestionKind::Keyword,
        Part::Categories => SuggestionKind::Category,
        Part::Organizations => SuggestionKind::Organization,
    }
}
