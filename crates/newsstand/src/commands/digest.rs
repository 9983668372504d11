//! `newsstand digest`: letters, looked at before anybody gets them, and sent at once.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use domain::{Day, MailAddress, Often, Rhythm, Subject, Timestamp, Wish};
use engine::{
    Letter, LetterKey, LetterKind, Newsstand, ReaderKey, Subscription, SubscriptionKey, SubscriptionState, Token,
};
use mail::{Office, Pace, Patience, Postman, SigningKey, Templates, Transport};
use tracing::error;

use crate::cli::{DigestArgs, DigestCommand, DigestForm, DigestPreviewArgs};
use crate::config::Config;
use crate::console::{self, counted};

pub(super) async fn run(config: &Config, args: &DigestArgs) -> anyhow::Result<ExitCode> {
    match &args.what {
        DigestCommand::Preview(args) => preview(config, args).await,
        DigestCommand::Send => send(config).await,
        DigestCommand::Queue(args) => super::digest_queue::run(config, args).await,
        DigestCommand::Templates(args) => write_out(&args.folder),
        DigestCommand::Returned(args) => super::returned::take(config, args).await,
        DigestCommand::Suppressed(args) => super::returned::suppressed(config, args).await,
    }
}

/// Who writes and sends, if letters are set up.
pub(super) async fn postman(config: &Config, newsstand: &Newsstand) -> anyhow::Result<Option<Postman>> {
    if config.mail_from.is_empty() {
        return Ok(None);
    }
    let transport = transport(config)?;
    let mut office = office(config)?;
    if !config.mail_return.is_empty() {
        office = office.with_returns(config.mail_return.parse()?, newsstand.returns().await?);
    }
    let spread = Duration::from_secs(60 * u64::from(config.mail_spread.min(60)));
    let pace = Pace { domain_rate: config.mail_domain_rate, spread };
    Ok(Some(Postman::new(newsstand.clone(), office, transport).with_pace(pace)))
}

/// How letters travel.
pub(super) fn transport(config: &Config) -> anyhow::Result<Transport> {
    Ok(match (config.mail_relay.as_str(), config.mail_folder.as_str()) {
        ("", "") => bail!("letters have no way to travel\nhint: set mail_relay or mail_folder"),
        ("", folder) => Transport::Maildir(folder.into()),
        (relay, "") => Transport::smtp_with(relay, config.mail_connections, patience(config)?)?,
        _ => bail!("letters have two ways to travel\nhint: set mail_relay or mail_folder, not both"),
    })
}

fn patience(config: &Config) -> anyhow::Result<Patience> {
    let seconds = config.mail_patience;
    if !(1..=60).contains(&seconds) {
        bail!("mail_patience = {seconds} is not among 1 to 60 seconds");
    }
    Ok(Patience { answer: Duration::from_secs(seconds.into()), ..Patience::default() })
}

/// How a letter looks, for readers who may want it.
pub(super) fn look(config: &Config) -> anyhow::Result<web::LetterLook> {
    let office = office(config)?;
    Ok(web::LetterLook::new(move |of, with, now| office.look(of, with, now).map_err(|error| error.to_string())))
}

/// The templates of letters: an operator's own, as far as they can be used.
fn templates(config: &Config) -> anyhow::Result<Templates> {
    if config.mail_templates.is_empty() {
        return Ok(Templates::built_in()?);
    }
    let (templates, problems) = Templates::of_folder(Path::new(&config.mail_templates))?;
    for problem in problems {
        error!(%problem, "a template of letters cannot be used; the built-in one is");
    }
    Ok(templates)
}

fn write_out(folder: &Path) -> anyhow::Result<ExitCode> {
    let written = Templates::write_out(folder)?;
    for path in &written {
        console::line(path.display())?;
    }
    if written.is_empty() {
        console::note("nothing was written: all of them are there");
    }
    Ok(ExitCode::SUCCESS)
}

/// The keys of the settings: their selectors and files.
pub(super) fn keys(config: &Config) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let key = |text: &str| {
        let (selector, file) = text
            .split_once('=')
            .with_context(|| format!("{text:?} names no key\nhint: mail_keys = \"selector=/path/to/key.pem\""))?;
        Ok((selector.to_owned(), PathBuf::from(file)))
    };
    config.mail_keys.split(',').map(str::trim).filter(|key| !key.is_empty()).map(key).collect()
}

pub(super) fn office(config: &Config) -> anyhow::Result<Office> {
    let keys = keys(config)?;
    let keys = keys.iter().map(|(selector, file)| SigningKey::read(selector, file)).collect::<Result<Vec<_>, _>>()?;
    let office = Office::new(&config.title, &config.base_url, &config.mail_from, keys)?;
    Ok(office.printing_with(templates(config)?))
}

/// Writes what is due, and sends what is to be sent.
async fn send(config: &Config) -> anyhow::Result<ExitCode> {
    let newsstand = super::open_to_search(config).await?;
    let Some(postman) = postman(config, &newsstand).await? else {
        bail!("letters are not set up\nhint: mail_from, and mail_relay or mail_folder (docs/POST.md)");
    };
    let mut delivered = postman.round(Timestamp::now()).await?;
    // What its host did not get this minute it gets in one of the next.
    while postman.held(Timestamp::now()) > 0 && delivered.left == 0 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        delivered += postman.round(Timestamp::now()).await?;
    }
    postman.hang_up().await;
    let sent = counted(delivered.sent, "letter");
    console::line(format_args!("{sent} sent, {} to be tried again, {} given up", delivered.again, delivered.failed))?;
    if delivered.left > 0 {
        bail!("{} left: no relay could be reached\nhint: newsstand digest queue", counted(delivered.left, "letter"));
    }
    Ok(ExitCode::from(u8::from(delivered.failed > 0)))
}

/// Noon of a day, when a letter is shown as of that day.
fn noon(day: Day) -> anyhow::Result<Timestamp> {
    ensure!(day.number() >= 0, "no letter is dated {day}\nhint: --date takes days from 1970-01-01 on");
    Ok(format!("{day}T12:00:00Z").parse()?)
}

/// Shows the letter that somebody would get.
async fn preview(config: &Config, args: &DigestPreviewArgs) -> anyhow::Result<ExitCode> {
    let newsstand = super::open_to_search(config).await?;
    let (own_base, own_from) = (config.base_url.as_str(), config.mail_from.as_str());
    // What is not set yet does not keep anybody from looking.
    let base = if own_base.is_empty() { "http://localhost:8080" } else { own_base };
    let from = if own_from.is_empty() { "newsstand@localhost.example" } else { own_from };
    let office = Office::new(&config.title, base, from, Vec::new())?.printing_with(templates(config)?);
    let now = args.date.map_or_else(|| Ok(Timestamp::now()), noon)?;
    let subscription = subscription(&newsstand, args, now).await?;
    let to = Some(subscription.reader).filter(|reader| reader.0 != 0);
    let content = newsstand.compose((&subscription.subject, &subscription.wish), to, now).await?;
    let date = subscription.wish.rhythm.letter(now);
    let kind = LetterKind::Digest { date, content };
    let manage = Token("preview".to_owned());
    let theme = newsstand.theme(&subscription.subject).await?;
    let letter = Letter { key: LetterKey(0), theme, subscription, kind, manage, tries: 1 };
    let message = office.message(&letter, now)?;
    console::line(match args.form() {
        DigestForm::Html => message.words.html,
        DigestForm::Text => message.words.text,
        DigestForm::Eml => String::from_utf8_lossy(&message.bytes).into_owned(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The subscription whose letter is shown: the first active one of an address, else one about the subject that is named.
async fn subscription(newsstand: &Newsstand, args: &DigestPreviewArgs, now: Timestamp) -> anyhow::Result<Subscription> {
    let address: MailAddress = match &args.address {
        Some(address) => {
            let known = newsstand.store().subscriptions_of(address).await?;
            let wanted = |known: &Subscription| args.about.as_ref().is_none_or(|about| *about == known.subject);
            if let Some(known) =
                known.into_iter().find(|known| known.state == SubscriptionState::Active && wanted(known))
            {
                return Ok(Subscription { wish: wish(known.wish, args), ..known });
            }
            if args.about.is_none() {
                bail!("{address} gets no letters\nhint: --about daily shows what somebody would get");
            }
            address.clone()
        }
        None => "reader@localhost.example".parse()?,
    };
    let subject = args.about.clone().unwrap_or(Subject::List(domain::ListName::Daily));
    let usual = Wish { when_empty: true, ..Wish::new(Rhythm::new(Often::Daily, 8, "UTC")?) };
    let (key, reader) = (SubscriptionKey(0), ReaderKey(0));
    let (wish, state) = (wish(usual, args), SubscriptionState::Active);
    Ok(Subscription { key, reader, address, subject, wish, state, made: now, since: now, due: now })
}

/// What is wished, but for what the command line says otherwise.
fn wish(mut wish: Wish, args: &DigestPreviewArgs) -> Wish {
    wish.rhythm.often = args.often.unwrap_or(wish.rhythm.often);
    wish.language = args.language.unwrap_or(wish.language);
    wish.most = args.most.unwrap_or(wish.most);
    wish
}
