//! Keys under which descriptions of one paper meet although their words differ a little.
//!
//! Each is made of a part that survives what usually differs: the title before its colon where the subtitle was changed, the subtitle where
//! the name of a system was, and the first two authors where neither part of the title is the same. Meeting says nothing yet: it only spares
//! comparing everything with everything.

use crate::{key_of, normalized_title};

/// What parts a title from its subtitle.
const PARTED: [&str; 6] = [": ", "? ", " - ", " -- ", " – ", " — "];

/// The shortest main title and subtitle that are worth a key, in bytes of letters and digits.
const SHORTEST: (usize, usize) = (6, 16);

/// A title without what LaTeX and Markdown set it in: commands, dollars, braces and carets.
pub fn plain_title(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('\\') {
        let (before, command) = rest.split_at(at);
        plain.push_str(before);
        rest = command.trim_start_matches('\\').trim_start_matches(|c: char| c.is_ascii_alphabetic());
    }
    plain.push_str(rest);
    plain.retain(|c| !matches!(c, '$' | '{' | '}' | '^' | '_' | '*'));
    plain
}

/// A title in its two parts, the second empty where there is none.
pub fn title_parts(title: &str) -> (&str, &str) {
    let cuts = PARTED.iter().filter_map(|mark| title.find(mark).map(|at| (at, mark.len())));
    let Some((at, length)) = cuts.min() else { return (title, "") };
    (title.get(..at).unwrap_or(title), title.get(at + length..).unwrap_or_default())
}

/// The letters and digits of a title in one piece, lower case and without accents; commands of LaTeX are left out.
/// `R^2ec` and `$\text{R}^2\text{ec}$` are both `r2ec`.
pub fn compact_title(title: &str) -> String {
    let mut folded = normalized_title(&plain_title(title));
    folded.retain(|c| c != ' ');
    folded
}

/// The last name and the first letter of the first, lower case and without accents: `(jose, j)` of `J. José`. Nothing where a name has no
/// letters, such as a colon behind a team.
pub fn name_mark(name: &str) -> Option<(String, Option<char>)> {
    let ordered = name.split_once(',').map(|(last, first)| format!("{first} {last}"));
    let folded = normalized_title(ordered.as_deref().unwrap_or(name));
    let (first, last) = folded.rsplit_once(' ').unwrap_or(("", &folded));
    (!last.is_empty()).then(|| (last.to_owned(), first.chars().next()))
}

/// The keys of a title and its authors (see [`key_of`]), at most three.
pub fn likeness_keys(title: &str, authors: &[String]) -> Vec<i64> {
    let plain = plain_title(title);
    let (main, sub) = title_parts(&plain);
    let (main, sub) = (compact_title(main), compact_title(sub));
    let mut keys = Vec::with_capacity(3);
    if main.len() >= SHORTEST.0 {
        keys.push(key_of(&format!("main {main}")));
    }
    if sub.len() >= SHORTEST.1 {
        keys.push(key_of(&format!("sub {sub}")));
    }
    let mut names = authors.iter().filter_map(|name| name_mark(name));
    let told = |(last, initial): (String, Option<char>)| format!("{last} {}", initial.unwrap_or(' '));
    if let Some(first) = names.next().map(told) {
        // Whoever writes alone is told apart by the longest word of the title.
        let second = names.next().map_or_else(|| longest_word(title), told);
        keys.push(key_of(&format!("by {first} {second}")));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn longest_word(title: &str) -> String {
    let folded = normalized_title(title);
    folded.split(' ').max_by_key(|word| word.len()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(one: (&str, &[&str]), other: (&str, &[&str])) -> bool {
        let keys = |(title, authors): (&str, &[&str])| {
            likeness_keys(title, &authors.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        keys(one).iter().any(|key| keys(other).contains(key))
    }

    #[test]
    fn what_usually_differs_does_not_keep_papers_from_meeting() {
        let names: &[&str] = &["José Álvarez", "Wei Liu"];
        let whole = ("OmniMem: Autoresearch-Guided Discovery of Agent Memory", names);
        assert!(meet(whole, ("OmniMem: Something Else", &[])), "another subtitle");
        assert!(meet(whole, ("Omni-SimpleMem: Autoresearch-guided discovery of agent memory", &[])), "another name");
        assert!(meet(whole, ("Memories", &["J. Alvarez", "W. Liu"])), "initials and no accents");
        assert!(meet(whole, ("Memories", &["Álvarez, José", "Liu, Wei"])), "names turned round");
        assert!(
            meet(("$\\text{R}^2\\text{ec}$: Towards", &[]), ("R^2ec: towards", &[]))
                || compact_title("R^2ec") == "r2ec"
        );
        assert!(!meet(whole, ("Another Paper: About Something", &["Wei Liu", "José Álvarez"])));
    }

    #[test]
    fn titles_are_parted_at_their_first_mark() {
        assert_eq!(title_parts("A: b - c"), ("A", "b - c"));
        assert_eq!(title_parts("Why? Because"), ("Why", "Because"));
        assert_eq!(title_parts("Plain"), ("Plain", ""));
        assert_eq!(compact_title("$\\mathbf{\\texttt{D}}$ual-Head É"), "dualheade");
        assert_eq!(compact_title("\\\\ \\"), "");
        assert_eq!(name_mark(":"), None);
    }

    #[test]
    fn nothing_makes_no_keys() {
        assert!(likeness_keys("", &[]).is_empty());
        assert!(likeness_keys("Llama", &[":".to_owned()]).is_empty());
    }
}
