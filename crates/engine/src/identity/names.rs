//! How far two lists of authors agree.

use domain::normalized_title;

/// Names that agree between two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    agreeing: usize,
    shorter: usize,
}

/// Names of a list that are compared: each with each, so that of a collaboration of three thousand only the first are.
const COMPARED: usize = 40;

/// The shortest name in which a letter may be wrong.
const LONG_NAME: usize = 8;

impl Agreement {
    /// Of two lists; `None` where one of them names nobody.
    pub(super) fn of(a: &[String], b: &[String]) -> Option<Self> {
        let (a, b) = (names(a), names(b));
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let mut free: Vec<&Vec<String>> = b.iter().collect();
        let mut agreeing = 0;
        for name in &a {
            if let Some(at) = free.iter().position(|other| agree(name, other)) {
                free.swap_remove(at);
                agreeing += 1;
            }
        }
        Some(Self { agreeing, shorter: a.len().min(b.len()) })
    }

    /// The share of the shorter list that stands on the other.
    pub(super) fn share(self) -> f64 {
        self.agreeing as f64 / self.shorter.max(1) as f64
    }
}

/// The words of each name, in their order, folded; `Last, First` is turned round.
fn names(names: &[String]) -> Vec<Vec<String>> {
    let words = |name: &String| {
        let turned = name.split_once(',').map(|(last, first)| format!("{first} {last}"));
        let folded = normalized_title(turned.as_ref().unwrap_or(name));
        folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    names.iter().take(COMPARED).map(words).filter(|name| !name.is_empty()).collect()
}

/// Whether two names can be one person's: the same last name and first letters that do not speak against it, the same words in another
/// order, or one letter wrong in a long name.
fn agree(a: &[String], b: &[String]) -> bool {
    let (Some((last, first)), Some((other_last, other_first))) = (a.split_last(), b.split_last()) else { return false };
    if last == other_last && initials_fit(first, other_first) {
        return true;
    }
    let sorted = |name: &[String]| {
        let mut words = name.to_vec();
        words.sort_unstable();
        words
    };
    if a.len() == b.len() && sorted(a) == sorted(b) {
        return true;
    }
    let (a, b) = (a.concat(), b.concat());
    a.len().min(b.len()) >= LONG_NAME && a.len().abs_diff(b.len()) <= 1 && strsim::osa_distance(&a, &b) <= 1
}

/// Whether the first letters of first names agree; who has none agrees with everybody.
fn initials_fit(a: &[String], b: &[String]) -> bool {
    let initial = |names: &[String]| names.first().and_then(|name| name.chars().next());
    initial(a).zip(initial(b)).is_none_or(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(a: &[&str], b: &[&str]) -> Option<f64> {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let (one, other) = (Agreement::of(&owned(a), &owned(b)), Agreement::of(&owned(b), &owned(a)));
        assert_eq!(one, other, "order must not matter");
        one.map(Agreement::share)
    }

    #[test]
    fn one_person_has_many_spellings() {
        for (a, b) in [
            ("José García-López", "J. Garcia-Lopez"),
            ("Stanislaw Szymanowicz", "Szymanowicz, S."),
            ("Wang Xiaoming", "Xiaoming Wang"),
            ("Benoît Malézieux", "Benoît Malésieux"),
            ("Szymanowicz", "Stan Szymanowicz"),
        ] {
            assert_eq!(share(&[a], &[b]), Some(1.0), "{a} / {b}");
        }
        for (a, b) in [("Wei Wang", "Hui Wang"), ("Ada Byron", "Charles Babbage"), ("Li Wei", "Li Hui")] {
            assert_eq!(share(&[a], &[b]), Some(0.0), "{a} / {b}");
        }
    }

    #[test]
    fn lists_agree_by_the_shorter_one() {
        assert_eq!(share(&["A. Byron", ":"], &["Ada Byron", "Charles Babbage"]), Some(1.0));
        assert_eq!(share(&["Wei Wang", "Wei Wang"], &["Wei Wang", "Ada Byron"]), Some(0.5), "each name counts once");
        assert_eq!(share(&[], &["Ada Byron"]), None);
        assert_eq!(share(&[":"], &["Ada Byron"]), None);
    }
}
