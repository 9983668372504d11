//! Who carries letters: one for each connection. Each has one letter at a time, and takes the next when it is written down what became of the last.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine::{Letter, LetterOutcome};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::warn;

use crate::clock::Clock;
use crate::postman::Delivered;
use crate::record::{Noted, Record};
use crate::{Failure, MailError, Message, Transport};

/// How long a letter may have been taken and still be begun: somebody else may take it after five minutes (`engine::post::queue`), and no letter is longer
/// under way than four ([`crate::relays::Patience`]).
const BEGUN_WITHIN: Duration = Duration::from_secs(50);

/// Characters that are kept of what a relay says.
const SAID: usize = 300;

/// A letter, and its message in the making.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) letter: Letter,
    pub(crate) taken: Instant,
    pub(crate) message: JoinHandle<Result<Message, MailError>>,
}

/// Who carries letters.
#[derive(Debug, Clone)]
pub(crate) struct Carrier {
    transport: Arc<Transport>,
    stopped: Arc<AtomicBool>,
    waiting: Arc<Mutex<mpsc::Receiver<Job>>>,
    record: Record,
    clock: Clock,
}

impl Carrier {
    pub(crate) fn new(
        (transport, stopped): (Arc<Transport>, Arc<AtomicBool>),
        (waiting, record): (mpsc::Receiver<Job>, Record),
        clock: Clock,
    ) -> Self {
        Self { transport, stopped, waiting: Arc::new(Mutex::new(waiting)), record, clock }
    }

    /// Carries letters until there are none.
    pub(crate) async fn work(self) -> Delivered {
        let mut delivered = Delivered::default();
        loop {
            let next = self.waiting.lock().await.recv().await;
            let Some(job) = next else { return delivered };
            let noted = self.carry(job).await;
            delivered.count(&noted.1);
            if !self.record.tell(vec![noted]).await {
                return delivered;
            }
        }
    }

    async fn carry(&self, job: Job) -> Noted {
        let key = job.letter.key;
        if self.stopped.load(Ordering::Relaxed) || job.taken.elapsed() > BEGUN_WITHIN {
            return (key, LetterOutcome::Later(self.clock.now()), String::new());
        }
        let message = match job.message.await {
            Ok(Ok(message)) => message,
            Ok(Err(error)) => {
                warn!(letter = key.0, %error, "a letter cannot be made");
                return (key, LetterOutcome::Failed, error.to_string());
            }
            Err(error) => return (key, job.letter.again(self.clock.now()), error.to_string()),
        };
        match self.transport.send(&message).await {
            Ok(()) => (key, LetterOutcome::Sent, String::new()),
            Err(failure) => self.failed(&job.letter, failure),
        }
    }

    fn failed(&self, letter: &Letter, failure: Failure) -> Noted {
        let Failure { why, is_permanent, is_relays } = failure;
        let why = one_line(&why);
        let now = self.clock.now();
        if is_relays {
            let rest = self.transport.rests_for().unwrap_or_default();
            return (letter.key, LetterOutcome::Later(now.checked_add(rest).unwrap_or(now)), why);
        }
        let outcome = if is_permanent { LetterOutcome::Failed } else { letter.again(now) };
        warn!(letter = letter.key.0, why, given_up = outcome == LetterOutcome::Failed, "a letter was not taken");
        (letter.key, outcome, why)
    }
}

/// What a relay says, as it may be kept and shown.
fn one_line(said: &str) -> String {
    let clean = said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID);
    clean.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
