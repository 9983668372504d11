//! Text that nobody wrote in good faith.

use std::ops::Range;

use proptest::prelude::*;

use crate::markup::{fault, text_of};

/// Pieces of which LaTeX, HTML and trouble are made.
const PIECES: [&str; 64] = [
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "{",
    "}",
    "[",
    "]",
    "^",
    "_",
    "~",
    "`",
    "'",
    "\"",
    "--",
    "&",
    "<",
    ">",
    "#",
    "%",
    "\\",
    " ",
    "\n",
    "\n\n",
    "a",
    "Bc",
    "x",
    "1",
    "3.5",
    ".",
    ", ",
    "! ",
    ". ",
    "é",
    "漢",
    "\u{301}",
    "\u{0}",
    "\u{202e}",
    "\\frac",
    "\\sqrt",
    "\\hat",
    "\\left(",
    "\\right)",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\begin{equation}",
    "\\end{equation}",
    "\\text{",
    "\\textbf{",
    "\\emph{",
    "\\href{https://a.org}{",
    "\\url{",
    "https://a.org/x",
    "http://",
    "javascript:alert(1)",
    "</math>",
    "<script>",
    "\\def\\a{\\a\\a}",
    "\\unknown",
    "\\cite{x}",
    "\\'",
    "\\color{red}",
];

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(PIECES.as_slice()), 0..60)
            .prop_map(|pieces| pieces.concat()),
        ".{0,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn html_is_always_well_formed(text in hostile()) {
        let html = text::render(&text);
        prop_assert_eq!(fault(html.as_str()), None, "{}", html);
    }

    #[test]
    fn marks_change_nothing_else(
        text in hostile(),
        ranges in proptest::collection::vec((0..250_usize, 0..250_usize), 0..6),
    ) {
        let ranges: Vec<Range<usize>> = ranges.into_iter().map(|(start, end)| start..end).collect();
        let (plain, marked) = (text::render(&text), text::render_marked(&text, &ranges));
        prop_assert_eq!(fault(marked.as_str()), None, "{}", marked);
        prop_assert_eq!(text_of(marked.as_str()), text_of(plain.as_str()));
        prop_assert_eq!(marked.as_str().replace("<mark>", "").replace("</mark>", ""), plain.into_string());
    }

    #[test]
    fn sentences_are_parts_of_the_text_in_order(text in hostile()) {
        let mut rest = text.as_str();
        for sentence in text::sentences(&text) {
            prop_assert!(!sentence.is_empty() && sentence.trim() == sentence);
            let at = rest.find(sentence);
            prop_assert!(at.is_some(), "{sentence}");
            rest = &rest[at.unwrap() + sentence.len()..];
        }
        prop_assert!(text::central_sentence(&text, &text).is_none_or(|sentence| text.contains(sentence)));
    }

    #[test]
    fn excerpts_are_short(text in hostile(), max in 0..80_usize) {
        let excerpt = text::excerpt(&text, max);
        prop_assert!(excerpt.chars().count() <= max.max(1), "{excerpt}");
        prop_assert!(text.starts_with(excerpt.strip_suffix('…').unwrap_or(&excerpt)));
    }

    #[test]
    fn phrases_and_plain_text_survive(text in hostile(), n in 0..8_usize) {
        let phrases = text::keyphrases(&text, &text, n);
        prop_assert!(phrases.len() <= n);
        prop_assert!(phrases.iter().all(|phrase| !phrase.is_empty() && phrase.split(' ').count() <= 4));
        let _ = text::plain(&text);
    }
}

#[test]
fn the_work_is_linear() {
    // Some hundredths of a second each. A quadratic step would take minutes, and whoever runs the tests ends those that do.
    for piece in
        PIECES.into_iter().chain(["{a", "a}", "$x$. ", "......", "A. ", "\\frac{1}{", "http://a", "x^{", "$\\sqrt{"])
    {
        let text = piece.repeat(200_000 / piece.len());
        let html = text::render(&text);
        assert_eq!(fault(html.as_str()).map(|_| piece), None);
        let _ = (text::plain(&text), text::sentences(&text), text::excerpt(&text, 300));
        let _ = (text::central_sentence(piece, &text), text::keyphrases(piece, &text, 5));
    }
}

#[test]
fn deep_formulas_do_not_exhaust_the_stack() {
    for command in ["\\sqrt", "\\hat ", "x^", "\\frac1", "\\text{", "\\left(", "\\mathbf ", "\\substack{"] {
        let deep = command.repeat(1_900 / command.len());
        for text in
            [format!("${deep}$"), format!("$\\text{{${deep}$}}$"), format!("\\begin{{align}}{deep}\\end{{align}}")]
        {
            assert_eq!(fault(text::render(&text).as_str()), None, "{command}");
            let _ = text::plain(&text);
        }
    }
}

#[test]
fn a_formula_cannot_leave_its_element() {
    for text in [
        "$</math><script>alert(1)</script>$",
        r"$\text{</mtext></math><img src=x onerror=alert(1)>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\unicode{x3c}script\unicode{x3e}$",
        r"$\style{position:fixed}{x} \class{a}{b} \cssId{c}{d}$",
        r"$\def\a{\a\a}\a \newcommand{\b}{\b\b}\b$",
        r#"$\color{red" onclick="alert(1)}{x}$"#,
        r"$\</math>$",
    ] {
        let html = text::render(text);
        assert_eq!(fault(html.as_str()), None, "{html}");
    }
}
