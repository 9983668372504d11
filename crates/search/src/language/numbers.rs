//! Counts: `>10`, `5..20`.

use std::fmt;
use std::str::FromStr;

/// Whole numbers between two, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub from: Option<u32>,
    pub to: Option<u32>,
}

impl Numbers {
    /// Whether a number lies between the two.
    pub(crate) fn contains(self, number: u32) -> bool {
        self.from.is_none_or(|from| number >= from) && self.to.is_none_or(|to| number <= to)
    }
}

impl FromStr for Numbers {
    type Err = ();

    /// Reads `10`, `>10`, `>=10`, `<10`, `<=10`, `5..20`, `5..`, `..20`. Less than 0 is no number.
    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |text: &str| if plain(text) { text.parse::<u32>().map_err(|_| ()) } else { Err(()) };
        let from = |from| Self { from: Some(from), to: None };
        let to = |to| Self { from: None, to: Some(to) };
        if let Some(rest) = text.strip_prefix(">=") {
            return number(rest).map(from);
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return number(rest).map(to);
        }
        if let Some(rest) = text.strip_prefix('>') {
            return number(rest)?.checked_add(1).map(from).ok_or(());
        }
        if let Some(rest) = text.strip_prefix('<') {
            return number(rest)?.checked_sub(1).map(to).ok_or(());
        }
        match text.split_once("..") {
            None => number(text).map(|same| Self { from: Some(same), to: Some(same) }),
            Some(("", "")) => Err(()),
            Some((first, "")) => number(first).map(from),
            Some(("", last)) => number(last).map(to),
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                Ok(Self { from: Some(first.min(last)), to: Some(first.max(last)) })
            }
        }
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "{from}..{to}"),
            (Some(0) | None, None) => write!(f, "0.."),
            (Some(from), None) => write!(f, ">{}", from - 1),
            (None, Some(u32::MAX)) => write!(f, "..{}", u32::MAX),
            (None, Some(to)) => write!(f, "<{}", to + 1),
        }
    }
}

fn plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_range_print_alike() {
        for (typed, printed) in [
            (">10", ">10"),
            (">=11", ">10"),
            ("11..", ">10"),
            ("<5", "<5"),
            ("<=4", "<5"),
            ("..4", "<5"),
            ("5..20", "5..20"),
            ("20..5", "5..20"),
            ("7", "7"),
            ("007", "7"),
            (">=0", "0.."),
            ("..4294967295", "..4294967295"),
        ] {
            assert_eq!(typed.parse::<Numbers>().map(|numbers| numbers.to_string()), Ok(printed.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "x", ">", "<0", ">4294967295", "-1", "+1", "1.5", "..", "1...2", "1..x", "99999999999"] {
            assert_eq!(text.parse::<Numbers>(), Err(()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_prints(from in prop::option::of(any::<u32>()), to in prop::option::of(any::<u32>())) {
            prop_assume!(from.is_some() || to.is_some());
            prop_assume!(from.zip(to).is_none_or(|(from, to)| from <= to));
            let numbers = Numbers { from, to };
            prop_assert_eq!(numbers.to_string().parse::<Numbers>(), Ok(numbers));
        }
    }
}
