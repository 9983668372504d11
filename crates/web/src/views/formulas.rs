//! Formulas among words: what is glued to one stays on its line, and long ones cannot push a narrow page apart.
//!
//! Browsers break lines before and after every `<math>`, even before a comma, and never within it.

use std::ops::Range;

/// Formulas that have more visible characters, with what is glued to them, may be wider than a phone: a title has room for about as many.
const WIDE: usize = 20;

/// The beginning of a formula.
const START: &str = "<math";

/// The end of a formula.
const END: &str = "</math>";

/// A text with LaTeX in it, ready to be printed.
pub(crate) fn render(source: &str) -> String {
    hold(text::render(source).into_string())
}

/// The same with the given byte ranges marked.
pub(crate) fn render_marked(source: &str, ranges: &[Range<usize>]) -> String {
    hold(text::render_marked(source, ranges).into_string())
}

/// Wraps each formula and the letters and signs that touch it in a `<span>` that does not break; a long one can be scrolled where the page is narrow.
fn hold(html: String) -> String {
    if !html.contains(START) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html.as_str();
    while let Some((before, formula, after)) = next(rest) {
        let (before, word) = before.split_at(last_word(before));
        let (tail, after) = after.split_at(first_signs(after));
        out.push_str(before);
        let parts = [word, formula, tail].concat();
        let class = match visible(&parts) > WIDE {
            true => "nb wide",
            false if word.is_empty() && tail.is_empty() => "",
            false => "nb",
        };
        if class.is_empty() {
            out.push_str(&parts);
        } else {
            out.extend(["<span class=\"", class, "\">", &parts, "</span>"]);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands before the next formula, the formula, and what follows.
fn next(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find(START)?;
    let (before, rest) = html.split_at_checked(start)?;
    let (formula, after) = rest.split_at_checked(rest.find(END)? + END.len())?;
    Some((before, formula, after))
}

/// Where the word begins that ends with `html`: behind the last space, hyphen or tag.
fn last_word(html: &str) -> usize {
    let is_border = |c: char| c.is_whitespace() || matches!(c, '>' | '-' | '–' | '—' | '/');
    html.char_indices().rev().find(|(_, c)| is_border(*c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where the letters and signs end with which `html` begins: at the first space or tag, or behind the first hyphen.
fn first_signs(html: &str) -> usize {
    for (at, c) in html.char_indices() {
        match c {
            '<' => return at,
            c if c.is_whitespace() => return at,
            '-' | '–' | '—' | '/' => return at + c.len_utf8(),
            _ => {}
        }
    }
    html.len()
}

/// How many characters of some markup can be seen.
fn visible(html: &str) -> usize {
    let mut within = false;
    let outside = html.chars().filter(|c| match c {
        '<' => {
            within = true;
            false
        }
        '>' => {
            within = false;
            false
        }
        _ => !within,
    });
    outside.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATH: &str = "<math><mi>n</mi></math>";

    #[test]
    fn what_touches_a_formula_stays_with_it() {
        for (given, expected) in [
            ("a {}, b", "a <span class=\"nb\">{},</span> b"),
            ("deg{} of", "<span class=\"nb\">deg{}</span> of"),
            ("({}) and", "<span class=\"nb\">({})</span> and"),
            ("the {}-th", "the <span class=\"nb\">{}-</span>th"),
            ("an {} b", "an {} b"),
            ("{}", "{}"),
            ("<mark>{}</mark>, b", "<mark>{}</mark>, b"),
            ("{},{} x", "<span class=\"nb\">{},</span>{} x"),
            ("a &amp; b", "a &amp; b"),
        ] {
            assert_eq!(hold(given.replace("{}", MATH)), expected.replace("{}", MATH), "{given}");
        }
    }

    #[test]
    fn long_formulas_can_be_scrolled() {
        let long = format!("<math><mi>{}</mi></math>", "x".repeat(WIDE + 1));
        assert_eq!(hold(format!("a {long} b")), format!("a <span class=\"nb wide\">{long}</span> b"));
        let word = "w".repeat(WIDE);
        assert_eq!(
            hold(format!("a {word}{MATH} b")),
            format!("a <span class=\"nb wide\">{word}{MATH}</span> b"),
            "a glued word counts"
        );
    }

    #[test]
    fn a_formula_without_an_end_is_left_alone() {
        assert_eq!(hold("a <math b".to_owned()), "a <math b");
        assert_eq!(hold("a</math> é<math></math>é".to_owned()), "a</math> <span class=\"nb\">é<math></math>é</span>");
    }
}
