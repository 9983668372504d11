//! Letters, as far as pages are concerned: the form, the look, private feeds, and ending them.

use axum::http::{Method, header};
use domain::{Rhythm, Subject, Timestamp, Wish};
use engine::{LetterKind, Purpose};
use newsstand_web::{LetterLook, WebSettings};

use crate::support::{Site, between, clock};

async fn site() -> Site {
    let look = LetterLook::new(|(about, wish), content, _| {
        let titles: Vec<&str> = content.papers.iter().map(|entry| entry.stored.paper.title.as_str()).collect();
        let about = &about.subject;
        let (language, often, count) = (wish.language, wish.rhythm.often, titles.len());
        Ok(format!(
            "<p style=\"color:red\">{about} {often} {language} {count}</p><a href=\"https://example.org\">a</a>"
        ))
    });
    Site::furnished(WebSettings { letters: true, letter_look: Some(look), ..WebSettings::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_refused_on_a_page_of_its_own() {
    let site = site().await;
    let large = format!("address=a@example.org&x={}", "x".repeat(3 << 20));
    for (kind, body, status, words) in [
        ("application/json", "{\"address\": \"a@example.org\"}", 415, "is no form"),
        ("application/x-www-form-urlencoded", large.as_str(), 413, "too large"),
    ] {
        let answer = site.post("/letters", &[(header::CONTENT_TYPE, kind)], body).await;
        let page = answer.text();
        assert_eq!(answer.status.as_u16(), status, "{page}");
        assert!(page.contains("<h1") && page.to_lowercase().contains(words), "{page}");
    }
}

/// Somebody's letters about something: the word of the page on which they are changed.
async fn subscribed(site: &Site, about: &str) -> String {
    let wish = Wish::new(Rhythm::new(domain::Often::Daily, 8, "UTC").unwrap());
    let address = "reader@example.org".parse().unwrap();
    let about: Subject = about.parse().unwrap();
    site.newsstand.ask_for_letters(&address, (&about, &wish), clock()).await.unwrap();
    let letters = site.newsstand.take_letters(clock(), 100).await.unwrap();
    let LetterKind::Confirmation { confirm } = &letters.last().unwrap().kind else { panic!("{letters:?}") };
    let subscription = site.newsstand.confirm(&confirm.0, clock()).await.unwrap();
    site.newsstand.token(subscription.key, Purpose::Manage, None::<Timestamp>).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_has_the_essentials_first_and_the_rest_folded() {
    let site = site().await;
    let page = site.page("/letters?about=category:cs.CL").await;
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
    let fold = place("<details class=\"finer\">");
    for essential in ["name=\"address\"", "name=\"often\"", "name=\"hour\"", "name=\"zone\""] {
        assert!(place(essential) < fold, "{essential}");
    }
    for finer in ["name=\"quiet\"", "name=\"most\"", "name=\"language\"", "name=\"quiet_from\"", "name=\"when_empty\""]
    {
        assert!(place(finer) > fold, "{finer}");
    }
    assert!(!page.contains("name=\"least\""), "only searches are more or less probable");
    assert!(site.page("/letters?about=search:swarms").await.contains("name=\"least\""));
    let german = site.get_with("/letters", &[(header::ACCEPT_LANGUAGE, "de-AT,en;q=0.5")]).await.text();
    assert!(german.contains("<option value=\"de\" lang=\"de\" selected>"), "{german}");
    for wrong in ["quiet=someday", "least=101", "language=tlh", "often=hourly"] {
        let form = format!("about=daily&address=reader%40example.org&{wrong}");
        assert_eq!(site.post("/letters", &[], &form).await.status, 400, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_offer_letters_about_themselves() {
    let site = site().await;
    for (page, about) in [
        ("/category/cs.CL", "category:cs.CL"),
        ("/author/noam-shazeer", "author:noam-shazeer"),
        ("/papers/trending", "trending"),
        ("/papers?q=attention", "search:attention"),
    ] {
        let page = site.page(page).await;
        assert!(page.contains(&format!("href=\"/letters?about={about}\"")), "{about} is not in {page}");
    }
    assert!(site.page("/about").await.contains("href=\"/letters\""));
}

/// The value of the radio button that is chosen on a page of letters.
fn chosen(page: &str) -> Vec<&str> {
    let radios = page.split("<input type=\"radio\" name=\"about\" value=\"").skip(1);
    let chosen = radios.filter(|radio| radio.split('>').next().is_some_and(|tag| tag.ends_with(" checked")));
    chosen.map(|radio| radio.split('"').next().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_choose_what_letters_are_about() {
    let site = site().await;
    let page = site.page("/letters").await;
    assert_eq!(chosen(&page), ["daily"]);
    let sizes: Vec<u64> = between(&page, "<select class=\"of\" name=\"category\"", "</select>")
        .iter()
        .flat_map(|select| between(select, ">", "</option"))
        .filter_map(|words| words.rsplit(", ").next()?.parse().ok())
        .collect();
    assert!(sizes.len() > 1 && sizes.is_sorted_by(|one, other| one >= other), "the largest first: {sizes:?}");
    assert!(page.contains("(cs.CL)") && page.contains("value=\"trending\""), "{page}");
    // What a link names is chosen, also where the form has no such choice.
    for (about, radio) in [
        ("trending", "trending"),
        ("category:cs.CL", "category"),
        ("search:two%20swarms", "search"),
        ("author:noam-shazeer", "author:noam-shazeer"),
        ("category:xx.YY", "category:xx.YY"),
    ] {
        assert_eq!(chosen(&site.page(&format!("/letters?about={about}")).await), [radio], "{about}");
    }
    let page = site.page("/letters?about=category:cs.CL").await;
    assert!(page.contains("<option value=\"cs.CL\" selected>"), "{page}");
    assert!(site.page("/letters?about=search:two%20swarms").await.contains("value=\"two swarms\""));
    // The form says it in two fields; a look at it asks for nothing and keeps what was typed.
    let form = "about=category&category=cs.CL&words=&address=reader%40example.org&often=monday&most=7";
    let shown = site.post("/letters", &[], &format!("{form}&then=show")).await;
    assert_eq!(shown.status, 200);
    let shown = shown.text();
    for kept in ["value=\"reader@example.org\"", "value=\"monday\" selected", "about=category%3Acs.CL", "most=7"] {
        assert!(shown.contains(kept) || shown.contains(&kept.replace("%3A", ":")), "{kept} is not in {shown}");
    }
    assert!(site.newsstand.take_letters(clock(), 100).await.unwrap().is_empty(), "nothing was asked for");
    let bare = site.post("/letters", &[], "about=trending&address=&then=show").await;
    assert_eq!((bare.status.as_u16(), chosen(&bare.text())), (200, vec!["trending"]));
    let asked = site.post("/letters", &[], form).await;
    assert!(asked.status == 200 && asked.text().contains("new papers in cs.CL"), "{}", asked.text());
    let letters = site.newsstand.take_letters(clock(), 100).await.unwrap();
    assert_eq!(letters[0].subscription.subject.to_string(), "category:cs.CL");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_at_its_field() {
    let site = site().await;
    let long = format!("about=search&words={}&address=reader%40example.org", "swarms+".repeat(1_500));
    for (form, field) in [
        ("about=daily&address=reader", "name=\"address\""),
        ("about=daily&address=a%40example.org%0D%0ABcc:+b%40example.org", "name=\"address\""),
        ("about=search&words=&address=reader%40example.org", "name=\"words\""),
        (&long, "name=\"words\""),
        ("about=daily&zone=Middle%2FEarth&address=reader%40example.org", "name=\"zone\""),
    ] {
        let answer = site.post("/letters", &[], form).await;
        assert_eq!(answer.status, 400, "{field}");
        let page = answer.text();
        let tag = page.split('<').find(|tag| tag.contains(field)).unwrap();
        assert!(tag.contains("aria-invalid=\"true\"") && tag.contains("aria-describedby=\"problem\""), "{tag}");
        assert!(page.contains("id=\"problem\" role=\"alert\"") && page.len() < 40_000, "{page}");
        assert_eq!(page.matches("aria-invalid").count(), 1);
    }
    assert_eq!(site.post("/letters", &[], "about=nonsense&address=reader%40example.org").await.status, 400);
    assert!(site.newsstand.take_letters(clock(), 100).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_says_what_was_done_and_leads_on() {
    let site = site().await;
    let form = "about=author:noam-shazeer&address=reader%40example.org";
    let asked = site.post("/letters", &[], form).await.text();
    assert!(asked.contains("new papers by Noam Shazeer") && asked.contains("<a href=\"/\">Today’s papers</a>"));
    let letters = site.newsstand.take_letters(clock(), 100).await.unwrap();
    let LetterKind::Confirmation { confirm } = &letters[0].kind else { panic!("{letters:?}") };
    let confirm = format!("/letters/confirm/{}", confirm.0);
    assert!(site.page(&confirm).await.contains("Do you want these letters?"));
    let confirmed = site.post(&confirm, &[], "").await;
    assert_eq!(confirmed.status, 303);
    let page = site.page(confirmed.header("location")).await;
    assert!(page.contains("role=\"status\">Thank you: they will come."), "{page}");
    let own = confirmed.header("location").split('?').next().unwrap().to_owned();
    assert!(!site.page(&own).await.contains("role=\"status\""));
    // The link of the letter, once more.
    let again = site.page(&confirm).await;
    assert!(again.contains("They are on their way") && !again.contains("Yes, send them"), "{again}");
    assert!(again.contains(&format!("href=\"{own}\"")));
    let changed = site.post(&own, &[], "often=monday&hour=9&zone=UTC").await;
    assert!(site.page(changed.header("location")).await.contains("role=\"status\">It is changed."));
    // What is no form of the page puts nothing back; one raw sign in it loses nothing.
    for nothing in ["", "x=1"] {
        let refused = site.post(&own, &[], nothing).await;
        assert_eq!(refused.status, 400, "{nothing}: {}", refused.text());
    }
    let monday = "<option value=\"monday\" selected>";
    assert!(site.page(&own).await.contains(monday));
    assert_eq!(site.post(&own, &[], "often=tuesday&hour=9&zone=UTC&x=\"").await.status, 303);
    assert!(site.page(&own).await.contains("<option value=\"tuesday\" selected>"));
    // Ended, with a way back; and forgotten, which is asked about first.
    let ended = site.post(&format!("{own}/end"), &[], "").await.text();
    assert!(
        ended.contains("href=\"/letters?about=author:noam-shazeer\"") && ended.contains("<a href=\"/\">"),
        "{ended}"
    );
    let erase = format!("{own}/erase");
    assert!(site.page(&own).await.contains(&format!("<a href=\"{erase}\">Forget my address</a>")));
    assert!(site.page(&erase).await.contains("This cannot be undone."));
    assert_eq!(site.get(&own).await.status, 200, "a look forgets nothing");
    let erased = site.post(&erase, &[], "").await;
    assert!(erased.status == 200 && erased.text().contains("<a href=\"/\">Today’s papers</a>"));
    assert_eq!(site.get(&own).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letters_look_is_shown_in_a_frame_that_may_do_nothing() {
    let site = site().await;
    let form = site.get("/letters?about=daily&often=monday").await;
    let policy = form.header("content-security-policy").to_owned();
    assert!(policy.contains("frame-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let text = form.text();
    let frame = between(&text, "<iframe src=\"", "\"")[0].replace("&#38;", "&").replace("&amp;", "&");
    assert!(text.contains("sandbox=\"allow-popups allow-top-navigation-by-user-activation\""));
    let letter = site.get(&frame).await;
    assert_eq!(letter.status, 200, "{frame}");
    let said = letter.text();
    assert!(
        said.contains("daily monday en 4") && said.contains("target=\"_top\" href=\"https://example.org\""),
        "{said}"
    );
    let policy = letter.header("content-security-policy");
    for rule in ["default-src 'none'", "frame-ancestors 'self'", "form-action 'none'", "sandbox "] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(
        !policy.contains("script-src") && !policy.contains("allow-scripts") && !policy.contains("allow-same-origin")
    );
    assert_eq!(letter.header("x-frame-options"), "SAMEORIGIN");
    assert_eq!(letter.header("x-robots-tag"), "noindex");
    // No other page may be framed, or has a frame.
    let front = site.get("/").await;
    assert!(!front.header("content-security-policy").contains("frame-src"));
    assert_eq!(front.header("x-frame-options"), "DENY");
    for wrong in ["/letters/preview?about=nonsense", "/letters/preview?often=hourly", "/letters/preview?most=0"] {
        assert_eq!(site.get(wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_feed_is_private() {
    let site = site().await;
    let own = format!("/letters/{}", subscribed(&site, "daily").await);
    assert!(site.page(&own).await.contains("Make a private feed"));
    let foreign = [(header::ORIGIN, "https://evil.example")];
    assert_eq!(site.post(&format!("{own}/feed"), &foreign, "").await.status, 400);
    assert_eq!(site.post(&format!("{own}/feed"), &[], "").await.status, 303);
    let page = site.page(&own).await;
    let addresses = between(&page, "<code>", "</code>").into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(addresses.len(), 3);
    // Asking about it shows nothing to anybody; fetching it does.
    let asked = site.call(Method::HEAD, &addresses[0]).await;
    assert_eq!((asked.status.as_u16(), asked.body.len()), (200, 0));
    for (address, kind) in
        addresses.iter().zip(["application/atom+xml", "application/rss+xml", "application/feed+json"])
    {
        let feed = site.get(address).await;
        assert!(feed.status == 200 && feed.header("content-type").starts_with(kind), "{address}: {}", feed.text());
        assert_eq!(feed.header("cache-control"), "private, no-cache");
        assert_eq!(feed.header("x-robots-tag"), "noindex");
        assert!(feed.text().contains("Attention Is All You Need") && feed.text().contains("picked for the day’s list"));
        assert!(
            !feed.text().contains(own.trim_start_matches("/letters/")),
            "nothing leads from the feed to the letters"
        );
        let again = site.get_with(address, &[(header::IF_NONE_MATCH, feed.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{address}");
        assert_eq!(again.header("cache-control"), "private, no-cache");
    }
    // The address of a feed opens nothing else.
    let word = addresses[0].trim_end_matches("/feed.atom");
    for path in ["", "/end", "/export", "/feed"] {
        assert!(site.get(&format!("{word}{path}")).await.status.is_client_error(), "{path}");
    }
    assert_eq!(site.post(&format!("{word}/end"), &[], "List-Unsubscribe=One-Click").await.status, 404);
    assert!(site.get("/robots.txt").await.text().contains("Disallow: /letters/"));
    // Another address, and none.
    assert_eq!(site.post(&format!("{own}/feed"), &[], "").await.status, 303);
    assert_eq!(site.get(&addresses[0]).await.status, 404);
    assert_eq!(site.post(&format!("{own}/feed"), &[], "remove=yes").await.status, 303);
    assert!(site.page(&own).await.contains("Make a private feed"));
    for wrong in ["/letters/x/feed.atom", "/letters//feed.atom", "/letters/%FF/feed.rss", "/letters/x/feed.xml"] {
        assert!(site.get(wrong).await.status.is_client_error(), "{wrong}");
    }
    assert_eq!(site.get(&format!("/letters/{}/feed.json", "A".repeat(50_000))).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_programs_end_letters_however_they_write_their_form() {
    let site = site().await;
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for (about, kind, form) in [
        ("daily", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ("trending", "multipart/form-data; boundary=x", multipart),
        ("new", "text/plain", ""),
    ] {
        let own = format!("/letters/{}", subscribed(&site, about).await);
        assert!(site.page(&format!("{own}/end")).await.contains("End them"));
        assert!(site.page(&own).await.contains("The next comes on"), "opening the address ends nothing");
        let headers = [(header::CONTENT_TYPE, kind), (header::ORIGIN, "https://mail.example")];
        let ended = site.post(&format!("{own}/end"), &headers, form).await;
        assert_eq!(ended.status, 200, "{kind}: {}", ended.text());
        assert!(site.page(&own).await.contains("They have ended"), "{kind}");
    }
    // All of an address at once.
    let (one, other) = (subscribed(&site, "daily").await, subscribed(&site, "new").await);
    let page = site.page(&format!("/letters/{one}/end?all=yes")).await;
    assert!(page.contains(&format!("action=\"/letters/{one}/end?all=yes\"")), "{page}");
    assert_eq!(site.post(&format!("/letters/{one}/end?all=yes"), &[], "List-Unsubscribe=One-Click").await.status, 200);
    assert!(site.page(&format!("/letters/{other}")).await.contains("They have ended"));
}
