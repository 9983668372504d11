//! The institution in an author's place: `ETH Zurich` of `Department of Computer Science, ETH Zurich, Switzerland`.

use std::collections::HashMap;

/// What universities are called, and some that are known by their initials: beginnings of words in lower case.
const UNIVERSITIES: [&str; 13] = [
    "universi",
    "univ",
    "uniwersy",
    "eth",
    "epfl",
    "mit",
    "kaist",
    "ucl",
    "rwth",
    "polytechni",
    "politec",
    "hochschule",
    "college",
];
/// What other institutions and companies are called.
const OTHERS: [&str; 20] = [
    "institut",
    "instytut",
    "istituto",
    "academy",
    "academi",
    "laborator",
    "lab",
    "labs",
    "observatory",
    "hospital",
    "clinic",
    "research",
    "inc",
    "corporation",
    "corp",
    "gmbh",
    "ltd",
    "group",
    "cnrs",
    "inria",
];
/// With what the names of their parts begin.
const PARTS: [&str; 18] = [
    "department",
    "dept",
    "departament",
    "dipartimento",
    "département",
    "school",
    "faculty",
    "fakultät",
    "division",
    "section",
    "chair",
    "graduate",
    "center",
    "centre",
    "key",
    "state",
    "unit",
    "umr",
];
/// Universities of several seats, whose name goes on behind the comma.
const OF_SEVERAL_SEATS: [&str; 7] =
    ["California", "Texas", "Illinois", "North Carolina", "Massachusetts", "Maryland", "Colorado"];
const SEATS: [&str; 22] = [
    "Berkeley",
    "Los Angeles",
    "San Diego",
    "Irvine",
    "Davis",
    "Santa Barbara",
    "Santa Cruz",
    "Riverside",
    "Merced",
    "San Francisco",
    "Dallas",
    "Arlington",
    "Urbana-Champaign",
    "Chicago",
    "Chapel Hill",
    "Charlotte",
    "Amherst",
    "Lowell",
    "Boston",
    "Baltimore County",
    "College Park",
    "Boulder",
];
/// Kinds of companies, which stand behind a comma as no name of their own: `Google, Inc.`, `Huawei Technologies Co., Ltd.`
const KINDS: [&str; 11] = ["ag", "bv", "co", "corp", "gmbh", "inc", "llc", "ltd", "plc", "pte", "pty"];
/// The longest name, in bytes: what is longer is an address.
const LONGEST: usize = 100;

/// The institution that most authors of a paper name among their `places`, of equal ones the one that is named first; nothing where no place
/// names one.
pub(crate) fn institution_of(places: &[Vec<String>]) -> Option<String> {
    let mut named: HashMap<String, (usize, usize)> = HashMap::new();
    let mut order = 0;
    for places in places {
        let mut own: Vec<String> = places.iter().filter_map(|place| institution(place)).collect();
        own.dedup();
        for institution in own {
            order += 1;
            named.entry(institution).or_insert((0, order)).0 += 1;
        }
    }
    named
        .into_iter()
        .max_by_key(|(_, (authors, order))| (*authors, usize::MAX - order))
        .map(|(institution, _)| institution)
}

/// The institution in a place; nothing where the place tells only a department or nothing that is known.
fn institution(place: &str) -> Option<String> {
    let parts: Vec<&str> = place.split([',', ';']).map(str::trim).filter(|part| !is_kind(part)).collect();
    let (at, score) = parts
        .iter()
        .enumerate()
        .map(|(at, part)| (at, score(part, at)))
        .max_by_key(|(at, score)| (*score, usize::MAX - at))?;
    let name = parts.get(at).filter(|_| score > 0)?;
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name).trim_end_matches('.');
    let state = name.strip_prefix("University of ").filter(|of| OF_SEVERAL_SEATS.contains(of));
    let seat = parts.get(at + 1).filter(|seat| state.is_some() && SEATS.contains(seat));
    let name = seat.map_or_else(|| name.to_owned(), |seat| format!("{name}, {seat}"));
    let is_name = name.len() <= LONGEST && name.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    is_name.then_some(name)
}

/// Whether a part of a place says what kind of company it is, and no more.
fn is_kind(part: &str) -> bool {
    let mut words = part.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| KINDS.contains(&word.to_lowercase().as_str()))
}

/// How much a part of a place looks like an institution's name. What is none of these may be a company where it stands first, else it is a town.
fn score(part: &str, at: usize) -> u8 {
    let lower = part.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is = |word: &str, known: &[&str]| {
        // Initials are whole words, the others beginnings.
        known.iter().any(|known| if known.len() <= 5 { word == *known } else { word.starts_with(known) })
    };
    if words.clone().any(|word| is(word, &UNIVERSITIES)) {
        return 3;
    }
    match words.next() {
        Some(first) if PARTS.contains(&first) => 0,
        Some(_) if part.contains('@') => 0,
        Some(first) if is(first, &OTHERS) || words.any(|word| is(word, &OTHERS)) => 2,
        Some(_) if at == 0 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_institution_is_found_between_department_and_country() {
        for (place, name) in [
            ("Department of Computer Science, ETH Zurich, Switzerland", Some("ETH Zurich")),
            (
                "Kamioka Observatory, Institute for Cosmic Ray Research, University of Tokyo",
                Some("University of Tokyo"),
            ),
            (
                "Department of Physics and Astronomy, University of California, Irvine",
                Some("University of California, Irvine"),
            ),
            ("The University of California, Irvine, CA, USA", Some("University of California, Irvine")),
            ("University of Toronto, Canada", Some("University of Toronto")),
            ("Google, Zürich", Some("Google")),
            ("Google, Inc.", Some("Google")),
            ("Willow Garage, Inc., Menlo Park, USA", Some("Willow Garage")),
            ("Huawei Technologies Co., Ltd., Shenzhen", Some("Huawei Technologies Co")),
            ("Robert Bosch GmbH, Corporate Research, Renningen", Some("Robert Bosch GmbH")),
            ("Ltd.", None),
            ("Huawei Noah’s Ark Lab", Some("Huawei Noah’s Ark Lab")),
            ("Max Planck Institute for Physics, Munich", Some("Max Planck Institute for Physics")),
            ("Department of Economics", None),
            ("School of Business, Berlin, Germany", None),
            ("someone@example.org", None),
            ("", None),
            (" , ,", None),
            ("42", None),
        ] {
            assert_eq!(institution(place).as_deref(), name, "{place:?}");
        }
        assert_eq!(institution(&"University ".repeat(100)), None);
    }

    #[test]
    fn the_institution_of_most_authors_is_the_papers() {
        let places = |places: &[&[&str]]| -> Vec<Vec<String>> {
            places.iter().map(|own| own.iter().map(|place| (*place).to_owned()).collect()).collect()
        };
        let of = |all: &[&[&str]]| institution_of(&places(all));
        assert_eq!(of(&[&["Google"], &["MIT, USA"], &["EECS Department, MIT"]]).as_deref(), Some("MIT"));
        assert_eq!(of(&[&["Google"], &["ETH Zurich"]]).as_deref(), Some("Google"), "of equal ones the first");
        assert_eq!(of(&[&[], &["Google", "ETH Zurich"], &["ETH Zurich, CH"]]).as_deref(), Some("ETH Zurich"));
        assert_eq!(of(&[&[], &["Department of Physics"]]), None);
        assert_eq!(of(&[]), None);
    }
}
