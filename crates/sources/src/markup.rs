//! Texts with markup as plain texts: JATS in Crossref's abstracts, HTML in feeds, the Anthology's own.
//!
//! A text loses its tags and keeps its words. Elements that begin a line part words; the others do not. An exponent keeps
//! what makes it one (`10<sup>-3</sup>` is `10^-3`), formulas keep their LaTeX between dollars, and of a formula that
//! is given both as MathML and as LaTeX the LaTeX is kept.

mod tag;

use quick_xml::escape::resolve_html5_entity;

use tag::Piece;

/// Puts a plain text together out of the texts and tags of one with markup.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    text: String,
    /// Inside `<sup>`, whose first character decides whether it is an exponent.
    exponent: bool,
    /// How deep inside a formula in LaTeX.
    tex: usize,
    /// How deep inside MathML that stands beside the same formula in LaTeX.
    skipped: usize,
    /// Inside `<alternatives>`, which say one thing in several ways.
    alternatives: bool,
}

impl Flat {
    /// Text between tags.
    pub(crate) fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        let text = if self.tex > 0 { formula(text) } else { text };
        if self.exponent && text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '−' | '–')) {
            self.text.push('^');
        }
        self.exponent = false;
        self.text.push_str(text);
    }

    /// The beginning of the element `name`, without prefix.
    pub(crate) fn open(&mut self, name: &str) {
        match name {
            "sup" => self.exponent = true,
            "alternatives" => self.alternatives = true,
            "math" if self.alternatives => self.skipped += 1,
            "tex-math" => {
                self.text.push('$');
                self.tex += 1;
            }
            _ if tag::parts_words(name) => self.text.push(' '),
            _ => {}
        }
    }

    /// The end of the element `name`.
    pub(crate) fn close(&mut self, name: &str) {
        match name {
            "sup" => self.exponent = false,
            "alternatives" => self.alternatives = false,
            "math" if self.alternatives => self.skipped = self.skipped.saturating_sub(1),
            "tex-math" if self.tex > 0 => {
                self.text.push('$');
                self.tex -= 1;
            }
            _ if tag::parts_words(name) => self.text.push(' '),
            _ => {}
        }
    }

    /// The plain text, whose white space is still to be cleaned.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// A formula without the document that publishers wrap around it and without its own dollars.
fn formula(text: &str) -> &str {
    let inside = text.split_once("\\begin{document}").map_or(text, |(_, inside)| inside);
    let inside = inside.split_once("\\end{document}").map_or(inside, |(inside, _)| inside);
    inside.trim().trim_matches('$')
}

/// `text` without the tags and references of HTML or JATS in it. Only names of elements that are known there make a tag, so
/// that `a <b and c> d` stays as it is.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut flat = Flat::default();
    for piece in tag::pieces(text) {
        match piece {
            Piece::Text(text) => flat.text(&unescaped(text)),
            Piece::Open(name) => flat.open(name),
            Piece::Close(name) => flat.close(name),
        }
    }
    flat.finish()
}

/// `text` with its character references resolved; what is none stays.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(32).position(|b| b == b';');
        let resolved = end.and_then(|end| Some((resolve(after.get(..end)?)?, after.get(end + 1..)?)));
        if let Some((character, behind)) = resolved {
            out.push_str(&character);
            rest = behind;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn resolve(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else { return resolve_html5_entity(name).map(str::to_owned) };
    let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
    let code = hexadecimal.unwrap_or_else(|| number.parse()).ok()?;
    char::from_u32(code).filter(|c| *c != '\0').map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn clean(text: &str) -> String {
        plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_go_and_words_stay() {
        for (marked, text) in [
            ("<jats:p>One <jats:italic>two</jats:italic>.</jats:p><jats:p>Three</jats:p>", "One two. Three"),
            ("<p class=\"x\">A &amp; B &lt; C &#x2013; D&nbsp;E</p>", "A & B < C – D E"),
            ("H<sub>2</sub>O, 10<sup>-3</sup>, the 19<sup>th</sup>", "H2O, 10^-3, the 19th"),
            ("a<br/>b<BR>c", "a b c"),
            ("p < 0.05 and a <b and c> d & e &unknown; f", "p < 0.05 and a <b and c> d & e &unknown; f"),
            ("<a href='https://x.org/?a>b'>link</a><script>", "link<script>"),
            ("open <i and never closed", "open <i and never closed"),
        ] {
            assert_eq!(clean(marked), text, "{marked}");
        }
    }

    #[test]
    fn formulas_keep_their_latex_once() {
        let jats = "<jats:p>For <jats:inline-formula><jats:alternatives><jats:tex-math>\\documentclass{x}\\begin{document}$$a^2$$\\end{document}</jats:tex-math><mml:math><mml:mi>a</mml:mi></mml:math></jats:alternatives></jats:inline-formula> it holds</jats:p>";
        assert_eq!(clean(jats), "For $a^2$ it holds");
        assert_eq!(clean("<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math>"), "x=1");
    }

    proptest! {
        #[test]
        fn never_panics(text in r"(</?[a-z]{1,4}( |/|>)?|&#?x?[0-9a-z]{0,9};?|<|>|é|[a-z ]){0,60}") {
            plain(&text);
        }
    }
}
