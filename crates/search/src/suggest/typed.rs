//! What was typed: what stays, and what is to be completed.

use super::row::Part;
use crate::language::{Field, Place, TermField, before_colon};

/// A query while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    /// What stays as it is, with what leads to the value: `graph au:`.
    pub before: &'a str,
    /// What is to be completed: `vasw`.
    pub value: &'a str,
    /// What it can be.
    pub scope: Scope,
}

/// What a value can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The whole query is the value, without an operator.
    Anything,
    /// The value stands behind other parts of a query.
    Words,
    /// An operator asks for it.
    Part(Part),
    /// An operator that is not completed.
    Nothing,
}

impl<'a> Typed<'a> {
    /// Of a query's text, whose end is where one types.
    pub(super) fn of(text: &'a str) -> Self {
        let units = units(text);
        let Some((start, last)) = units.last().copied() else {
            return Self { before: text, value: "", scope: Scope::Nothing };
        };
        if let Some((name, value)) = operator(last) {
            let value = value.trim_start_matches(['"', '(']).trim_end_matches('"');
            let at = start + last.find(':').unwrap_or_default() + 1;
            return Self { before: text.get(..at).unwrap_or_default(), value, scope: scope(name) };
        }
        if !is_plain(last) {
            return Self { before: text, value: "", scope: Scope::Nothing };
        }
        let run = units.iter().rev().take_while(|(_, unit)| is_plain(unit)).last().map_or(start, |(start, _)| *start);
        let (before, value) = text.split_at_checked(run).unwrap_or_default();
        let scope = if before.trim().is_empty() { Scope::Anything } else { Scope::Words };
        Self { before, value, scope }
    }
}

impl<'a> Typed<'a> {
    /// The whole text as words, where it has neither operators nor quotation marks.
    pub(super) fn whole(text: &'a str) -> Option<Self> {
        let bare = units(text).iter().all(|(_, unit)| operator(unit).is_none() && !unit.contains('"'));
        bare.then_some(Self { before: "", value: text, scope: Scope::Anything })
    }
}

/// The parts of a query between its spaces, where no quotation marks hold them together, and where they begin.
fn units(text: &str) -> Vec<(usize, &str)> {
    let (mut units, mut start, mut quoted) = (Vec::new(), None, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        match start {
            Some(from) if c.is_whitespace() && !quoted => {
                units.push((from, text.get(from..at).unwrap_or_default()));
                start = None;
            }
            None if !c.is_whitespace() => start = Some(at),
            _ => {}
        }
    }
    units.extend(start.map(|from| (from, text.get(from..).unwrap_or_default())));
    units
}

/// The field and the value of a part that has an operator.
fn operator(unit: &str) -> Option<(Field, &str)> {
    let bare = unit.trim_start_matches(['-', '(']);
    let name = before_colon(bare)?;
    Some((Field::named(name)?, bare.get(name.len() + 1..)?))
}

fn scope(field: Field) -> Scope {
    match field {
        Field::Text(Place::Title) => Scope::Part(Part::Titles),
        Field::Text(Place::Authors) => Scope::Part(Part::Authors),
        Field::Text(Place::Keywords) => Scope::Part(Part::Keywords),
        Field::Term(TermField::Category) => Scope::Part(Part::Categories),
        Field::Term(TermField::Organization) => Scope::Part(Part::Organizations),
        _ => Scope::Nothing,
    }
}

/// Whether a part of a query is bare words.
fn is_plain(unit: &str) -> bool {
    let is_sign = matches!(unit, "AND" | "OR" | "NOT" | "ANDNOT");
    !is_sign && operator(unit).is_none() && !unit.starts_with('-') && !unit.contains(['"', '(', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_is_told_from_what_stays() {
        let part = Scope::Part;
        for (text, before, value, scope) in [
            ("atten", "", "atten", Scope::Anything),
            ("  graph neur", "  ", "graph neur", Scope::Anything),
            ("au:vasw", "au:", "vasw", part(Part::Authors)),
            ("attention au:\"ashish v", "attention au:", "ashish v", part(Part::Authors)),
            ("-cat:cs.", "-cat:", "cs.", part(Part::Categories)),
            ("has:code graph neur", "has:code ", "graph neur", Scope::Words),
            ("a OR graph neur", "a OR ", "graph neur", Scope::Words),
            ("date:2024", "date:", "2024", Scope::Nothing),
            ("\"bag of", "\"bag of", "", Scope::Nothing),
            ("BERT: a pre", "", "BERT: a pre", Scope::Anything),
            ("", "", "", Scope::Nothing),
        ] {
            assert_eq!(Typed::of(text), Typed { before, value, scope }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart(text in "\\PC{0,40}|[a:\" (-]{0,20}") {
            let typed = Typed::of(&text);
            prop_assert!(text.starts_with(typed.before) && text.contains(typed.value));
        }
    }
}
