//! In which language a text is written: by its script, and by its small words where several languages share one.
//!
//! Detection costs some microseconds a paper. It knows the languages that papers are written in; a text of names and formulas
//! alone, or of another language, has none.

/// A language that is told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Arabic,
    Chinese,
    Dutch,
    English,
    French,
    German,
    Greek,
    Hebrew,
    Hindi,
    Italian,
    Japanese,
    Korean,
    Polish,
    Portuguese,
    Russian,
    Spanish,
    Turkish,
    Ukrainian,
}

/// Every language with its code of ISO 639-1 and its name.
const LANGUAGES: [(Language, &str, &str); 18] = [
    (Language::Arabic, "ar", "arabic"),
    (Language::Chinese, "zh", "chinese"),
    (Language::Dutch, "nl", "dutch"),
    (Language::English, "en", "english"),
    (Language::French, "fr", "french"),
    (Language::German, "de", "german"),
    (Language::Greek, "el", "greek"),
    (Language::Hebrew, "he", "hebrew"),
    (Language::Hindi, "hi", "hindi"),
    (Language::Italian, "it", "italian"),
    (Language::Japanese, "ja", "japanese"),
    (Language::Korean, "ko", "korean"),
    (Language::Polish, "pl", "polish"),
    (Language::Portuguese, "pt", "portuguese"),
    (Language::Russian, "ru", "russian"),
    (Language::Spanish, "es", "spanish"),
    (Language::Turkish, "tr", "turkish"),
    (Language::Ukrainian, "uk", "ukrainian"),
];

/// Small words by which languages in Latin letters are known: frequent in one, rare in the others. English comes first, as most
/// papers are.
const SMALL_WORDS: [(Language, &[&str]); 9] = [
    (
        Language::English,
        &["the", "of", "and", "to", "is", "that", "for", "with", "we", "this", "are", "on", "by", "from", "which"],
    ),
    (
        Language::French,
        &["le", "les", "des", "et", "une", "est", "dans", "pour", "que", "nous", "sur", "par", "du", "cette", "aux"],
    ),
    (
        Language::German,
        &["der", "die", "und", "das", "von", "ist", "den", "mit", "für", "auf", "ein", "eine", "wird", "zu", "dem"],
    ),
    (
        Language::Spanish,
        &["el", "los", "las", "del", "y", "una", "para", "con", "por", "como", "este", "es", "se", "al", "más"],
    ),
    (
        Language::Portuguese,
        &["os", "uma", "do", "da", "em", "não", "com", "para", "são", "dos", "das", "ao", "e", "mais", "este"],
    ),
    (
        Language::Italian,
        &["il", "di", "che", "della", "per", "è", "con", "gli", "delle", "nel", "sono", "una", "dei", "le", "questo"],
    ),
    (
        Language::Dutch,
        &["de", "het", "een", "van", "en", "dat", "voor", "met", "zijn", "wordt", "deze", "op", "niet", "ook", "aan"],
    ),
    (
        Language::Polish,
        &["i", "w", "na", "się", "jest", "dla", "oraz", "do", "że", "przez", "które", "tej", "są", "tym", "przy"],
    ),
    (
        Language::Turkish,
        &[
            "ve", "bir", "bu", "için", "ile", "olarak", "olan", "da", "de", "çok", "ancak", "gibi", "daha", "sonra",
            "kadar",
        ],
    ),
];

/// Only so many bytes of a text are looked at.
const LOOKED_AT: usize = 480;

/// The share of its words that small words make up, in hundredths, from which a language is sure enough.
const ENOUGH: usize = 12;

impl Language {
    /// The language of that code or English name, in capitals or not.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let fits = |known: &str| known.eq_ignore_ascii_case(name);
        LANGUAGES.into_iter().find(|(_, code, name)| fits(code) || fits(name)).map(|(language, ..)| language)
    }

    /// Its code of ISO 639-1.
    pub(crate) fn code(self) -> &'static str {
        LANGUAGES.into_iter().find(|(language, ..)| *language == self).map_or("", |(_, code, _)| code)
    }

    /// The language of a text, if it can be told.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        if text.is_ascii() { by_small_words(text) } else { by_script(text).or_else(|| by_small_words(text)) }
    }
}

/// The language to whose script a third of the letters belong.
fn by_script(text: &str) -> Option<Language> {
    let (mut letters, mut counts) = (0, [0_usize; 8]);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        if let Some(count) = script(c).and_then(|script| counts.get_mut(script)) {
            *count += 1;
        }
    }
    let [kana, han, hangul, cyrillic, arabic, greek, hebrew, devanagari] = counts;
    // Japanese is written in both: where kana stand, Han characters are Japanese too.
    let japanese = if kana > 0 { kana + han } else { 0 };
    let cyrillic_one = if text.contains(['і', 'ї', 'є', 'ґ']) { Language::Ukrainian } else { Language::Russian };
    let scripts = [
        (japanese, Language::Japanese),
        (han, Language::Chinese),
        (hangul, Language::Korean),
        (cyrillic, cyrillic_one),
        (arabic, Language::Arabic),
        (greek, Language::Greek),
        (hebrew, Language::Hebrew),
        (devanagari, Language::Hindi),
    ];
    scripts.into_iter().find(|(count, _)| *count >= 3 && 3 * count >= letters).map(|(_, language)| language)
}

/// The number of a letter's script; `None` for Latin and others.
fn script(c: char) -> Option<usize> {
    match u32::from(c) {
        0x3041..=0x30FF => Some(0),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF => Some(1),
        0xAC00..=0xD7A3 | 0x1100..=0x11FF => Some(2),
        0x0400..=0x052F => Some(3),
        0x0600..=0x06FF => Some(4),
        0x0370..=0x03FF => Some(5),
        0x0590..=0x05FF => Some(6),
        0x0900..=0x097F => Some(7),
        _ => None,
    }
}

/// The language whose small words occur most often, if they do often enough.
fn by_small_words(text: &str) -> Option<Language> {
    let mut counts = [0_usize; SMALL_WORDS.len()];
    let mut all = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        let mut lower = [0_u8; 8];
        let word = word.as_bytes();
        let Some(lower) = lower.get_mut(..word.len()) else { continue };
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        for (count, (_, small)) in counts.iter_mut().zip(SMALL_WORDS) {
            *count += usize::from(small.iter().any(|known| known.as_bytes() == lower));
        }
        // Nearly all papers are English: nothing else can win against so many.
        let [english, others @ ..] = counts;
        if english >= 6 && others.iter().all(|count| 3 * count < english) {
            return Some(Language::English);
        }
    }
    let (most, language) = counts
        .into_iter()
        .zip(SMALL_WORDS)
        .map(|(count, (language, _))| (count, language))
        .rev()
        .max_by_key(|(count, _)| *count)?;
    (most > 0 && 100 * most >= ENOUGH * all).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_languages() {
        for (text, code) in [
            ("We present a method for the analysis of graphs and show that it is fast.", "en"),
            ("A survey of protein folding", "en"),
            ("Nous présentons une méthode pour l'analyse des graphes dans le cadre de cette étude.", "fr"),
            ("Wir stellen ein Verfahren vor, mit dem Graphen untersucht werden und das auf Daten beruht.", "de"),
            ("Presentamos un método para el análisis de los grafos y las redes con una red neuronal.", "es"),
            ("Apresentamos um método para a análise dos grafos em redes, que não são uma novidade.", "pt"),
            ("Presentiamo un metodo per l'analisi dei grafi che sono nel campo della fisica.", "it"),
            ("Wij presenteren een methode voor het analyseren van grafen met de hulp van netwerken.", "nl"),
            ("我们提出了一种 GPT 图神经网络分析方法", "zh"),
            ("グラフの解析手法を提案する", "ja"),
            ("그래프 분석 방법을 제안한다", "ko"),
            ("Мы предлагаем метод анализа графов", "ru"),
            ("Ми пропонуємо метод аналізу графів її", "uk"),
            ("نقدم طريقة لتحليل الرسوم البيانية", "ar"),
            ("Προτείνουμε μια μέθοδο", "el"),
        ] {
            assert_eq!(Language::of(text).map(Language::code), Some(code), "{text}");
        }
    }

    #[test]
    fn names_and_signs_have_none() {
        for text in ["", "GPT-4", "ResNet-50 ImageNet", "…", "42", "α-β"] {
            assert_eq!(Language::of(text), None, "{text}");
        }
    }

    #[test]
    fn codes_and_names_are_known() {
        for (language, code, name) in LANGUAGES {
            assert_eq!((Language::named(code), Language::named(name)), (Some(language), Some(language)));
            assert_eq!(language.code(), code);
        }
        assert_eq!(Language::named("EN"), Some(Language::English));
        assert_eq!(Language::named("klingon"), None);
    }
}
