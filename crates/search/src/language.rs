//! The query language: a text becomes a [`Tree`], a tree a text again (`print`), and a tree what the index is asked (`compile`).
//!
//! There is one grammar and one printer, and `understand(print(tree)).tree == tree` for every tree that a text gave. No text is
//! an error: what makes no sense as an operator is text, and a [`Hint`] says so. `docs/SEARCH.md` describes the language.

mod address;
mod authors;
mod compile;
mod days;
mod facts;
mod form;
mod grammar;
mod hint;
mod lex;
mod like;
mod names;
mod numbers;
mod parser;
mod prefix;
mod print;
mod prose;
mod ranked;
mod tokens;
mod tree;
mod values;

pub use grammar::{Understood, understand};
pub use hint::Hint;
pub use tree::Tree;

pub(crate) use compile::{Plan, compile};
pub(crate) use facts::{Fact, Standing};
pub(crate) use grammar::understand_title;
pub(crate) use like::Liking;
pub(crate) use names::{Field, before_colon};
pub(crate) use ranked::with_replaced;
pub(crate) use tree::{Form, Node, Place, TermField, Text};
