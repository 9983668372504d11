//! The four kinds of shelves, which differ in the names of their tables only.

/// What collects papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShelfKind {
    Author,
    Organization,
    Keyword,
    Category,
}

/// The statements about shelves of one kind; those for [`Bulk`](crate::bulk::Bulk) have its marks.
pub(crate) struct ShelfSql {
    /// `$1` key: how many papers stand there.
    pub(crate) total: &'static str,
    /// `$1` key, `$2` limit, `$3` offset: the papers of a shelf, newest first.
    pub(crate) newest: &'static str,
    /// The same, most voted first. It reads the votes of all papers of the shelf.
    pub(crate) voted: &'static str,
    /// Rows of shelf, shown day, paper to insert.
    pub(crate) link: &'static str,
    /// Rows of shelf, shown day, paper to delete.
    pub(crate) unlink: &'static str,
    /// Those about shelves that have a row of their own.
    pub(crate) named: Option<NamedSql>,
}

/// The statements about shelves with a row of their own.
#[derive(Clone, Copy)]
pub(crate) struct NamedSql {
    /// `$1` key, `$2` slug: name and number of papers of a shelf that has papers.
    pub(crate) find: &'static str,
    /// `$1` limit: slug, name and number of papers of the largest shelves.
    pub(crate) largest: &'static str,
    /// Rows of key, slug, name and the number of papers that the shelf gains.
    pub(crate) count: &'static str,
}

macro_rules! shelf_sql {
    ($links:literal, $shelf:literal, $named:expr) => {
        ShelfSql {
            total: concat!("SELECT count(*) FROM ", $links, " WHERE ", $shelf, " = $1"),
            newest: concat!(
                "SELECT paper FROM ",
                $links,
                " WHERE ",
                $shelf,
                " = $1 ",
                "ORDER BY shown_day DESC, paper DESC LIMIT $2 OFFSET $3"
            ),
            voted: concat!(
                "SELECT l.paper FROM ",
                $links,
                " l JOIN papers p ON p.key = l.paper WHERE l.",
                $shelf,
                " = $1 ",
                "ORDER BY p.votes DESC, l.shown_day DESC, l.paper DESC LIMIT $2 OFFSET $3"
            ),
            link: concat!("INSERT INTO ", $links, " (", $shelf, ", shown_day, paper) VALUES {rows}"),
            unlink: concat!("DELETE FROM ", $links, " WHERE (", $shelf, ", shown_day, paper) IN (VALUES {rows})"),
            named: $named,
        }
    };
}

macro_rules! named_sql {
    ($shelves:literal) => {
        Some(NamedSql {
            find: concat!("SELECT name, papers FROM ", $shelves, " WHERE key = $1 AND slug = $2 AND papers > 0"),
            largest: concat!(
                "SELECT slug, name, papers FROM ",
                $shelves,
                " WHERE papers > 0 ORDER BY papers DESC, key LIMIT $1"
            ),
            count: concat!(
                "INSERT INTO ",
                $shelves,
                " (key, slug, name, papers) VALUES {rows} ",
                "ON CONFLICT (key) DO UPDATE SET papers = ",
                $shelves,
                ".papers + excluded.papers"
            ),
        })
    };
}

const AUTHORS: ShelfSql = shelf_sql!("paper_authors", "author", None);
const KEYWORDS: ShelfSql = shelf_sql!("paper_keywords", "keyword", None);
const ORGANIZATIONS: ShelfSql = shelf_sql!("paper_organizations", "organization", named_sql!("organizations"));
const CATEGORIES: ShelfSql = shelf_sql!("paper_categories", "category", named_sql!("categories"));

impl ShelfKind {
    pub(crate) const ALL: [Self; 4] = [Self::Author, Self::Organization, Self::Keyword, Self::Category];

    /// The statements about this kind.
    pub(crate) fn sql(self) -> &'static ShelfSql {
        match self {
            Self::Author => &AUTHORS,
            Self::Organization => &ORGANIZATIONS,
            Self::Keyword => &KEYWORDS,
            Self::Category => &CATEGORIES,
        }
    }
}
