//! Letters: asked for on the front page, confirmed by the letter's link, changed, and ended by a mail program.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::harness::{Browser, Mode, Theme, Width, in_every_with_letters, path_in};

const MODES: [Mode; 2] = [
    Mode { width: Width::Wide, theme: Theme::Light, script: true },
    Mode { width: Width::Narrow, theme: Theme::Dark, script: false },
];

/// Subscribes on the front page, opens the letter's link, and presses the button. The page is then that on which letters are changed.
fn subscribe(browser: &Browser, address: &str) {
    browser.open("/");
    browser.find("#subscribe").type_text(address);
    browser.find("form.subscribe button").click();
    browser.wait_for("the word that a letter is on its way", || browser.texts("h1") == ["Look into your mail"]);
    let letter = browser.letter(address, "/letters/confirm/");
    browser.open(&path_in(&letter, "/letters/confirm/"));
    assert_eq!(browser.text("h1"), "Do you want these letters?");
    browser.find_with("main button", "yes, send them").click();
    browser.wait_for("the page of one's letters", || browser.texts("h1") == ["Your letters"]);
}

/// What judges that is a script.
fn accessible(browser: &Browser) {
    if browser.mode.script {
        browser.assert_accessible();
    }
}

/// An address of one's own in each mode.
fn address(browser: &Browser) -> String {
    format!("reader{}@example.org", browser.mode.width.pixels().0)
}

#[test]
fn a_reader_subscribes_on_the_front_page_and_leaves_by_one_click() {
    in_every_with_letters(&MODES, |browser, _| {
        let address = address(browser);
        subscribe(browser, &address);
        let own = browser.path().split('?').next().unwrap_or_default().to_owned();
        assert_eq!(browser.text(".done"), "Thank you: they will come.");
        let sub = browser.text(".heading .sub");
        assert!(sub.contains(&address) && sub.contains("The next comes on") && sub.contains("08:00"), "{sub}");
        if browser.mode.script {
            let zone = browser.find("#zone").ask("it.value");
            assert_eq!(zone, browser.ask("Intl.DateTimeFormat().resolvedOptions().timeZone"), "the reader's own zone");
        }
        browser.assert_fits();
        accessible(browser);

        // Another hour, and a quiet day behind the fold.
        browser.find("#hour option[value='17']").click();
        browser.find("details.finer summary").click();
        browser.find("input[name=quiet][value=sunday]").click();
        // The sample is of another season: today has nothing new.
        browser.find("#when_empty").click();
        browser.find_with(".wish button", "change").click();
        browser.wait_for("the other hour", || browser.texts(".heading .sub").concat().contains("17:00"));
        assert_eq!(browser.text(".done"), "It is changed.");
        assert_eq!(browser.find("input[name=quiet][value=sunday]").ask("it.checked"), true);
        accessible(browser);

        // The day's letter comes; its header says how a mail program ends it, and opening that address ends nothing.
        browser.pass_time();
        let letter = browser.letter(&address, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        let header = letter.lines().find(|line| line.starts_with("List-Unsubscribe: ")).expect("the header");
        let end = format!("{}/end", path_in(header, "/letters/"));
        assert!(header.contains(&end) && end.starts_with(&own), "{header}");
        browser.open(&end);
        assert_eq!(browser.text("h1"), "End these letters?");
        browser.open(&own);
        assert!(browser.text(".heading .sub").contains("The next comes on"));
        assert_eq!(browser.post_as_a_program(&end, "List-Unsubscribe=One-Click"), 200);
        browser.open(&own);
        assert!(browser.text(".heading .sub").contains("They have ended"));
        assert!(browser.all("#hour").is_empty(), "what has ended cannot be changed");
    });
}

#[test]
fn a_reader_chooses_what_letters_are_about() {
    in_every_with_letters(&MODES, |browser, _| {
        let address = address(browser);
        browser.open("/letters");
        let shows = |what: &str| browser.find(what).ask("it.checkVisibility()");
        // What is asked only of some choices shows with them.
        assert_eq!((shows("[name=words]"), shows("[name=category]")), (false.into(), false.into()));
        browser.find("[name=about][value=search]").click();
        assert_eq!((shows("[name=words]"), shows("[name=category]")), (true.into(), false.into()));
        browser.find("details.finer summary").click();
        assert_eq!((shows("#hour"), shows("#quiet_from")), (true.into(), false.into()));
        browser.find("#often option[value=instant]").click();
        assert_eq!((shows("#hour"), shows("#quiet_from")), (false.into(), true.into()));
        browser.assert_fits();
        accessible(browser);
        browser.find("[name=words]").type_text("speech recognition");
        browser.find("#address").type_text(&address);
        browser.find_with("button", "show such a letter first").click();
        let about = "About new papers found by “speech recognition”";
        browser.wait_for("what such a letter is about", || browser.texts(".heading .sub").concat().contains(about));
        assert_eq!(browser.find("#address").ask("it.value"), address);
        browser.find_with("button", "subscribe").click();
        browser.wait_for("the word that a letter is on its way", || browser.texts("h1") == ["Look into your mail"]);
        let letter = browser.letter(&address, "/letters/confirm/");
        browser.open(&path_in(&letter, "/letters/confirm/"));
        assert!(browser.text(".heading .sub").contains("found by “speech recognition”"));
        browser.assert_fits();
        accessible(browser);
    });
}

#[test]
fn a_letter_can_be_seen_before_it_is_asked_for() {
    in_every_with_letters(&MODES, |browser, _| {
        browser.open("/letters?about=category:cs.CL");
        browser.assert_fits();
        accessible(browser);
        let frame = browser.find(".look iframe").ask("it.getAttribute('src')");
        browser.open(frame.as_str().expect("an address"));
        assert_eq!(browser.text("h1"), "New papers in cs.CL");
        assert!(!browser.all("a[href^='#p']").is_empty(), "a table of contents");
        browser.assert_fits();
        let style = browser.find("h1").ask("getComputedStyle(it).fontSize");
        assert!(style == "31px" || style == "27px", "the letter's own styles are allowed here: {style}");
        let ground = browser.ask("getComputedStyle(document.body).backgroundColor");
        let dark = browser.mode.theme == Theme::Dark;
        assert_eq!(ground, if dark { "rgb(22, 21, 19)" } else { "rgb(252, 250, 245)" });
    });
}

#[test]
fn a_private_feed_is_made_and_removed() {
    in_every_with_letters(&MODES[..1], |browser, _| {
        subscribe(browser, &address(browser));
        browser.find_with("button", "make a private feed").click();
        browser.wait_for("the addresses of the feed", || browser.all(".addresses a").len() == 3);
        let feed = browser.text(".addresses code");
        assert!(feed.starts_with("http://papers.example/letters/") && feed.ends_with("/feed.atom"), "{feed}");
        browser.assert_fits();
        accessible(browser);
        browser.find_with("button", "remove the feed").click();
        browser.wait_for("the offer of a feed", || browser.all(".addresses a").is_empty());
    });
}

/// Pictures of letters and of the pages about them; does nothing unless `NEWSSTAND_SCREENSHOTS` names a folder.
#[test]
fn pictures_of_letters() {
    let Some(folder) = std::env::var_os("NEWSSTAND_SCREENSHOTS").map(PathBuf::from) else {
        println!("skipped: NEWSSTAND_SCREENSHOTS names no folder");
        return;
    };
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    in_every_with_letters(&Mode::scripted(), |browser, _| {
        let (width, height) = browser.mode.width.pixels();
        let theme = browser.mode.theme.as_str();
        let save = |name: &str, width: u32| {
            let file = folder.join(format!("{name}-{width}-{theme}.png"));
            fs::write(&file, browser.picture(2_400)).expect("a picture is saved");
        };
        browser.open("/letters");
        save("letters", width);
        browser.open("/letters?about=search:speech&often=instant&most=5");
        save("letters-search", width);
        let address = format!("{theme}{width}@example.org");
        subscribe(browser, &address);
        save("manage", width);
        let own = browser.path().split('?').next().unwrap_or_default().to_owned();
        let confirm = path_in(&browser.letter(&address, "/letters/confirm/"), "/letters/confirm/");
        for (name, address) in
            [("confirm-again", confirm), ("end", format!("{own}/end")), ("erase", format!("{own}/erase"))]
        {
            browser.open(&address);
            save(name, width);
        }
        // A mail program's window beside its list, or a telephone.
        let letter = if width > 600 { 600 } else { width };
        let window = json!({"width": letter, "height": height, "deviceScaleFactor": 1, "mobile": false});
        browser.devtools("Emulation.setDeviceMetricsOverride", &window);
        for (name, address) in [
            ("letter-daily", "/letters/preview"),
            ("letter-weekly", "/letters/preview?often=monday&language=de"),
            ("letter-category", "/letters/preview?about=category:cs.CL&often=monday&most=8&language=ja"),
        ] {
            browser.open(address);
            save(name, letter);
        }
    });
}
