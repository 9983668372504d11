//! Letters: asking for them, confirming, changing and ending them. Who reads them needs no account: a signed link opens what is theirs.
//!
//! Reading an address never changes anything, since programs that look through mail open every link; what changes is asked for by a form.

mod choice;
mod flood;
mod manage;
mod note;
mod origin;
mod preview;
mod wish;

use askama::Template;
use axum::extract::{RawForm, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{ListName, MailAddress, ParseError, Subject, Wish};
use engine::{EngineError, PostError, SubscriptionState};

use crate::failure::Failure;
use crate::finish::Look;
use crate::links::{self, Address};
use crate::pages::{self, Answer, Segment};
use crate::params::Params;
use crate::site::Site;
use crate::views::shell::{Section, Shell};

use choice::Subjects;
pub(crate) use manage::{change, change_feed, end, end_page, erase, erase_page, export, manage, resume};
use note::Note;
pub(crate) use preview::preview;
use wish::{Choice, Preferred, Wrong};

#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage {
    shell: Shell,
    about: String,
    subjects: Subjects,
    address: String,
    choice: Choice,
    /// What is wrong with what was sent.
    problem: Option<Wrong>,
    /// The address of a letter as it would look today, and how it would in other rhythms.
    look: Option<String>,
    looks: Vec<(&'static str, String, bool)>,
    /// What it would hold, where it cannot be shown.
    preview: Vec<(String, String, String)>,
    more: usize,
}

impl LettersPage {
    /// Whether that field says what is wrong.
    fn wrong(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }
}

/// `GET /letters?about=…`: the form, and what a letter would hold today.
pub(crate) async fn show(State(site): State<Site>, headers: HeaderMap, params: Params) -> Answer {
    wanted(&site)?;
    let wrong = choice::asked(&params)?.err();
    form(&site, (&params, Preferred::of(&headers)), wrong).await
}

/// `POST /letters`: asks for letters; with `then=show` only shows what such a letter would be, and keeps what was typed.
pub(crate) async fn ask(
    State(site): State<Site>,
    connection: Extensions,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    let (params, preferred) = (Params::of_form(&body), Preferred::of(&headers));
    let sent = sent(&params, preferred)?;
    if params.get("then") == Some("show") {
        // Who only looks needs no address.
        let wrong = sent.err().filter(|wrong| wrong.field != "address");
        return form(&site, (&params, preferred), wrong).await;
    }
    let (subject, wish, address) = match sent {
        Ok(sent) => sent,
        Err(wrong) => return form(&site, (&params, preferred), Some(wrong)).await,
    };
    flood::keep_out(&site, (&connection, &headers)).await?;
    site.newsstand().ask_for_letters(&address, (&subject, &wish), site.now().0).await?;
    let about = site.newsstand().theme(&subject).await?.words;
    // The same whether it was written to or not: whose address is known here is nobody's business.
    let words = format!(
        "A letter is on its way to {}. It has a link: open it and press the button, then those about {about} will come.",
        address.masked()
    );
    Note::new("Look into your mail", words).onward("/", "Today’s papers").answer(&site).await
}

/// What a form asks for, or what is wrong with it: the address is looked at last.
fn sent(params: &Params, preferred: Preferred) -> Result<Result<(Subject, Wish, MailAddress), Wrong>, Failure> {
    let subject = match choice::asked(params)? {
        Ok(subject) => subject,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let address = params.get("address").unwrap_or_default().parse();
    let address = address.map_err(|error: ParseError| Wrong::new("address", error.to_string()));
    Ok(wish::of(params, preferred).and_then(|wish| Ok((subject, wish, address?))))
}

/// `GET /letters/confirm/{token}`: the button that confirms, or that it was pressed before.
pub(crate) async fn confirm_page(State(site): State<Site>, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    let (this, _) = opened(site.newsstand().subscriptions(&token, engine::Purpose::Confirm, site.now().0).await)?;
    let about = site.newsstand().theme(&this.subject).await?.words;
    let words = format!("Letters about {about} to {}.", this.address.masked());
    if this.state == SubscriptionState::Active {
        let own = site.newsstand().token(this.key, engine::Purpose::Manage, None).await?;
        let note = Note::new(
            "They are on their way",
            format!("{words} You have said yes before; nothing more is to be done."),
        );
        return note
            .onward(format!("/letters/{}", own.0), "Change or end them")
            .onward("/", "Today’s papers")
            .answer(&site)
            .await;
    }
    let words = format!("{words} If it was not you who asked for them, do nothing: none will come.");
    Note::new("Do you want these letters?", words)
        .button(format!("/letters/confirm/{token}"), "Yes, send them")
        .answer(&site)
        .await
}

/// `POST /letters/confirm/{token}`.
pub(crate) async fn confirm(State(site): State<Site>, headers: HeaderMap, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    let subscription = opened(site.newsstand().confirm(&token, site.now().0).await)?;
    let token = site.newsstand().token(subscription.key, engine::Purpose::Manage, None).await?;
    Ok(see(&format!("/letters/{}?done=confirmed", token.0)))
}

/// Letters are offered where the operator has set them up.
fn wanted(site: &Site) -> Result<(), Failure> {
    if site.settings().letters {
        return Ok(());
    }
    Err(Failure::not_found("no_letters", "this site sends no letters")
        .hint("Its operator can set them up: see docs/POST.md."))
}

/// What a link opened, or why it opens nothing.
fn opened<T>(outcome: Result<T, EngineError>) -> Result<T, Failure> {
    outcome.map_err(|error| match error {
        EngineError::Post(error @ (PostError::Unknown | PostError::Expired | PostError::OtherPurpose)) => {
            Failure::not_found("no_such_link", error.to_string())
        }
        other => other.into(),
    })
}

/// The form as it was sent, with what is wrong in it.
async fn form(site: &Site, (params, preferred): (&Params, Preferred), problem: Option<Wrong>) -> Answer {
    const SHOWN: usize = 5;
    let mut shell = Shell::load(site, Section::Elsewhere, "Letters").await?;
    shell.hidden = true;
    let subject = &choice::asked(params)?.unwrap_or(Subject::List(ListName::Daily));
    let theme = site.newsstand().theme(subject).await?;
    let choice = Choice::of(params, preferred).about(subject);
    let look = site.settings().letter_look.as_ref().map(|_| preview::address(subject, &choice));
    let (mut shown, mut more) = (Vec::new(), 0);
    if look.is_none() {
        let content = site.newsstand().compose((subject, &wish::default()), None, site.now().0).await?;
        more = content.total.saturating_sub(SHOWN);
        shown = content.papers.into_iter().take(SHOWN).collect();
    }
    let line = |entry: &engine::Entry| {
        let paper = &entry.stored.paper;
        (links::paper(&paper.id), text::plain(&paper.title), entry.why.clone())
    };
    let (has_frame, is_wrong) = (look.is_some(), problem.is_some());
    let mut answer = kept_nowhere(pages::print(&LettersPage {
        shell,
        subjects: Subjects::load(site, (&theme, params)).await?,
        about: theme.words,
        address: params.get("address").unwrap_or_default().to_owned(),
        looks: looks(subject, params),
        look,
        choice,
        problem,
        preview: shown.iter().map(line).collect(),
        more,
    }))?;
    if is_wrong {
        *answer.status_mut() = StatusCode::BAD_REQUEST;
    }
    if has_frame {
        answer.extensions_mut().insert(Look::Frame);
    }
    Ok(answer)
}

/// The same page for other rhythms: what it is called, where it is, and whether it is this one.
fn looks(subject: &Subject, params: &Params) -> Vec<(&'static str, String, bool)> {
    let chosen = params.get("often").unwrap_or("daily");
    let address =
        |often: &str| Address::new("/letters").with("about", &subject.to_string()).with("often", often).into_string();
    [("Every day", "daily"), ("Once a week", "monday")]
        .map(|(label, often)| (label, address(often), often == chosen))
        .into()
}

/// What is about one reader is kept by no cache, and its address is told to no other site.
fn kept_nowhere(answer: Answer) -> Answer {
    let mut answer = answer?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Leads to another page after something was done.
fn see(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
    )
        .into_response()
}
