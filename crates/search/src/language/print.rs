//! From a tree to the text that means it: one text a tree.

use std::fmt;

use super::names::Field;
use super::tree::{Form, Node, Place, Text, Tree};
use super::values::is_plain;

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        let inside = if self.parts.len() > 1 { Inside::Joint } else { Inside::Query };
        for part in &self.parts {
            write!(f, "{gap}{}", Printed { node: part, inside })?;
            gap = " ";
        }
        for like in &self.likes {
            write!(f, "{gap}{}like:", if like.away { "-" } else { "" })?;
            value(f, like.id.as_str())?;
            gap = " ";
        }
        match self.sort {
            Some(sort) => write!(f, "{gap}{}:{}", Field::Sort.name(), sort.name()),
            None => Ok(()),
        }
    }
}

/// What a node stands in: it decides whether brackets are needed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Nothing else.
    Query,
    /// Others, side by side or between operators, or a hyphen.
    Joint,
}

struct Printed<'a> {
    node: &'a Node,
    inside: Inside,
}

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.node {
            Node::All(nodes) => self.joined(f, nodes, " AND "),
            Node::Any(nodes) => self.joined(f, nodes, " OR "),
            Node::Not(inner) => write!(f, "-{}", Printed { node: inner, inside: Inside::Joint }),
            Node::Text(text) => words(f, text),
            Node::Term(field, pattern) => {
                write!(f, "{}:", Field::Term(*field).name())?;
                value(f, &pattern.value)?;
                f.write_str(if pattern.open { "*" } else { "" })
            }
            Node::Count(field, numbers) => write!(f, "{}:{numbers}", Field::Count(*field).name()),
            Node::Days(days) => write!(f, "{}:{days}", Field::Days.name()),
            Node::Has(fact) => write!(f, "{}:{}", Field::Has.name(), fact.name()),
            Node::Is(standing) => write!(f, "{}:{}", Field::Is.name(), standing.name()),
            Node::Unknown(field, text) => {
                write!(f, "{}:", Field::Unknown(*field).name())?;
                value(f, text)
            }
        }
    }
}

impl Printed<'_> {
    fn joined(&self, f: &mut fmt::Formatter<'_>, nodes: &[Node], operator: &str) -> fmt::Result {
        let brackets = self.inside == Inside::Joint;
        f.write_str(if brackets { "(" } else { "" })?;
        for (at, node) in nodes.iter().enumerate() {
            f.write_str(if at > 0 { operator } else { "" })?;
            write!(f, "{}", Printed { node, inside: Inside::Joint })?;
        }
        f.write_str(if brackets { ")" } else { "" })
    }
}

fn words(f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
    if text.place != Place::Anywhere {
        write!(f, "{}:", Field::Text(text.place).name())?;
    }
    match text.form {
        Form::Words => f.write_str(&text.words),
        Form::Phrase => write!(f, "\"{}\"", text.words),
        Form::Prefix => write!(f, "{}*", text.words),
    }
}

/// A value, in quotation marks where it would not be read as it stands.
fn value(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain(text) { f.write_str(text) } else { write!(f, "\"{text}\"") }
}
