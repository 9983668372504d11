//! From a paper to its neighbours: similar papers, authors, organisations, categories.

use crate::harness::{Browser, Mode, Sample, Width, in_every, words};

#[test]
fn a_paper_leads_to_others() {
    in_every(&Mode::covering(), |browser, sample| {
        a_row_opens_its_paper(browser, sample);
        the_paper_is_all_there(browser, sample);
        a_similar_paper_is_followed(browser);
        an_author_has_a_page(browser);
        a_category_has_a_page(browser, sample);
        an_organisation_has_a_page(browser, sample);
        if browser.mode.script && browser.mode.width == Width::Wide {
            the_citation_is_copied(browser);
        }
    });
}

fn a_row_opens_its_paper(browser: &Browser, sample: &Sample) {
    browser.open(&format!("/papers/date/{}", sample.days()[1]));
    let link = browser.find(".row:nth-of-type(2) .title a");
    let title = link.text();
    browser.follow(&link);
    assert_eq!(browser.text("h1"), title);
    assert_eq!(browser.ask("history.length > 1"), true);
}

fn the_paper_is_all_there(browser: &Browser, sample: &Sample) {
    let papers = &sample.daily[sample.days()[1]];
    let paper = papers.iter().filter(|paper| paper.is_plain()).max_by_key(|paper| paper.votes).expect("a plain paper");
    browser.open(&format!("/papers/{}", paper.id));
    let seen = words(&browser.text("main"));
    assert_eq!(words(&browser.text("h1")), words(&paper.title));
    let votes = browser.text("main .votes");
    assert_eq!(votes.split(' ').next(), Some(paper.votes.to_string().as_str()), "the votes of {}", paper.id);
    // With its year from the next year on.
    let listed = "29 April".to_owned();
    let central = "Most central sentence of the abstract".to_owned();
    for expected in [&paper.abstract_text, &paper.authors[0], &listed, &central] {
        assert!(seen.contains(&words(expected)), "{expected:?} is not on the page of {}", paper.id);
    }
    let bibtex = browser.text("#bibtex");
    assert!(bibtex.starts_with('@') && bibtex.contains(&paper.id), "no BibTeX: {bibtex:?}");
    assert!(words(&bibtex).contains(&words(&paper.title)), "BibTeX of another paper: {bibtex:?}");
    for outside in [format!("https://arxiv.org/abs/{}", paper.id), format!("https://arxiv.org/pdf/{}", paper.id)] {
        assert!(!browser.all(&format!("main a[href^='{outside}']")).is_empty(), "no link to {outside}");
    }
}

fn a_similar_paper_is_followed(browser: &Browser) {
    let from = browser.text("h1");
    let similar = browser.all("section[aria-labelledby=similar] li > a");
    assert!(similar.len() >= 5, "only {} similar papers", similar.len());
    let title = similar[0].text();
    assert_ne!(title, from, "a paper is not its own neighbour");
    browser.follow(&similar[0]);
    assert_eq!(browser.text("h1"), title);
    // Neighbourhood is mutual more often than not; that the way back is a link is what counts here.
    assert!(browser.all("section[aria-labelledby=similar] li > a").len() >= 5);
}

fn an_author_has_a_page(browser: &Browser) {
    let title = browser.text("h1");
    let link = browser.find("main a[href^='/author/']");
    let name = link.text();
    browser.follow(&link);
    assert_eq!(words(&browser.text("h1")), words(&name));
    assert!(browser.texts(".row .title").contains(&title), "{title:?} is not among the papers of {name}");
}

fn a_category_has_a_page(browser: &Browser, sample: &Sample) {
    let papers = sample.papers(sample.days()[1]);
    let paper = papers.iter().find(|paper| paper.category.is_some()).expect("a paper that arXiv has");
    let category = paper.category.as_deref().unwrap_or_default();
    browser.open(&format!("/papers/{}", paper.id));
    let link = browser.find(&format!("main a[href='/category/{category}']"));
    let name = link.text();
    browser.follow(&link);
    assert!(browser.text("h1").contains(&name), "the page of {category} does not name it");
    assert!(!browser.all(".row").is_empty(), "{category} has no papers");
}

fn an_organisation_has_a_page(browser: &Browser, sample: &Sample) {
    browser.open("/papers/month/2026-04");
    let link = browser.find(".row .byline a[href^='/org/']");
    let name = link.text();
    let theirs =
        |paper: &&&crate::harness::Listed| paper.organization.as_ref().is_some_and(|it| words(it) == words(&name));
    let all: Vec<_> = sample.daily.values().flatten().collect();
    let expected = all.iter().filter(theirs).count();
    browser.follow(&link);
    assert_eq!(browser.text("h1"), name);
    let rows = browser.all(".row").len();
    assert!(rows >= expected.min(50) / 2 && rows > 0, "{rows} papers of {name}, {expected} in the sample");
}

fn the_citation_is_copied(browser: &Browser) {
    let id = browser.find(".row .title a").href();
    browser.open(id.split_once("/papers/").map(|(_, id)| format!("/papers/{id}")).expect("a paper").as_str());
    let allowed = serde_json::json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
    browser.devtools("Browser.grantPermissions", &allowed);
    let bibtex = browser.find("#bibtex").ask("it.textContent");
    browser.find("#copy").click();
    browser.wait_for("word that it was copied", || browser.text("#copy") == "Copied");
    assert_eq!(browser.ask("navigator.clipboard.readText()"), bibtex);
}
