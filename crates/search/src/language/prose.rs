//! Prose: long questions in whole sentences, as people paste them. What they put in quotation marks is part of the
//! sentence and no condition: few papers hold it word by word.

use super::address;
use super::grammar::{LONGEST_QUERY, Understood, read};
use super::hint::Hint;
use super::lex::lex;
use super::tokens::{Kind, Token, is_quote};
use super::tree::{Node, Place, Tree};
use super::values::is_prefix;
use crate::words::{is_cjk, words};

/// From so many words on a text may be prose, if nothing else than words and phrases is in it.
const SHORTEST: usize = 16;

/// The text again as plain words, if it is prose and something in it would be a condition.
pub(super) fn as_prose(text: &str, understood: &Understood) -> Option<Understood> {
    let Tree { parts, likes, sort } = &understood.tree;
    if parts.iter().all(Node::is_bare) || !likes.is_empty() || sort.is_some() {
        return None;
    }
    let plain = of_parts(parts).or_else(|| without_signs(text))?;
    let message = "a text of this length is read as prose: its quotation marks and brackets are no conditions";
    Some(Understood { hints: vec![Hint { range: 0..text.len(), message: message.to_owned() }], ..plain })
}

/// What was understood, as plain words. Goes by what was understood, not by what was typed: the normal form must be understood alike.
fn of_parts(parts: &[Node]) -> Option<Understood> {
    let texts = parts.iter().map(anywhere).collect::<Option<Vec<_>>>()?;
    plain(&texts.join(" "))
}

/// A text in which nothing but words, quotation marks and brackets was typed, without these: a bracket in a sentence asks for nothing. Its
/// normal form has no such signs, so it is understood alike; a text with `AND` keeps it, and is none.
fn without_signs(text: &str) -> Option<Understood> {
    let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default();
    let unquoted = text.replace(is_quote, " ");
    // What looks like an operator within quotation marks must not become one without them.
    if address::decoded(text).is_some() || asks_something(text) || asks_something(&unquoted) {
        return None;
    }
    plain(&unquoted).or_else(|| plain(&unquoted.replace(['(', ')'], " ")))
}

/// Whether there is more in a text than words, quotation marks and brackets.
fn asks_something(text: &str) -> bool {
    let (tokens, _) = lex(text);
    let says_nothing = |token: &Token<'_>| match token.kind {
        Kind::Word(word) => !is_prefix(word),
        Kind::Phrase(_) | Kind::Open | Kind::Close => true,
        _ => false,
    };
    !tokens.iter().all(says_nothing)
}

/// A text of some length that is nothing but words.
fn plain(text: &str) -> Option<Understood> {
    let plain = read(text);
    (length(text) >= SHORTEST && plain.tree.parts.iter().all(Node::is_bare)).then_some(plain)
}

/// How many words a text has; two CJK characters make one.
fn length(text: &str) -> usize {
    let (characters, others): (Vec<_>, Vec<_>) =
        words(text).partition(|range| text.get(range.clone()).is_some_and(|word| word.starts_with(is_cjk)));
    others.len() + characters.len() / 2
}

/// The words of a part; `None` for one that is more than words in any place.
fn anywhere(part: &Node) -> Option<&str> {
    match part {
        Node::Text(text) if matches!(text.place, Place::Anywhere | Place::All) => Some(&text.words),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::understand;

    #[test]
    fn a_long_sentence_asks_for_nothing() {
        let text = "Articles on text formatting systems, including \"what you see is what you get\" systems. Examples: t/nroff \
            (a formatter), scribe, bravo.";
        let Understood { tree, hints, .. } = understand(text);
        assert!(tree.parts.iter().all(Node::is_bare), "{tree:?}");
        assert!(hints[0].message.contains("prose"), "{hints:?}");
        assert_eq!(understand(&tree.to_string()).tree, tree);
    }

    #[test]
    fn a_bracket_in_a_sentence_asks_for_nothing() {
        let text = "What is the type of a module? (I do not want the entire literature here, but how one can check that a module \
            \"matches\" contexts (of any kind) in which it is used.)";
        let Understood { tree, hints, .. } = understand(text);
        assert!(tree.parts.iter().all(Node::is_bare), "{tree:?}");
        assert!(hints[0].message.contains("prose"), "{hints:?}");
        assert_eq!(understand(&tree.to_string()).tree, tree);
    }

    #[test]
    fn what_is_short_or_has_operators_means_what_it_says() {
        let sentence = "a long sentence about the learning of graphs by networks that are neither deep nor wide nor \"anything else\"";
        for text in [
            "text formatting \"what you see is what you get\"".to_owned(),
            format!("{sentence} cat:cs.LG"),
            format!("{sentence} AND robots"),
            format!("{sentence} like:1706.03762"),
            format!("ti:graph {sentence}"),
            format!("{sentence} (trees OR forests)"),
            format!("{sentence} (trees -forests)"),
            format!("{sentence} (trees fores*)"),
        ] {
            assert!(!understand(&text).tree.parts.iter().all(Node::is_bare), "{text}");
        }
    }
}
