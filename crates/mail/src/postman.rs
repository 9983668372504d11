//! Writing, signing and sending, again and again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use engine::{EngineError, Letter, LetterKind, LetterOutcome, Newsstand};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;
use tracing::{error, info};

use crate::carrier::{Carrier, Job};
use crate::clock::Clock;
use crate::rates::Rates;
use crate::record::{Noted, Record};
use crate::{Office, Transport};

/// How often is looked whether anything is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Letters that are taken at a time for each connection.
const TAKEN: usize = 16;

/// How long whoever stops waits for the letters that are under way.
const LAST: Duration = Duration::from_secs(10);

/// What became of the letters of one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by a relay.
    pub sent: u64,
    /// To be tried again.
    pub again: u64,
    /// Given up.
    pub failed: u64,
    /// Put off, since their host gets as many a minute as it may.
    pub held: u64,
    /// Not tried: no relay could be reached, or sending was stopped.
    pub left: u64,
}

impl Delivered {
    pub(crate) fn count(&mut self, outcome: &LetterOutcome) {
        match outcome {
            LetterOutcome::Sent => self.sent += 1,
            LetterOutcome::Again(_) => self.again += 1,
            LetterOutcome::Failed => self.failed += 1,
            LetterOutcome::Later(_) => self.left += 1,
        }
    }
}

impl std::ops::AddAssign for Delivered {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.again += other.again;
        self.failed += other.failed;
        self.held += other.held;
        self.left += other.left;
    }
}

/// How fast letters go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Letters a minute to one host that takes mail, from this process; 0 for as many as there are.
    pub domain_rate: u32,
    /// Over how long the letters of one moment are spread.
    pub spread: Duration,
}

/// Who writes and sends.
#[derive(Debug, Clone)]
pub struct Postman {
    newsstand: Newsstand,
    office: Arc<Office>,
    transport: Arc<Transport>,
    pace: Pace,
    rates: Arc<Mutex<Rates>>,
    stopped: Arc<AtomicBool>,
}

/// Sending that goes on until this is dropped.
#[derive(Debug)]
pub struct Rounds {
    tasks: Vec<JoinHandle<()>>,
    postman: Postman,
}

impl Drop for Rounds {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Rounds {
    /// Ends: takes no more letters, and waits a while until those that are under way have arrived and are written down, so that none comes twice.
    pub async fn finish(mut self) {
        self.postman.stopped.store(true, Ordering::Relaxed);
        let until = Instant::now() + LAST;
        for task in &mut self.tasks {
            // What is not done by then is broken off, as by a crash.
            let _ = tokio::time::timeout_at(until, task).await;
        }
        self.postman.transport.hang_up().await;
    }
}

impl Postman {
    /// A postman of this library, for this office, with this transport, as fast as can be.
    pub fn new(newsstand: Newsstand, office: Office, transport: Transport) -> Self {
        Self {
            newsstand,
            office: Arc::new(office),
            transport: Arc::new(transport),
            pace: Pace::default(),
            rates: Arc::default(),
            stopped: Arc::default(),
        }
    }

    /// The same with another pace.
    #[must_use]
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace, rates: Arc::new(Mutex::new(Rates::new(pace.domain_rate))), ..self }
    }

    /// Goes round for ever: letters are written, and beside that sent.
    pub fn in_background(self) -> Rounds {
        let tasks = vec![tokio::spawn(self.clone().write_on()), tokio::spawn(self.clone().send_on())];
        Rounds { tasks, postman: self }
    }

    async fn write_on(self) {
        while !self.is_stopped() {
            if let Err(error) = self.write(Timestamp::now()).await {
                error!(%error, "writing letters broke off; trying again");
            }
            self.pause().await;
        }
    }

    async fn send_on(self) {
        while !self.is_stopped() {
            match self.deliver(Timestamp::now()).await {
                Ok(Delivered { sent: 0, again: 0, failed: 0, .. }) => {}
                Ok(Delivered { sent, again, failed, held, .. }) => info!(sent, again, failed, held, "letters"),
                Err(error) => error!(%error, "the post broke off; trying again"),
            }
            self.pause().await;
        }
    }

    /// Waits until it is time to look again, or to stop.
    async fn pause(&self) {
        let until = Instant::now() + LOOK_EVERY;
        while Instant::now() < until && !self.is_stopped() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Writes what is due at a moment, and sends all that is to be sent.
    ///
    /// # Errors
    /// Where the store fails. Letters that were sent and could not be noted are sent again.
    pub async fn round(&self, now: Timestamp) -> Result<Delivered, EngineError> {
        self.write(now).await?;
        self.deliver(now).await
    }

    /// How many letters wait since their host has as many a minute as it may.
    pub fn held(&self, now: Timestamp) -> usize {
        self.rates().held(now)
    }

    /// Ends the connections that nobody uses.
    pub async fn hang_up(&self) {
        self.transport.hang_up().await;
    }

    async fn write(&self, now: Timestamp) -> Result<(), EngineError> {
        self.newsstand.write_due_letters_over(self.pace.spread, now).await.map(drop)
    }

    /// Sends letters, as many at once as there are connections.
    async fn deliver(&self, now: Timestamp) -> Result<Delivered, EngineError> {
        let clock = Clock::set(now);
        let first = self.take(clock).await?;
        if first.is_empty() {
            return Ok(Delivered::default());
        }
        let (record, writer) = Record::open(self.newsstand.clone(), clock);
        let (hand, waiting) = mpsc::channel(self.transport.width());
        let carrier = Carrier::new((self.transport.clone(), self.stopped.clone()), (waiting, record.clone()), clock);
        let mut carriers = JoinSet::new();
        (0..self.transport.width()).for_each(|_| drop(carriers.spawn(carrier.clone().work())));
        drop(carrier);
        let fed = self.feed((first, hand), &record, clock).await;
        let mut delivered = Delivered::default();
        while let Some(carried) = carriers.join_next().await {
            delivered += carried.unwrap_or_default();
        }
        drop(record);
        if let Ok(written) = writer.await {
            written?;
        }
        delivered.held = fed?;
        Ok(delivered)
    }

    /// Takes letters and hands them to those who carry them, until there are none; returns how many were put off.
    async fn feed(
        &self,
        (mut letters, hand): (Vec<Letter>, mpsc::Sender<Job>),
        record: &Record,
        clock: Clock,
    ) -> Result<u64, EngineError> {
        let mut held = 0;
        while !letters.is_empty() {
            let taken = Instant::now();
            let (admitted, put_off) = self.admitted(letters, clock.now());
            held += put_off.len() as u64;
            if !record.tell(put_off).await {
                break;
            }
            for letter in admitted {
                let office = self.office.clone();
                let (kept, now) = (letter.clone(), clock.now());
                // Signing is work for a core; it is done while others wait for their relay.
                let message = tokio::task::spawn_blocking(move || office.message(&letter, now));
                if hand.send(Job { letter: kept, taken, message }).await.is_err() {
                    return Ok(held);
                }
            }
            letters = self.take(clock).await?;
        }
        Ok(held)
    }

    /// Letters that can be sent, unless nothing can.
    async fn take(&self, clock: Clock) -> Result<Vec<Letter>, EngineError> {
        if self.is_stopped() || self.transport.rests_for().is_some() {
            return Ok(Vec::new());
        }
        let most = u32::try_from(TAKEN * self.transport.width()).unwrap_or(u32::MAX);
        self.newsstand.take_letters(clock.now(), most).await
    }

    /// Letters that may go now, and those that are put off, with the moment at which they may.
    fn admitted(&self, letters: Vec<Letter>, now: Timestamp) -> (Vec<Letter>, Vec<Noted>) {
        let mut rates = self.rates();
        let (mut admitted, mut put_off) = (Vec::with_capacity(letters.len()), Vec::new());
        for letter in letters {
            let host = letter.subscription.address.host();
            if matches!(letter.kind, LetterKind::Confirmation { .. }) {
                // Somebody sits and waits for it.
                rates.count(host, now);
                admitted.push(letter);
                continue;
            }
            match rates.admit(letter.key, host, now) {
                Ok(()) => admitted.push(letter),
                Err(turn) => {
                    let why = format!("{host} gets as many a minute as it may");
                    put_off.push((letter.key, LetterOutcome::Later(turn), why));
                }
            }
        }
        (admitted, put_off)
    }

    fn rates(&self) -> std::sync::MutexGuard<'_, Rates> {
        // Nothing in there panics half way.
        self.rates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
