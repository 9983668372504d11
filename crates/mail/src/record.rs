//! What became of letters, written down in groups: whoever sent one waits until it is, and whatever else was sent meanwhile is written in the same
//! transaction.

use domain::Timestamp;
use engine::{EngineError, LetterKey, LetterOutcome, Newsstand};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::clock::Clock;

/// Letters of one transaction, at most.
const TOGETHER: usize = 256;

/// What became of a letter, and why.
pub(crate) type Noted = (LetterKey, LetterOutcome, String);

type Entry = (Vec<Noted>, oneshot::Sender<()>);

/// Where outcomes are told.
#[derive(Debug, Clone)]
pub(crate) struct Record(mpsc::Sender<Entry>);

/// Whoever writes them down; ends when nobody can tell any more, with what went wrong.
pub(crate) type Writer = JoinHandle<Result<(), EngineError>>;

impl Record {
    /// Begins to write.
    pub(crate) fn open(newsstand: Newsstand, clock: Clock) -> (Self, Writer) {
        let (tell, mut told) = mpsc::channel::<Entry>(TOGETHER);
        let writer = async move {
            let mut entries = Vec::new();
            while told.recv_many(&mut entries, TOGETHER).await > 0 {
                let noted = entries.iter_mut().flat_map(|(noted, _)| std::mem::take(noted));
                let noted: Vec<Noted> = noted.collect();
                write(&newsstand, &noted, clock.now()).await?;
                for (_, done) in entries.drain(..) {
                    // Whoever does not wait any more was told to stop.
                    let _ = done.send(());
                }
            }
            Ok(())
        };
        (Self(tell), tokio::spawn(writer))
    }

    /// Tells, and waits until it is written; `false` where it cannot be.
    pub(crate) async fn tell(&self, noted: Vec<Noted>) -> bool {
        if noted.is_empty() {
            return true;
        }
        let (done, is_done) = oneshot::channel();
        self.0.send((noted, done)).await.is_ok() && is_done.await.is_ok()
    }
}

async fn write(newsstand: &Newsstand, noted: &[Noted], now: Timestamp) -> Result<(), EngineError> {
    newsstand.note_letters(noted, now).await
}
