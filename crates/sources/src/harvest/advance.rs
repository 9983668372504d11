//! From one place in a harvest to the next.

use xxhash_rust::xxh3::Xxh3Default;

use super::{Pause, Position, Retry, State};
use crate::answers::{Answer, Next, RefusalCode};
use crate::providers::Provider;

/// The most answers of one question: a provider whose answers go on and on is not asked for ever. Three million papers come in some
/// three thousand.
const MOST_ANSWERS: u32 = 20_000;

/// How often a question may begin anew because its token has expired.
const MOST_ANEW: u32 = 3;

/// How often in a row a page may come without papers although there is more.
const MOST_EMPTY: u32 = 3;

/// Where the harvest stands after an answer to what was asked at `position`.
pub(super) fn advance(provider: &dyn Provider, position: Position, answer: &Answer) -> State {
    if let Some(refusal) = &answer.refused {
        return refused(provider, position, (refusal.code, refusal.to_string()));
    }
    let Some(next) = &answer.next else { return question_done(provider, position) };
    let (is_empty, fingerprint) = (answer.items.is_empty() && answer.deleted.is_empty(), fingerprint(answer));
    let before = position.next.clone().unwrap_or(Next::Offset(0));
    let moves = is_behind(next, &before);
    if is_empty || !moves && matches!(next, Next::Offset(_)) {
        if position.empty >= MOST_EMPTY {
            let reason = format!("{MOST_EMPTY} pages came back empty although more were promised");
            return pause(Position { empty: 0, ..position }, reason, Retry::Later);
        }
        let next = if moves { Some(next.clone()) } else { position.next };
        return State::On(Position { next, empty: position.empty + 1, ..position });
    }
    if !moves || fingerprint == position.last {
        let reason = format!("the pages go in circles: after {} answers the same came again", position.answers);
        return pause(position.anew(), reason, Retry::Later);
    }
    if position.answers >= MOST_ANSWERS {
        let reason = format!("{MOST_ANSWERS} answers, and still more are promised");
        return pause(position.anew(), reason, Retry::Never);
    }
    let answers = position.answers + 1;
    State::On(Position { next: Some(next.clone()), answers, empty: 0, last: fingerprint, ..position })
}

/// After all papers of a question.
pub(super) fn question_done(provider: &dyn Provider, position: Position) -> State {
    if provider.is_asked_by_day() && position.day < position.window.until {
        State::On(position.next_day())
    } else {
        State::Complete(position)
    }
}

/// After an error that the provider states.
fn refused(provider: &dyn Provider, position: Position, (code, reason): (RefusalCode, String)) -> State {
    match code {
        RefusalCode::BadResumptionToken if position.begun_anew < MOST_ANEW => {
            State::On(Position { begun_anew: position.begun_anew + 1, ..position.anew() })
        }
        RefusalCode::BadResumptionToken => pause(position.anew(), reason, Retry::Later),
        // A day of which there is no list.
        RefusalCode::NotFound if provider.is_asked_by_day() => question_done(provider, position),
        RefusalCode::TooMany | RefusalCode::Status(_) => pause(position, reason, Retry::Later),
        _ => pause(position, reason, Retry::Never),
    }
}

fn pause(position: Position, reason: String, retry: Retry) -> State {
    State::Paused(Pause { position, reason, retry })
}

/// Whether a page stands behind another.
fn is_behind(next: &Next, before: &Next) -> bool {
    match (next, before) {
        (Next::Offset(next), Next::Offset(before)) => next > before,
        (Next::Token { token: next, .. }, Next::Token { token: before, .. }) => next != before,
        _ => next != before,
    }
}

/// Of the papers of an answer, in their order.
fn fingerprint(answer: &Answer) -> u64 {
    let mut hash = Xxh3Default::new();
    let deleted = answer.deleted.iter().map(|deleted| deleted.id.as_str());
    for key in answer.records().map(|record| record.source_key.as_str()).chain(deleted) {
        hash.update(key.as_bytes());
        hash.update(b"\n");
    }
    hash.digest()
}
