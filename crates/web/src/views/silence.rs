//! What is said about a span without papers: never an empty page without words.

use domain::{Day, ListName, Span};
use engine::Calendar;

use crate::dates::{self, Now};
use crate::links;
use crate::views::link::Link;
use crate::views::numbers::counted;

/// Why there is nothing.
pub(crate) fn words(calendar: &Calendar, span: Span, now: Now) -> Vec<String> {
    let named = dates::heading(span);
    let (Some(oldest), Some(newest)) = (calendar.oldest(), calendar.newest()) else {
        return vec![
            "There are no papers here yet.".to_owned(),
            "Whoever runs this newsstand takes papers in with the command “newsstand ingest”.".to_owned(),
        ];
    };
    let why = if now.is_before(span.first()) {
        format!("{named} has not come yet.")
    } else if span.last() < oldest {
        format!("{named} lies before the first edition, which is that of {}.", dates::long(oldest))
    } else if span.first() > newest {
        format!("No edition of {named} has arrived. The newest is that of {}.", dates::long(newest))
    } else {
        quiet(span, &named)
    };
    vec![why]
}

/// The nearest spans of the same kind that have papers.
pub(crate) fn nearest(list: ListName, calendar: &Calendar, span: Span) -> Vec<Link> {
    let near = [
        (calendar.previous_before(span.first()), "the one before"),
        (calendar.next_after(span.last()), "the one after"),
        (calendar.newest(), "the newest"),
    ];
    let mut seen: Vec<(Span, &str)> = Vec::new();
    for (day, which) in near {
        if let Some(span) = day.map(|day| span.with(day))
            && !seen.iter().any(|(known, _)| *known == span)
        {
            seen.push((span, which));
        }
    }
    let count = |span: Span| -> u64 {
        calendar.days.iter().filter(|(day, _)| within(*day, span)).map(|(_, count)| count).sum()
    };
    seen.into_iter()
        .map(|(span, which)| {
            let note = format!("{which}, with {}", counted(count(span), "paper"));
            Link { count: Some(note), ..Link::new(links::edition(list, span), dates::heading(span)) }
        })
        .collect()
}

fn within(day: Day, span: Span) -> bool {
    (span.first()..=span.last()).contains(&day)
}

/// A gap between days with papers.
fn quiet(span: Span, named: &str) -> String {
    match span {
        Span::Day(day) if day.is_weekend() => {
            format!("No papers on {named}: arXiv announces nothing at weekends, and so the list rests too.")
        }
        Span::Day(_) => format!("No papers on {named}: a holiday, or a day that no source has told about."),
        Span::Week(_) | Span::Month(_) => format!("No papers in {named}: no source has told about it."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar { days: vec![("2026-04-24".parse().unwrap(), 15), ("2026-04-27".parse().unwrap(), 11)] }
    }

    fn said(day: &str) -> String {
        let now = Now("2026-05-10T00:00:00Z".parse().unwrap());
        words(&calendar(), Span::Day(day.parse().unwrap()), now).join(" ")
    }

    #[test]
    fn every_silence_has_its_reason() {
        assert!(said("2026-04-25").contains("weekends"), "{}", said("2026-04-25"));
        assert!(said("2026-05-11").contains("has not come yet"));
        assert!(said("2026-05-05").contains("The newest is that of Monday, 27 April 2026"));
        assert!(said("2020-01-01").contains("before the first edition, which is that of Friday, 24 April 2026"));
        let now = Now("2026-05-10T00:00:00Z".parse().unwrap());
        let nothing = words(&Calendar::default(), Span::Day("2026-04-25".parse().unwrap()), now);
        assert!(nothing.join(" ").contains("newsstand ingest"));
    }

    #[test]
    fn leads_to_the_nearest_days() {
        let links = nearest(ListName::Daily, &calendar(), Span::Day("2026-04-25".parse().unwrap()));
        let hrefs: Vec<&str> = links.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(hrefs, ["/papers/date/2026-04-24", "/papers/date/2026-04-27"]);
        assert_eq!(links[1].label, "Monday, 27 April 2026");
        assert_eq!(links[1].count.as_deref(), Some("the one after, with 11 papers"));
    }
}
