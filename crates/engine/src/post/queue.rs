//! Handing letters to whoever sends them.

use std::collections::{HashMap, HashSet};

use domain::{Day, Often, PaperKey, StoredPaper, Timestamp};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{LetterKey, LetterOutcome, Subscription, SubscriptionState};

use super::compose::Entry;
use super::subscribe::{CONFIRMATION, CONFIRMED_WITHIN};
use super::token::{secret, sign};
use super::{Composed, Purpose, Theme, Token};
use crate::{EngineError, Newsstand};

/// How long it is until somebody who wants to hear at once, and for whom there was nothing, is thought of again.
const SOON: SignedDuration = SignedDuration::from_mins(1);

/// How long whoever took a letter has to send it, before somebody else does.
const TAKEN: SignedDuration = SignedDuration::from_mins(5);

/// How often a letter is tried.
const TRIES: u32 = 8;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queued {
    /// Subscriptions whose time had come.
    pub due: u64,
    /// Letters that were written to them.
    pub letters: u64,
}

/// A letter to be sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its number.
    pub key: LetterKey,
    /// To whom, and why.
    pub subscription: Subscription,
    /// What it is about, in words.
    pub theme: Theme,
    /// What it is.
    pub kind: LetterKind,
    /// The link under which its reader manages it.
    pub manage: Token,
    /// How often it was tried, with this time.
    pub tries: u32,
}

/// What a letter is.
#[derive(Debug, Clone)]
pub enum LetterKind {
    /// It asks the owner of the address whether letters are wanted.
    Confirmation {
        /// The link that says so.
        confirm: Token,
    },
    /// It tells of papers.
    Digest {
        /// The date that it bears.
        date: String,
        /// What is in it.
        content: Composed,
    },
}

/// A paper of a letter as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub paper: i64,
    pub why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

impl From<&Entry> for Kept {
    fn from(entry: &Entry) -> Self {
        Self { paper: entry.stored.key.0, why: entry.why.clone(), day: entry.day }
    }
}

/// What is kept of a letter's content.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct KeptContent {
    pub papers: Vec<Kept>,
    pub total: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Kept>,
}

impl Newsstand {
    /// Takes letters to be sent. What became of each is to be told to [`Self::note_letters`]; what is not told is taken again after five minutes.
    pub async fn take_letters(&self, now: Timestamp, most: u32) -> Result<Vec<Letter>, EngineError> {
        let mut tx = self.store().begin().await?;
        let taken = tx.take_letters(now, later(now, TAKEN), most).await?;
        tx.commit().await?;
        let (letters, ended) = self.opened_letters(taken).await?;
        self.note_letters(&ended, now).await?;
        Ok(letters)
    }

    /// Letters with their subscriptions and papers, which many of them have in common; and those that nobody wants any more.
    async fn opened_letters(
        &self,
        taken: Vec<store::Letter>,
    ) -> Result<(Vec<Letter>, Vec<(LetterKey, LetterOutcome, String)>), EngineError> {
        let (mut letters, mut ended) = (Vec::with_capacity(taken.len()), Vec::new());
        if taken.is_empty() {
            return Ok((letters, ended));
        }
        let secret = secret(self.store()).await?;
        let keys: Vec<_> = taken.iter().map(|letter| letter.subscription).collect();
        let known = self.store().subscriptions(&keys).await?;
        let known: HashMap<_, _> = known.into_iter().map(|known| (known.key, known)).collect();
        // Written by this program; what cannot be read is empty.
        let kept = |letter: &store::Letter| serde_json::from_str::<KeptContent>(&letter.papers).unwrap_or_default();
        let contents: Vec<KeptContent> = taken.iter().map(kept).collect();
        let papers = self.papers_of(&contents).await?;
        let themes = self.themes(known.values().map(|known| &known.subject)).await?;
        for (letter, content) in taken.into_iter().zip(contents) {
            let is_confirmation = letter.date == CONFIRMATION;
            let wanted = if is_confirmation { SubscriptionState::Asked } else { SubscriptionState::Active };
            let subscription = known.get(&letter.subscription).filter(|known| known.state == wanted);
            let Some(subscription) = subscription.cloned() else {
                ended.push((letter.key, LetterOutcome::Failed, "it is not wanted any more".to_owned()));
                continue;
            };
            let manage = sign(&secret, (subscription.key, Purpose::Manage, None));
            let kind = if is_confirmation {
                let until = later(subscription.made, CONFIRMED_WITHIN);
                LetterKind::Confirmation { confirm: sign(&secret, (subscription.key, Purpose::Confirm, Some(until))) }
            } else {
                LetterKind::Digest { date: letter.date, content: content.opened(&papers) }
            };
            let subject = &subscription.subject;
            let theme = themes.get(subject).cloned().unwrap_or_else(|| subject.clone().into());
            letters.push(Letter { key: letter.key, theme, subscription, kind, manage, tries: letter.tries });
        }
        Ok((letters, ended))
    }

    /// The papers of letters that were written before; what has gone since is left out.
    async fn papers_of(&self, contents: &[KeptContent]) -> Result<HashMap<i64, StoredPaper>, EngineError> {
        let keys: HashSet<PaperKey> = contents.iter().flat_map(KeptContent::keys).collect();
        let keys: Vec<PaperKey> = keys.into_iter().collect();
        let papers = self.store().papers(&keys).await?;
        Ok(papers.into_iter().map(|paper| (paper.key.0, paper)).collect())
    }

    /// What was kept of a letter's content, with its papers; what cannot be read is empty.
    pub(crate) async fn content(&self, printed: &str) -> Result<Composed, EngineError> {
        let contents = [serde_json::from_str::<KeptContent>(printed).unwrap_or_default()];
        let papers = self.papers_of(&contents).await?;
        let [content] = contents;
        Ok(content.opened(&papers))
    }

    /// Notes what became of letters, all at once.
    pub async fn note_letters(
        &self,
        outcomes: &[(LetterKey, LetterOutcome, String)],
        now: Timestamp,
    ) -> Result<(), EngineError> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        for (letter, outcome, error) in outcomes {
            tx.note_letter(*letter, (outcome, error), now).await?;
        }
        tx.commit().await?;
        self.learn_from_refusals(outcomes, now).await
    }
}

impl KeptContent {
    /// As it is kept: numbers and texts can always be printed.
    pub(super) fn printed(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All its papers.
    pub(super) fn keys(&self) -> impl Iterator<Item = PaperKey> {
        self.papers.iter().chain(&self.missed).map(|kept| PaperKey(kept.paper))
    }

    /// The content with its papers.
    fn opened(self, papers: &HashMap<i64, StoredPaper>) -> Composed {
        let entry = |Kept { paper, why, day }| Some(Entry { day, ..Entry::new(papers.get(&paper)?.clone(), why) });
        let entries = |kept: Vec<Kept>| kept.into_iter().filter_map(entry).collect();
        Composed { papers: entries(self.papers), total: self.total, missed: entries(self.missed) }
    }
}

/// The papers of a letter as it is kept, and why each is there.
pub(super) fn kept(printed: &str) -> impl Iterator<Item = (PaperKey, String)> {
    let KeptContent { papers, missed, .. } = read(printed);
    papers.into_iter().chain(missed).map(|kept| (PaperKey(kept.paper), kept.why))
}

/// Written by this program; what cannot be read is empty.
fn read(printed: &str) -> KeptContent {
    serde_json::from_str(printed).unwrap_or_default()
}

impl Letter {
    /// What becomes of it when it could not be sent now: tried again after a while that doubles, some times.
    pub fn again(&self, now: Timestamp) -> LetterOutcome {
        let minutes = 1_i64 << self.tries.min(10);
        if self.tries >= TRIES {
            LetterOutcome::Failed
        } else {
            LetterOutcome::Again(later(now, SignedDuration::from_mins(minutes)))
        }
    }
}

/// The last moment at which a letter was due: who was down for days writes the letter of the last of them, and today's at its hour.
pub(super) fn last_due(subscription: &Subscription, now: Timestamp) -> Timestamp {
    if subscription.wish.rhythm.often == Often::Instant {
        return now;
    }
    let mut last = subscription.due;
    loop {
        let next = subscription.wish.rhythm.next(last);
        if next > now {
            return last;
        }
        last = next;
    }
}

/// When the next letter is due: by the rhythm, but who wants to hear at once and heard nothing now is thought of again soon.
pub(super) fn next_due(subscription: &Subscription, is_written: bool, now: Timestamp) -> Timestamp {
    let rhythm = &subscription.wish.rhythm;
    if rhythm.often == Often::Instant && !is_written { rhythm.awake(later(now, SOON)) } else { rhythm.next(now) }
}

pub(crate) fn printed(content: &Composed) -> String {
    let kept = |entries: &[Entry]| entries.iter().map(Kept::from).collect();
    KeptContent { papers: kept(&content.papers), total: content.total, missed: kept(&content.missed) }.printed()
}

pub(crate) fn later(now: Timestamp, pause: SignedDuration) -> Timestamp {
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}
