//! RIS, the format of reference managers: <https://en.wikipedia.org/wiki/RIS_(file_format)>.

use domain::Paper;

use super::names::Name;
use super::venue::Venue;
use super::work::Work;

/// One RIS record, its lines ended by CR LF as the format asks. `year` is taken where the venue names none.
pub fn ris(paper: &Paper, year: Option<i16>) -> String {
    let work = Work::new(paper, year);
    let kind = match work.venue {
        Venue::Conference(_) => "CONF",
        Venue::Journal(_) => "JOUR",
        Venue::Unknown if work.arxiv.is_some() => "UNPB",
        Venue::Unknown => "GEN",
    };
    let mut lines = vec![("TY", kind.to_owned()), ("TI", work.plain_title.clone())];
    lines.extend(work.names.iter().map(|name| ("AU", author(name))));
    lines.extend(work.year.map(|year| ("PY", year.to_string())));
    lines.extend(date(&work).map(|date| ("DA", date)));
    lines.extend(work.venue.name().map(|name| ("T2", crate::plain(name))));
    lines.extend(work.arxiv.map(|id| ("M1", format!("arXiv:{id}"))));
    lines.extend(work.doi.map(|doi| ("DO", doi.to_owned())));
    lines.extend(work.keywords.iter().map(|keyword| ("KW", crate::plain(keyword))));
    lines.push(("AB", work.plain_abstract));
    lines.extend(work.address.map(|address| ("UR", address)));
    let mut record = String::new();
    for (tag, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        record.push_str(tag);
        record.push_str("  - ");
        record.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
        record.push_str("\r\n");
    }
    record.push_str("ER  - \r\n");
    record
}

/// `2017/06/12/`.
fn date(work: &Work<'_>) -> Option<String> {
    let (month, day) = work.month_and_day?;
    Some(format!("{:04}/{month:02}/{day:02}/", work.year?))
}

/// `Last, First, Suffix`; a group's name as it is.
fn author(name: &Name) -> String {
    let mut printed = name.sorted_by();
    for part in [&name.given, &name.suffix].into_iter().filter(|part| !part.is_empty()) {
        printed.push_str(", ");
        printed.push_str(part);
    }
    printed
}
