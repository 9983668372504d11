//! Several relays: which of them gets a message, which of them rests, and the connections that are kept.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::{info, warn};

use crate::relay::{Fault, Line, Relay, Stumble};
use crate::{Failure, MailError, Message};

/// The first rest of a relay that failed; each further one in a row is twice as long, up to the longest.
const REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_mins(10);

/// How long a connection is kept that nobody uses: relays close them after some minutes (RFC 5321, 4.5.3.2.7).
const IDLE: Duration = Duration::from_secs(20);

/// How long may be waited for relays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For each answer.
    pub answer: Duration,
    /// Until one that failed is asked again, the first time.
    pub rest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { answer: Duration::from_mins(1), rest: REST }
    }
}

impl Patience {
    /// No letter is longer under way than this.
    pub(crate) fn whole(self) -> Duration {
        self.answer * 4
    }
}

/// Relays in the order in which they are named.
pub struct Relays {
    each: Vec<Relay>,
    states: Mutex<Vec<State>>,
    patience: Patience,
}

/// How a relay stands.
#[derive(Default)]
struct State {
    idle: Vec<(Line, Instant)>,
    /// How often it failed in a row.
    failed: u32,
    rests_until: Option<Instant>,
    /// Why it failed the last time.
    why: String,
    /// What it is owed of its share.
    credit: i64,
}

impl std::fmt::Debug for Relays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Relays").field(&self.each).finish()
    }
}

impl Relays {
    /// Relays by their addresses, with commas or spaces between them.
    ///
    /// # Errors
    /// Where one of them cannot be used.
    pub fn parse(addresses: &str, patience: Patience) -> Result<Self, MailError> {
        let relays = Self::addresses(addresses).iter().map(|one| Relay::parse(one)).collect::<Result<Vec<_>, _>>()?;
        if relays.is_empty() {
            return Err(MailError::Relay("it is empty".to_owned()));
        }
        let states = Mutex::new(relays.iter().map(|_| State::default()).collect());
        Ok(Self { each: relays, states, patience })
    }

    /// The addresses in a list of them.
    pub fn addresses(list: &str) -> Vec<String> {
        let spaced = list.replace(",smtp", " smtp");
        let words = spaced.split_whitespace().map(|word| word.trim_matches(','));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// How long is waited.
    pub(crate) fn patience(&self) -> Patience {
        self.patience
    }

    /// Hands a message to the first relay that takes it.
    pub(crate) async fn send(&self, message: &Message) -> Result<(), Failure> {
        let (mut tried, mut whys, mut broke) = (Vec::new(), Vec::new(), false);
        while let Some(at) = self.choose(&tried) {
            let Some(relay) = self.each.get(at) else { break };
            match self.send_to((at, relay), message).await {
                Ok(()) => return Ok(()),
                Err(Stumble { fault: fault @ (Fault::Relay | Fault::Broke), why, .. }) => {
                    broke |= fault == Fault::Broke;
                    whys.push(why);
                }
                Err(stumble) => return Err(Failure::letters(stumble.why, stumble.fault == Fault::Refused)),
            }
            tried.push(at);
        }
        if whys.is_empty() {
            whys = self.states().iter().map(|state| state.why.clone()).collect();
        }
        let why = whys.join("; ");
        // What broke off each time may be the message's fault after all: such tries are counted.
        Err(Failure { why, is_permanent: false, is_relays: !broke })
    }

    /// Until when all of them rest, as a time from now.
    pub(crate) fn all_rest_for(&self) -> Option<Duration> {
        let now = Instant::now();
        let states = self.states();
        let left =
            |state: &State| state.rests_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        states.iter().map(left).min().filter(|left| !left.is_zero())
    }

    /// Ends the connections that nobody uses.
    pub(crate) async fn hang_up(&self) {
        let lines: Vec<Line> =
            self.states().iter_mut().flat_map(|state| state.idle.drain(..)).map(|(line, _)| line).collect();
        for line in lines {
            line.hang_up(self.patience.answer.min(Duration::from_secs(1))).await;
        }
    }

    async fn send_to(&self, (at, relay): (usize, &Relay), message: &Message) -> Result<(), Stumble> {
        let answer = self.patience.answer;
        if let Some(mut line) = self.idle(at) {
            let handed = relay.hand_over(&mut line, message, answer).await;
            // A connection that was kept may have been closed meanwhile, or have had its number of messages: a new one tells.
            if !matches!(&handed, Err(Stumble { fault: Fault::Relay | Fault::Broke, .. })) {
                return self.settle(at, line, handed).await;
            }
        }
        let handed = match relay.connect(message.host(), answer).await {
            Ok(mut line) => {
                let handed = relay.hand_over(&mut line, message, answer).await;
                return self.settle(at, line, handed).await;
            }
            Err(stumble) => Err(stumble),
        };
        self.judge(at, &handed);
        handed
    }

    /// Keeps a connection that is good for another message, and remembers how the relay did.
    async fn settle(&self, at: usize, mut line: Line, handed: Result<(), Stumble>) -> Result<(), Stumble> {
        self.judge(at, &handed);
        let is_good = match &handed {
            Ok(()) => true,
            Err(stumble) if stumble.has_answered && stumble.fault != Fault::Relay => {
                line.begins_anew(self.patience.answer).await
            }
            Err(_) => false,
        };
        if is_good && let Some(state) = self.states().get_mut(at) {
            state.idle.push((line, Instant::now()));
        }
        handed
    }

    /// A relay that failed rests; one that answered, with whatever, does not.
    fn judge(&self, at: usize, handed: &Result<(), Stumble>) {
        let Some(relay) = self.each.get(at) else { return };
        let mut states = self.states();
        let Some(state) = states.get_mut(at) else { return };
        let failed = |stumble: &&Stumble| matches!(stumble.fault, Fault::Relay | Fault::Broke | Fault::Unknown);
        let Some(Stumble { why, .. }) = handed.as_ref().err().filter(failed) else {
            if state.failed > 0 {
                info!(%relay, "a relay serves again");
            }
            (state.failed, state.rests_until) = (0, None);
            return;
        };
        // Several connections that break at once are one failure.
        if state.rests_until.is_some_and(|until| until > Instant::now()) {
            return;
        }
        let rest = self.patience.rest.saturating_mul(1 << state.failed.min(16)).min(LONGEST_REST);
        state.failed += 1;
        state.rests_until = Some(Instant::now() + rest);
        state.idle.clear();
        state.why.clone_from(why);
        warn!(%relay, why, rest = rest.as_secs_f32(), "a relay rests after a failure");
    }

    /// The relay for the next message, of those that were not tried with it and do not rest: of those with a share the one that is owed most,
    /// else the first.
    fn choose(&self, tried: &[usize]) -> Option<usize> {
        let now = Instant::now();
        let mut states = self.states();
        let serves =
            |at: usize, state: &State| !tried.contains(&at) && state.rests_until.is_none_or(|until| until <= now);
        let share = |at: usize| self.each.get(at).and_then(|relay| relay.share).filter(|share| *share > 0);
        let mut total = 0;
        for (at, state) in states.iter_mut().enumerate() {
            if let Some(share) = share(at).filter(|_| serves(at, state)) {
                state.credit += i64::from(share);
                total += i64::from(share);
            }
        }
        let owed = states.iter().enumerate().filter(|(at, state)| share(*at).is_some() && serves(*at, state));
        // Of several that are owed as much the first.
        let most = owed.max_by_key(|(at, state)| (state.credit, std::cmp::Reverse(*at))).map(|(at, _)| at);
        if let Some(at) = most {
            if let Some(state) = states.get_mut(at) {
                state.credit -= total;
            }
            return Some(at);
        }
        states.iter().enumerate().find(|(at, state)| serves(*at, state)).map(|(at, _)| at)
    }

    /// A connection that was kept.
    fn idle(&self, at: usize) -> Option<Line> {
        let mut states = self.states();
        let idle = &mut states.get_mut(at)?.idle;
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        idle.pop().map(|(line, _)| line)
    }

    fn states(&self) -> MutexGuard<'_, Vec<State>> {
        // Nothing in here panics half way.
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relays(addresses: &str) -> Relays {
        Relays::parse(addresses, Patience::default()).unwrap()
    }

    fn chosen(relays: &Relays, times: usize) -> Vec<usize> {
        (0..times).filter_map(|_| relays.choose(&[])).collect()
    }

    fn fail(relays: &Relays, at: usize) {
        relays.judge(at, &Err(Stumble { fault: Fault::Relay, why: "down".to_owned(), has_answered: false }));
    }

    fn wake(relays: &Relays, at: usize) {
        relays.states()[at].rests_until = None;
    }

    #[test]
    fn several_are_separated_by_commas_or_spaces() {
        for list in ["smtp://a,smtp://b", "smtp://a, smtp://b", "smtp://a smtp://b", " smtp://a ,\n smtp://b, "] {
            assert_eq!(relays(list).each.len(), 2, "{list}");
        }
        assert_eq!(relays("smtp://me:a,b@host").each.len(), 1, "a password may hold a comma");
        for wrong in ["", " , ", "smtp://a, gopher://b"] {
            assert!(Relays::parse(wrong, Patience::default()).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn without_shares_the_first_serves_until_it_fails() {
        let relays = relays("smtp://a, smtp://b");
        assert_eq!(chosen(&relays, 3), [0, 0, 0]);
        assert_eq!(relays.choose(&[0]), Some(1), "what the first does not take is brought to the second");
        fail(&relays, 0);
        assert_eq!((chosen(&relays, 3), relays.all_rest_for()), (vec![1, 1, 1], None));
        fail(&relays, 1);
        assert!(relays.choose(&[]).is_none() && relays.all_rest_for() > Some(Duration::from_secs(4)));
        wake(&relays, 0);
        assert_eq!(chosen(&relays, 1), [0]);
    }

    #[test]
    fn with_shares_letters_are_spread_and_the_others_wait_for_failures() {
        let relays = relays("smtp://spare, smtp://a?share=3, smtp://b?share=1");
        let all = chosen(&relays, 400);
        let of = |which: usize| all.iter().filter(|at| **at == which).count();
        assert_eq!((of(0), of(1), of(2)), (0, 300, 100));
        fail(&relays, 1);
        assert_eq!(chosen(&relays, 3), [2, 2, 2]);
        fail(&relays, 2);
        assert_eq!(chosen(&relays, 3), [0, 0, 0]);
    }

    #[test]
    fn rests_grow_and_end_with_the_first_answer() {
        let relays = relays("smtp://a");
        let mut rests = Vec::new();
        for _ in 0..10 {
            fail(&relays, 0);
            fail(&relays, 0);
            rests.push(relays.all_rest_for().unwrap().as_secs_f64().round());
            wake(&relays, 0);
        }
        assert_eq!(rests, [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0, 600.0, 600.0]);
        relays.judge(0, &Err(Stumble { fault: Fault::NotNow, why: String::new(), has_answered: true }));
        fail(&relays, 0);
        assert!(relays.all_rest_for().unwrap() <= Duration::from_secs(5));
    }
}
