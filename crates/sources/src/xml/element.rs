//! An XML element with what it holds.

use std::borrow::Cow;

use crate::markup::Flat;

/// An element. Names are as they are written, with their prefix.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element<'a> {
    pub(crate) name: &'a str,
    pub(crate) attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub(crate) children: Vec<Node<'a>>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Text(Cow<'a, str>),
    Element(Element<'a>),
}

impl<'a> Element<'a> {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'a str {
        local(self.name)
    }

    /// Whether `name` means this element: with a prefix it must be written so, without one the prefix does not matter.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name || self.prefix_of(name).is_some_and(|prefix| prefix.ends_with(':') && !name.contains(':'))
    }

    /// What stands before `name` in the name of this element, if it ends so. Most names do not, which their ends show first.
    fn prefix_of(&self, name: &str) -> Option<&str> {
        self.name.strip_suffix(name)
    }

    /// The value of an attribute, trimmed; `None` where it is blank.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(known, _)| *known == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The elements in this one.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of that name in this one.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.elements().filter(move |element| element.is(name))
    }

    /// The first element of that name in this one. One that is written without a prefix comes before those with one, so that
    /// a feed's `title` is not its `media:title`.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name).or_else(|| self.all(name).next())
    }

    /// Its text with that of all elements in it; see [`Flat`] for what becomes of markup.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.children.as_slice() {
            [] => Cow::Borrowed(""),
            [Node::Text(text)] => Cow::Borrowed(text),
            nodes => {
                let mut flat = Flat::default();
                flatten(nodes, &mut flat);
                Cow::Owned(flat.finish())
            }
        }
    }
}

/// The part of a name behind its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn flatten(nodes: &[Node<'_>], flat: &mut Flat) {
    for node in nodes {
        match node {
            Node::Text(text) => flat.text(text),
            Node::Element(element) => {
                flat.open(element.local());
                flatten(&element.children, flat);
                flat.close(element.local());
            }
        }
    }
}
