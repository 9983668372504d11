//! A day, week or month of a list.

use domain::{Day, ListName, Month, Span, StoredPaper, Week};
use engine::{Calendar, DayStanding, Edition};

use crate::dates::{self, Now};
use crate::links::{self, Address};
use crate::views::calendar::CalendarView;
use crate::views::link::{Block, Link};
use crate::views::numbers::counted;
use crate::views::pager::Pager;
use crate::views::picks::Picks;
use crate::views::row::{Row, RowStyle};
use crate::views::{silence, standing};

/// Lists that are no longer than this unfold more of each abstract.
const SHORT: usize = 12;

/// Categories that stand above a long day before the others are folded.
const CHIPS: usize = 14;

/// A span of a list as a page.
#[derive(Debug)]
pub(crate) struct EditionView {
    pub(crate) heading: String,
    /// How many papers, and whose choice.
    pub(crate) sub: String,
    /// Whether the day's list may still change; nothing where nobody knows.
    pub(crate) standing: Option<String>,
    pub(crate) previous: Option<Link>,
    pub(crate) next: Option<Link>,
    /// Categories to choose from: the largest, and the chosen one.
    pub(crate) chips: Vec<Link>,
    /// The others, which are folded.
    pub(crate) more_chips: Vec<Link>,
    pub(crate) groups: Vec<Group>,
    pub(crate) short: bool,
    /// Words in the place of papers.
    pub(crate) empty: Vec<String>,
    /// Where papers are, when there are none here.
    pub(crate) nearest: Vec<Link>,
    pub(crate) pager: Option<Pager>,
    pub(crate) calendar: Option<CalendarView>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) picks: Option<Picks>,
}

/// Rows, under a heading where there are several groups.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) heading: Option<GroupHeading>,
    pub(crate) rows: Vec<Row>,
}

/// A category with its id.
#[derive(Debug)]
pub(crate) struct GroupHeading {
    pub(crate) name: String,
    pub(crate) id: String,
}

/// What the view is made from.
#[derive(Debug)]
pub(crate) struct EditionParts<'a> {
    pub(crate) edition: &'a Edition,
    /// The days of the same list.
    pub(crate) calendar: &'a Calendar,
    /// The days of the other list.
    pub(crate) other: &'a Calendar,
    /// What is shown beside it.
    pub(crate) beside: Option<&'a Edition>,
    /// The category to which the page is narrowed.
    pub(crate) category: Option<&'a str>,
    pub(crate) images: bool,
    /// Whether the list may still change, of a day.
    pub(crate) standing: Option<&'a DayStanding>,
    pub(crate) now: Now,
}

impl EditionView {
    /// The page of an edition.
    pub(crate) fn new(parts: &EditionParts<'_>) -> Self {
        let EditionParts { edition, calendar, category, now, .. } = *parts;
        let (list, span) = (edition.list, edition.span);
        let address = Address::new(links::edition(list, span)).with_some("category", category);
        let step = |span: Span| Link::new(links::edition(list, span), now.step(span, edition.span));
        let is_empty = edition.papers.is_empty();
        let (chips, more_chips) = chips(edition, category);
        Self {
            heading: dates::heading(span),
            sub: sub(edition, category),
            standing: parts.standing.map(standing::words),
            previous: edition.previous.map(step),
            next: edition.next.map(step),
            chips,
            more_chips,
            groups: groups(parts),
            short: edition.papers.len() <= SHORT,
            empty: if is_empty { empty(parts) } else { Vec::new() },
            nearest: if is_empty { silence::nearest(list, calendar, span) } else { Vec::new() },
            pager: Pager::new(edition.page, edition.total, &address).map(Pager::unrelated),
            calendar: (!calendar.days.is_empty()).then(|| CalendarView::new(list, calendar, span)),
            blocks: blocks(parts),
            picks: parts.beside.and_then(Picks::of),
        }
    }
}

fn sub(edition: &Edition, category: Option<&str>) -> String {
    if edition.total == 0 {
        return "No edition".to_owned();
    }
    let papers = counted(edition.total, "paper");
    match (edition.list, category) {
        (ListName::New, Some(id)) => format!("{papers} in {}", domain::category_name(id).unwrap_or(id)),
        (ListName::New, None) => format!("Everything that arrived: {papers}, by category"),
        (ListName::Daily, _) => match edition.span {
            Span::Day(_) => format!("{papers}, picked and voted on by the community"),
            Span::Week(week) => {
                format!("{}: {papers}, the most voted first", dates::stretch(week.first(), week.last()))
            }
            Span::Month(_) => format!("{papers}, the most voted first"),
        },
    }
}

fn empty(parts: &EditionParts<'_>) -> Vec<String> {
    match parts.category {
        Some(id) if parts.edition.categories.iter().any(|(_, count)| *count > 0) => {
            vec![format!("Nothing of this day has {} as its first category.", domain::category_name(id).unwrap_or(id))]
        }
        _ => silence::words(parts.calendar, parts.edition.span, parts.now),
    }
}

/// The largest categories of a day with the chosen one, and all others.
fn chips(edition: &Edition, category: Option<&str>) -> (Vec<Link>, Vec<Link>) {
    if edition.categories.len() < 2 {
        return (Vec::new(), Vec::new());
    }
    let address = || Address::new(links::edition(edition.list, edition.span));
    let all = edition.categories.iter().map(|(_, count)| count).sum();
    let mut chips = vec![Link::new(address().into_string(), "All").counting(all).current(category.is_none())];
    let mut more = Vec::new();
    for (n, (id, count)) in edition.categories.iter().enumerate() {
        let (name, is_chosen) = (domain::category_name(id).unwrap_or(id), category == Some(id));
        let chip = Link::new(address().with("category", id).into_string(), name).counting(*count).current(is_chosen);
        if n < CHIPS || is_chosen { chips.push(chip) } else { more.push(chip) }
    }
    (chips, more)
}

fn groups(parts: &EditionParts<'_>) -> Vec<Group> {
    let EditionParts { edition, category, images, now, .. } = *parts;
    let style = RowStyle { now, images, zero_counts: edition.list == ListName::Daily, terms: None };
    if edition.papers.is_empty() {
        return Vec::new();
    }
    if edition.list == ListName::New && category.is_none() {
        return by_category(&edition.papers, style);
    }
    let own = category.unwrap_or_default();
    let mut rows: Vec<Row> = edition.papers.iter().map(|stored| Row::of(stored, style).under(own)).collect();
    if edition.list == ListName::Daily {
        rows = (u64::from(edition.page.offset()) + 1..).zip(rows).map(|(place, row)| row.at(place)).collect();
        if edition.page.number == 1 && !rows.is_empty() {
            let lead = rows.remove(0).leading();
            rows.insert(0, lead);
        }
    }
    vec![Group { heading: None, rows }]
}

/// Neighbours with the same first category under one heading.
fn by_category(papers: &[StoredPaper], style: RowStyle<'_>) -> Vec<Group> {
    let first = |stored: &StoredPaper| stored.paper.categories.first().cloned();
    papers
        .chunk_by(|a, b| first(a) == first(b))
        .map(|papers| {
            let id = papers.first().and_then(first);
            let name =
                id.as_deref().map_or("Without a category", |id| domain::category_name(id).unwrap_or(id)).to_owned();
            let row = |stored| Row { level: 3, category: None, ..Row::of(stored, style) };
            let heading = Some(GroupHeading { name, id: id.unwrap_or_default() });
            Group { heading, rows: papers.iter().map(row).collect() }
        })
        .collect()
}

/// Where else to go from this span.
fn blocks(parts: &EditionParts<'_>) -> Vec<Block> {
    let EditionParts { edition, calendar, other, .. } = *parts;
    let (list, span) = (edition.list, edition.span);
    let mut items = Vec::new();
    if let (ListName::Daily, Span::Day(day)) = (list, span) {
        let (week, month) = (Span::Week(Week::of(day)), Span::Month(Month::of(day)));
        items.push(Link::new(links::edition(list, week), parts.now.step(week, span)));
        items.push(Link::new(links::edition(list, month), dates::heading(month)));
    }
    if let Span::Day(day) = span
        && other.count(day) > 0
    {
        let (list, label) = match list {
            ListName::Daily => (ListName::New, "Everything that arrived"),
            ListName::New => (ListName::Daily, "The community’s pick"),
        };
        items.push(Link::new(links::edition(list, span), label).counting(other.count(day)));
    }
    if let Some(newest) = calendar.newest().filter(|newest| *newest > span.last()) {
        items.push(Link::new(links::edition(list, span.with(newest)), "The newest"));
    }
    [Block::new("Turn to", items), days_of(parts), weeks_of(parts)].into_iter().flatten().collect()
}

/// The days of a week.
fn days_of(parts: &EditionParts<'_>) -> Option<Block> {
    let (list, span) = (parts.edition.list, parts.edition.span);
    let Span::Week(_) = span else { return None };
    let days = parts.calendar.days.iter().filter(|(day, _)| (span.first()..=span.last()).contains(day));
    let link = |(day, count): &(Day, u64)| {
        let label = format!("{} {}", dates::weekday_name(*day), day.date().day());
        Link::new(links::edition(list, Span::Day(*day)), label).counting(*count)
    };
    Block::new("Day by day", days.map(link).collect())
}

/// The weeks of a month, each with the papers that it has in this month.
fn weeks_of(parts: &EditionParts<'_>) -> Option<Block> {
    let (list, span) = (parts.edition.list, parts.edition.span);
    let Span::Month(_) = span else { return None };
    let inside: Vec<_> =
        parts.calendar.days.iter().filter(|(day, _)| (span.first()..=span.last()).contains(day)).collect();
    let weeks = inside.chunk_by(|(a, _), (b, _)| Week::of(*a) == Week::of(*b));
    let link = |days: &[&(Day, u64)]| {
        let week = Span::Week(Week::of(days.first()?.0));
        let count = days.iter().map(|(_, count)| count).sum();
        Some(Link::new(links::edition(list, week), parts.now.step(week, span)).counting(count))
    };
    Block::new("Week by week", weeks.filter_map(link).collect())
}
