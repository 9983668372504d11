//! The names of the operators, and which of them a mistyped one resembles.

use super::tree::{CountField, Place, TermField, UnknownField};

/// What stands before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Words in a place.
    Text(Place),
    /// A name of a register.
    Term(TermField),
    /// A count.
    Count(CountField),
    /// The day.
    Days,
    /// The day of the last version, which is not known: the day is taken instead.
    Updated,
    /// Something that a paper has.
    Has,
    /// Where a paper stands.
    Is,
    /// The order.
    Sort,
    /// A paper to be similar to.
    Like,
    /// Understood, but not known of any paper.
    Unknown(UnknownField),
}

/// Names of up to so many letters are read in capitals too: some keyboards begin every text with one.
const SHORT: usize = 4;

/// Longer words before a colon are words.
const LONGEST: usize = 14;

/// Every name, the one that is printed first.
const NAMES: [(&str, Field); 38] = [
    ("ti", Field::Text(Place::Title)),
    ("title", Field::Text(Place::Title)),
    ("abs", Field::Text(Place::Abstract)),
    ("abstract", Field::Text(Place::Abstract)),
    ("au", Field::Text(Place::Authors)),
    ("author", Field::Text(Place::Authors)),
    ("authors", Field::Text(Place::Authors)),
    ("all", Field::Text(Place::All)),
    ("kw", Field::Text(Place::Keywords)),
    ("keyword", Field::Text(Place::Keywords)),
    ("keywords", Field::Text(Place::Keywords)),
    ("co", Field::Text(Place::Comment)),
    ("comment", Field::Text(Place::Comment)),
    ("venue", Field::Text(Place::Venue)),
    ("jr", Field::Text(Place::Venue)),
    ("journal", Field::Text(Place::Venue)),
    ("cat", Field::Term(TermField::Category)),
    ("category", Field::Term(TermField::Category)),
    ("id", Field::Term(TermField::Id)),
    ("doi", Field::Term(TermField::Doi)),
    ("org", Field::Term(TermField::Organization)),
    ("organization", Field::Term(TermField::Organization)),
    ("organisation", Field::Term(TermField::Organization)),
    ("lang", Field::Term(TermField::Language)),
    ("language", Field::Term(TermField::Language)),
    ("votes", Field::Count(CountField::Votes)),
    ("upvotes", Field::Count(CountField::Votes)),
    ("cites", Field::Count(CountField::Citations)),
    ("citations", Field::Count(CountField::Citations)),
    ("date", Field::Days),
    ("submittedDate", Field::Days),
    ("lastUpdatedDate", Field::Updated),
    ("has", Field::Has),
    ("is", Field::Is),
    ("sort", Field::Sort),
    ("like", Field::Like),
    ("by", Field::Unknown(UnknownField::By)),
    ("rn", Field::Unknown(UnknownField::Report)),
];

impl Field {
    /// The field of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let fits = |known: &str| known == name || (known.len() <= SHORT && known.eq_ignore_ascii_case(name));
        NAMES.into_iter().find(|(known, _)| fits(known)).map(|(_, field)| field)
    }

    /// The name by which it is printed.
    pub(crate) fn name(self) -> &'static str {
        NAMES.into_iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }
}

/// The name in front of the colon in `word`, if what stands there could be one.
pub(crate) fn before_colon(word: &str) -> Option<&str> {
    let length = word.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = word.split_at_checked(length)?;
    let could_be = (2..=LONGEST).contains(&length) && rest.starts_with(':');
    could_be.then_some(name)
}

/// The operator that a name resembles: one letter is other, missing or too much, or it begins as the name does.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let (known, field) = NAMES
        .into_iter()
        .filter(|(known, _)| distance_is_one(&name, known) || (name.len() > 2 && known.starts_with(&name)))
        .max_by_key(|(known, _)| (known.starts_with(&name), known.len() == name.len(), known.len()))?;
    if known.len() <= name.len() + 1 { Some(known) } else { Some(field.name()) }
}

/// Whether one letter makes the difference. A name of two letters must share its first with what it resembles.
fn distance_is_one(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shared = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let rest = |word: &[u8], skip: usize| word.get(shared + skip..).map(<[u8]>::to_vec);
    let same = |a: Option<Vec<u8>>, b: Option<Vec<u8>>| a.is_some() && a == b;
    let short = a.len().min(b.len()) <= 2;
    let (longer, shorter) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    match longer.len() - shorter.len() {
        0 => shared < a.len() && !(short && shared == 0) && same(rest(a, 1), rest(b, 1)),
        1 => !(short && shared == 0) && same(rest(longer, 1), rest(shorter, 0)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_mean_one_field() {
        assert_eq!(Field::named("author"), Some(Field::Text(Place::Authors)));
        assert_eq!(Field::named("Ti"), Some(Field::Text(Place::Title)));
        assert_eq!(Field::named("Abstract"), None, "a heading in a text that was pasted");
        for (name, field) in NAMES {
            assert_eq!(Field::named(name), Some(field));
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }

    #[test]
    fn mistyped_names_resemble_operators() {
        for (typed, meant) in [("tit", "ti"), ("vote", "votes"), ("auth", "au"), ("dat", "date"), ("cats", "cat")] {
            assert_eq!(nearest(typed), Some(meant), "{typed}");
        }
        for word in ["http", "https", "std", "note", "mamba", "xy"] {
            assert_eq!(nearest(word), None, "{word}");
        }
    }

    #[test]
    fn only_letters_stand_before_a_colon() {
        assert_eq!(before_colon("ti:x"), Some("ti"));
        for word in ["t:x", "12:30", "a-b:c", ":x", "ti", "averyverylongword:x", "é:x"] {
            assert_eq!(before_colon(word), None, "{word}");
        }
    }
}
