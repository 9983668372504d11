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
    /// `51–100 of 312`.
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
}
