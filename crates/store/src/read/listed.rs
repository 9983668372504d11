//! The papers of a list over a span of days.

use domain::{Day, ListName, StoredPaper};

use crate::driver::{Cells, Query, Session};
use crate::stored::{paper_keys, papers};
use crate::{Store, StoreError};

/// In which order the papers of a list come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Newest day first, within a day as the source ranked them. Of a single day, papers without a rank stand last and by their votes.
    Rank,
    /// Most votes first, equal ones as in [`Order::Rank`].
    Votes,
    /// By primary category, the one with the most papers first and equal ones in the order of their text, papers without one last;
    /// within a category as in [`Order::Rank`].
    Category,
}

/// Which papers of a list are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListedQuery {
    /// The list.
    pub list: ListName,
    /// The first day of the span.
    pub first: Day,
    /// Its last day, which belongs to it.
    pub last: Day,
    /// Only papers with this primary category.
    pub category: Option<String>,
    /// The order.
    pub order: Order,
    /// How many papers to leave out at the beginning.
    pub offset: u32,
    /// How many papers to return at most.
    pub limit: u32,
}

/// A part of a long list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The papers of this part.
    pub papers: Vec<StoredPaper>,
    /// How many the whole list has.
    pub total: u64,
}

impl Store {
    /// The days on which anything stands on a list, ascending, with the number of papers.
    pub async fn days(&self, list: ListName) -> Result<Vec<(Day, u64)>, StoreError> {
        let sql = "SELECT day, papers FROM list_days WHERE list = $1 ORDER BY day";
        let rows = self.fetch(Query::new("read the days of a list", sql).text(list.as_str())).await?;
        let day = |row| {
            let mut cells = Cells::of(row, "list_days");
            Ok((cells.day("day")?, cells.count("papers")?))
        };
        rows.iter().map(day).collect()
    }

    /// A part of a list. A paper that stands on several days of the span comes once, with its newest.
    pub async fn listed(&self, query: &ListedQuery) -> Result<Page, StoreError> {
        let mut reader = self.reader().await?;
        let mut session = reader.session();
        let total = total(&mut session, query).await?;
        let rows = session.fetch(keys_query(query)).await?;
        let papers = papers(&mut session, &paper_keys(&rows)?).await?;
        Ok(Page { papers, total })
    }

    /// The primary categories of the papers on a list between two days, both included, and how many papers have each; the
    /// largest first. Papers without a category are not counted.
    pub async fn listed_categories(
        &self,
        list: ListName,
        from: Day,
        to: Day,
    ) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT category, count(DISTINCT paper) AS papers FROM listings \
                   WHERE list = $1 AND day BETWEEN $2 AND $3 AND category <> '' \
                   GROUP BY category ORDER BY papers DESC, category";
        let query = Query::new("count the categories of a list", sql);
        let rows = self.fetch(query.text(list.as_str()).int(from.number()).int(to.number())).await?;
        let category = |row| {
            let mut cells = Cells::of(row, "listings");
            Ok((cells.text()?.to_owned(), cells.count("papers")?))
        };
        rows.iter().map(category).collect()
    }
}

/// How many papers the whole list has.
async fn total(session: &mut Session<'_>, query: &ListedQuery) -> Result<u64, StoreError> {
    let sql = match &query.category {
        None if query.first == query.last => "SELECT papers FROM list_days WHERE list = $1 AND day BETWEEN $2 AND $3",
        None => "SELECT count(DISTINCT paper) FROM listings WHERE list = $1 AND day BETWEEN $2 AND $3",
        Some(_) => {
            "SELECT count(DISTINCT paper) FROM listings WHERE list = $1 AND day BETWEEN $2 AND $3 AND category = $4"
        }
    };
    let count = Query::new("count the papers of a list", sql).text(query.list.as_str());
    let mut count = count.int(query.first.number()).int(query.last.number());
    if let Some(category) = &query.category {
        count = count.text(category);
    }
    let number = session.fetch_number(count).await?;
    Ok(u64::try_from(number).unwrap_or(0))
}

/// How many papers each primary category has in the span, in the same numbers as [`Store::listed_categories`] says them.
const BY_SIZE: &str = "JOIN (SELECT category, count(DISTINCT paper) AS papers FROM listings \
     WHERE list = $1 AND day BETWEEN $2 AND $3 GROUP BY category) sizes ON sizes.category = l.category ";

/// The query for the keys of one part of the list. In the order of rank it walks along `listings_in_order` and stops when
/// it has enough.
fn keys_query(query: &ListedQuery) -> Query {
    let is_day = query.first == query.last;
    let knows_votes = query.order == Order::Votes || is_day && query.order == Order::Rank;
    let by_votes = if knows_votes { "JOIN papers p ON p.key = l.paper " } else { "" };
    let by_size = if query.order == Order::Category { BY_SIZE } else { "" };
    // On a single day nothing can stand twice.
    let newest_only = if is_day {
        ""
    } else {
        "AND NOT EXISTS (SELECT 1 FROM listings n WHERE n.paper = l.paper AND n.list = l.list AND n.day > l.day \
         AND n.day <= $3) "
    };
    let category = if query.category.is_some() { "AND l.category = $6 " } else { "" };
    let order = match query.order {
        // Where ranks say nothing, votes do, whatever the order in which papers came; a picked day is short enough to sort.
        Order::Rank if is_day => "l.place, p.votes DESC, p.id, ",
        Order::Rank => "",
        Order::Votes => "p.votes DESC, ",
        Order::Category => "CASE WHEN l.category = '' THEN 1 ELSE 0 END, sizes.papers DESC, l.category, ",
    };
    let sql = format!(
        "SELECT l.paper FROM listings l {by_votes}{by_size}WHERE l.list = $1 AND l.day BETWEEN $2 AND $3 {newest_only}{category}\
         ORDER BY {order}l.day DESC, l.place, l.paper LIMIT $4 OFFSET $5"
    );
    let keys = Query::assembled("read a list", sql).text(query.list.as_str());
    let keys = keys.int(query.first.number()).int(query.last.number());
    let keys = keys.int(query.limit.into()).int(query.offset.into());
    match &query.category {
        Some(category) => keys.text(category),
        None => keys,
    }
}
