//! Reading tokens by the grammar.

use std::ops::Range;

use super::grammar::{MOST_LIKES, Understood};
use super::hint::{Hint, MOST_HINTS};
use super::names::Field;
use super::tokens::{Kind, Token, is_quote};
use super::tree::{Form, Like, Node, Place, Text};
use super::values::{self, Value, collapsed};

/// That nothing stands where an operand is expected.
struct Missing;

/// A condition; or nothing, where what was read concerns the answer as a whole.
type Operand = Result<Option<Node>, Missing>;

/// A kind of joint: its operators, what stands between them, and what they make of it.
struct Joint<'a> {
    operators: &'static [Kind<'static>],
    operand: fn(&mut Parser<'a>, Option<Field>) -> Operand,
    join: fn(Vec<Node>) -> Option<Node>,
}

/// Tokens on their way into a tree.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
    pub(super) understood: Understood,
}

impl<'a> Parser<'a> {
    /// A reader at the first of the tokens of `text`.
    pub(super) fn new(text: &'a str, tokens: &'a [Token<'a>]) -> Self {
        Self { text, tokens, at: 0, understood: Understood::default() }
    }

    /// Says something about a part of the text.
    pub(super) fn hint(&mut self, range: Range<usize>, message: impl Into<String>) {
        if self.understood.hints.len() < MOST_HINTS {
            self.understood.hints.push(Hint::new(range, message));
        }
    }

    fn kind(&self) -> Option<Kind<'a>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn range(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.range.clone())
    }

    /// Reads everything: what stands side by side becomes the parts of the tree.
    pub(super) fn read(&mut self) {
        while self.at < self.tokens.len() {
            if let Some(words) = self.parenthesis() {
                self.add(Node::Text(Text { place: Place::Anywhere, form: Form::Words, words }));
            } else if let Ok(Some(node)) = self.part(None) {
                self.add(node);
            }
        }
    }

    /// Adds what stands side by side with what was read before.
    pub(super) fn add(&mut self, node: Node) {
        let parts = &mut self.understood.tree.parts;
        match (node, parts.last_mut()) {
            (Node::Text(text), Some(Node::Text(last))) if text.is_bare() && last.is_bare() => {
                last.words.push(' ');
                last.words.push_str(&text.words);
            }
            (Node::All(nodes), _) if !nodes.iter().any(Node::is_bare) => parts.extend(nodes),
            (node, _) => parts.push(node),
        }
    }

    /// Brackets right behind bare words, around nothing but words, are a parenthesis as in running text.
    fn parenthesis(&mut self) -> Option<String> {
        let behind_words = self.understood.tree.parts.last().is_some_and(Node::is_bare);
        if self.kind() != Some(Kind::Open) || !behind_words {
            return None;
        }
        let (start, mut depth, mut end) = (self.range().start, 0_usize, self.at);
        loop {
            match self.tokens.get(end)?.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                Kind::Word(word) if !values::is_prefix(word) => {}
                _ => return None,
            }
            end += 1;
            if depth == 0 {
                break;
            }
        }
        if matches!(self.tokens.get(end).map(|token| token.kind), Some(Kind::And | Kind::Or | Kind::AndNot)) {
            return None;
        }
        self.at = end;
        let stop = self.tokens.get(end - 1)?.range.end;
        let inside = self.text.get(start..stop)?;
        Some(collapsed(&inside.replace(is_quote, " ")))
    }

    /// A query of nothing but `-word` excludes nothing.
    pub(super) fn search_for_excluded_words(&mut self) {
        let tree = &mut self.understood.tree;
        let excluded = |node: &Node| match node {
            Node::Not(inner) => matches!(&**inner, Node::Text(text) if text.place == Place::Anywhere),
            _ => false,
        };
        if tree.parts.is_empty() || !tree.likes.is_empty() || !tree.parts.iter().all(excluded) {
            return;
        }
        for node in std::mem::take(&mut tree.parts) {
            if let Node::Not(inner) = node {
                self.add(*inner);
            }
        }
        self.hint(0..self.text.len(), "nothing is left when these words are excluded, so they were searched for");
    }

    /// Parts joined by `OR`. Always reads a token.
    fn part(&mut self, context: Option<Field>) -> Operand {
        let start = self.at;
        let joint = Joint { operators: &[Kind::Or], operand: Self::both, join: Node::any };
        let operand = self.chain(context, &joint);
        if self.at == start {
            self.misplaced();
        }
        operand
    }

    /// What is joined by `AND` and `ANDNOT`.
    fn both(&mut self, context: Option<Field>) -> Operand {
        let joint = Joint { operators: &[Kind::And, Kind::AndNot], operand: Self::one, join: Node::all };
        self.chain(context, &joint)
    }

    /// Operands with operators between them; where one is missing the others stand alone.
    fn chain(&mut self, context: Option<Field>, joint: &Joint<'a>) -> Operand {
        let first = (joint.operand)(self, context);
        let mut is_there = first.is_ok();
        let mut nodes: Vec<Node> = first.ok().flatten().into_iter().collect();
        while let Some(kind) = self.kind().filter(|kind| joint.operators.contains(kind)) {
            let operator = self.range();
            let word = self.text.get(operator.clone()).unwrap_or_default();
            if !is_there {
                self.hint(operator.clone(), format!("nothing stands before {word}"));
            }
            self.at += 1;
            match (joint.operand)(self, context) {
                Ok(node) if kind == Kind::AndNot => nodes.extend(node.map(Node::not)),
                Ok(node) => nodes.extend(node),
                Err(Missing) => {
                    self.hint(operator, format!("nothing stands behind {word}"));
                    continue;
                }
            }
            is_there = true;
        }
        if is_there { Ok((joint.join)(nodes)) } else { Err(Missing) }
    }

    /// A condition or its opposite.
    fn one(&mut self, context: Option<Field>) -> Operand {
        let mut negated = false;
        let first = self.range();
        while let Some(Kind::Minus | Kind::Not) = self.kind() {
            negated = !negated;
            self.at += 1;
        }
        let before = self.understood.tree.likes.len();
        let operand = self.operand(context);
        if !negated {
            return operand;
        }
        self.understood.tree.likes.iter_mut().skip(before).for_each(|like| like.away = !like.away);
        if operand.is_err() {
            self.hint(first, "nothing stands here to leave out");
        }
        operand.map(|node| node.map(Node::not))
    }

    fn operand(&mut self, context: Option<Field>) -> Operand {
        let range = self.range();
        let value = match self.kind().ok_or(Missing)? {
            Kind::Open => return Ok(self.group(context)),
            Kind::Field(field) => {
                self.at += 1;
                return Ok(self.valued(field, range));
            }
            Kind::Word(word) => Value::Word(word),
            Kind::Phrase(phrase) => Value::Phrase(phrase),
            Kind::Interval(interval) => Value::Interval(interval),
            _ => return Err(Missing),
        };
        self.at += 1;
        Ok(self.leaf(context, value, range))
    }

    /// An operator, behind whose colon the parser stands.
    fn valued(&mut self, field: Field, name: Range<usize>) -> Option<Node> {
        let range = name.start..self.range().end;
        let follows = self.range().start == name.end;
        let value = match self.kind().filter(|_| follows) {
            Some(Kind::Open) => return self.group(Some(field)),
            Some(Kind::Word(word)) => Value::Word(word),
            Some(Kind::Phrase(phrase)) => Value::Phrase(phrase),
            Some(Kind::Interval(interval)) => Value::Interval(interval),
            _ => {
                let word = self.text.get(name.clone()).unwrap_or_default();
                self.hint(name, format!("nothing stands behind {word}"));
                return None;
            }
        };
        self.at += 1;
        self.leaf(Some(field), value, range)
    }

    /// What stands in brackets: all of it.
    fn group(&mut self, context: Option<Field>) -> Option<Node> {
        self.at += 1;
        let mut nodes = Vec::new();
        while let Some(kind) = self.kind() {
            if kind == Kind::Close {
                self.at += 1;
                break;
            }
            nodes.extend(self.part(context).ok().flatten());
        }
        Node::all(nodes).map(Node::condition)
    }

    fn leaf(&mut self, field: Option<Field>, value: Value<'_>, range: Range<usize>) -> Option<Node> {
        let typed = self.text.get(range.clone()).unwrap_or_default();
        let (read, hint) = values::read(field, value, typed);
        if let Some(message) = hint {
            self.hint(range.clone(), message);
        }
        match read {
            values::Read::Node(node) => Some(node),
            values::Read::Nothing => None,
            values::Read::Sort(sort) => {
                self.understood.tree.sort = Some(sort);
                None
            }
            values::Read::Like(id) => {
                if self.understood.tree.likes.len() < MOST_LIKES {
                    self.understood.tree.likes.push(Like { id, away: false });
                    self.understood.likes_at.push(range);
                } else {
                    self.hint(range, format!("only {MOST_LIKES} papers are compared with; this one was left out"));
                }
                None
            }
        }
    }

    /// Passes over what makes no sense here.
    fn misplaced(&mut self) {
        let range = self.range();
        self.at += 1;
        let word = self.text.get(range.clone()).unwrap_or_default();
        if word != ")" {
            self.hint(range, format!("{word} joins nothing here and was left out"));
        }
    }
}
