//! What surrounds every page: head, masthead, sections.

use domain::{Day, ListName, Month, Span, Subject, Week};
use engine::Calendar;

use crate::assets::{self, AssetUrls};
use crate::dates;
use crate::failure::Failure;
use crate::feeds::Form;
use crate::links::{self, Address};
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
#[expect(clippy::struct_excessive_bools, reason = "each decides about a part of the page by itself")]
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
    /// The same list for programs that look whether there is anything new.
    pub(crate) feeds: Vec<FeedLink>,
    /// Whether the masthead is large.
    pub(crate) front: bool,
    pub(crate) ear: Option<Ear>,
    pub(crate) sections: Vec<Link>,
    /// What stands in the search field.
    pub(crate) query: String,
    /// Whether readers can ask for letters.
    pub(crate) letters: bool,
    /// Where they ask for those about what the page shows.
    pub(crate) letters_href: String,
    /// What the way there says.
    pub(crate) letters_label: &'static str,
    /// Whether the page brings a search field of its own: then the masthead has none.
    pub(crate) own_search: bool,
    pub(crate) assets: &'static AssetUrls,
}

/// A feed of what the page shows.
#[derive(Debug)]
pub(crate) struct FeedLink {
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) href: String,
    pub(crate) title: String,
}

impl FeedLink {
    /// The feed of the list at `address` in one form.
    pub(crate) fn new(address: &str, title: &str, form: Form) -> Self {
        let (name, media_type) = (form.name(), form.media_type());
        Self { name, media_type, href: links::feed(address, form), title: title.to_owned() }
    }
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

    /// The surroundings without anything that has to be asked for, by what is remembered: what is left when something is broken.
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
            feeds: Vec::new(),
            front: false,
            ear: None,
            sections: sections(
                section,
                site.newsstand().remembered_calendar(ListName::Daily).newest(),
                site.newsstand().remembers_topics(),
            ),
            query: String::new(),
            letters: site.settings().letters,
            letters_href: "/letters".to_owned(),
            letters_label: "Letters",
            own_search: false,
            assets: assets::urls(),
        }
    }

    /// Names the feeds of the list at `address`.
    pub(crate) fn offer(&mut self, address: &str) {
        self.feeds = Form::ALL.map(|form| FeedLink::new(address, &self.title, form)).into();
    }

    /// Offers letters about what the page shows.
    pub(crate) fn offer_letters(&mut self, about: &Subject) {
        self.letters_href = Address::new("/letters").with("about", &about.to_string()).into_string();
        self.letters_label = "Letters about this";
    }

    /// Says that letters about what the page shows cannot be had: those about the day's list are offered by their name.
    pub(crate) fn offer_no_letters(&mut self) {
        self.letters_label = "Letters about the day’s list";
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
