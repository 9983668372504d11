//! Binary search over numbered things that are read one by one, such as rows of a mapped file.

/// The first of `0..length` for which `before` is no longer true; it must be true for a beginning only.
pub(crate) fn first_not(length: usize, before: impl Fn(usize) -> bool) -> usize {
    between((0, length), before)
}

/// The same at or behind `from`. Doubles its steps (Bentley and Yao 1976), so that what is near is found fast.
pub(crate) fn first_not_from(from: usize, length: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut step) = (from.min(length), 1);
    while low + step <= length && before(low + step - 1) {
        low += step;
        step *= 2;
    }
    between((low, (low + step - 1).min(length)), before)
}

fn between((mut low, mut high): (usize, usize), before: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_border_from_every_place() {
        for length in 0..40 {
            for border in 0..=length {
                assert_eq!(first_not(length, |at| at < border), border);
                for from in 0..=length + 1 {
                    let expected = border.max(from.min(length));
                    let before = |at: usize| {
                        assert!(at < length, "{at} is looked at, of {length}");
                        at < border
                    };
                    assert_eq!(first_not_from(from, length, before), expected, "{from} {border} {length}");
                }
            }
        }
    }
}
