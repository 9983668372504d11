//! Letters of real papers to Postfix's `smtp-sink` on loopback: written, signed, sent, and what became of each written down; beside plain lettre, which
//! sends the same messages ready made and writes down nothing.

mod sink;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use domain::{Often, Rhythm, Subject, Timestamp, Wish};
use engine::{Ingestion, Letter, LetterOutcome, Newsstand, ReaderKey, Subscription, SubscriptionState};
use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use mail::{Message, Office, Pace, Postman, SigningKey, Transport};
use sources::ReadOptions;

use crate::table::{Table, ratio};
use crate::{library, process, shared, table};
use sink::Sink;

/// How many letters, unless the caller says otherwise.
const LETTERS: usize = 5_000;

/// Letters a second that are to be sent, each signed with RSA-2048 and written down.
const TARGET: f64 = 200.0;

/// As in the settings by default.
const CONNECTIONS: u32 = 4;
const DOMAIN_RATE: u32 = 60;

/// Records of the Daily Papers that the letters are about.
const RECORDS: usize = 2_000;

/// Hosts among which the readers are: few enough of each that the rate of none is reached.
const HOSTS: usize = 1_000;

/// One run's figures.
struct Run {
    what: &'static str,
    letters: usize,
    seconds: f64,
    cpu: f64,
}

/// Writes, signs and sends that many letters, and prints how many a second.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let letters = match options {
        [] => LETTERS,
        [letters] => letters.parse().with_context(|| format!("{letters:?} is no number of letters"))?,
        _ => bail!("post takes one number of letters"),
    };
    let folder = tempfile::tempdir_in(library::kept()?)?;
    let runs = library::runtime()?.block_on(measure(folder.path(), letters))?;
    let mut lines = Table::new(["what", "letters", "seconds", "letters/s", "CPU seconds", "of 200/s"]);
    for Run { what, letters, seconds, cpu } in runs {
        let rate = letters as f64 / seconds;
        let figures = [letters.to_string(), format!("{seconds:.1}"), format!("{rate:.0}"), format!("{cpu:.1}")];
        let [count, seconds, a_second, cpu] = figures;
        lines.row(&[what.to_owned(), count, seconds, a_second, cpu, ratio(rate, TARGET)]);
    }
    lines.print("Letters of real papers, RSA-2048, SQLite, four connections to smtp-sink on loopback")
}

async fn measure(folder: &Path, letters: usize) -> Result<Vec<Run>> {
    let sink = Sink::start()?;
    let newsstand = library::open(&folder.join("data")).await?;
    let now = fill(&newsstand, folder).await?;
    subscribe(&newsstand, letters, now).await?;
    let key = folder.join("rsa.pem");
    let made = Command::new("openssl").args(["genrsa", "-out"]).arg(&key).arg("2048").output()?;
    ensure!(made.status.success(), "openssl makes no key: {}", String::from_utf8_lossy(&made.stderr));
    let office = || -> Result<Office> {
        let keys = vec![SigningKey::read("bench", &key)?];
        Ok(Office::new("Newsstand", "https://papers.example.org", "Papers <papers@example.org>", keys)?)
    };

    let mut runs = Vec::new();
    runs.push(timed("writing what is due into the store", letters, newsstand.write_due_letters(now)).await?);
    let (signing, messages) = signed(&newsstand, &office()?, now).await?;
    ensure!(messages.len() == letters, "{} letters were written, not {letters}", messages.len());
    runs.push(signing);
    let size = messages.iter().map(|message| message.bytes.len()).sum::<usize>() / letters.max(1);
    table::say(format_args!("a message has {size} bytes on average"))?;

    runs.push(timed("plain lettre, messages ready made, no records", letters, plainly(&sink, &messages)).await?);
    let transport = Transport::smtp(&sink.address(), CONNECTIONS)?;
    runs.push(timed("our connections, messages ready made, no records", letters, barely(transport, &messages)).await?);
    let transport = Transport::smtp(&sink.address(), CONNECTIONS)?;
    let pace = Pace { domain_rate: DOMAIN_RATE, ..Pace::default() };
    let postman = Postman::new(newsstand.clone(), office()?, transport).with_pace(pace);
    let round = async {
        let delivered = postman.round(now).await?;
        ensure!(delivered.sent == letters as u64, "not all were sent: {delivered:?}");
        anyhow::Ok(())
    };
    runs.push(timed("signing, sending, writing down each", letters, round).await?);
    let queue = newsstand.post_queue(Timestamp::now()).await?;
    ensure!(queue.due + queue.under_way + queue.later == 0, "letters are left: {queue:?}");
    Ok(runs)
}

/// Runs something and takes its time.
async fn timed<T, E>(what: &'static str, letters: usize, work: impl Future<Output = Result<T, E>>) -> Result<Run>
where
    anyhow::Error: From<E>,
{
    table::note(format_args!("post: {what}"));
    let (started, cpu) = (Instant::now(), process::cpu_seconds(std::process::id())?);
    work.await?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(Run { what, letters, seconds, cpu: process::cpu_seconds(std::process::id())? - cpu })
}

/// Takes papers in; returns the noon of the newest day of their list.
async fn fill(newsstand: &Newsstand, folder: &Path) -> Result<Timestamp> {
    let lines = shared::lines(&shared::data("hf_daily"))?.take(RECORDS).collect::<Result<Vec<_>>>()?;
    let file = folder.join("papers.jsonl");
    std::fs::write(&file, lines.join("\n"))?;
    let now = Timestamp::now();
    newsstand.ingest(Ingestion { paths: vec![file], options: ReadOptions::new(now), now }, |_| ()).await?;
    let days = newsstand.store().days(domain::ListName::Daily).await?;
    let newest = days.iter().map(|(day, _)| *day).max().context("the papers are on no list")?;
    Ok(format!("{newest}T12:00:00Z").parse()?)
}

async fn subscribe(newsstand: &Newsstand, count: usize, now: Timestamp) -> Result<()> {
    let wish = Wish { most: 10, when_empty: false, ..Wish::new(Rhythm::new(Often::Daily, 8, "UTC")?) };
    let subject: Subject = "daily".parse()?;
    let mut tx = newsstand.store().begin().await?;
    for number in 0..count {
        let address = format!("reader{number}@d{}.example.org", number % HOSTS).parse()?;
        let key = tx.add_subscription(&address, (&subject, &wish), now).await?;
        let (wish, subject, state) = (wish.clone(), subject.clone(), SubscriptionState::Active);
        // The store knows whose it is.
        let reader = ReaderKey(0);
        let active = Subscription { key, reader, address, subject, wish, state, made: now, since: now, due: now };
        tx.change_subscription(&active).await?;
    }
    Ok(tx.commit().await?)
}

/// Makes and signs all letters, one after another, and puts them back into the queue.
async fn signed(newsstand: &Newsstand, office: &Office, now: Timestamp) -> Result<(Run, Vec<Message>)> {
    let mut letters: Vec<Letter> = Vec::new();
    loop {
        let taken = newsstand.take_letters(now, 500).await?;
        if taken.is_empty() {
            break;
        }
        letters.extend(taken);
    }
    let mut messages = Vec::with_capacity(letters.len());
    let make = async {
        for letter in &letters {
            messages.push(office.message(letter, now)?);
        }
        anyhow::Ok(())
    };
    let run = timed("making and signing messages, on one core", letters.len(), make).await?;
    for part in letters.chunks(500) {
        let back = part.iter().map(|letter| (letter.key, LetterOutcome::Later(now), String::new()));
        newsstand.note_letters(&back.collect::<Vec<_>>(), now).await?;
    }
    Ok((run, messages))
}

/// Sends messages with lettre as its documentation shows it, over as many connections.
async fn plainly(sink: &Sink, messages: &[Message]) -> Result<()> {
    let pool = PoolConfig::new().max_size(CONNECTIONS);
    let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(&sink.address())?.pool_config(pool).build();
    side_by_side(messages, async move |message: &Message| {
        let envelope = Envelope::new(Some(message.from.parse()?), vec![message.to.parse()?])?;
        relay.send_raw(&envelope, &message.bytes).await?;
        Ok(())
    })
    .await
}

/// Sends messages as letters are sent, without making them and without writing anything down.
async fn barely(transport: Transport, messages: &[Message]) -> Result<()> {
    let transport = &transport;
    side_by_side(messages, async move |message: &Message| {
        transport.send(message).await.map_err(|failure| anyhow::anyhow!(failure.why))
    })
    .await
}

/// Sends messages in as many lanes as there are connections.
async fn side_by_side(messages: &[Message], send: impl AsyncFn(&Message) -> Result<()>) -> Result<()> {
    let lanes = usize::try_from(CONNECTIONS)?;
    let send = &send;
    let lane = |lane: usize| async move {
        for message in messages.iter().skip(lane).step_by(lanes) {
            send(message).await?;
        }
        anyhow::Ok(())
    };
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|number| Box::pin(lane(number)));
    tokio::try_join!(first, second, third, fourth).map(drop)
}
