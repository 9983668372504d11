//! The phrases of a text that may be keyphrases, and how good each is.

use std::collections::HashMap;

use super::roles::{Role, is_adjective, is_gerund, is_participle};
use super::runs::{Term, runs};
use super::spelling::{Spelling, is_name};

/// No phrase has more words.
const MAX_WORDS: usize = 4;

/// A phrase.
#[derive(Debug)]
pub(super) struct Candidate {
    /// As it is shown.
    pub(super) printed: String,
    /// The stems of its words.
    pub(super) stems: Vec<String>,
    /// The number of its first word in title and abstract.
    pub(super) first: usize,
    /// The higher the better; only to be compared within one text.
    pub(super) score: f32,
    /// Whether it is a single word that is no name.
    pub(super) plain_word: bool,
}

/// What is known of all the phrases with the same stems.
#[derive(Debug)]
struct Seen<'t, 'a> {
    terms: &'t [Term<'a>],
    times: f32,
    in_title: bool,
    /// Whether it was once a whole run rather than a part of one.
    whole: bool,
    /// Whether it was a whole run of the title.
    title_run: bool,
    /// How often it was part of one and the same longer phrase, at most.
    nested: f32,
}

/// All candidates of a title and an abstract, both plain text.
pub(super) fn candidates(title: &str, text: &str) -> Vec<Candidate> {
    let runs = runs(title, text);
    let frequency = frequencies(&runs);
    let spelling = Spelling::of(&runs);
    let mut seen: HashMap<String, Seen<'_, '_>> = HashMap::new();
    for run in &runs {
        // One word more than a phrase may have: what is nested in something longer must be known as such.
        for length in 1..=(MAX_WORDS + 1).min(run.len()) {
            run.windows(length).for_each(|terms| note(&mut seen, terms, length == run.len()));
        }
    }
    note_nesting(&mut seen);
    let weigh = |seen: Seen<'_, '_>| {
        let score = score(&seen, &frequency)?;
        let stems = seen.terms.iter().map(|term| term.stem.clone()).collect();
        let plain_word = seen.terms.len() == 1 && !seen.terms.iter().any(|term| is_name(term.text));
        let printed = spelling.print(seen.terms);
        Some(Candidate { printed, stems, first: seen.terms.first()?.number, score, plain_word })
    };
    seen.into_values().filter_map(weigh).collect()
}

/// How often each stem occurs; those of the title count twice.
fn frequencies<'t>(runs: &'t [Vec<Term<'_>>]) -> HashMap<&'t str, f32> {
    let mut frequency = HashMap::new();
    for term in runs.iter().flatten() {
        *frequency.entry(term.stem.as_str()).or_insert(0.0) += if term.in_title { 2.0 } else { 1.0 };
    }
    frequency
}

fn note<'t, 'a>(seen: &mut HashMap<String, Seen<'t, 'a>>, terms: &'t [Term<'a>], whole: bool) {
    let key = terms.iter().map(|term| term.stem.as_str()).collect::<Vec<_>>().join(" ");
    let in_title = terms.first().is_some_and(|term| term.in_title);
    let unseen = Seen { terms, times: 0.0, in_title: false, whole: false, title_run: false, nested: 0.0 };
    let entry = seen.entry(key).or_insert(unseen);
    entry.times += 1.0;
    entry.in_title |= in_title;
    entry.whole |= whole;
    entry.title_run |= whole && in_title;
    // The abstract's spelling is better than the title's.
    if !in_title && entry.terms.first().is_some_and(|term| term.in_title) {
        entry.terms = terms;
    }
}

/// Tells each phrase how often it stands within a longer one, as the C-value does (Frantzi et al. 2000, "Automatic
/// recognition of multi-word terms", <https://doi.org/10.1007/s007999900023>).
fn note_nesting(seen: &mut HashMap<String, Seen<'_, '_>>) {
    let longer: Vec<(String, f32)> = seen
        .iter()
        .filter(|(_, phrase)| phrase.terms.len() > 1 && is_well_formed(phrase.terms))
        .map(|(key, phrase)| (key.clone(), phrase.times))
        .collect();
    for (key, times) in longer {
        let parts = [key.split_once(' ').map(|(_, tail)| tail), key.rsplit_once(' ').map(|(head, _)| head)];
        for part in parts.into_iter().flatten() {
            if let Some(phrase) = seen.get_mut(part) {
                phrase.nested = phrase.nested.max(times);
            }
        }
    }
}

/// Whether a phrase begins and ends as a name of something does.
fn is_well_formed(terms: &[Term<'_>]) -> bool {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return false };
    let ends = last.role != Role::Modifier && (is_name(last.text) || !is_adjective(last.text));
    let begins = first.role != Role::Head && !is_gerund(first.text);
    ends && begins && terms.iter().any(|term| term.role == Role::Telling)
}

/// Whether a phrase is more likely a piece of a sentence: with a gerund in its middle or an act at its beginning, and not
/// repeated.
fn is_accidental(seen: &Seen<'_, '_>) -> bool {
    let Some((first, rest)) = seen.terms.split_first() else { return true };
    let middle = rest.split_last().map_or(rest, |(_, middle)| middle);
    let acting = first.text.ends_with("ing") && first.opens && !rest.is_empty();
    // "computing perfect equilibria": what is acted upon is described.
    let acting_upon = first.text.ends_with("ing") && rest.first().is_some_and(|term| is_adjective(term.text));
    let done_once = is_participle(first.text) && !seen.in_title;
    seen.times < 2.0 && (acting || acting_upon || done_once || middle.iter().any(|term| is_gerund(term.text)))
}

/// How good a phrase is; `None` where it is none to show.
fn score(seen: &Seen<'_, '_>, frequency: &HashMap<&str, f32>) -> Option<f32> {
    let (first, last) = (seen.terms.first()?, seen.terms.last()?);
    let count = seen.terms.len();
    // A part of longer runs is a phrase only if the text says so by repeating it in more than one of them.
    let own_times = if seen.whole { (seen.times - seen.nested * 0.5).max(1.0) } else { seen.times - seen.nested };
    if count > MAX_WORDS || own_times < 1.0 || !is_well_formed(seen.terms) || is_accidental(seen) {
        return None;
    }
    if count == 1 && !is_good_alone(seen, first) {
        return None;
    }
    let weights: f32 = seen.terms.iter().map(|term| weight(term, frequency)).sum();
    let length = match count {
        1 => alone(first.text),
        2 => 1.25,
        3 => 1.35,
        _ => 1.05,
    };
    let title = if seen.in_title { 1.9 } else { 1.0 };
    let head = if last.role == Role::Head { 0.8 } else { 1.0 };
    let place = 1.0 + 1.0 / (1.0 + first.number as f32 / 20.0);
    Some(weights / count as f32 * length * title * head * place * (1.0 + own_times.ln()))
}

/// Whether a word says enough without another: a name of three letters or more, or a word that stands by itself in the
/// title and that the abstract repeats.
fn is_good_alone(seen: &Seen<'_, '_>, term: &Term<'_>) -> bool {
    let letters = term.text.chars().filter(|c| c.is_alphabetic()).count();
    if is_name(term.text) {
        letters > 2 || (letters == 2 && seen.in_title)
    } else {
        seen.title_run && seen.times > 2.0 && letters > 3
    }
}

/// What a word counts that stands alone: the name of a thing (`LoRA`) more than an abbreviation, which says nothing to those
/// who do not know it.
fn alone(word: &str) -> f32 {
    match word {
        word if !is_name(word) => 0.45,
        word if word.contains(char::is_lowercase) && !word.ends_with('s') => 0.9,
        _ => 0.6,
    }
}

/// What a word gives to its phrase.
fn weight(term: &Term<'_>, frequency: &HashMap<&str, f32>) -> f32 {
    let times = frequency.get(term.stem.as_str()).copied().unwrap_or(1.0);
    let role = if term.role == Role::Telling { 1.0 } else { 0.45 };
    (1.0 + times.ln()) * role
}
