//! What a reader does with the letters they get.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{RawForm, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::Often;
use engine::{Purpose, Subscription, SubscriptionState};

use super::note::Note;
use super::wish::{self, Choice, Preferred};
use super::{kept_nowhere, opened, origin, see, wanted};
use crate::failure::Failure;
use crate::feeds::Form;
use crate::links::{self, Address};
use crate::pages::{self, Answer, Segment};
use crate::params::Params;
use crate::site::Site;
use crate::views::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "letters_manage.html")]
struct ManagePage {
    shell: Shell,
    about: String,
    address: String,
    /// What has just been done.
    done: Option<&'static str>,
    is_active: bool,
    /// Until when they rest, where too many have come back.
    paused: Option<String>,
    own: String,
    choice: Choice,
    /// Other letters to the same address: what they are about, and where each is changed.
    others: Vec<(String, String)>,
    /// When the next letter comes, in the language in which dates are wanted.
    next: Option<String>,
    language: &'static str,
    /// The addresses of the private feed, where there is one: what each is called, and where it is.
    feeds: Vec<(&'static str, String)>,
}

impl ManagePage {
    /// What is wrong with a change is said on a page of its own.
    #[expect(clippy::unused_self, reason = "the fields are shared with the form that asks for letters")]
    fn wrong(&self, _field: &str) -> bool {
        false
    }
}

/// What the page says after something was done, by the word that stands in its address then.
const DONE: [(&str, &str); 5] = [
    ("confirmed", "Thank you: they will come."),
    ("changed", "It is changed."),
    ("feed", "Your feed has a new address."),
    ("unfed", "The feed is removed: its address leads nowhere any more."),
    ("resumed", "They will come again."),
];

/// `GET /letters/{token}`: what is wanted, and the forms that change it.
pub(crate) async fn manage(State(site): State<Site>, Segment(token): Segment, params: Params) -> Answer {
    wanted(&site)?;
    let (this, others) = opened(site.newsstand().subscriptions(&token, Purpose::Manage, site.now().0).await)?;
    let mut shell = Shell::load(&site, Section::Elsewhere, "Your letters").await?;
    shell.hidden = true;
    let word = opened(site.newsstand().feed_word(&token, site.now().0).await)?;
    let feed = |form: Form| {
        let path = links::feed(&format!("/letters/{}/feed", word.as_deref()?), form);
        Some((form.name(), site.absolute(&path).unwrap_or(path)))
    };
    let mut known = Vec::new();
    for other in others.iter().filter(|other| other.state == SubscriptionState::Active) {
        let token = site.newsstand().token(other.key, Purpose::Manage, None).await?;
        let about = site.newsstand().theme(&other.subject).await?.words;
        known.push((about, format!("/letters/{}", token.0)));
    }
    kept_nowhere(pages::print(&ManagePage {
        shell,
        about: site.newsstand().theme(&this.subject).await?.words,
        address: this.address.to_string(),
        done: DONE.into_iter().find(|(word, _)| params.get("done") == Some(*word)).map(|(_, words)| words),
        is_active: this.state == SubscriptionState::Active,
        paused: paused(&this),
        own: format!("/letters/{token}"),
        choice: Choice::from(&this.wish).about(&this.subject),
        others: known,
        next: next(&this),
        language: this.wish.language.code(),
        feeds: Form::ALL.into_iter().filter_map(feed).collect(),
    }))
}

/// `POST /letters/{token}`: wishes otherwise.
pub(crate) async fn change(
    State(site): State<Site>,
    headers: HeaderMap,
    Segment(token): Segment,
    RawForm(body): RawForm,
) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    let params = Params::of_form(&body);
    if params.get("often").is_none() {
        // The form always says it. What is sent without is no form of this page, and would put back all that was chosen.
        return Err(Failure::bad_request("invalid_wish", "nothing was sent that says how often letters are wanted"));
    }
    let wish =
        wish::of(&params, Preferred::default()).map_err(|wrong| Failure::bad_request("invalid_wish", wrong.words))?;
    opened(site.newsstand().change_wish(&token, wish, site.now().0).await)?;
    Ok(see(&format!("/letters/{token}?done=changed")))
}

/// `POST /letters/{token}/feed`: makes a private feed, gives it another address, or removes it.
pub(crate) async fn change_feed(
    State(site): State<Site>,
    headers: HeaderMap,
    Segment(token): Segment,
    RawForm(body): RawForm,
) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    let now = site.now().0;
    let done = if Params::of_form(&body).get("remove").is_some() {
        opened(site.newsstand().remove_feed(&token, now).await)?;
        "unfed"
    } else {
        opened(site.newsstand().make_feed(&token, now).await)?;
        "feed"
    };
    Ok(see(&format!("/letters/{token}?done={done}")))
}

/// `GET /letters/{token}/end`: the button that ends them, with `all=yes` all of the address. Opening it ends nothing.
pub(crate) async fn end_page(State(site): State<Site>, Segment(token): Segment, params: Params) -> Answer {
    wanted(&site)?;
    let (this, _) = opened(site.newsstand().subscriptions(&token, Purpose::Manage, site.now().0).await)?;
    let (about, to) = (site.newsstand().theme(&this.subject).await?.words, this.address.masked());
    let note = if params.get("all").is_some() {
        let words = format!("All letters to {to}, whatever they are about.");
        Note::new("End all letters?", words).button(format!("/letters/{token}/end?all=yes"), "End all of them")
    } else {
        let words = format!("Letters about {about} to {to}.");
        Note::new("End these letters?", words).button(format!("/letters/{token}/end"), "End them")
    };
    note.onward(format!("/letters/{token}"), "No, keep them").answer(&site).await
}

/// `POST /letters/{token}/end`: ends them. A program may do so with nothing but the address (RFC 8058, 3.2), whatever its origin and however it writes its
/// form, which may be `multipart/form-data`: who has the link may end them.
pub(crate) async fn end(State(site): State<Site>, Segment(token): Segment, params: Params, body: Bytes) -> Answer {
    wanted(&site)?;
    let all = params.get("all").or(Params::of_form(&body).get("all")).is_some();
    let ended = opened(site.newsstand().end_letters(&token, all, site.now().0).await)?;
    let about = if all { "anything".to_owned() } else { site.newsstand().theme(&ended.subject).await?.words };
    let again = Address::new("/letters").with("about", &ended.subject.to_string()).into_string();
    Note::new("They have ended", format!("No letters about {about} will come to {} any more.", ended.address.masked()))
        .onward(again, "Ask for them again")
        .onward("/", "Today’s papers")
        .answer(&site)
        .await
}

/// `POST /letters/{token}/resume`: lets letters go on that rest.
pub(crate) async fn resume(State(site): State<Site>, headers: HeaderMap, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    opened(site.newsstand().resume_letters(&token, site.now().0).await)?;
    Ok(see(&format!("/letters/{token}?done=resumed")))
}

/// `GET /letters/{token}/erase`: the button that forgets the address. Opening it forgets nothing.
pub(crate) async fn erase_page(State(site): State<Site>, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    let (this, _) = opened(site.newsstand().subscriptions(&token, Purpose::Manage, site.now().0).await)?;
    let words = format!(
        "All letters to {} end, and with the address goes what you wished and which papers you were sent. This cannot be undone.",
        this.address.masked()
    );
    Note::new("Forget your address?", words)
        .grave_button(format!("/letters/{token}/erase"), "Forget it")
        .onward(format!("/letters/{token}"), "No, keep it")
        .answer(&site)
        .await
}

/// `POST /letters/{token}/erase`: forgets the address.
pub(crate) async fn erase(State(site): State<Site>, headers: HeaderMap, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    origin::own(&headers)?;
    opened(site.newsstand().erase_address(&token, site.now().0).await)?;
    let words = "Nothing is known here any more of who you are and what you were sent.";
    Note::new("Your address is forgotten", words).onward("/", "Today’s papers").answer(&site).await
}

/// `GET /letters/{token}/export`: everything that is known of the address.
pub(crate) async fn export(State(site): State<Site>, Segment(token): Segment) -> Answer {
    wanted(&site)?;
    let known = opened(site.newsstand().export_address(&token, site.now().0).await)?;
    kept_nowhere(Ok::<Response, Failure>(axum::Json(known).into_response()))
}

fn paused(this: &Subscription) -> Option<String> {
    let at = this.due.to_zoned(jiff::tz::TimeZone::get(&this.wish.rhythm.zone).ok()?);
    (this.state == SubscriptionState::Paused).then(|| at.strftime("%-d %B").to_string())
}

fn next(this: &Subscription) -> Option<String> {
    let zone = jiff::tz::TimeZone::get(&this.wish.rhythm.zone).ok()?;
    let at = this.due.to_zoned(zone);
    let is_timed = this.state == SubscriptionState::Active && this.wish.rhythm.often != Often::Instant;
    is_timed.then(|| format!("{}, {}", this.wish.language.long(at.date()), at.strftime("%H:%M")))
}
