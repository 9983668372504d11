//! Filters against looking at every paper.

use domain::{Day, StoredPaper};
use newsstand_search::{Filters, Index, Query, Sort};
use proptest::prelude::*;

use crate::support::{index_of, keys, paper, placed, shown};

/// A paper's facts: day of April 2026 (0: none), votes, category, organisation, code.
type Facts = (i8, u32, usize, usize, bool);

const CATEGORIES: [&[&str]; 4] = [&[], &["cs.CL"], &["cs.CV", "stat.ML"], &["hep-th"]];
const ORGANIZATIONS: [&str; 3] = ["", "Deep Mind", "Meta"];

fn stored(key: i64, (day, votes, category, organization, code): Facts) -> StoredPaper {
    let text = if key % 2 == 0 { "Even fish swim" } else { "Odd birds fly" };
    let mut stored = placed(paper(key, text, ""), CATEGORIES[category], ORGANIZATIONS[organization]);
    stored.counts.votes = votes;
    if day > 0 {
        stored = shown(stored, &format!("2026-04-{day:02}"), votes);
    }
    stored.paper.links.code = code.then(|| "https://example.org/code".to_owned());
    stored
}

fn lets_through(filters: &Filters, stored: &StoredPaper) -> bool {
    let paper = &stored.paper;
    let category = |wanted: &String| {
        let wanted = wanted.to_lowercase();
        paper
            .categories
            .iter()
            .map(|id| id.to_lowercase())
            .any(|id| id == wanted || id.split_once('.').is_some_and(|(archive, _)| archive == wanted))
    };
    let organization = |slug: &String| paper.organization.as_ref().is_some_and(|known| known.slug == *slug);
    filters.from.is_none_or(|from| stored.shown.is_some_and(|day| day >= from))
        && filters.to.is_none_or(|to| stored.shown.is_some_and(|day| day <= to))
        && filters.category.as_ref().is_none_or(category)
        && filters.organization.as_ref().is_none_or(organization)
        && (!filters.has_code || paper.links.code.is_some())
}

fn day() -> impl Strategy<Value = Option<Day>> {
    prop::option::of((1_i8..=30).prop_map(|day| Day::from_ymd(2026, 4, day).unwrap()))
}

fn filters() -> impl Strategy<Value = Filters> {
    let category =
        prop::option::of(prop::sample::select(vec!["cs", "cs.CL", "CS.cv", "stat.ml", "hep-th", "hep", "x"]));
    let organization = prop::option::of(prop::sample::select(vec!["deep-mind", "meta", "nobody"]));
    (day(), day(), category, organization, any::<bool>()).prop_map(|(from, to, category, organization, has_code)| {
        let (category, organization) = (category.map(str::to_owned), organization.map(str::to_owned));
        Filters { from, to, category, organization, has_code }
    })
}

fn index() -> impl Strategy<Value = (Index, Vec<StoredPaper>)> {
    let facts = (0_i8..=30, 0_u32..5, 0..CATEGORIES.len(), 0..ORGANIZATIONS.len(), any::<bool>());
    prop::collection::vec(facts, 1..40).prop_map(|all| {
        let papers: Vec<_> = (1..).zip(all).map(|(key, facts)| stored(key, facts)).collect();
        (index_of(&papers), papers)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn filters_let_through_what_looking_at_every_paper_does(
        (index, papers) in index(),
        all in prop::collection::vec(filters(), 12),
    ) {
        let snapshot = index.snapshot();
        for filters in all {
            let mut fits: Vec<_> = papers.iter().filter(|stored| lets_through(&filters, stored)).collect();
            for (sort, text) in [(Sort::Relevance, ""), (Sort::Votes, ""), (Sort::Newest, ""), (Sort::Relevance, "fish")] {
                let query = Query { filters: filters.clone(), sort: Some(sort), limit: 100, ..Query::words(text) };
                let answer = snapshot.search(&query).unwrap();
                if text.is_empty() {
                    let votes = |stored: &StoredPaper| if sort == Sort::Votes { stored.counts.votes } else { 0 };
                    fits.sort_by_key(|stored| std::cmp::Reverse((votes(stored), stored.shown, stored.key)));
                    prop_assert_eq!(keys(&answer), fits.iter().map(|stored| stored.key.0).collect::<Vec<_>>());
                    prop_assert_eq!(usize::try_from(answer.total), Ok(fits.len()));
                } else {
                    let allowed = |key: &i64| fits.iter().any(|stored| stored.key.0 == *key);
                    prop_assert!(keys(&answer).iter().all(allowed));
                    let fish = fits.iter().filter(|stored| stored.key.0 % 2 == 0).count();
                    prop_assert!(keys(&answer).iter().filter(|key| *key % 2 == 0).count() == fish);
                }
            }
        }
    }
}
