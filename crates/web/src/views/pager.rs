//! The way from one page of a list to the next.

use engine::Page;

use crate::links::Address;
use crate::views::numbers::grouped;

/// Links to the neighbouring pages.
#[derive(Debug, Clone)]
pub(crate) struct Pager {
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    /// Rows on a page.
    pub(crate) size: u32,
    /// `51–100 of 312`; `51–100` where nobody knows of how many.
    pub(crate) label: String,
    /// Whether the links carry `rel`: where days have it, pages have not.
    pub(crate) relate: bool,
}

impl Pager {
    /// The pager of a list of `total` rows at `address`; none where everything stands on one page.
    pub(crate) fn new(page: Page, total: u64, address: &Address) -> Option<Self> {
        let (number, count) = (u64::from(page.number), page.count(total));
        if count < 2 {
            return None;
        }
        let at = |number: u64| address.clone().with_page(number).into_string();
        let first = u64::from(page.offset());
        let last = (first + u64::from(page.size)).min(total);
        Some(Self {
            previous: (number > 1).then(|| at(number - 1)),
            next: (number < count).then(|| at(number + 1)),
            size: page.size,
            label: format!("{}–{} of {}", grouped(first + 1), grouped(last), grouped(total)),
            relate: true,
        })
    }

    /// The pager of a list whose length nobody knows: so many `rows` stand on the page, and `more` may follow.
    pub(crate) fn uncounted(page: Page, (rows, more): (usize, bool), address: &Address) -> Option<Self> {
        let (number, first) = (u64::from(page.number), u64::from(page.offset()));
        let at = |number: u64| address.clone().with_page(number).into_string();
        (number > 1 || more).then(|| Self {
            previous: (number > 1).then(|| at(number - 1)),
            next: more.then(|| at(number + 1)),
            size: page.size,
            label: format!("{}–{}", grouped(first + 1), grouped(first + rows as u64)),
            relate: true,
        })
    }

    /// The same without `rel`.
    pub(crate) fn unrelated(self) -> Self {
        Self { relate: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_is_short() {
        let address = Address::new("/x").with("q", "a");
        let pager = Pager::new(Page::number(3), 120, &address).unwrap();
        assert_eq!(pager.label, "101–120 of 120");
        assert_eq!(pager.previous.as_deref(), Some("/x?q=a&page=2"));
        assert_eq!(pager.next, None);
        assert!(Pager::new(Page::number(1), 50, &address).is_none());
    }

    #[test]
    fn without_a_known_end_there_is_none_in_the_label() {
        let address = Address::new("/x").with("q", "a");
        let pager = Pager::uncounted(Page::number(2), (50, true), &address).unwrap();
        assert_eq!((pager.label.as_str(), pager.next.as_deref()), ("51–100", Some("/x?q=a&page=3")));
        let last = Pager::uncounted(Page::number(3), (7, false), &address).unwrap();
        assert_eq!((last.label.as_str(), last.next), ("101–107", None));
        assert!(Pager::uncounted(Page::number(1), (7, false), &address).is_none());
    }
}
