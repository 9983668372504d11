//! The filters and orders of a search, as links.

use domain::{Day, StoredPaper};
use search::{Filters, Query, Sort};

use crate::dates;
use crate::failure::Failure;
use crate::links::Address;
use crate::params::{Params, quoted};
use crate::views::frequent::most_frequent;
use crate::views::link::{Block, Link};

/// What a search page was asked, in the words of its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) when: Option<When>,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    pub(crate) category: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) code: bool,
    /// Whether nothing is corrected.
    pub(crate) exact: bool,
    /// `None`: as the text says.
    pub(crate) sort: Option<Sort>,
}

/// A stretch of time that ends with the newest list day, as `date:30d` does among the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Week,
    Month,
    Year,
}

impl When {
    const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Year];

    fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Week => "Last 7 days",
            Self::Month => "Last 30 days",
            Self::Year => "Last 12 months",
        }
    }

    /// So many days are counted back.
    fn days(self) -> u32 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        }
    }
}

/// The orders with their names in addresses.
pub(crate) fn sort_named(name: Option<&str>) -> Result<Option<Sort>, Failure> {
    let Some(name) = name else { return Ok(None) };
    let known = Sort::ALL.into_iter().find(|sort| sort.name() == name);
    known.map(Some).ok_or_else(|| {
        let message = format!("sort: {} is not an order: relevance, newest, votes or citations", quoted(name));
        Failure::bad_request("invalid_sort", message)
    })
}

impl Asked {
    /// Reads the parameters of a search page; `text` has been read before.
    pub(crate) fn read(params: &Params, text: String) -> Result<Self, Failure> {
        let when = match params.get("when") {
            None => None,
            Some(name) => Some(When::ALL.into_iter().find(|when| when.name() == name).ok_or_else(|| {
                let message = format!("when: {} is not a stretch of time: week, month or year", quoted(name));
                Failure::bad_request("invalid_when", message)
            })?),
        };
        let asked = Self {
            text,
            when,
            from: params.day("from")?,
            to: params.day("to")?,
            category: params.get("category").map(str::to_owned),
            organization: params.get("organization").map(str::to_owned),
            code: params.flag("code")?,
            exact: params.flag("exact")?,
            sort: sort_named(params.get("sort"))?,
        };
        check_days(asked.from, asked.to)?;
        Ok(asked)
    }

    /// The question to the index. Stretches of time, in words and in filters, are counted back from `newest`.
    pub(crate) fn query(&self, newest: Option<Day>) -> Query {
        let since = self.when.zip(newest).map(|(when, newest)| newest.plus(-i64::from(when.days())));
        Query {
            text: self.text.clone(),
            filters: Filters {
                from: self.from.max(since),
                to: self.to,
                category: self.category.clone(),
                organization: self.organization.clone(),
                has_code: self.code,
            },
            sort: self.sort,
            today: newest,
            exact: self.exact,
            ..Query::default()
        }
    }

    /// The shortest stretch of days that is counted back.
    pub(crate) fn counts_back(&self) -> Option<i64> {
        let by_filter = self.when.map(When::days);
        let by_words = search::understand(&self.text).tree.counts_back();
        by_filter.into_iter().chain(by_words).min().map(i64::from)
    }

    /// Whether anything is chosen beside the words and the order.
    pub(crate) fn has_filters(&self) -> bool {
        let text = self.text.clone();
        *self != Self { text, sort: self.sort, exact: self.exact, ..Self::default() }
    }

    /// The question in words alone: behind `text` the filters as operators.
    pub(crate) fn in_words(&self, text: &str) -> String {
        let value =
            |name: &str| if name.contains([' ', '(', ')', ':']) { format!("\"{name}\"") } else { name.to_owned() };
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let between =
            (self.from.is_some() || self.to.is_some()).then(|| format!("date:{}..{}", day(self.from), day(self.to)));
        let parts = [
            Some(text.to_owned()).filter(|text| !text.is_empty()),
            self.category.as_deref().map(|id| format!("cat:{}", value(id))),
            self.organization.as_deref().map(|slug| format!("org:{}", value(slug))),
            self.when.map(|when| format!("date:{}d", when.days())),
            between,
            self.code.then(|| "has:code".to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The address of this search.
    pub(crate) fn address(&self) -> Address {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        Address::new("/papers")
            .with("q", &self.text)
            .with_some("when", self.when.map(When::name))
            .with_some("from", day(self.from).as_deref())
            .with_some("to", day(self.to).as_deref())
            .with_some("category", self.category.as_deref())
            .with_some("organization", self.organization.as_deref())
            .with_some("code", self.code.then_some("1"))
            .with_some("exact", self.exact.then_some("1"))
            .with_some("sort", self.sort.map(Sort::name))
    }

    /// The filters in force, each as a link that takes it away; that of an organisation by its name, where it is known.
    pub(crate) fn active(&self, organization: Option<&str>) -> Vec<Link> {
        let mut active = Vec::new();
        let mut push = |without: Self, label: String| active.push(Link::new(without.address().into_string(), label));
        if let Some(when) = self.when {
            push(Self { when: None, ..self.clone() }, when.label().to_owned());
        }
        if let Some(day) = self.from {
            push(Self { from: None, ..self.clone() }, format!("From {}", dates::long(day)));
        }
        if let Some(day) = self.to {
            push(Self { to: None, ..self.clone() }, format!("Until {}", dates::long(day)));
        }
        if let Some(id) = &self.category {
            push(Self { category: None, ..self.clone() }, domain::category_name(id).unwrap_or(id).to_owned());
        }
        if let Some(slug) = &self.organization {
            push(Self { organization: None, ..self.clone() }, organization.unwrap_or(slug).to_owned());
        }
        if self.code {
            push(Self { code: false, ..self.clone() }, "With code".to_owned());
        }
        if self.exact {
            push(Self { exact: false, ..self.clone() }, "Exactly as typed".to_owned());
        }
        active
    }

    /// The same search in other orders; `present` is the one of the answer. By citations only where those of a paper found were counted.
    pub(crate) fn sorts(&self, present: Sort, are_counted: bool) -> Vec<Link> {
        let own = search::understand(&self.text).tree.sort().unwrap_or_default();
        let label = |sort| match sort {
            Sort::Relevance => "Best match",
            Sort::Newest => "Newest",
            Sort::Votes => "Most votes",
            Sort::Citations => "Most cited",
        };
        Sort::ALL
            .into_iter()
            .filter(|sort| *sort != Sort::Citations || are_counted || present == Sort::Citations)
            .map(|sort| (sort, label(sort)))
            .map(|(sort, label)| {
                let address = Self { sort: (sort != own).then_some(sort), ..self.clone() }.address();
                Link::new(address.into_string(), label).current(sort == present)
            })
            .collect()
    }

    /// What the search can be narrowed to: time, code, and the categories and organisations of the papers on the page.
    pub(crate) fn choices<'a>(&self, papers: impl Iterator<Item = &'a StoredPaper> + Clone) -> Vec<Block> {
        let categories = most_frequent(papers.clone().filter_map(|stored| stored.paper.categories.first().cloned()));
        let organizations = most_frequent(papers.filter_map(|stored| {
            stored
                .paper
                .organization
                .as_ref()
                .map(|organization| (organization.slug.clone(), organization.name.clone()))
        }));
        let in_category = |(id, _): (String, usize)| {
            let name = domain::category_name(&id).unwrap_or(&id).to_owned();
            let current = self.category.as_deref() == Some(&id);
            choice(&Self { category: (!current).then_some(id), ..self.clone() }, &name, current)
        };
        let by_organization = |((slug, name), _): ((String, String), usize)| {
            let current = self.organization.as_deref() == Some(&slug);
            choice(&Self { organization: (!current).then_some(slug), ..self.clone() }, &name, current)
        };
        [
            Block::new("When", self.times()),
            Block::new(
                "Code",
                vec![choice(&Self { code: !self.code, ..self.clone() }, "With a repository", self.code)],
            ),
            Block::new("Category", categories.into_iter().map(in_category).collect()),
            Block::new("Organisation", organizations.into_iter().map(by_organization).collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn times(&self) -> Vec<Link> {
        let any = choice(&Self { when: None, ..self.clone() }, "Any time", self.when.is_none());
        let stretch = |when: When| {
            let current = self.when == Some(when);
            choice(&Self { when: Some(when), ..self.clone() }, when.label(), current)
        };
        std::iter::once(any).chain(When::ALL.into_iter().map(stretch)).collect()
    }
}

/// The search `then` as a link.
fn choice(then: &Asked, label: &str, current: bool) -> Link {
    Link::new(then.address().into_string(), label).current(current)
}

/// A failure when the days are in the wrong order.
pub(crate) fn check_days(from: Option<Day>, to: Option<Day>) -> Result<(), Failure> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => {
            let message = format!("from {from} lies after to {to}");
            Err(Failure::bad_request("invalid_date", message).hint("Exchange the two days."))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_active_filter_is_taken_away_alone() {
        let asked = Asked {
            text: "graph".to_owned(),
            when: Some(When::Week),
            category: Some("cs.LG".to_owned()),
            code: true,
            ..Asked::default()
        };
        let hrefs: Vec<String> = asked.active(None).into_iter().map(|link| link.href).collect();
        assert_eq!(
            hrefs,
            [
                "/papers?q=graph&category=cs.LG&code=1",
                "/papers?q=graph&when=week&code=1",
                "/papers?q=graph&when=week&category=cs.LG",
            ]
        );
    }

    #[test]
    fn filters_can_be_said_in_words() {
        let asked = Asked {
            when: Some(When::Month),
            category: Some("cs.CL".to_owned()),
            organization: Some("peking-university".to_owned()),
            from: "2026-01-02".parse().ok(),
            code: true,
            ..Asked::default()
        };
        assert_eq!(
            asked.in_words("agents"),
            "agents cat:cs.CL org:peking-university date:30d date:2026-01-02.. has:code"
        );
    }

    #[test]
    fn stretches_of_time_end_with_the_newest_day() {
        let asked = Asked { when: Some(When::Week), ..Asked::default() };
        let query = asked.query("2026-04-30".parse().ok());
        assert_eq!(query.filters.from.unwrap().to_string(), "2026-04-23");
        assert_eq!(query.today, query.filters.from.map(|from| from.plus(7)), "as date:7d is counted");
        assert_eq!(asked.query(None).filters.from, None);
    }
}
