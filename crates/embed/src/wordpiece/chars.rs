//! Which characters are dropped, which part words, and which are words of their own.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Dropped before anything else: control and format characters, private use, and the mark of broken encoding. Tab and line
/// ends are white space.
pub(super) fn is_dropped(c: char) -> bool {
    let white = matches!(c, '\t' | '\n' | '\r');
    let control = matches!(
        c.general_category(),
        GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse
    );
    !white && (control || c == '\u{fffd}')
}

/// Accents that stand as characters of their own after decomposition.
pub(super) fn is_accent(c: char) -> bool {
    c.general_category() == GeneralCategory::NonspacingMark
}

/// A word of its own: every sign of ASCII, and what Unicode calls punctuation.
pub(super) fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// Han characters, each of which is a word: the blocks of unified and compatibility ideographs.
pub(super) fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}
