//! One relay that fails at each stage in each way.

use std::time::Duration;

use newsstand_mail::{Pace, Patience};

use crate::library::{Library, NOW, PATIENT, after, at, until_settled};
use crate::server::{Act, STAGES, Server, Stage};

/// What must come of it.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The letter is tried again after a while, which counts.
    Again,
    /// The letter is given up.
    GivenUp,
    /// It was not the letter's turn: the relay rests, and the letter waits without losing a try.
    Waits,
}

/// Lets a relay fail once with one letter, and goes round again later.
async fn fails(library: &Library, (stage, act): (Stage, Act), patience: Patience) -> (End, Vec<String>) {
    let server = Server::start();
    let address = format!("reader{}@example.org", server.port);
    library.ask(&address, at(NOW)).await;
    server.next(stage, act);
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (1, patience), Pace::default());
    postman.round(at(NOW)).await.unwrap();
    assert!(server.is_through(), "{stage:?} {act:?} never came");
    let stands = library.letter(&address).await;
    let end = match (stands.state.as_str(), stands.tries) {
        ("failed", 1) => End::GivenUp,
        ("queued", 0) => End::Waits,
        ("queued", 1) => {
            assert!(stands.at >= after(at(NOW), 2), "{stage:?} {act:?}: {stands:?}");
            End::Again
        }
        other => unreachable!("{stage:?} {act:?}: {other:?}"),
    };
    assert!(!stands.error.is_empty() && stands.error.contains(&server.port.to_string()), "{stands:?}");
    if end != End::GivenUp {
        // An hour later the relay has come to itself.
        assert_eq!(until_settled(&postman, after(at(NOW), 60)).await.sent, 1, "{stage:?} {act:?}");
        assert_eq!(library.letter(&address).await.state, "sent");
    }
    assert_eq!(postman.round(after(at(NOW), 600)).await.unwrap().sent, 0, "{stage:?} {act:?}: sent once more");
    (end, server.taken_for(&address))
}

fn once(taken: &[String]) -> bool {
    taken.len() == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_relay_does_not_take_now_is_tried_again() {
    let library = Library::new().await;
    for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::End] {
        for words in ["450 4.2.0 busy\r\n", "452 4.5.3 too many recipients\r\n", "451-a\r\n451 4.3.0 b\r\n"] {
            let (end, taken) = fails(&library, (stage, Act::Say(words)), PATIENT).await;
            assert!(end == End::Again && once(&taken), "{stage:?} {words:?}: {end:?} {taken:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_relay_never_takes_is_given_up() {
    let library = Library::new().await;
    for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::End] {
        for words in ["550 5.1.1 nobody of that name\r\n", "554 no\r\n", "552-a\r\n552 too large\r\n"] {
            let (end, taken) = fails(&library, (stage, Act::Say(words)), PATIENT).await;
            assert!(end == End::GivenUp && taken.is_empty(), "{stage:?} {words:?}: {end:?} {taken:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_wants_no_mail_at_all_costs_no_letter_a_try() {
    let library = Library::new().await;
    for (stage, words) in [
        (Stage::Greeting, "421 4.3.2 going down\r\n"),
        (Stage::Greeting, "554 no mail here\r\n"),
        (Stage::Greeting, "hello\r\n"),
        (Stage::Ehlo, "421 too many connections\r\n"),
        (Stage::Ehlo, "502 what?\r\n"),
        (Stage::Mail, "421 4.7.0 too many messages\r\n"),
        (Stage::Mail, "530 5.7.0 STARTTLS first\r\n"),
        (Stage::Rcpt, "421 4.3.2 going down\r\n"),
        (Stage::Data, "421 4.3.2 going down\r\n"),
        (Stage::End, "421 4.3.2 going down\r\n"),
    ] {
        let (end, taken) = fails(&library, (stage, Act::Say(words)), PATIENT).await;
        assert!(end == End::Waits && once(&taken), "{stage:?} {words:?}: {end:?} {taken:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_break_off_lose_nothing() {
    let library = Library::new().await;
    for stage in STAGES {
        let (end, taken) = fails(&library, (stage, Act::HangUp), PATIENT).await;
        match stage {
            Stage::Greeting | Stage::Ehlo => assert!(end == End::Waits && once(&taken), "{stage:?}: {end:?}"),
            Stage::Mail | Stage::Rcpt | Stage::Data => assert!(end == End::Again && once(&taken), "{stage:?}: {end:?}"),
            // The relay had taken it, and nobody could know: it comes again under the same name.
            Stage::End => assert!(end == End::Again && taken.len() == 2 && taken[0] == taken[1], "{taken:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_no_consent() {
    let library = Library::new().await;
    for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::End] {
        for words in ["hello\r\n", "999 what\r\n", "\u{0}\u{1}\u{2}\r\n", "250\r250\n\n", "150 wait\r\n"] {
            let (end, taken) = fails(&library, (stage, Act::Say(words)), PATIENT).await;
            assert!(end == End::Again && once(&taken), "{stage:?} {words:?}: {end:?} {taken:?}");
        }
    }
    // A consent at the wrong place is none either.
    for (stage, words) in [(Stage::Data, "250 well\r\n"), (Stage::End, "354 go on\r\n"), (Stage::Rcpt, "354 go on\r\n")]
    {
        let (end, _) = fails(&library, (stage, Act::Say(words)), PATIENT).await;
        assert_eq!(end, End::Again, "{stage:?} {words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_and_answers_without_end_are_not_waited_for() {
    let library = Library::new().await;
    let patience = Patience { answer: Duration::from_millis(400), ..PATIENT };
    for stage in STAGES {
        for act in [Act::Silence, Act::Drip] {
            let (end, taken) = fails(&library, (stage, act), patience).await;
            match stage {
                Stage::Greeting | Stage::Ehlo => assert_eq!(end, End::Waits, "{stage:?} {act:?}"),
                _ => assert_eq!(end, End::Again, "{stage:?} {act:?}"),
            }
            let expected = if stage == Stage::End { 2 } else { 1 };
            assert!(taken.len() == expected && taken.iter().all(|id| *id == taken[0]), "{stage:?} {act:?}: {taken:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_in_its_midst_is_taken_up_on_a_new_connection() {
    let library = Library::new().await;
    for act in [Act::Say("421 4.7.0 that is enough for one session\r\n"), Act::HangUp] {
        let server = Server::start();
        let readers: Vec<_> = (0..4).map(|number| format!("r{number}p{}@example.org", server.port)).collect();
        for reader in &readers {
            library.ask(reader, at(NOW)).await;
        }
        let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (1, PATIENT), Pace::default());
        // The first letter goes through, the second meets the end of the session.
        server.next(Stage::End, Act::Say("250 taken, the first\r\n"));
        server.next(Stage::Mail, act);
        let delivered = postman.round(at(NOW)).await.unwrap();
        assert_eq!((delivered.sent, delivered.again, delivered.left), (4, 0, 0), "{act:?}");
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_never_taken_is_given_up_at_last() {
    let library = Library::new().await;
    let server = Server::start();
    let address = "reader@example.org";
    library.ask(address, at(NOW)).await;
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (1, PATIENT), Pace::default());
    let (mut now, mut pauses) = (at(NOW), Vec::new());
    loop {
        server.next(Stage::Rcpt, Act::Say("450 4.2.2 mailbox full\r\n"));
        postman.round(now).await.unwrap();
        let stands = library.letter(address).await;
        if stands.state == "failed" {
            assert!(stands.tries == 8 && stands.error.contains("mailbox full"), "{stands:?}");
            break;
        }
        pauses.push((stands.at.as_second() - now.as_second()) / 60);
        assert_eq!(postman.round(after(stands.at, -1)).await.unwrap().again, 0, "not before");
        now = after(stands.at, 1);
    }
    assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 128]);
    assert!(server.taken().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_reader_does_to_a_relay_is_not_the_others_loss() {
    let library = Library::new().await;
    let server = Server::start();
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (2, PATIENT), Pace::default());
    for number in 0..30 {
        library.ask(&format!("reader{number}@example.org"), at(NOW)).await;
    }
    for act in [Act::Say("550 nobody\r\n"), Act::Say("450 busy\r\n"), Act::Say("451 busy\r\n"), Act::Say("553 no\r\n")]
    {
        server.next(Stage::Rcpt, act);
    }
    let delivered = postman.round(at(NOW)).await.unwrap();
    assert_eq!((delivered.sent, delivered.again, delivered.failed), (26, 2, 2));
    assert!(server.connections() <= 2, "a refusal ends no connection");
    let queue = library.newsstand.post_queue(at(NOW)).await.unwrap();
    assert_eq!((queue.sent, queue.later, queue.given_up.len(), queue.again.len()), (26, 2, 2, 2), "{queue:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_of_other_alphabets_are_told_as_dns_has_them() {
    let library = Library::new().await;
    let server = Server::start();
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (1, PATIENT), Pace::default());
    library.ask("reader@bücher.example", at(NOW)).await;
    assert_eq!(postman.round(at(NOW)).await.unwrap().sent, 1);
    assert_eq!(server.taken_for("reader@xn--bcher-kva.example").len(), 1, "{:?}", server.taken());
    // A name of another alphabet needs a relay that knows such (RFC 6531).
    library.ask("böcklin@example.org", at(NOW)).await;
    assert_eq!(postman.round(at(NOW)).await.unwrap().failed, 1);
    assert!(library.letter("böcklin@example.org").await.error.contains("SMTPUTF8"));
}
