//! What is left of LaTeX in a text whose accents and braces were read: commands that only change the look.

use crate::latex_accents;

/// Commands of which the argument is the text.
const LOOKS: [&str; 20] = [
    "emph",
    "enquote",
    "mbox",
    "mathrm",
    "mkbibemph",
    "mkbibquote",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "textsubscript",
    "textsuperscript",
    "texttt",
    "textup",
    "underline",
    "url",
];

/// `text` without such commands and without braces, outside of formulas (`$…$`), which stay as they are.
pub(super) fn plain(text: &str) -> String {
    let text = latex_accents::decode(text);
    if !text.contains(['\\', '{', '}']) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (part, number) in text.split('$').zip(0_usize..) {
        if number > 0 {
            out.push('$');
        }
        if number % 2 == 1 { out.push_str(part) } else { words(part, &mut out) }
    }
    out
}

fn words(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        let name = special.strip_prefix('\\').map(|name| name.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        rest = match name {
            Some(behind) => command(special, behind, out),
            None => special.get(1..).unwrap_or_default(),
        };
    }
    out.push_str(rest);
}

/// What follows the command at the start of `text`, whose name ends before `behind`. A command that is not known stays; an escaped
/// character stands for itself.
fn command<'t>(text: &'t str, behind: &'t str, out: &mut String) -> &'t str {
    let (command, _) = text.split_at(text.len() - behind.len());
    match command.strip_prefix('\\') {
        Some("") => {
            let mut chars = behind.chars();
            out.extend(chars.next());
            chars.as_str()
        }
        Some(name) if LOOKS.contains(&name) => behind,
        _ => {
            out.push_str(command);
            behind
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn looks_go_and_words_and_formulas_stay() {
        for (tex, text) in [
            (r"A \emph{Title} with {Braces} and 40\% more", "A Title with Braces and 40% more"),
            (r"$\mathcal{O}(n^{2})$ is {\textbf{fast}}", r"$\mathcal{O}(n^{2})$ is fast"),
            (r"Erd{\H{o}}s, {\'E}mile", "Erdős, Émile"),
            (r"\unknown{x} \", r"\unknownx "),
            ("plain", "plain"),
        ] {
            assert_eq!(plain(tex), text, "{tex}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in r"(\\[a-z]{0,5}|[{}$é ]|[a-z]){0,40}") {
            plain(&text);
        }
    }
}
