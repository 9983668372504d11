//! SIGKILL while letters are sent: everybody gets theirs, and nobody two, but for what was under way when it struck: at most one letter a connection, and
//! that under the same `Message-ID`. The relay's log is the judge.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::{Often, Rhythm, Timestamp, Wish};
use engine::{Newsstand, ReaderKey, Subscription, SubscriptionState};

use crate::support::{Postbox, Running, Table};

/// How many letters, and how many kills; `NEWSSTAND_LETTERS` and `NEWSSTAND_LETTER_KILLS` say otherwise (5000 and 50 are what docs/POST.md tells of).
const LETTERS: usize = 240;
const KILLS: usize = 8;

/// As in the settings by default.
const CONNECTIONS: usize = 4;

/// Long enough for a letter on any machine.
const PATIENCE: Duration = Duration::from_mins(1);

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

fn address(number: usize) -> String {
    format!("reader{number}@d{}.example.org", number % 500)
}

/// So many readers whose letter is due.
async fn subscribe(newsstand: &Newsstand, count: usize) -> Result<(), store::StoreError> {
    let now = Timestamp::now();
    let wish = Wish { most: 5, when_empty: false, ..Wish::new(Rhythm::new(Often::Daily, 0, "UTC").expect("a rhythm")) };
    let subject: domain::Subject = "daily".parse().expect("a subject");
    let mut tx = newsstand.store().begin().await?;
    for number in 0..count {
        let address = address(number).parse().expect("an address");
        let key = tx.add_subscription(&address, (&subject, &wish), now).await?;
        let (wish, subject, state) = (wish.clone(), subject.clone(), SubscriptionState::Active);
        // The store knows whose it is.
        let reader = ReaderKey(0);
        let active = Subscription { key, reader, address, subject, wish, state, made: now, since: now, due: now };
        tx.change_subscription(&active).await?;
    }
    tx.commit().await
}

/// Five minutes pass: what a process had taken that is no more may be taken by another.
fn let_time_pass(table: &Table) {
    table.sql("UPDATE letters SET at = 0 WHERE state = 'sending'");
}

fn papers(table: &Table) {
    let today = jiff::Zoned::now().in_tz("UTC").expect("a zone").date();
    let line = |number: u32| {
        format!(
            r#"{{"id": "2604.{number:05}", "title": "Paper number {number}", "abstract": "What it says.", "list": "daily", "day": "{today}", "votes": {number}}}"#
        )
    };
    let papers = table.file("papers.jsonl", (1..=5).map(line).collect::<Vec<_>>().join("\n"));
    table.ingest(&[&papers], &[]).well();
}

/// How many letters so many kills to come need: before each of them one arrives on every connection at most, and one more.
fn kept_back(kills_to_come: usize) -> usize {
    1 + kills_to_come * (CONNECTIONS + 1)
}

/// Sends, and kills it when so many letters more have arrived; says whether they arrived and it was still at it, which it is as
/// long as the relay holds letters back.
fn send_and_kill(table: &Table, postbox: &Postbox, more: usize, at_most: usize) -> bool {
    let begun = postbox.taken().len();
    postbox.hold_after(begun + at_most);
    let running = Running::start(table.command(["digest", "send"]));
    let arrived = postbox.wait_for(begun + more, PATIENCE);
    let was_at_it = running.kill();
    postbox.release();
    postbox.settle();
    arrived && was_at_it
}

#[test]
fn killed_again_and_again_nobody_gets_none_and_nobody_two() {
    let (letters, kills) = (number("NEWSSTAND_LETTERS", LETTERS), number("NEWSSTAND_LETTER_KILLS", KILLS));
    assert!(letters > 2 * kept_back(kills), "too few letters for {kills} kills");
    let postbox = Postbox::start();
    let table = due(&postbox, letters);

    let started = Instant::now();
    let mut random = fastrand::Rng::with_seed(20_261_129);
    let (mut killed, mut arrived_before, mut repeated) = (0, BTreeSet::new(), Vec::new());
    // The first strike while letters are still being written. However quick the machine, some are left for those that follow.
    postbox.hold_after(letters - kept_back(kills));
    let writing = Running::start(table.command(["digest", "send"]));
    std::thread::sleep(Duration::from_millis(random.u64(50..500)));
    assert!(writing.kill(), "it was through before the first kill");
    killed += 1;
    postbox.release();
    postbox.settle();
    arrived_before.extend(arrived(&postbox));
    let_time_pass(&table);
    while killed < kills {
        let left = letters - arrived_before.len();
        let at_most = left - kept_back(kills - killed - 1);
        let more = random.usize(1..=(at_most / (kills - killed)).max(1));
        let before = postbox.taken().len();
        assert!(
            send_and_kill(&table, &postbox, more, at_most),
            "it was through before kill {killed}: {left} were left"
        );
        killed += 1;
        repeated.push(repetitions(&postbox, before, &arrived_before));
        arrived_before = arrived(&postbox);
        let_time_pass(&table);
    }
    let before = postbox.taken().len();
    let last = table.run(["digest", "send"]).well();
    repeated.push(repetitions(&postbox, before, &arrived_before));
    let nothing = table.run(["digest", "send"]).well();
    assert!(nothing.stdout.starts_with("0 letters sent"), "{}", nothing.stdout);

    let taken = postbox.taken();
    let mut each: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (to, id) in &taken {
        each.entry(to).or_default().push(id);
    }
    for reader in (0..letters).map(address) {
        let ids = each.get(reader.as_str()).unwrap_or_else(|| panic!("{reader} got none"));
        assert!(ids.iter().all(|id| id == &ids[0]), "{reader} got letters of several names: {ids:?}");
    }
    assert_eq!(each.len(), letters, "letters to nobody");
    assert_eq!(taken.len() - letters, repeated.iter().sum::<usize>(), "twice without a kill between");
    assert!(repeated.iter().all(|count| *count <= CONNECTIONS), "more than one a connection: {repeated:?}");
    println!(
        "{letters} letters, {killed} kills in {:.0} s: {} arrived, {} of them a second time; the last run: {}",
        started.elapsed().as_secs_f64(),
        taken.len(),
        taken.len() - letters,
        last.stdout.trim_end()
    );
}

fn arrived(postbox: &Postbox) -> BTreeSet<String> {
    postbox.taken().into_iter().map(|(to, _)| to).collect()
}

/// How many of the letters that arrived since had arrived before.
fn repetitions(postbox: &Postbox, since: usize, before: &BTreeSet<String>) -> usize {
    let taken = postbox.taken();
    taken.iter().skip(since).filter(|(to, _)| before.contains(to)).count()
}

/// A folder with so many readers whose letter is due.
fn due(postbox: &Postbox, letters: usize) -> Table {
    let table = Table::with_settings(&format!(
        "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_relay = \"{}\"\n",
        postbox.address()
    ));
    papers(&table);
    table.library().ask(async |newsstand| subscribe(newsstand, letters).await);
    table
}

#[test]
fn two_who_send_at_once_send_nothing_twice() {
    const LETTERS: usize = 150;
    let postbox = Postbox::start();
    let table = due(&postbox, LETTERS);
    let both = [(); 2].map(|()| Running::start(table.command(["digest", "send"])));
    let sent: u64 = both.map(|one| one.wait().well().counted("letters")).iter().sum();
    assert_eq!((sent, postbox.taken().len(), arrived(&postbox).len()), (LETTERS as u64, LETTERS, LETTERS));
}

#[test]
fn a_server_that_is_stopped_repeats_nothing() {
    const LETTERS: usize = 300;
    let postbox = Postbox::start();
    let table = due(&postbox, LETTERS);
    let server = table.serve(&["--empty"]);
    assert!(postbox.wait_for(20, PATIENCE), "{}", server.log());
    assert_eq!(server.stop().code(), 0);
    let queue = table.run(["digest", "queue"]).well().stdout;
    assert!(queue.contains(" 0 under way"), "{queue}");
    table.run(["digest", "send"]).well();
    assert_eq!((postbox.taken().len(), arrived(&postbox).len()), (LETTERS, LETTERS));
}
