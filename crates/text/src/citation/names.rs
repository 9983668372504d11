//! Names of people, cut into the parts by which they are sorted.

use std::fmt;

/// Words that tell that a name is no person's.
const GROUPS: [&str; 14] = [
    "alliance",
    "collaboration",
    "collaborators",
    "committee",
    "community",
    "consortium",
    "foundation",
    "group",
    "initiative",
    "institute",
    "laboratory",
    "project",
    "team",
    "university",
];

/// Particles that also with a capital belong to the family's name: `Luc Van Gool`.
const CAPITAL_PARTICLES: [&str; 10] = ["Al", "Da", "De", "Del", "Della", "Di", "Dos", "La", "Van", "Von"];

/// Words between two halves of a family's name: `José Ortega y Gasset`.
const CONJUNCTIONS: [&str; 3] = ["e", "i", "y"];

const SUFFIXES: [&str; 7] = ["II", "III", "IV", "Jr", "Jr.", "Sr", "Sr."];

/// A name in parts; those that it does not have are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// `Ludwig`.
    pub(super) given: String,
    /// `van`, in small letters.
    pub(super) particle: String,
    /// `Beethoven`; the whole name of a group.
    pub(super) family: String,
    /// `Jr.`.
    pub(super) suffix: String,
    /// Whether it is a group's name, which has no parts.
    pub(super) group: bool,
}

impl Name {
    /// Reads a name as sources print it: `First Last` or `Last, First`. `None` where it has no letter.
    pub(super) fn read(text: &str) -> Option<Self> {
        let clean = crate::plain(text).replace('\\', "");
        let words: Vec<&str> = clean.split_whitespace().collect();
        if !clean.contains(char::is_alphabetic) {
            return None;
        }
        if is_group(&words) {
            return Some(Self { family: words.join(" "), group: true, ..Self::default() });
        }
        let whole = words.join(" ");
        let parts: Vec<&str> = whole.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        Some(match parts.as_slice() {
            [name, suffix] if SUFFIXES.contains(suffix) => {
                Self { suffix: (*suffix).to_owned(), ..Self::in_order(name) }
            }
            [family, given] => Self { given: (*given).to_owned(), ..Self::family(family) },
            [family, suffix, given] if SUFFIXES.contains(suffix) => {
                Self { given: (*given).to_owned(), suffix: (*suffix).to_owned(), ..Self::family(family) }
            }
            _ => Self::in_order(&parts.join(" ")),
        })
    }

    /// `Ludwig van Beethoven Jr.`
    fn in_order(name: &str) -> Self {
        let mut words: Vec<&str> = name.split(' ').collect();
        let suffix = words.pop_if(|last| SUFFIXES.contains(last) && name.matches(' ').count() > 1);
        let family_at = family_start(&words);
        let (given, family) = words.split_at_checked(family_at).unwrap_or_default();
        Self {
            given: given.join(" "),
            suffix: suffix.unwrap_or_default().to_owned(),
            ..Self::family(&family.join(" "))
        }
    }

    /// A family's name with the particles before it.
    fn family(name: &str) -> Self {
        let mut rest = name;
        while let Some((_, after)) = rest.split_once(' ').filter(|(word, _)| is_small(word)) {
            rest = after;
        }
        let particle = name.get(..name.len() - rest.len()).unwrap_or_default().trim_end();
        Self { particle: particle.to_owned(), family: rest.to_owned(), ..Self::default() }
    }

    /// The particle and the family's name: `van Beethoven`.
    pub(super) fn sorted_by(&self) -> String {
        join([&self.particle, &self.family])
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&join([&self.given, &self.particle, &self.family, &self.suffix]))
    }
}

/// The parts that are there, with blanks between them.
fn join<const N: usize>(parts: [&String; N]) -> String {
    let mut joined = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

fn is_group(words: &[&str]) -> bool {
    let names_one = |word: &&str| {
        let bare = word.trim_end_matches([',', '.', ')']).to_ascii_lowercase();
        GROUPS.contains(&bare.as_str())
    };
    words.len() > 1
        && (words.iter().any(names_one) || words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())))
}

/// The index of the word with which the family's name begins: the first in small letters, else the last.
fn family_start(words: &[&str]) -> usize {
    let last = words.len().saturating_sub(1);
    let capital_particle = |at: usize| words.get(at).is_some_and(|word| CAPITAL_PARTICLES.contains(word));
    let small = (1..last).find(|at| words.get(*at).is_some_and(|word| is_small(word)));
    let start = match small {
        Some(at) if words.get(at).is_some_and(|word| CONJUNCTIONS.contains(word)) => at - 1,
        Some(at) => at,
        None => last,
    };
    if start > 1 && capital_particle(start - 1) { start - 1 } else { start.max(usize::from(last > 0)) }
}

/// Whether a word is a particle: printed in small letters.
fn is_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [String; 4] {
        let name = Name::read(text).unwrap();
        [name.given, name.particle, name.family, name.suffix]
    }

    #[test]
    fn knows_the_family() {
        for (text, given, particle, family, suffix) in [
            ("Ashish Vaswani", "Ashish", "", "Vaswani", ""),
            ("J. R. R. Tolkien", "J. R. R.", "", "Tolkien", ""),
            ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven", ""),
            ("Anna van der Berg", "Anna", "van der", "Berg", ""),
            ("Luc Van Gool", "Luc", "", "Van Gool", ""),
            ("José Ortega y Gasset", "José", "", "Ortega y Gasset", ""),
            ("Henry M. Cathey, Jr.", "Henry M.", "", "Cathey", "Jr."),
            ("Rafael Ortiz III", "Rafael", "", "Ortiz", "III"),
            ("van Beethoven, Ludwig", "Ludwig", "van", "Beethoven", ""),
            ("Fung", "", "", "Fung", ""),
            ("bell hooks", "bell", "", "hooks", ""),
            ("李 明", "李", "", "明", ""),
            (r"Erd\H{o}s", "", "", "Erdős", ""),
        ] {
            assert_eq!(parts(text), [given, particle, family, suffix], "{text}");
        }
    }

    #[test]
    fn groups_have_no_parts() {
        for text in ["The LIGO Scientific Collaboration", "Kling Team", "Team Hunyuan3D"] {
            assert_eq!(parts(text), ["", "", text, ""]);
        }
        assert_eq!(Name::read("***"), None);
        assert_eq!(Name::read(""), None);
    }
}
