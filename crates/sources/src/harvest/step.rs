//! One request of a harvest.

use fetch::{Client, Content, FetchError, Request, Validators};

use super::advance::{advance, question_done};
use super::position::Seen;
use super::{Pause, Position, Source, State, Taken};
use crate::Item;
use crate::answers::{self, Answer, Asked, Next};

/// Makes the request at `position`, and reads what comes back. Never fails: what goes wrong is a pause.
pub async fn step(client: &Client, source: &Source, position: Position) -> Taken {
    let mut taken = match ask(client, source, &position).await {
        Ok(Some((answer, position))) => {
            let state = advance(&*source.provider, position, &answer);
            let Answer { items, deleted, total, remark, .. } = answer;
            Taken { items, deleted, total, remark, state }
        }
        Ok(None) => nothing(question_done(&*source.provider, position)),
        Err(error) => {
            let (reason, retry) = (error.to_string(), error.retry().into());
            nothing(State::Paused(Pause { position, reason, retry }))
        }
    };
    // Some repeat a key that they do not know.
    taken.remark = taken.remark.map(|remark| source.without_keys(&remark));
    if let State::Paused(pause) = &mut taken.state {
        pause.reason = source.without_keys(&pause.reason);
    }
    for item in &mut taken.items {
        if let Item::Problem(problem) = item {
            problem.reason = source.without_keys(&problem.reason);
        }
    }
    taken
}

/// The answer to a request, and the position with what is known of that answer; nothing where it is unchanged.
async fn ask(client: &Client, source: &Source, position: &Position) -> Result<Option<(Answer, Position)>, FetchError> {
    // What a provider says to ask next may hold the key that it was asked with.
    let mut request = Request::new(source.provider.ask(&source.base, position)?.without(&source.secrets));
    request.known = position.known(&request.address);
    request.headers.clone_from(&source.headers);
    request.secrets.clone_from(&source.secrets);
    let fetched = client.fetch(&request).await?;
    let Content::Body { status, bytes, validators, next } = fetched.content else { return Ok(None) };
    let mut asked = Asked::new(request.address.to_string(), fetched.at);
    asked.status = Some(status);
    asked.day = source.provider.is_asked_by_day().then_some(position.day);
    let mut answer = answers::parse(source.provider.kind(), &bytes, &asked);
    if answer.next.is_none() {
        answer.next = next.map(Next::Address);
    }
    let mut position = position.clone();
    if position.next.is_none() && answer.refused.is_none() {
        let Validators { etag, last_modified } = validators;
        position.seen = Some(Seen { address: request.address.to_string(), etag, last_modified });
    }
    Ok(Some((answer, position)))
}

fn nothing(state: State) -> Taken {
    Taken { items: Vec::new(), deleted: Vec::new(), total: None, remark: None, state }
}
