//! Formulas that a source gives as MathML (<https://www.w3.org/TR/mathml-core/>), as LaTeX, which is then read as everywhere else: `x²` rather than markup.

/// How deep elements may stand in one another; what is deeper is no formula of a title.
const DEEPEST: usize = 64;

/// An element that has begun: its name, and what its children say.
type Open = (String, Vec<String>);

/// A text with each `<math>` in it as LaTeX between dollars. One that is not whole loses its marks and keeps its words.
pub(crate) fn as_latex(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(begin) = begin_of_math(rest) {
        let (before, math) = rest.split_at(begin);
        out.push_str(before);
        let end = ["</math>", "</mml:math>"].iter().filter_map(|end| Some(math.find(end)? + end.len())).min();
        let (formula, after) = math.split_at(end.unwrap_or(math.len()));
        match latex(formula) {
            Some(latex) => out.extend(["$", latex.as_str(), "$"]),
            None => out.push_str(&words(formula)),
        }
        rest = after;
    }
    out + rest
}

fn begin_of_math(text: &str) -> Option<usize> {
    let begins = ["<math>", "<math ", "<mml:math>", "<mml:math "];
    begins.iter().filter_map(|begin| text.find(begin)).min()
}

/// The formula; `None` where its elements are not closed as they were opened.
fn latex(formula: &str) -> Option<String> {
    let mut open: Vec<Open> = vec![(String::new(), Vec::new())];
    for (tag, words) in pieces(formula) {
        let name = tag.trim_start_matches('/').split([' ', '/', '\t', '\n']).next()?.trim_start_matches("mml:");
        if tag.starts_with('/') {
            let (opened, children) = open.pop().filter(|(opened, _)| opened == name)?;
            open.last_mut()?.1.push(joined(&opened, &children));
        } else if !tag.is_empty() && !tag.ends_with('/') {
            open.push((name.to_owned(), Vec::new()));
        }
        if open.len() > DEEPEST {
            return None;
        }
        let word = clean(words);
        if !word.is_empty() {
            open.last_mut()?.1.push(word);
        }
    }
    match open.as_slice() {
        [(_, children)] => Some(children.concat()),
        _ => None,
    }
}

/// What an element says.
fn joined(name: &str, children: &[String]) -> String {
    match (name, children) {
        ("msup", [base, up]) => format!("{base}^{{{up}}}"),
        ("msub", [base, down]) => format!("{base}_{{{down}}}"),
        ("msubsup", [base, down, up]) => format!("{base}_{{{down}}}^{{{up}}}"),
        ("mfrac", [over, under]) => format!("{over}/{under}"),
        ("msqrt", children) => format!("√({})", children.concat()),
        ("annotation" | "annotation-xml", _) => String::new(),
        (_, children) => children.concat(),
    }
}

/// Each mark, without its angles, and the words behind it.
fn pieces(formula: &str) -> impl Iterator<Item = (&str, &str)> {
    formula.split('<').skip(1).map(|piece| piece.split_once('>').unwrap_or((piece, "")))
}

fn words(formula: &str) -> String {
    pieces(formula).map(|(_, words)| clean(words)).collect::<Vec<_>>().join(" ")
}

/// Words of a formula, of which nothing is a mark of LaTeX or HTML.
fn clean(words: &str) -> String {
    let (mut out, mut rest) = (String::new(), words.trim());
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, behind) = after.split_once(';').unwrap_or((after, ""));
        out.extend(named(name));
        rest = behind;
    }
    out.push_str(rest);
    out.retain(|c| !"$\\{}^_<>&".contains(c));
    out
}

/// The character of a reference; what is not known by number is left out.
fn named(reference: &str) -> Option<char> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_readable() {
        for (given, expected) in [
            ("no formula, <b>bold</b>", "no formula, <b>bold</b>"),
            ("<math xmlns=\"x\"><msup><mi>x</mi><mn>2</mn></msup></math>", "$x^{2}$"),
            (
                "of <mml:math><mml:msub><mml:mi>H</mml:mi><mml:mn>2</mml:mn></mml:msub><mml:mi>O</mml:mi></mml:math> and",
                "of $H_{2}O$ and",
            ),
            ("<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mspace width=\"1em\"/></math>", "$a/b$"),
            ("<math><mi>&#x3b1;</mi><mo>&#60;</mo><mi>&#946;</mi></math>", "$αβ$"),
            ("<math><mi>x</mi><annotation>\\input{y}</annotation></math>", "$x$"),
        ] {
            assert_eq!(as_latex(given), expected);
        }
    }

    #[test]
    fn what_is_no_formula_loses_its_marks_only() {
        for given in
            ["<math><mi>x</math> y", "<math><mi>x", "<math ", "<math></mi>x</math>", "<math><script>x</script>"]
        {
            let shown = as_latex(given);
            assert!(
                !shown.contains("<m") && !shown.contains("<script") && (shown.contains('x') || given == "<math "),
                "{given}: {shown}"
            );
        }
        assert!(as_latex(&"<math><mrow>".repeat(100_000)).len() < 200_000);
        assert_eq!(as_latex(&format!("{}x", "<math>".to_owned() + &"<mrow>".repeat(1_000))).trim(), "x");
    }
}
