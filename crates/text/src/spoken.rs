//! How signs and LaTeX commands are said in words: what a reader types who has no key for them.

use crate::formula::{greek_name, symbol};
use crate::markup::{Action, action};

/// The name by which a sign is searched: that of a Greek letter (capital or small, in any of its shapes), or of one of the few
/// mathematical signs that stand for a thing and not for a relation. `None` for other characters.
pub fn sign_name(sign: char) -> Option<&'static str> {
    match sign {
        '∞' => Some("infinity"),
        '∇' => Some("nabla"),
        '⊙' | '☉' => Some("sun"),
        '⊕' => Some("oplus"),
        '⊗' => Some("otimes"),
        'ς' => Some("sigma"),
        _ => greek_name(sign.to_lowercase().next().unwrap_or(sign)),
    }
}

/// The word that the command `name` (without its backslash) says: that of its sign, or nothing where it only sets type or joins what
/// stands beside it. `None` where the command is not known; its name is all that it says then.
pub fn command_word(name: &str) -> Option<&'static str> {
    if name.len() < 2 {
        return None;
    }
    if let Some(printed) = symbol(name) {
        return Some(word_of(printed));
    }
    match action(name) {
        Some(Action::Print(printed)) => Some(word_of(printed)),
        Some(_) => Some(""),
        None => only_in_formulas(name).then_some(""),
    }
}

/// The word that some characters are: a sign's name, letters as they are, else nothing.
fn word_of(printed: &'static str) -> &'static str {
    match printed.chars().next().and_then(sign_name) {
        Some(name) => name,
        None if printed.chars().all(char::is_alphanumeric) => printed,
        None => "",
    }
}

/// Commands that set type in formulas and are unknown outside of them.
fn only_in_formulas(name: &str) -> bool {
    let known = [
        "mathtt", "mathds", "mathbbm", "bigg", "Bigg", "cal", "substack", "mathop", "rlap", "llap", "smash", "not",
        "nicefrac", "sfrac", "tbinom", "dbinom", "tag", "colon", "nonumber", "underset", "overset", "stackrel",
        "phantom",
    ];
    known.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_one_name_each() {
        for (signs, name) in
            [("αΑ", "alpha"), ("εϵΕ", "epsilon"), ("φϕΦ", "phi"), ("σςΣ", "sigma"), ("μΜ", "mu"), ("οΟ", "omicron")]
        {
            for sign in signs.chars() {
                assert_eq!(sign_name(sign), Some(name), "{sign}");
            }
        }
        let all: Vec<_> = ('α'..='ω').filter_map(sign_name).collect();
        assert_eq!(all.len(), 25, "24 letters, sigma in two shapes: {all:?}");
        assert_eq!(sign_name('a'), None);
        assert_eq!(sign_name('≤'), None);
        assert_eq!(sign_name('∞'), Some("infinity"));
    }

    #[test]
    fn commands_say_what_they_print() {
        for (name, word) in [
            ("alpha", Some("alpha")),
            ("varepsilon", Some("epsilon")),
            ("Omega", Some("omega")),
            ("ell", Some("ℓ")),
            ("infty", Some("infinity")),
            ("odot", Some("sun")),
            ("times", Some("")),
            ("mathcal", Some("")),
            ("textbf", Some("")),
            ("frac", Some("")),
            ("LaTeX", Some("LaTeX")),
            ("log", None),
            ("OurMethod", None),
            ("l", None),
            ("", None),
        ] {
            assert_eq!(command_word(name), word, "{name}");
        }
    }
}
