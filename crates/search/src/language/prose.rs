//! Prose: long questions in whole sentences, as people paste them. What they put in quotation marks is part of the
//! sentence and no condition: few papers hold it word by word.

use super::grammar::{Understood, read};
use super::hint::Hint;
use super::tree::{Node, Place, Tree};
use crate::words::words;

/// From so many words on a text may be prose, if nothing else than words and phrases is in it.
const SHORTEST: usize = 16;

/// The text again as plain words, if it is prose and something in it would be a condition. Goes by what was understood, not by what was
/// typed: the normal form must be understood alike.
pub(super) fn as_prose(text: &str, understood: &Understood) -> Option<Understood> {
    let Tree { parts, likes, sort } = &understood.tree;
    if parts.iter().all(Node::is_bare) || !likes.is_empty() || sort.is_some() {
        return None;
    }
    let texts = parts.iter().map(anywhere).collect::<Option<Vec<_>>>()?;
    let plain = read(&texts.join(" "));
    if words(&texts.join(" ")).count() < SHORTEST || !plain.tree.parts.iter().all(Node::is_bare) {
        return None;
    }
    let message = "a text of this length is read as prose: its quotation marks are no conditions";
    Some(Understood { hints: vec![Hint { range: 0..text.len(), message: message.to_owned() }], ..plain })
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
    fn what_is_short_or_has_operators_means_what_it_says() {
        let sentence = "a long sentence about the learning of graphs by networks that are neither deep nor wide nor \"anything else\"";
        for text in [
            "text formatting \"what you see is what you get\"".to_owned(),
            format!("{sentence} cat:cs.LG"),
            format!("{sentence} AND robots"),
            format!("{sentence} like:1706.03762"),
            format!("ti:graph {sentence}"),
        ] {
            assert!(!understand(&text).tree.parts.iter().all(Node::is_bare), "{text}");
        }
    }
}
