//! Names of authors as arXiv writes them.

use crate::clean::{LIST_ITEMS, NAME_CHARS, clean};
use crate::json::Json;
use crate::latex_accents;

/// A name from the parts last name, first names, suffix: `Neal J. Evans II`. Further parts are affiliations. `None`
/// where no part has text.
pub(crate) fn joined(parts: &[Json<'_>]) -> Option<String> {
    let part = |index: usize| match parts.get(index) {
        Some(Json::Text(text)) => text.as_ref(),
        _ => "",
    };
    let mut name = String::with_capacity(part(0).len() + part(1).len() + part(2).len() + 2);
    for part in [part(1), part(0), part(2)].into_iter().filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(part);
    }
    Some(clean(latex_accents::decode(name), NAME_CHARS).text).filter(|name| !name.is_empty())
}

/// The places that stand behind the parts of a name.
pub(crate) fn places(parts: &[Json<'_>]) -> Vec<String> {
    let text = |part: &Json<'_>| {
        if let Json::Text(text) = part { Some(latex_accents::decode(text.as_ref()).into_owned()) } else { None }
    };
    parts.iter().skip(3).filter_map(text).filter(|place| !place.trim().is_empty()).take(LIST_ITEMS).collect()
}

/// The names in a list such as `A. Bee (1), C. Dee (Dept. of X, Y) and E. Eff Jr.`, without affiliations.
pub(crate) fn split(text: &str) -> Vec<String> {
    let without = without_parentheses(text).replace(" and ", ", ");
    let mut names: Vec<String> = Vec::new();
    for part in without.split([',', ';']) {
        let name = clean(part.trim().trim_start_matches("and "), NAME_CHARS).text;
        if is_suffix(&name)
            && let Some(last) = names.last_mut()
        {
            *last = format!("{last} {name}");
        } else if !name.is_empty() && names.len() < LIST_ITEMS {
            names.push(name);
        }
    }
    names
}

/// Whether a part belongs to the name before it (`King, Jr.`).
fn is_suffix(part: &str) -> bool {
    matches!(part, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_parts_in_order() {
        let parts = ["Evans", "Neal J.", "II", "Texas"].map(|part| Json::Text(part.into()));
        assert_eq!(joined(&parts).as_deref(), Some("Neal J. Evans II"));
        let parts = ["The BABAR Collaboration", "", ""].map(|part| Json::Text(part.into()));
        assert_eq!(joined(&parts).as_deref(), Some("The BABAR Collaboration"));
        assert_eq!(joined(&[Json::Null, Json::Whole(1)]), None);
    }

    #[test]
    fn splits_lists_without_affiliations() {
        assert_eq!(split("C. Balázs, E. L. Berger and C.-P. Yuan"), ["C. Balázs", "E. L. Berger", "C.-P. Yuan"]);
        assert_eq!(split("A. Bee (1), C. Dee (Dept. of X, Y), and M. King, Jr."), ["A. Bee", "C. Dee", "M. King Jr."]);
        assert_eq!(split("Ann Bee; Cy Dee"), ["Ann Bee", "Cy Dee"]);
        assert_eq!(split(" (x"), Vec::<String>::new());
    }
}
