//! Text as LaTeX, for BibTeX: what has a meaning there is escaped, and braces always pair, also to BibTeX's eyes, which
//! count escaped ones too.

use crate::formula;
use crate::markup::piece::{Piece, Style};
use crate::markup::scan::scan;

/// Plain text as LaTeX.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(&mut out, text);
    out
}

/// A title, which may hold LaTeX, as BibTeX wants it: formulas stay formulas, words with capitals inside stand in braces so
/// that no style prints them in small letters.
pub(super) fn title(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    for token in scan(source) {
        match token.piece {
            Piece::Text(text) => push_words(&mut out, text),
            Piece::Printed(text) => push_words(&mut out, &text),
            Piece::Formula { source, .. } if is_safe(source) => {
                out.push('$');
                out.push_str(source.trim());
                out.push('$');
            }
            Piece::Formula { source, .. } => push_words(&mut out, &formula::unicode(source)),
            Piece::Open(Style::Superscript) => out.push_str("$^{"),
            Piece::Open(Style::Subscript) => out.push_str("$_{"),
            Piece::Close(Style::Superscript | Style::Subscript) => out.push_str("}$"),
            Piece::Open(_) | Piece::Close(_) | Piece::OpenLink(_) | Piece::CloseLink => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address or DOI: nothing is escaped in it, as it is not text, but it must not disturb the braces around it.
pub(super) fn verbatim(address: &str) -> String {
    address.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// Whether a formula can stand in a field as it is: its braces pair, both to BibTeX, which counts those after a backslash
/// too, and to LaTeX, which does not, and nothing in it ends the formula or the line.
fn is_safe(formula: &str) -> bool {
    let (mut all, mut bare) = (0_usize, 0_usize);
    let mut escaped = false;
    for c in formula.chars() {
        match c {
            '{' => {
                all += 1;
                bare += usize::from(!escaped);
            }
            '}' => {
                let bare_after = bare.checked_sub(usize::from(!escaped));
                let (Some(all_after), Some(bare_after)) = (all.checked_sub(1), bare_after) else { return false };
                (all, bare) = (all_after, bare_after);
            }
            '$' => return false,
            '%' | '#' | '&' if !escaped => return false,
            c if c.is_control() => return false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    all == 0 && bare == 0 && !escaped && !formula.trim().is_empty()
}

/// Escaped text whose words with capitals inside stand in braces.
fn push_words(out: &mut String, text: &str) {
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_matches(|c: char| !c.is_alphanumeric());
        if word.split('-').any(has_inner_capital) {
            let (before, after) = part.split_once(word).unwrap_or((part, ""));
            push_escaped(out, before);
            out.push('{');
            push_escaped(out, word);
            out.push('}');
            push_escaped(out, after);
        } else {
            push_escaped(out, part);
        }
    }
}

fn has_inner_capital(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            // An escaped dollar ends a formula to the eyes of some readers, and indices are formulas.
            '$' => out.push_str("{\\textdollar}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '\u{a0}' => out.push('~'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_formulas_and_capitals() {
        assert_eq!(title("BERT: Pre-training of Deep Transformers"), "{BERT}: Pre-training of Deep Transformers");
        assert_eq!(
            title(r"An $O(n^{2})$ bound & State-of-the-Art GPT-4"),
            r"An $O(n^{2})$ bound \& State-of-the-Art {GPT-4}"
        );
        assert_eq!(title(r"Schr\'odinger 10^6"), "Schródinger 10$^{6}$");
    }

    #[test]
    fn braces_pair_whatever_the_title_holds() {
        for source in ["}{", r"$\left\{x\right.$ a", "100%", r"a\", "{{{", "$}$ {", r"\{ $\}$ \}", "$x%y$"] {
            let printed = title(source);
            let depth = printed.chars().try_fold(0_i32, |depth, c| match c {
                '{' => Some(depth + 1),
                '}' if depth == 0 => None,
                '}' => Some(depth - 1),
                _ => Some(depth),
            });
            assert_eq!(depth, Some(0), "{source} became {printed}");
        }
    }
}
