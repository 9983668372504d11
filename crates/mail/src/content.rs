//! What a letter says, ready to be printed.

use domain::{Day, Language, Paper, StoredPaper, Subject, Wish};
use engine::{Composed, Entry, Theme, paper_path, subject_path};
use jiff::civil::Date;
use text::{clipped, line};

use crate::texts::{NAMES, Texts};
use crate::values::{Confirmation, Digest, Link, Section, Shown};
use crate::{MailError, Office};

/// Bytes of HTML after which a large provider cuts a letter off, less what it adds itself.
const MOST_HTML: usize = 100_000;

/// Papers from which on there is a table of contents.
const CONTENTS: usize = 4;
/// Characters of the title that a subject begins with: what follows is seen too.
const SUBJECT_TITLE: usize = 90;

/// A letter's words: its subject, and its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The subject.
    pub subject: String,
    /// The part in HTML.
    pub html: String,
    /// The part in plain text.
    pub text: String,
}

impl Office {
    /// The words of a letter about papers; `date` is what it is known by, `manage` the path of the page on which it is changed.
    pub(crate) fn digest(
        &self,
        (about, wish): (&Theme, &Wish),
        (date, content): (&str, &Composed),
        manage: &str,
    ) -> Result<Words, MailError> {
        let mut digest = self.values((about, wish), (date, content), manage);
        let first = content.papers.iter().chain(&content.missed).next();
        let short = in_words(date, |date| wish.language.short(date));
        let name = self.name(about);
        let subject = match first {
            Some(entry) => format!("{} · {name}, {short}", line(&entry.stored.paper.title, SUBJECT_TITLE)),
            None => format!("{name}, {}", digest.date),
        };
        let held = content.total.max(content.papers.len()) + content.missed.len();
        loop {
            let html = self.templates.print("digest.html", &digest)?;
            if html.len() > MOST_HTML && digest.count() > 1 {
                // As many as are too much, so that a letter of very many is not printed very often.
                let spare = (html.len() - MOST_HTML) * digest.count() / html.len();
                (0..=spare.min(digest.count() - 2)).for_each(|_| digest.shorten());
                digest.contents = contents(&digest.sections);
                digest.more = more(held - digest.count());
                continue;
            }
            let text = self.templates.print("digest.txt", &digest)?;
            return Ok(Words { subject: clipped(&subject, 180), html, text });
        }
    }

    fn values(&self, (about, wish): (&Theme, &Wish), (date, content): (&str, &Composed), manage: &str) -> Digest {
        let mut number = 0;
        let mut section = |(title, language): (String, &'static str), entries: &[Entry]| {
            let mut shown = |entry| {
                number += 1;
                self.shown(number, entry)
            };
            Section { title, language, papers: entries.iter().map(&mut shown).collect() }
        };
        let is_week = matches!(wish.rhythm.often, domain::Often::Weekly(_));
        let top = if content.missed.is_empty() { "" } else { "The week’s top" };
        let mut sections: Vec<Section> =
            by_day(&content.papers).map(|(day, papers)| section(title(day, (top, wish.language)), papers)).collect();
        sections.push(section(("What you may have missed".to_owned(), ""), &content.missed));
        sections.retain(|section| !section.papers.is_empty());
        let count: usize = sections.iter().map(|section| section.papers.len()).sum();
        Digest {
            site: self.site.clone(),
            home: self.link("/"),
            heading: heading(about, is_week),
            date: in_words(date, |date| wish.language.long(date)),
            language: wish.language.code(),
            contents: contents(if content.papers.is_empty() { &[] } else { &sections }),
            preheader: preheader(&sections),
            has_contents: count >= CONTENTS,
            sections,
            more: more(content.total.saturating_sub(content.papers.len())),
            all: self.link(&subject_path(&about.subject)),
            about: line(&about.words, NAMES),
            manage: self.link(manage),
            end_all: self.link(&format!("{manage}/end?all=yes")),
        }
    }

    /// A letter's look, for somebody who may want it: its part in HTML.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn look(
        &self,
        (about, wish): (&Theme, &Wish),
        content: &Composed,
        now: domain::Timestamp,
    ) -> Result<String, MailError> {
        let date = wish.rhythm.date(now).to_string();
        Ok(self.digest((about, wish), (&date, content), "/letters")?.html)
    }

    /// The words of a letter that asks whether others are wanted; `confirm` is the path of the page that says so.
    pub(crate) fn confirmation(&self, about: &Theme, confirm: &str) -> Result<Words, MailError> {
        let (site, confirm, about) = (&*self.site, &*self.link(confirm), &*line(&about.words, NAMES));
        let values = Confirmation { site, about, confirm };
        Ok(Words {
            subject: format!("Confirm your letters from {site}"),
            html: self.templates.print("confirm.html", &values)?,
            text: self.templates.print("confirm.txt", &values)?,
        })
    }

    /// What letters about something are called.
    fn name(&self, about: &Theme) -> String {
        match about.subject {
            Subject::List(domain::ListName::Daily) => self.site.clone(),
            _ => line(&about.words, 60),
        }
    }

    fn shown(&self, number: usize, entry: &Entry) -> Shown {
        let StoredPaper { paper, counts, .. } = &entry.stored;
        let Texts { title, short, byline, extract } = (*self.texts.of(&entry.stored)).clone();
        let votes = match counts.votes {
            0 => String::new(),
            1 => "1 vote".to_owned(),
            votes => format!("{votes} votes"),
        };
        Shown {
            number,
            title,
            short,
            href: self.link(&paper_path(&paper.id)),
            byline,
            extract,
            votes,
            links: links(paper),
            why: line(&entry.why, NAMES),
        }
    }
}

/// Where a paper's things are.
fn links(paper: &Paper) -> Vec<Link> {
    let told = [
        ("arXiv", paper.id.arxiv().map(|id| format!("https://arxiv.org/abs/{id}"))),
        ("PDF", paper.links.pdf.clone()),
        ("Code", paper.links.code.clone()),
        ("Project", paper.links.project.clone()),
    ];
    let known = told.into_iter().filter_map(|(label, href)| Some(Link { label, href: href? }));
    known.filter(|link| link.href.starts_with("https://") || link.href.starts_with("http://")).collect()
}

/// What stands at the top of a letter.
fn heading(about: &Theme, is_week: bool) -> String {
    match (&about.subject, is_week) {
        (Subject::List(domain::ListName::Daily), false) => "The day’s papers".to_owned(),
        (Subject::List(domain::ListName::Daily), true) => "The week’s top papers".to_owned(),
        _ => {
            let words = line(&about.words, NAMES);
            let mut rest = words.chars();
            rest.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), rest.as_str()))
        }
    }
}

/// What a list of letters shows beside the subject, which holds the first title: the next two.
fn preheader(sections: &[Section]) -> String {
    let titles = sections.iter().flat_map(|section| &section.papers).map(|paper| paper.short.as_str());
    titles.skip(1).take(2).collect::<Vec<_>>().join(" · ")
}

/// The papers of each day on whose list they stand; `None` where one day has all of them, or the days do not matter.
fn by_day(papers: &[Entry]) -> impl Iterator<Item = (Option<Day>, &[Entry])> {
    let are_many = papers.windows(2).any(|two| matches!(two, [one, other] if one.day != other.day));
    let is_split = move |one: &Entry, other: &Entry| !are_many || one.day == other.day;
    papers.chunk_by(is_split).map(move |part| (part.first().and_then(|entry| entry.day).filter(|_| are_many), part))
}

/// What stands above the papers of a day, and its language; `other` where they have none of their own.
fn title(day: Option<Day>, (other, language): (&str, Language)) -> (String, &'static str) {
    match day {
        Some(day) => (language.long(day.date()), language.code()),
        None => (other.to_owned(), ""),
    }
}

/// `2 papers.`; where they are of several days, how many are older than the newest.
pub(crate) fn contents(sections: &[Section]) -> String {
    let count = |sections: &[Section]| sections.iter().map(|section| section.papers.len()).sum::<usize>();
    match (count(sections), sections) {
        (0, _) => "Nothing new this time.".to_owned(),
        (papers, [newest, before @ ..]) if !before.is_empty() && !newest.language.is_empty() => {
            let days = if before.len() == 1 { "the day before" } else { "the days before" };
            format!("{}, and {} of {days}.", counted(papers - count(before)), count(before))
        }
        (papers, _) => format!("{}.", counted(papers)),
    }
}

/// `2 papers`.
fn counted(papers: usize) -> String {
    if papers == 1 { "One paper".to_owned() } else { format!("{papers} papers") }
}

fn more(papers: usize) -> String {
    if papers > 0 { format!("{papers} more on the site") } else { String::new() }
}

/// What a letter is known by in words: its date, and the time where it has one.
fn in_words(letter: &str, words: impl Fn(Date) -> String) -> String {
    let (date, time) = letter.split_once('T').unwrap_or((letter, ""));
    let Ok(date) = date.parse::<Date>() else { return letter.to_owned() };
    match time.get(..5) {
        Some(time) => format!("{}, {time}", words(date)),
        None => words(date),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Counts, Often, PaperKey, Rhythm};

    use super::*;

    /// Columns of a line of plain text.
    const COLUMNS: usize = 72;

    fn office() -> Office {
        Office::new("Papers", "https://papers.example.org", "papers@example.org", Vec::new()).unwrap()
    }

    fn entry(title: &str, abstract_text: &str) -> Entry {
        let mut paper = Paper::new("2401.01234".parse().unwrap(), title);
        abstract_text.clone_into(&mut paper.abstract_text);
        paper.authors = (1..=6).map(|number| format!("Author {number}")).collect();
        let counts = Counts { votes: 7, comments: 0 };
        Entry::new(StoredPaper { counts, ..StoredPaper::new(PaperKey(1), paper) }, "picked for the day’s list")
    }

    fn digest(papers: Vec<Entry>, total: usize) -> Words {
        written("daily", &wish("daily"), &Composed { papers, total, missed: Vec::new() })
    }

    fn written(about: &str, wish: &Wish, content: &Composed) -> Words {
        let about: Subject = about.parse().unwrap();
        office().digest((&about.into(), wish), ("2026-11-22", content), "/letters/x").unwrap()
    }

    fn wish(often: &str) -> Wish {
        Wish::new(Rhythm::new(often.parse::<Often>().unwrap(), 8, "UTC").unwrap())
    }

    #[test]
    fn a_letter_says_what_it_has_and_why() {
        let words = digest(vec![entry("Swarms of $\\alpha$", "First. Second one. Third.")], 3);
        assert_eq!(words.subject, "Swarms of α · Papers, 22 Nov");
        for part in [&words.html, &words.text] {
            for said in [
                "Sunday 22 November 2026",
                "One paper.",
                "Swarms of α",
                "Author 1, Author 2, Author 3, Author 4 and 2 more",
                "First. Second one.",
                "7 votes",
                "picked for the day’s list",
                "https://papers.example.org/papers/2401.01234",
                "https://arxiv.org/abs/2401.01234",
                "2 more on the site",
                "https://papers.example.org/letters/x",
            ] {
                assert!(part.contains(said), "{said:?} is not in {part}");
            }
            assert!(!part.contains("Third"));
        }
    }

    #[test]
    fn hostile_papers_arrive_harmless() {
        let hostile = "<script>alert(1)</script> \u{202e}gnp.exe\u{202c} a\r\nBcc: victim@example.org \u{7} 🐝 שלום";
        let words = digest(vec![entry(hostile, &format!("{hostile} {}", "long ".repeat(200_000)))], 1);
        assert!(!words.subject.contains(['\r', '\n', '\u{202e}', '\u{7}']), "{:?}", words.subject);
        assert!(!words.html.contains("<script") && words.html.contains("&lt;script"), "{}", words.html);
        assert!(words.html.len() < 20_000 && words.text.len() < 10_000);
        assert!(words.text.contains("🐝 שלום") && !words.text.contains('\u{202e}'));
        assert!(!words.text.contains("\nBcc:"));
    }

    #[test]
    fn a_letter_is_never_so_long_that_it_is_cut_off() {
        let long = "Ẅ".repeat(2_000);
        let entries = (0..200).map(|_| entry(&long, &long)).collect();
        let words = digest(entries, 200);
        assert!(words.html.len() <= MOST_HTML && words.html.contains(" more on the site"), "{}", words.html.len());
    }

    #[test]
    fn plain_text_is_written_in_lines() {
        let words = digest(vec![entry("Swarms", &format!("{} end of it. Second.", "word ".repeat(60)))], 1);
        let long = words.text.lines().filter(|line| !line.contains("http")).map(|line| line.chars().count()).max();
        assert!(long <= Some(COLUMNS), "{}", words.text);
        assert!(words.text.contains("word end of it. Second."), "{}", words.text);
    }

    #[test]
    fn an_empty_letter_says_so() {
        let words = digest(Vec::new(), 0);
        assert_eq!(words.subject, "Papers, Sunday 22 November 2026");
        assert!(words.text.contains("Nothing new this time."));
    }

    #[test]
    fn every_subject_has_words() {
        for (about, said) in [
            ("new", "everything new"),
            ("trending", "what is trending"),
            ("category:cs.CL", "new papers in cs.CL"),
            ("author:ada-byron", "new papers by Ada Byron"),
            ("search:a&b \"c\"", "new papers found by “a&b \"c\"”"),
        ] {
            assert_eq!(about.parse::<Subject>().unwrap().words(), said);
        }
    }

    #[test]
    fn many_papers_have_a_table_of_contents() {
        let titles = ["One", "Two", "Three", "Four"];
        let few = digest(titles.iter().take(3).map(|title| entry(title, "")).collect(), 3);
        assert!(!few.html.contains("#p1"), "{}", few.html);
        let words = digest(titles.iter().map(|title| entry(title, "")).collect(), 4);
        for (number, title) in titles.iter().enumerate() {
            let number = number + 1;
            assert!(words.html.contains(&format!("href=\"#p{number}\"")), "{}", words.html);
            assert!(words.html.contains(&format!("id=\"p{number}\"")));
            assert_eq!(words.text.matches(&format!("{number}. {title}\n")).count(), 2, "{}", words.text);
        }
        assert!(words.html.contains("Two · Three</div>"), "what lists of letters show");
    }

    #[test]
    fn a_weeks_letter_has_its_top_and_what_was_missed() {
        let content = Composed { papers: vec![entry("Top", "")], total: 1, missed: vec![entry("Missed", "")] };
        let words = written("category:cs.CL", &wish("monday"), &content);
        for part in [&words.html, &words.text] {
            let place = |text: &str| part.rfind(text).unwrap_or_else(|| panic!("{text:?} is not in {part}"));
            assert!(place("The week’s top") < place("Top") && place("Top") < place("What you may have missed"));
            assert!(place("What you may have missed") < place("Missed"));
            assert!(part.contains("2 papers."));
        }
        assert_eq!(words.subject, "Top · new papers in cs.CL, 22 Nov");
        let nothing = Composed { papers: Vec::new(), total: 0, missed: vec![entry("Missed", "")] };
        let words = written("category:cs.CL", &wish("monday"), &nothing);
        assert!(words.text.contains("Nothing new this time.") && words.text.contains("Missed"), "{}", words.text);
    }

    #[test]
    fn papers_of_several_days_stand_under_their_days() {
        let of = |title: &str, day: &str| Entry { day: Some(day.parse().unwrap()), ..entry(title, "") };
        let content = |papers: Vec<Entry>| Composed { total: papers.len(), papers, missed: Vec::new() };
        let three = content(vec![of("A", "2026-11-22"), of("B", "2026-11-21"), of("C", "2026-11-20")]);
        let words = written("daily", &wish("daily"), &three);
        for part in [&words.html, &words.text] {
            let place = |text: &str| part.rfind(text).unwrap_or_else(|| panic!("{text:?} is not in {part}"));
            let order = ["Sunday 22", "Saturday 21", "Friday 20"].map(place);
            assert!(order.is_sorted(), "{part}");
            assert!(part.contains("One paper, and 2 of the days before."), "{part}");
        }
        let german = Wish { language: Language::German, ..wish("daily") };
        let words = written("daily", &german, &three);
        assert!(words.html.contains("lang=\"de\">Samstag, 21. November 2026</h2>"), "{}", words.html);
        // One day needs no heading beside that of the letter.
        let one = content(vec![of("A", "2026-11-22"), of("B", "2026-11-22")]);
        let words = written("daily", &wish("daily"), &one);
        assert!(!words.html.contains("<h2") && words.text.contains("2 papers."), "{}", words.html);
    }

    #[test]
    fn names_are_spelled_as_the_library_has_them() {
        let about = Theme { subject: "author:ada-byron".parse().unwrap(), words: "new papers by A. Byron".to_owned() };
        let content = Composed { papers: vec![entry("Swarms", "")], total: 1, missed: Vec::new() };
        let words = office().digest((&about, &wish("daily")), ("2026-11-22", &content), "/letters/x").unwrap();
        assert_eq!(words.subject, "Swarms · new papers by A. Byron, 22 Nov");
        assert!(words.html.contains("New papers by A. Byron</h1>"), "{}", words.html);
        assert!(office().confirmation(&about, "/x").unwrap().text.contains("new papers by A. Byron"));
    }

    #[test]
    fn dates_are_in_the_readers_language_and_may_have_a_time() {
        let content = Composed { papers: vec![entry("Swarms", "")], total: 1, missed: Vec::new() };
        let wish = Wish { language: Language::Japanese, ..wish("daily") };
        let words = written("daily", &wish, &content);
        assert!(words.html.contains("<span lang=\"ja\">2026年11月22日 日曜日</span>"), "{}", words.html);
        assert_eq!(words.subject, "Swarms · Papers, 11月22日");
        let at = ("2026-11-22T14:05+01:00", &content);
        let daily: Subject = "daily".parse().unwrap();
        let words = office().digest((&daily.into(), &wish), at, "/letters/x").unwrap();
        assert_eq!(words.subject, "Swarms · Papers, 11月22日, 14:05");
    }
}
