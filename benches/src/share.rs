//! Shares with what they leave open.

/// `part` of `whole` as `97.1 % (96.0-98.0)`: the share and its 95 % interval after Wilson (1927, doi:10.2307/2276774).
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let (low, high) = interval(part as f64, whole as f64);
    format!("{:.1} % ({:.1}-{:.1})", 100.0 * part as f64 / whole as f64, 100.0 * low, 100.0 * high)
}

/// The interval in which the share lies with 95 %, as shares of one.
pub(crate) fn interval(part: f64, whole: f64) -> (f64, f64) {
    const Z: f64 = 1.96;
    let share = part / whole;
    let middle = share + Z * Z / (2.0 * whole);
    let reach = Z * (share * (1.0 - share) / whole + Z * Z / (4.0 * whole * whole)).sqrt();
    let scale = 1.0 + Z * Z / whole;
    // Adding nothing takes the sign from a nought.
    (((middle - reach) / scale).max(0.0) + 0.0, (middle + reach) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_with_their_interval() {
        assert_eq!(share(95, 96), "99.0 % (94.3-99.8)");
        assert_eq!(share(0, 10), "0.0 % (0.0-27.8)");
        assert_eq!(share(0, 0), "-");
    }
}
