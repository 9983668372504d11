//! Which part of a long list.

/// One page of a list, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The number of the page, from 1.
    pub number: u32,
    /// Rows on a page.
    pub size: u32,
}

impl Page {
    /// Rows on a page unless somebody asks for another number.
    pub const SIZE: u32 = 50;

    /// Page `number` (1 where it is 0) of [`SIZE`](Self::SIZE) rows.
    pub fn number(number: u32) -> Self {
        Self { number: number.max(1), size: Self::SIZE }
    }

    /// How many rows stand before this page.
    pub fn offset(self) -> u32 {
        self.number.saturating_sub(1).saturating_mul(self.size)
    }

    /// How many pages `total` rows fill; at least 1.
    pub fn count(self, total: u64) -> u64 {
        total.div_ceil(u64::from(self.size.max(1))).max(1)
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::number(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_one() {
        assert_eq!(Page::number(0), Page::number(1));
        assert_eq!(Page::number(3).offset(), 100);
        assert_eq!(Page::number(u32::MAX).offset(), u32::MAX);
        assert_eq!([0, 1, 50, 51].map(|total| Page::default().count(total)), [1, 1, 1, 2]);
    }
}
