//! How letters are wanted.

use serde::{Deserialize, Serialize};

use crate::{Language, Rhythm};

/// How somebody wants letters. What an older program has stored lacks the later fields, and means their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// When they come.
    pub rhythm: Rhythm,
    /// How many papers a letter has at most.
    pub most: u8,
    /// Whether a letter comes when there is nothing to write about.
    pub when_empty: bool,
    /// The language of dates.
    #[serde(default)]
    pub language: Language,
    /// How probable it must be, in percent, that a paper is what a query in words asks for.
    #[serde(default = "least")]
    pub least: u8,
}

impl Wish {
    /// Papers in a letter of somebody who does not say how many.
    pub const MOST: u8 = 20;
    /// The least probability, in percent, of somebody who does not say any. Probabilities are fitted to claims of a sentence; what is asked for in
    /// a word or two, as most saved searches are, is seldom half as probable where many papers are about it.
    pub const LEAST: u8 = 20;

    /// The wish of somebody who says nothing but when.
    pub fn new(rhythm: Rhythm) -> Self {
        Self { rhythm, most: Self::MOST, when_empty: false, language: Language::default(), least: Self::LEAST }
    }

    /// The least probability as a number from 0 to 1.
    pub fn probability(&self) -> f32 {
        f32::from(self.least) / 100.0
    }
}

fn least() -> u8 {
    Wish::LEAST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Often, QuietDays, QuietHours};

    #[test]
    fn a_wish_of_before_is_still_read() {
        let old = r#"{"rhythm":{"often":"weekdays","hour":17,"zone":"Asia/Tokyo"},"most":5,"when_empty":true}"#;
        let wish: Wish = serde_json::from_str(old).unwrap();
        let rhythm = Rhythm::new(Often::Weekdays, 17, "Asia/Tokyo").unwrap();
        let rhythm = rhythm.quiet(QuietDays::default(), QuietHours::default()).unwrap();
        assert_eq!(wish, Wish { most: 5, when_empty: true, ..Wish::new(rhythm) });
        assert_eq!(wish.least, Wish::LEAST);
    }

    #[test]
    fn a_wish_is_read_as_it_is_written() {
        let rhythm = Rhythm::new(Often::Instant, 8, "Europe/Paris").unwrap();
        let rhythm = rhythm.quiet(QuietDays::named(["sunday"]).unwrap(), QuietHours { from: 20, until: 9 }).unwrap();
        let wish = Wish { language: Language::French, least: 80, ..Wish::new(rhythm) };
        let written = serde_json::to_string(&wish).unwrap();
        assert_eq!(serde_json::from_str::<Wish>(&written).unwrap(), wish, "{written}");
        assert!(serde_json::from_str::<Wish>(&written.replace("sunday", "someday")).is_err());
    }
}
