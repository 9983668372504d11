//! Numbers and their units.

/// `85,123`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 paper`, `2,000 papers`: `unit` takes an s.
pub(crate) fn counted(number: u64, unit: &str) -> String {
    format!("{} {}", grouped(number), plural(number, unit))
}

/// `paper` or `papers`.
pub(crate) fn plural(number: u64, unit: &str) -> String {
    if number == 1 { unit.to_owned() } else { format!("{unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(counted(1, "paper"), "1 paper");
    }
}
