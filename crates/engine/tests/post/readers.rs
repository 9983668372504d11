//! What readers see: letters at once, weekly ones, feeds of their own, and nothing twice.

use domain::{QuietDays, QuietHours, Rhythm, Subject, Wish};
use newsstand_engine::{EngineError, Entry, LetterKind, PostError, PrivateFeed, Purpose};

use super::{Library, at, daily, number, paper, wish};

fn often(often: &str) -> Wish {
    Wish::new(Rhythm::new(often.parse().unwrap(), 8, "Europe/Berlin").unwrap())
}

fn about(text: &str) -> Subject {
    text.parse().unwrap()
}

fn feed_numbers(feed: &PrivateFeed) -> Vec<String> {
    feed.papers.iter().map(|(entry, _)| number(entry)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_hear_at_once_does_but_not_at_night() {
    let library = Library::new().await;
    library.list("2026-01-05", 1..3).await;
    library.subscribe("reader@example.org", &often("instant"), "2026-01-05T12:00:00Z").await;
    let nothing = [[""; 0]; 0];
    assert_eq!(library.letters("2026-01-05T12:14:00Z").await, nothing);
    assert_eq!(library.letters("2026-01-05T12:15:00Z").await, [["2", "1"]]);
    library.list("2026-01-05", 3..4).await;
    assert_eq!(library.letters("2026-01-05T12:29:00Z").await, nothing, "at most one in a quarter of an hour");
    assert_eq!(library.letters("2026-01-05T12:30:00Z").await, [["3"]]);
    // Nothing is there: from then on it is looked every minute.
    assert_eq!(library.letters("2026-01-05T12:45:00Z").await, nothing);
    library.list("2026-01-05", 4..5).await;
    assert_eq!(library.letters("2026-01-05T12:46:00Z").await, [["4"]]);
    // From ten in the evening, where the reader is, until seven there is quiet.
    assert_eq!(library.letters("2026-01-05T20:59:30Z").await, nothing);
    library.list("2026-01-05", 5..6).await;
    assert_eq!(library.letters("2026-01-05T21:30:00Z").await, nothing);
    assert_eq!(library.letters("2026-01-06T05:59:00Z").await, nothing);
    assert_eq!(library.letters("2026-01-06T06:00:00Z").await, [["5"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_on_quiet_days_comes_with_the_next_letter() {
    let library = Library::new().await;
    let quiet = QuietDays::named(["saturday", "sunday", "monday"]).unwrap();
    let rhythm = often("daily").rhythm.quiet(quiet, QuietHours::default()).unwrap();
    // Friday.
    library.subscribe("reader@example.org", &Wish::new(rhythm), "2026-01-09T12:00:00Z").await;
    for (day, papers) in [("2026-01-09", 1..2), ("2026-01-10", 2..3), ("2026-01-12", 3..4)] {
        library.list(day, papers).await;
    }
    assert_eq!(library.letters("2026-01-12T23:00:00Z").await, [[""; 0]; 0]);
    assert_eq!(library.letters("2026-01-13T07:00:00Z").await, [["3", "2", "1"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_two_letters_gets_no_paper_twice() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..5).await;
    let now = "2026-01-04T12:00:00Z";
    library.subscribe("reader@example.org", &wish(2, false), now).await;
    library.subscribe_to("reader@example.org", (&about("trending"), &wish(9, false)), now).await;
    library.subscribe("other@example.org", &wish(9, false), now).await;
    // All three are due at once, and written in one go.
    let mut letters = library.letters("2026-01-05T07:00:00Z").await;
    for letter in &mut letters {
        letter.sort();
    }
    letters.sort();
    assert_eq!(letters, [vec!["1", "2"], vec!["1", "2", "3", "4"], vec!["3", "4"]]);
    assert_eq!(library.letters("2026-01-06T07:00:00Z").await, [[""; 0]; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_has_its_top_and_what_was_missed() {
    let library = Library::new().await;
    // Much is voted for outside of the reader's category; the one of 90 votes was in a letter of theirs before.
    let (list, day) = ("daily", "2026-01-07");
    library.add((1..4).map(|number| paper(number, (list, day), "cs.CL"))).await;
    library.add([80, 90].into_iter().map(|number| paper(number, (list, "2026-01-04"), "cs.CV"))).await;
    library.subscribe("reader@example.org", &wish(1, false), "2026-01-04T12:00:00Z").await;
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [["90"]]);
    let now = at("2026-01-08T12:00:00Z");
    let reader = library.newsstand.store().subscriptions_of(&super::address("reader@example.org")).await.unwrap();
    let composed = async |subject: &str, wish: &Wish, reader| {
        let composed = library.newsstand.compose((&about(subject), wish), reader, now).await.unwrap();
        (composed.papers.iter().map(number).collect::<Vec<_>>(), composed.missed.iter().map(number).collect::<Vec<_>>())
    };
    let numbers = |numbers: &[&str]| numbers.iter().map(|number| (*number).to_owned()).collect::<Vec<_>>();
    let (papers, missed) = composed("category:cs.CL", &often("thursday"), Some(reader[0].reader)).await;
    assert_eq!((papers.len(), missed), (3, numbers(&[])), "only the best tenth is much voted for, and it was shown");
    let (_, missed) = composed("category:cs.CL", &often("thursday"), None).await;
    assert_eq!(missed, numbers(&["90"]));
    let (papers, missed) = composed("daily", &often("thursday"), None).await;
    assert_eq!(
        (papers, missed),
        (numbers(&["90", "80", "3", "2", "1"]), numbers(&[])),
        "by votes, and there is no more"
    );
    let (_, missed) = composed("category:cs.CL", &often("daily"), None).await;
    assert_eq!(missed, numbers(&[]), "once a week only");
    // What was missed of other things is no reason for a letter.
    let (other, weekly) = (about("category:math.CO"), often("thursday"));
    library.subscribe_to("other@example.org", (&other, &weekly), "2026-01-07T12:00:00Z").await;
    let told = library.letters("2026-01-08T07:00:00Z").await;
    assert!(!told.contains(&Vec::new()), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_a_list_know_their_days_and_what_was_missed_arrives() {
    let library = Library::new().await;
    library.list("2026-01-03", 1..3).await;
    library.list("2026-01-04", 3..4).await;
    let days = |content: &newsstand_engine::Composed| {
        let day = |entry: &Entry| (number(entry), entry.day.map(|day| day.to_string()).unwrap_or_default());
        content.papers.iter().map(day).collect::<Vec<_>>()
    };
    let of = |number: &str, day: &str| (number.to_owned(), day.to_owned());
    let expected = [of("3", "2026-01-04"), of("2", "2026-01-03"), of("1", "2026-01-03")];
    let now = at("2026-01-04T12:00:00Z");
    assert_eq!(days(&library.newsstand.compose((&daily(), &wish(9, false)), None, now).await.unwrap()), expected);
    // The letter of a reader, as it was kept and taken.
    library.subscribe("reader@example.org", &wish(9, false), "2026-01-04T12:00:00Z").await;
    library.newsstand.write_due_letters(at("2026-01-05T07:00:00Z")).await.unwrap();
    let letters = library.taken("2026-01-05T07:00:00Z").await;
    let LetterKind::Digest { content, .. } = &letters[0].kind else { panic!("{letters:?}") };
    assert_eq!(days(content), expected);
    // Of a week the order is by votes; a letter about something else brings what its reader would have missed.
    library.add(std::iter::once(paper(5, ("new", "2026-01-04"), "cs.CL"))).await;
    let (about, weekly) = (about("category:cs.CL"), often("monday"));
    library.subscribe_to("other@example.org", (&about, &weekly), "2026-01-04T12:00:00Z").await;
    library.newsstand.write_due_letters(at("2026-01-05T07:00:00Z")).await.unwrap();
    let letters = library.taken("2026-01-05T07:00:00Z").await;
    let LetterKind::Digest { content, .. } = &letters[0].kind else { panic!("{letters:?}") };
    assert_eq!(
        (days(content), content.missed.iter().map(number).collect::<Vec<_>>()),
        (vec![of("5", "")], vec!["3".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_about_a_topic_bring_what_falls_in_it_under_its_name() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..9).await;
    library.newsstand.catch_up().await.unwrap();
    let examples = ["2601.00001", "2601.00002"].map(|id| id.parse().unwrap());
    library.newsstand.add_topic("Robot Swarms", &examples, at("2026-01-04T12:00:00Z")).await.unwrap();
    let composed = async |now: &str| {
        let topic = about("topic:robot-swarms");
        library.newsstand.compose((&topic, &wish(9, false)), None, at(now)).await.unwrap()
    };
    let found = composed("2026-01-04T12:00:00Z").await;
    assert!(found.papers.iter().map(number).any(|number| number == "1"), "{found:?}");
    assert_eq!(found.papers[0].why, "falls in the topic Robot Swarms");
    assert!(composed("2026-02-04T12:00:00Z").await.is_empty(), "only what is new");
    let words = library.newsstand.theme(&about("topic:robot-swarms")).await.unwrap().words;
    assert_eq!(words, "new papers in the topic Robot Swarms");
    let gone = about("topic:gone");
    assert!(
        library.newsstand.compose((&gone, &wish(9, false)), None, at("2026-01-04T12:00:00Z")).await.unwrap().is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_says_names_as_the_library_spells_them() {
    let library = Library::new().await;
    let mut line: serde_json::Value = serde_json::from_str(&paper(1, ("daily", "2026-01-04"), "")).unwrap();
    line["authors"] = serde_json::json!(["Yann LeCun"]);
    library.add(std::iter::once(line.to_string())).await;
    let author = about("author:yann-lecun");
    let (address, wish, now) = (super::address("reader@example.org"), often("daily"), "2026-01-04T12:00:00Z");
    library.newsstand.ask_for_letters(&address, (&author, &wish), at(now)).await.unwrap();
    let letters = library.taken(now).await;
    assert_eq!(letters[0].theme.words, "new papers by Yann LeCun");
    assert_eq!(library.newsstand.theme(&about("author:ada-byron")).await.unwrap().words, "new papers by Ada Byron");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_search_asks_for_as_much_probability_as_is_wished() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..30).await;
    library.newsstand.catch_up().await.unwrap();
    let found = async |least: u8| {
        let wish = Wish { least, most: 50, ..often("daily") };
        let subject = about("search:what does number seven say");
        library.newsstand.compose((&subject, &wish), None, at("2026-01-04T20:00:00Z")).await.unwrap().total
    };
    let (all, some, none) = (found(0).await, found(50).await, found(100).await);
    assert!(all > some && some >= none, "{all}, {some}, {none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_feed_shares_the_memory_with_the_mail() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    let now = "2026-01-04T12:00:00Z";
    let manage = library.subscribe("reader@example.org", &wish(2, false), now).await;
    let newsstand = &library.newsstand;
    assert_eq!(newsstand.feed_word(&manage, at(now)).await.unwrap(), None);
    let word = newsstand.make_feed(&manage, at(now)).await.unwrap();
    assert_eq!(newsstand.feed_word(&manage, at(now)).await.unwrap().as_ref(), Some(&word));
    let fetched =
        async |fetched: bool, now: &str| feed_numbers(&newsstand.private_feed(&word, fetched, at(now)).await.unwrap());
    assert_eq!(fetched(false, now).await, [""; 0], "asking about it shows nothing");
    assert_eq!(fetched(true, now).await, ["3", "2"], "no more than a letter would hold");
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [["1"]], "what came by feed does not come by mail");
    // What came by mail is in the feed, and comes by it only once.
    assert_eq!(fetched(true, "2026-01-05T08:00:00Z").await, ["1", "3", "2"]);
    library.list("2026-01-05", 4..5).await;
    assert_eq!(fetched(true, "2026-01-05T12:00:01Z").await, ["4", "1", "3", "2"]);
    assert_eq!(library.letters("2026-01-06T07:00:00Z").await, [[""; 0]; 0]);
    // A month later they are gone from it.
    assert_eq!(fetched(true, "2026-02-05T12:00:00Z").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_of_a_feed_opens_the_feed_and_nothing_else() {
    let library = Library::new().await;
    let now = at("2026-01-04T12:00:00Z");
    let manage = library.subscribe("reader@example.org", &wish(2, false), "2026-01-04T12:00:00Z").await;
    let newsstand = &library.newsstand;
    let word = newsstand.make_feed(&manage, now).await.unwrap();
    let unknown = |error: EngineError| matches!(error, EngineError::Post(PostError::Unknown));
    assert!(unknown(newsstand.subscriptions(&word, Purpose::Manage, now).await.unwrap_err()));
    assert!(unknown(newsstand.end_letters(&word, true, now).await.unwrap_err()));
    assert!(unknown(newsstand.make_feed(&word, now).await.unwrap_err()));
    assert!(unknown(newsstand.private_feed(&manage, true, now).await.unwrap_err()), "nor does the other way round");
    // Another address: the old one leads nowhere.
    let other = newsstand.make_feed(&manage, now).await.unwrap();
    assert_ne!(word, other);
    assert!(unknown(newsstand.private_feed(&word, true, now).await.unwrap_err()));
    assert!(newsstand.private_feed(&other, true, now).await.is_ok());
    newsstand.remove_feed(&manage, now).await.unwrap();
    assert!(unknown(newsstand.private_feed(&other, true, now).await.unwrap_err()));
    let last = newsstand.make_feed(&manage, now).await.unwrap();
    newsstand.end_letters(&manage, false, now).await.unwrap();
    assert!(unknown(newsstand.private_feed(&last, true, now).await.unwrap_err()), "it ends with the letters");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_told_and_forgotten() {
    let library = Library::new().await;
    library.list("2026-01-04", 1..4).await;
    let (before, now) = ("2026-01-04T12:00:00Z", at("2026-01-05T07:00:00Z"));
    let manage = library.subscribe("reader@example.org", &wish(2, false), before).await;
    assert_eq!(library.letters("2026-01-05T07:00:00Z").await, [["3", "2"]]);
    let known = library.newsstand.export_address(&manage, now).await.unwrap();
    let mut shown: Vec<&str> = known.shown.iter().map(|(id, _)| id.as_str()).collect();
    shown.sort_unstable();
    assert_eq!(shown, ["2601.00002", "2601.00003"]);
    library.newsstand.erase_address(&manage, now).await.unwrap();
    // Who comes again is somebody new.
    library.subscribe("reader@example.org", &wish(2, false), "2026-01-05T08:00:00Z").await;
    assert_eq!(library.letters("2026-01-06T07:00:00Z").await, [["3", "2"]]);
    let letter = library.newsstand.compose((&daily(), &wish(9, false)), None, now).await.unwrap();
    assert_eq!(letter.total, 3);
}
