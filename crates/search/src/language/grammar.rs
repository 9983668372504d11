//! The grammar: from tokens to a tree.
//!
//! ```text
//! query   = { part }                      side by side: bare words rank, everything else must hold
//! part    = both { OR both }              OR binds less than AND, and more than standing side by side
//! both    = one { (AND | ANDNOT) one }
//! one     = { "-" | NOT } ( "(" { part } ")" | operator ":" value | word | phrase )
//! ```

use std::ops::Range;

use super::address;
use super::hint::Hint;
use super::lex::lex;
use super::parser::Parser;
use super::prose;
use super::tokens::is_quote;
use super::tree::{Form, Node, Place, Text, Tree};
use super::values::collapsed;

/// Only so many bytes of a query are looked at.
pub(super) const LONGEST_QUERY: usize = 16_384;

/// The most conditions of a query.
const MOST_CONDITIONS: usize = 512;

/// The most papers that an answer is moved towards or away from.
pub(super) const MOST_LIKES: usize = 64;

/// A query's text, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// What is asked.
    pub tree: Tree,
    /// What was understood otherwise than it may be meant.
    pub hints: Vec<Hint>,
    /// Where in the text the papers of `Tree::likes` stand.
    pub likes_at: Vec<Range<usize>>,
}

/// Understands any text. Reads no index: whether the papers and words that it names are there shows only when it is asked.
pub fn understand(text: &str) -> Understood {
    let understood = read(text);
    prose::as_prose(text, &understood).unwrap_or(understood)
}

/// Understands any text, prose too, by its signs.
pub(super) fn read(text: &str) -> Understood {
    let decoded = address::decoded(text);
    let looked_at = decoded.as_deref().unwrap_or(text);
    let end = looked_at.floor_char_boundary(LONGEST_QUERY);
    let (tokens, hints) = lex(looked_at.get(..end).unwrap_or_default());
    let mut parser = Parser::new(looked_at, &tokens);
    parser.understood.hints = hints;
    if end < looked_at.len() {
        parser.hint(end..looked_at.len(), format!("only the first {LONGEST_QUERY} bytes are looked at"));
    }
    parser.read();
    parser.search_for_excluded_words();
    limit(&mut parser, looked_at.len());
    let mut understood = parser.understood;
    if decoded.is_some() {
        understood.hints.iter_mut().for_each(|hint| hint.range = 0..text.len());
        understood.likes_at.iter_mut().for_each(|range| *range = 0..text.len());
    }
    understood
}

/// Understands a text that is a title: there are no operators in it. What it quotes stands there as quoted.
pub(crate) fn understand_title(text: &str) -> Understood {
    let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default();
    let mut parser = Parser::new(text, &[]);
    let pieces: Vec<&str> = text.split(is_quote).collect();
    let last = pieces.len() - 1;
    for (at, piece) in pieces.into_iter().enumerate() {
        let form = if at % 2 == 1 && at < last { Form::Phrase } else { Form::Words };
        let words = collapsed(piece);
        if !words.is_empty() {
            parser.add(Node::Text(Text { place: Place::Anywhere, form, words }));
        }
    }
    parser.understood
}

/// Keeps to the most conditions, and to what is read alike when it is printed.
fn limit(parser: &mut Parser, length: usize) {
    let mut budget = MOST_CONDITIONS;
    let parts = &mut parser.understood.tree.parts;
    *parts = std::mem::take(parts).into_iter().filter_map(|node| limited(node, &mut budget)).collect();
    // What is printed in quotation marks is no address anyway.
    if let [Node::Text(text)] = parts.as_mut_slice()
        && text.form != Form::Phrase
    {
        text.words = address::never_decoded(&text.words);
    }
    if budget == 0 {
        parser.hint(0..length, format!("only {MOST_CONDITIONS} conditions are looked at; the rest was left out"));
    }
}

/// The node without the conditions that exceed the budget.
fn limited(node: Node, budget: &mut usize) -> Option<Node> {
    match node {
        Node::All(nodes) => Node::all(nodes.into_iter().filter_map(|node| limited(node, budget)).collect()),
        Node::Any(nodes) => Node::any(nodes.into_iter().filter_map(|node| limited(node, budget)).collect()),
        Node::Not(inner) => limited(*inner, budget).map(Node::not),
        leaf => {
            *budget = budget.checked_sub(1)?;
            Some(leaf)
        }
    }
}
