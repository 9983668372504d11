//! Cutting a file of `BibTeX` into its entries.

use crate::shape::Lost;

/// The longest entry, in bytes.
const ENTRY: usize = 1 << 20;
/// How deep braces may lie in each other. Real entries reach 6.
const DEPTH: usize = 40;
/// How much text of abbreviations is kept, in bytes.
const STRINGS: usize = 1 << 16;

/// A piece of a file that begins with `@`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Entry(&'a str),
    /// `@string`: abbreviations for the entries behind it.
    Strings(&'a str),
    /// `@comment` and `@preamble`.
    NoPaper,
}

/// The pieces of `text`; what stands before the first is passed over.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let starts: Vec<usize> = text.match_indices('@').map(|(at, _)| at).filter(|at| begins_entry(text, *at)).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| text.get(start..end)).map(|piece| {
        let word: String = piece.chars().skip(1).take_while(char::is_ascii_alphabetic).collect();
        match word.to_ascii_lowercase().as_str() {
            "string" => Piece::Strings(piece),
            "comment" | "preamble" => Piece::NoPaper,
            _ => Piece::Entry(piece),
        }
    })
}

/// Whether the `@` at `at` begins an entry: a word and a brace behind it, and before it the start of a line or the end of
/// another entry. Addresses of mail do not.
fn begins_entry(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let alone = before.trim_end_matches([' ', '\t']);
    let starts_line = alone.is_empty() || alone.ends_with(['\n', '\r', '}', ')']);
    let behind = text.get(at + 1..).unwrap_or_default();
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    starts_line && rest.len() < behind.len() && rest.trim_start_matches([' ', '\t']).starts_with(['{', '('])
}

/// Keeps the abbreviations in `text`, as long as there is room.
pub(super) fn remember(text: &str, strings: &mut String) {
    if strings.len() + text.len() <= STRINGS {
        strings.push_str(text);
        strings.push('\n');
    }
}

/// Whether an entry may be handed on to be parsed.
pub(super) fn check(text: &str) -> Result<(), Lost> {
    if text.len() > ENTRY {
        return Err(format!("an entry longer than {ENTRY} bytes"));
    }
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return Err(format!("braces lie more than {DEPTH} deep in each other"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_cut_apart() {
        let text = "% head\n@string{a = \"b\"}\n@Comment{x}\n @article{k, title={mail a@b{c}}}@misc{l,\n title={u}}\n";
        let found: Vec<Piece<'_>> = pieces(text).collect();
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], Piece::Strings("@string{a = \"b\"}\n"));
        assert_eq!(found[2], Piece::Entry("@article{k, title={mail a@b{c}}}"));
        assert_eq!(pieces("a@b.org { x }").count(), 0);
    }
}
