//! What surrounds every page: head, masthead, sections.

use domain::{Day, ListName, Month, Span, Week};
use engine::Calendar;

use crate::assets::{self, AssetUrls};
use crate::dates;
use crate::failure::Failure;
use crate::links;
use crate::site::Site;
use crate::views::link::Link;
use crate::views::numbers::grouped;
use crate::views::pager::Pager;

/// Where in the site a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Daily,
    New,
    Week,
    Month,
    Trending,
    Topics,
    Search,
    About,
    Elsewhere,
}

/// Head and masthead of a page.
#[derive(Debug)]
pub(crate) struct Shell {
    /// The site's name.
    pub(crate) site: String,
    /// The document's title.
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    /// The full address to be kept in mind by search engines.
    pub(crate) canonical: Option<String>,
    /// Whether search engines are asked to stay away.
    pub(crate) hidden: bool,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    /// Whether the masthead is large.
    pub(crate) front: bool,
    pub(crate) ear: Option<Ear>,
    pub(crate) sections: Vec<Link>,
    /// What stands in the search field.
    pub(crate) query: String,
    /// Whether the page brings a search field of its own: then the masthead has none.
    pub(crate) own_search: bool,
    pub(crate) assets: &'static AssetUrls,
}

/// The lines beside the name: which edition this is.
#[derive(Debug)]
pub(crate) struct Ear {
    /// `No. 704`.
    pub(crate) edition: String,
    /// Its day; on the page of that day, which is headed with it, its week.
    pub(crate) line: String,
    pub(crate) href: String,
}

impl Shell {
    /// The surroundings of a page that is called `title`, with the newest edition in the ear.
    pub(crate) async fn load(site: &Site, section: Section, title: &str) -> Result<Self, Failure> {
        let calendar = site.newsstand().calendar(ListName::Daily).await?;
        let mut shell = Self::bare(site, section, title);
        shell.ear = calendar.newest().map(|newest| Ear::of(&calendar, newest));
        let has_topics = !site.newsstand().topics().await?.is_empty();
        shell.sections = sections(section, calendar.newest(), has_topics);
        Ok(shell)
    }

    /// The surroundings without anything that has to be asked for: what is left when something is broken.
    pub(crate) fn bare(site: &Site, section: Section, title: &str) -> Self {
        let name = &site.settings().title;
        Self {
            site: name.clone(),
            title: if title.is_empty() { name.clone() } else { format!("{title} · {name}") },
            description: None,
            canonical: None,
            hidden: false,
            previous: None,
            next: None,
            front: false,
            ear: None,
            sections: sections(section, None, false),
            query: String::new(),
            own_search: false,
            assets: assets::urls(),
        }
    }

    /// Names the neighbouring pages in the head.
    pub(crate) fn take_pages(&mut self, pager: Option<&Pager>) {
        self.previous = pager.and_then(|pager| pager.previous.clone());
        self.next = pager.and_then(|pager| pager.next.clone());
    }
}

impl Ear {
    /// The edition of a day of `calendar`: its number is its place among the real days.
    pub(crate) fn of(calendar: &Calendar, day: Day) -> Self {
        let number = calendar.days.partition_point(|(real, _)| *real <= day);
        Self {
            edition: format!("No. {}", grouped(number as u64)),
            line: dates::long(day),
            href: links::edition(ListName::Daily, Span::Day(day)),
        }
    }

    /// For the page of that day itself.
    pub(crate) fn at_home(self, day: Day) -> Self {
        let week = Span::Week(Week::of(day));
        Self { line: dates::heading(week), href: links::edition(ListName::Daily, week), ..self }
    }
}

fn sections(current: Section, newest: Option<Day>, has_topics: bool) -> Vec<Link> {
    let link = |section: Section, href: String, label: &str| Link::new(href, label).current(section == current);
    let mut sections = vec![link(Section::Daily, "/".to_owned(), "Daily")];
    if let Some(day) = newest {
        let (week, month) = (Span::Week(Week::of(day)), Span::Month(Month::of(day)));
        sections.push(link(Section::Week, links::edition(ListName::Daily, week), "Week"));
        sections.push(link(Section::Month, links::edition(ListName::Daily, month), "Month"));
    }
    sections.push(link(Section::Trending, "/papers/trending".to_owned(), "Trending"));
    if has_topics {
        sections.push(link(Section::Topics, "/topics".to_owned(), "Topics"));
    }
    sections.push(link(Section::New, "/new".to_owned(), "New"));
    sections.push(link(Section::About, "/about".to_owned(), "About"));
    sections
}
