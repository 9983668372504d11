//! A query as a tree of typed conditions.

use domain::PaperId;

use super::days::{Days, NEW_DAYS};
use super::facts::{Fact, Standing};
use super::numbers::Numbers;
use super::values::is_bare_plain;
use crate::Sort;

/// A query that was understood: what stands side by side, and what concerns the answer as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Bare words (a [`Text`] of [`Place::Anywhere`] and [`Form::Words`]) rank; each of the others must hold as well.
    pub(crate) parts: Vec<Node>,
    /// The papers towards which, or away from which, the answer is moved.
    pub(crate) likes: Vec<Like>,
    /// The order that the text asks for.
    pub(crate) sort: Option<Sort>,
}

/// A condition, or several of them joined. Made by [`Node::all`], [`Node::any`] and [`Node::not`], which keep one spelling of each
/// meaning: no joint of joints of the same kind, none of one, no double negation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All hold; two at least.
    All(Vec<Node>),
    /// One holds; two at least.
    Any(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// Words.
    Text(Text),
    /// A name of a register.
    Term(TermField, Pattern),
    /// A count lies between two.
    Count(CountField, Numbers),
    /// The day that readers see.
    Days(Days),
    /// Something is there.
    Has(Fact),
    /// Where it stands.
    Is(Standing),
    /// Understood, but not known of any paper here: neither true nor false.
    Unknown(UnknownField, String),
}

/// Words that a paper holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// Where.
    pub place: Place,
    /// How.
    pub form: Form,
    /// As typed, white space collapsed, without quotation marks.
    pub words: String,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Title, abstract, keywords and authors. Bare words: side by side with others they only rank.
    Anywhere,
    /// The same places, and it is a condition where it stands side by side with others too.
    All,
    Title,
    Abstract,
    Keywords,
    /// Parts of one author's name, in any order.
    Authors,
    Venue,
    Comment,
}

/// How words are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As words. As a condition one word, or several without white space between them.
    Words,
    /// Beside one another.
    Phrase,
    /// One word that begins so.
    Prefix,
}

/// A field that holds names of a register, compared whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TermField {
    Category,
    Id,
    Doi,
    Organization,
    Language,
}

/// A name, or how it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub value: String,
    /// Whether it may go on after `value`.
    pub open: bool,
}

/// A count of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountField {
    Votes,
    /// Known of no paper yet.
    Citations,
}

/// A field of which nothing is known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnknownField {
    /// Who brought the paper in.
    By,
    /// The number of a report.
    Report,
}

/// A paper that the answer is to be similar to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Like {
    pub id: PaperId,
    /// Whether the answer is to be unlike it.
    pub away: bool,
}

impl Text {
    /// Whether these are words that only rank where they stand side by side with others.
    pub(crate) fn is_bare(&self) -> bool {
        self.place == Place::Anywhere && self.form == Form::Words
    }
}

impl Node {
    /// All of these; `None` where there are none.
    pub(crate) fn all(nodes: Vec<Self>) -> Option<Self> {
        let flat = nodes.into_iter().flat_map(|node| if let Self::All(inner) = node { inner } else { vec![node] });
        Self::joint(flat.collect(), Self::All)
    }

    /// One of these; `None` where there are none.
    pub(crate) fn any(nodes: Vec<Self>) -> Option<Self> {
        let flat = nodes.into_iter().flat_map(|node| if let Self::Any(inner) = node { inner } else { vec![node] });
        Self::joint(flat.collect(), Self::Any)
    }

    /// The opposite.
    pub(crate) fn not(node: Self) -> Self {
        match node.joined() {
            Self::Not(inner) => *inner,
            node => Self::Not(Box::new(node)),
        }
    }

    fn joint(mut nodes: Vec<Self>, join: impl FnOnce(Vec<Self>) -> Self) -> Option<Self> {
        if nodes.len() < 2 { nodes.pop() } else { Some(join(nodes.into_iter().map(Self::joined).collect())) }
    }

    /// As a part of a joint, where bare words are a condition anyway.
    fn joined(self) -> Self {
        self.with_place(Place::All, Place::Anywhere)
    }

    /// As a part that stands side by side with others: bare words that are a condition say so.
    pub(crate) fn condition(self) -> Self {
        self.with_place(Place::Anywhere, Place::All)
    }

    /// Bare words as a condition, in the place that says so here. Those that cannot be printed as they are become a phrase, which
    /// as a condition is the same.
    fn with_place(mut self, from: Place, to: Place) -> Self {
        if let Self::Text(text) = &mut self
            && text.form == Form::Words
            && (text.place == from || text.place == to)
        {
            text.place = to;
            if !is_bare_plain(&text.words) {
                (text.place, text.form) = (Place::Anywhere, Form::Phrase);
            }
        }
        self
    }

    /// Whether it only ranks where it stands side by side with others.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_bare())
    }

    /// The shortest stretch of days in it that is counted back.
    fn counts_back(&self) -> Option<u32> {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().filter_map(Self::counts_back).min(),
            Self::Not(node) => node.counts_back(),
            Self::Days(Days::Last(days)) => Some(*days),
            Self::Is(Standing::New) => Some(NEW_DAYS),
            _ => None,
        }
    }

    /// The texts in it that are wanted, not excluded, in their order.
    pub(crate) fn texts<'a>(&'a self, found: &mut Vec<&'a Text>) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().for_each(|node| node.texts(found)),
            Self::Text(text) => found.push(text),
            _ => {}
        }
    }

    /// The texts in it that are wanted, not excluded, in their order.
    pub(crate) fn texts_mut<'a>(&'a mut self, found: &mut Vec<&'a mut Text>) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter_mut().for_each(|node| node.texts_mut(found)),
            Self::Text(text) => found.push(text),
            _ => {}
        }
    }
}

impl Tree {
    /// Whether it asks for more than words and phrases: operators were used.
    pub fn has_operators(&self) -> bool {
        let plain = |node: &Node| match node {
            Node::Text(text) => text.place == Place::Anywhere && text.form != Form::Prefix,
            _ => false,
        };
        !self.likes.is_empty() || self.sort.is_some() || !self.parts.iter().all(plain)
    }

    /// The order that the text asks for.
    pub fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// The shortest stretch of days in it that is counted back from the [day](crate::Query::today) of the question: of `date:30d` 30, of
    /// `is:new` 7.
    pub fn counts_back(&self) -> Option<u32> {
        self.parts.iter().filter_map(Node::counts_back).min()
    }

    /// The texts that are wanted, in their order.
    pub(crate) fn texts(&self) -> Vec<&Text> {
        let mut found = Vec::new();
        self.parts.iter().for_each(|node| node.texts(&mut found));
        found
    }

    /// The texts that are wanted, in their order.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut Text> {
        let mut found = Vec::new();
        self.parts.iter_mut().for_each(|node| node.texts_mut(&mut found));
        found
    }
}
