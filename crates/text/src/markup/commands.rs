//! Commands in running text.

use std::ops::Range;

use super::dollars::Found;
use super::piece::{Piece, Style};
use super::scan::Scanner;
use super::table::{Action, action};
use super::{address, dollars, environments};

/// Understands the command at `pos`.
pub(super) fn step(scanner: &mut Scanner<'_>) {
    if let Some(found) = dollars::between_brackets(scanner.text, scanner.pos) {
        return dollars::take(scanner, found);
    }
    let Some(name) = name_at(scanner.text, scanner.pos) else { return };
    let end = scanner.pos + 1 + name.len();
    match action(name) {
        Some(action) => act(scanner, action, end),
        None => unknown(scanner, name, end),
    }
}

/// The name of the command whose backslash stands at `at`: letters, or one other character.
pub(crate) fn name_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at + 1..)?;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let length = if letters > 0 { letters } else { rest.chars().next()?.len_utf8() };
    rest.get(..length)
}

/// Does what the command does. Its name ends at `end`.
fn act(scanner: &mut Scanner<'_>, action: Action, end: usize) {
    match action {
        Action::Print(text) => scanner.print(text, after_empty(scanner, end)),
        Action::Wrap(style) => with_argument(scanner, end, |scanner, inner| scanner.enter_styled(inner, style)),
        Action::Show => with_argument(scanner, end, |scanner, inner| scanner.enter(inner, inner.end + 1, "")),
        Action::Parenthesis => with_argument(scanner, end, |scanner, inner| {
            scanner.print(" (", inner.start);
            scanner.enter(inner, inner.end + 1, ")");
        }),
        Action::Switch(style) => switch(scanner, style, end),
        Action::Forget(count) => scanner.skip(after_arguments(scanner, end, count)),
        Action::ShowSecond => {
            let second = after_arguments(scanner, end, 1);
            with_argument(scanner, second, |scanner, inner| scanner.enter(inner, inner.end + 1, ""));
        }
        Action::ShowFirst => with_argument(scanner, end, |scanner, inner| {
            let resume = after_arguments(scanner, inner.end + 1, 1);
            scanner.enter(inner, resume, "");
        }),
        Action::Link => link(scanner, end),
        Action::Address => with_argument(scanner, end, address::take_argument),
        Action::Formula => with_argument(scanner, end, |scanner, inner| {
            let source = scanner.text.get(inner.clone()).unwrap_or_default().trim_matches('$');
            scanner.emit(Piece::Formula { source, display: false }, inner.end + 1);
        }),
        Action::Stray(count) => stray(scanner, end, count),
        Action::Begin => environments::begin(scanner, end),
        Action::End => environments::end(scanner, end),
    }
}

/// Takes a formula that is nothing but text in a style, `$\textbf{Name}$`, as that text. `false` where it is more.
pub(super) fn take_text(scanner: &mut Scanner<'_>, formula: &Found) -> bool {
    let start = formula.inner.start;
    let Some(name) = name_at(scanner.text, start).filter(|name| name.starts_with("text")) else { return false };
    let Some(inner) = scanner.argument(start + 1 + name.len()) else { return false };
    if scanner.byte(start) != Some(b'\\') || inner.end + 1 != formula.inner.end {
        return false;
    }
    match action(name) {
        Some(Action::Show) => scanner.enter(&inner, formula.end, ""),
        Some(Action::Wrap(style)) => {
            scanner.enter(&inner, formula.end, "");
            scanner.open_style(style);
        }
        _ => return false,
    }
    true
}

/// A command that is not known prints its name: authors' macros are mostly called after what they print. A single letter
/// keeps its backslash: that is a path, a pattern or a line break of a program.
fn unknown(scanner: &mut Scanner<'_>, name: &str, end: usize) {
    if name.len() == 1 {
        scanner.pos = end;
        return;
    }
    let argument = scanner.argument(end);
    match argument {
        Some(inner) if inner.is_empty() => scanner.print(name.to_owned(), inner.end + 1),
        Some(inner) => scanner.enter(&inner, inner.end + 1, ""),
        None => scanner.print(name.to_owned(), end),
    }
}

/// Calls `then` with the argument at `at`; without one the command vanishes.
fn with_argument<'a>(scanner: &mut Scanner<'a>, at: usize, then: impl FnOnce(&mut Scanner<'a>, &Range<usize>)) {
    let at = after_option(scanner, at);
    match scanner.argument(at) {
        Some(inner) => then(scanner, &inner),
        // An argument that never ends, as in a text that was cut, loses its brace too.
        None => scanner.skip(if scanner.byte(at) == Some(b'{') { at + 1 } else { at }),
    }
}

/// A style from here to the end of the group; one blank after the command belongs to it.
fn switch(scanner: &mut Scanner<'_>, style: Style, end: usize) {
    let end = if scanner.byte(end) == Some(b' ') { end + 1 } else { end };
    scanner.skip(end);
    scanner.open_style(style);
}

/// `\href{address}{text}`.
fn link(scanner: &mut Scanner<'_>, end: usize) {
    let Some(target) = scanner.argument(end) else { return scanner.skip(end) };
    let source = scanner.text.get(target.clone()).unwrap_or_default();
    match (address::unescaped(source), scanner.argument(target.end + 1)) {
        (Some(to), Some(label)) => scanner.enter_link(&label, to.into_owned()),
        (None, Some(label)) => scanner.enter(&label, label.end + 1, ""),
        (_, None) => address::take_argument(scanner, &target),
    }
}

/// A formula's command that lost its dollar signs: it and its arguments are a formula.
fn stray(scanner: &mut Scanner<'_>, end: usize, count: u8) {
    let after = after_arguments(scanner, end, count);
    let taken = scanner.text.get(end..after).is_some_and(|arguments| arguments.contains('{'));
    let name = scanner.text.get(scanner.pos + 1..end).unwrap_or_default();
    match scanner.text.get(scanner.pos..after) {
        Some(source) if taken => scanner.emit(Piece::Formula { source, display: false }, after),
        _ => scanner.print(name, end),
    }
}

/// The position after `count` arguments (and one `[…]`) from `at` on, as far as they are there.
pub(super) fn after_arguments(scanner: &Scanner<'_>, at: usize, count: u8) -> usize {
    let mut at = if count > 0 { after_option(scanner, at) } else { after_empty(scanner, at) };
    for _ in 0..count {
        let Some(inner) = scanner.argument(at) else { break };
        at = inner.end + 1;
    }
    at
}

/// The position after `{}` at `at`, which only ends a command's name.
fn after_empty(scanner: &Scanner<'_>, at: usize) -> usize {
    if scanner.rest(at).starts_with("{}") { at + 2 } else { at }
}

/// The position after `[…]` at `at`, if an argument follows it.
fn after_option(scanner: &Scanner<'_>, at: usize) -> usize {
    let option = scanner.rest(at).strip_prefix('[').and_then(|rest| {
        let length = rest.bytes().take(80).position(|b| b == b']')?;
        (scanner.byte(at + length + 2) == Some(b'{')).then_some(at + length + 2)
    });
    option.unwrap_or(at)
}
