//! `GET /letters/preview?about=…`: a letter as it would look today, before anybody asks for it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::{Day, ListName, Subject, Timestamp, Wish};
use engine::Composed;
use tracing::error;

use super::wish::{self, Choice, Preferred};
use super::{choice, kept_nowhere, wanted};
use crate::failure::Failure;
use crate::finish::Look;
use crate::links::Address;
use crate::pages::Answer;
use crate::params::Params;
use crate::site::Site;

/// The address of the letter that a form would bring.
pub(super) fn address(subject: &Subject, choice: &Choice) -> String {
    let often = choice.often.iter().find(|(_, _, chosen)| *chosen).map(|(often, _, _)| often.as_str());
    let language = choice.languages.iter().find(|(_, _, chosen)| *chosen).map(|(code, _, _)| *code);
    let usual = wish::default();
    let most = Some(choice.most).filter(|most| *most != usual.most).map(|most| most.to_string());
    let least = choice.least.filter(|least| *least != usual.least).map(|least| least.to_string());
    Address::new("/letters/preview")
        .with("about", &subject.to_string())
        .with_some("often", often)
        .with_some("language", language)
        .with_some("most", most.as_deref())
        .with_some("least", least.as_deref())
        .into_string()
}

/// What a letter holds today or, where there is nothing new today, held on the newest day that has a list; and when.
async fn lately(site: &Site, of: (&Subject, &Wish)) -> Result<(Composed, Timestamp), Failure> {
    let now = site.now().0;
    let content = site.newsstand().compose(of, None, now).await?;
    let newest = site.newsstand().calendar(ListName::Daily).await?.newest().map(Day::midnight);
    match newest.filter(|newest| content.is_empty() && *newest < now) {
        Some(newest) => Ok((site.newsstand().compose(of, None, newest).await?, newest)),
        None => Ok((content, now)),
    }
}

/// The letter itself, in HTML, made with what is wished.
pub(crate) async fn preview(State(site): State<Site>, headers: HeaderMap, params: Params) -> Answer {
    wanted(&site)?;
    let look = site.settings().letter_look.clone().ok_or_else(Failure::internal)?;
    let subject = choice::asked(&params)?.map_err(|wrong| Failure::bad_request("invalid_subject", wrong.words))?;
    let wish = wish::of(&params, Preferred::of(&headers))
        .map_err(|wrong| Failure::bad_request("invalid_wish", wrong.words))?;
    let (content, now) = lately(&site, (&subject, &wish)).await?;
    let theme = site.newsstand().theme(&subject).await?;
    let html = look.print((&theme, &wish), &content, now).map_err(|error| {
        error!(error, "a letter could not be shown");
        Failure::internal()
    })?;
    // In a frame, links lead the whole window; places in the letter stay in it.
    let html = html.replace("href=\"http", "target=\"_top\" href=\"http");
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    let mut answer: Response = kept_nowhere(Ok::<_, Failure>((kind, html).into_response()))?;
    answer.headers_mut().insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    answer.extensions_mut().insert(Look::Letter);
    Ok(answer)
}
