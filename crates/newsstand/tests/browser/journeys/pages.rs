//! Every kind of page, by name.

use domain::slug;

use crate::harness::{Browser, Sample};

/// A kind of page.
pub struct Kind {
    /// What it is called in messages and in the names of pictures.
    pub name: &'static str,
    /// Where one of the kind is.
    pub path: String,
    /// The status with which it is answered.
    pub status: u64,
}

impl Kind {
    /// Opens the page.
    #[track_caller]
    pub fn open(&self, browser: &Browser) {
        if self.status == 200 { browser.open(&self.path) } else { browser.open_refused(&self.path, self.status) }
    }
}

/// One page of every kind.
pub fn kinds(sample: &Sample) -> Vec<Kind> {
    let papers = sample.papers("2026-04-29");
    let paper = papers.iter().max_by_key(|paper| paper.votes).expect("a day has papers");
    let organization = papers.iter().find_map(|paper| paper.organization.as_deref()).expect("an organisation");
    let pages = [
        ("front", "/".to_owned()),
        ("day", "/papers/date/2026-04-29".to_owned()),
        ("week", "/papers/week/2026-W17".to_owned()),
        ("month", "/papers/month/2026-03".to_owned()),
        ("weekend", "/papers/date/2026-04-26".to_owned()),
        ("new", "/new/date/2026-04-30".to_owned()),
        ("trending", "/papers/trending".to_owned()),
        ("searchform", "/papers".to_owned()),
        ("search", "/papers?q=language+models+that+reason+about+images&code=1".to_owned()),
        ("nothing", "/papers?q=%22zzqxv+wwkpt%22&category=math.KT".to_owned()),
        ("paper", format!("/papers/{}", paper.id)),
        ("author", format!("/author/{}", slug(&paper.authors[0]))),
        ("organisation", format!("/org/{}", slug(organization))),
        ("category", "/category/cs.LG".to_owned()),
        ("about", "/about".to_owned()),
    ];
    let mut kinds: Vec<Kind> = pages.into_iter().map(|(name, path)| Kind { name, path, status: 200 }).collect();
    kinds.push(Kind { name: "missing", path: "/no/such/page".to_owned(), status: 404 });
    kinds
}
