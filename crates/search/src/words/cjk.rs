//! Chinese, Japanese and Korean: characters that stand without spaces between words.

use unicode_normalization::UnicodeNormalization;

/// Whether it is a Han character, Kana, Bopomofo or Hangul (the Unicode blocks, with their half-width forms).
pub(crate) fn is_cjk(c: char) -> bool {
    let code = u32::from(c);
    code >= 0x1100
        && matches!(
            code,
            0x1100..=0x11FF
                | 0x3005..=0x3007
                | 0x3041..=0x3096
                | 0x309D..=0x309F
                | 0x30A1..=0x30FA
                | 0x30FC..=0x30FF
                | 0x3105..=0x318E
                | 0x31A0..=0x31BF
                | 0x31F0..=0x31FF
                | 0x3400..=0x4DBF
                | 0x4E00..=0x9FFF
                | 0xA960..=0xA97C
                | 0xAC00..=0xD7FB
                | 0xF900..=0xFAFF
                | 0xFF66..=0xFF9D
                | 0xFFA1..=0xFFDC
                | 0x20000..=0x323AF
        )
}

/// The half-width signs that voice the Kana before them.
pub(super) fn is_voicing(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

/// Appends a character as it is compared: composed, in full width, without variation selectors. Marks stay: `ガ` is not `カ`.
pub(super) fn fold_into(unit: &str, out: &mut String) {
    let selects = |c: &char| matches!(u32::from(*c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF);
    out.extend(unit.nfkc().filter(|c| !selects(c)));
}
