//! A paper in a list.

use domain::{Counts, StoredPaper};
use engine::rank::{COMMENT_WEIGHT, GRAVITY, HEAD_START};
use engine::{TopicMember, TrendScore};
use search::{Explanation, Terms};

use crate::dates::Now;
use crate::links;
use crate::views::byline::Byline;
use crate::views::formulas;
use crate::views::link::Tag;
use crate::views::numbers::{counted, grouped, plural};
use crate::views::paper::pdf;

/// Abstracts with more bytes than this take more than the four lines that a folded one shows.
const FOLD_OVER: usize = 330;

/// A paper in a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) key: i64,
    pub(crate) href: String,
    /// Its place in a list that has an order of merit.
    pub(crate) position: Option<u64>,
    pub(crate) title: String,
    /// The title in words, for what is called after it.
    pub(crate) plain_title: String,
    pub(crate) abstract_html: Option<String>,
    /// Whether the abstract can be folded.
    pub(crate) folds: bool,
    pub(crate) byline: Byline,
    pub(crate) counts: Option<CountsView>,
    /// How many works cite it, if any do.
    pub(crate) citations: Option<String>,
    pub(crate) pdf: Option<String>,
    pub(crate) code: Option<Code>,
    pub(crate) category: Option<Tag>,
    pub(crate) picture: Option<String>,
    /// Whether it is the first of its page and set larger.
    pub(crate) lead: bool,
    /// 2, or 3 under a group's heading.
    pub(crate) level: u8,
    /// What `reasons` are.
    pub(crate) reasons_label: &'static str,
    /// Why it stands where it stands; the last one is what the others make.
    pub(crate) reasons: Vec<Reason>,
}

/// A part of a score.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// From what it is made.
    pub(crate) note: String,
}

/// Votes and comments with their units.
#[derive(Debug, Clone)]
pub(crate) struct CountsView {
    pub(crate) votes: String,
    pub(crate) votes_unit: String,
    pub(crate) comments: String,
    pub(crate) comments_unit: String,
}

/// A code repository.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) href: String,
    pub(crate) stars: Option<String>,
}

/// What the rows of a page have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowStyle<'a> {
    pub(crate) now: Now,
    /// Whether pictures are shown.
    pub(crate) images: bool,
    /// Whether papers without votes and comments say so.
    pub(crate) zero_counts: bool,
    /// What to highlight.
    pub(crate) terms: Option<&'a Terms>,
}

impl Row {
    /// The row of a paper.
    pub(crate) fn of(stored: &StoredPaper, style: RowStyle<'_>) -> Self {
        let paper = &stored.paper;
        let marked = |source: &str| match style.terms {
            Some(terms) => {
                let ranges: Vec<_> = search::highlight(source, terms).into_iter().map(|span| span.range).collect();
                formulas::render_marked(source, &ranges)
            }
            None => formulas::render(source),
        };
        let has_counts = style.zero_counts || stored.counts != Counts::default();
        Self {
            key: stored.key.0,
            href: links::paper(&paper.id),
            position: None,
            title: marked(&paper.title),
            plain_title: text::plain(&paper.title),
            abstract_html: (!paper.abstract_text.is_empty()).then(|| marked(&paper.abstract_text)),
            folds: paper.abstract_text.len() > FOLD_OVER,
            byline: Byline::of(stored, style.now),
            counts: has_counts.then(|| CountsView::of(stored.counts)),
            citations: paper.facts.citations.filter(|citations| *citations > 0).map(|number| grouped(number.into())),
            pdf: pdf(paper).filter(|address| address.starts_with("https://") || address.starts_with("http://")),
            code: Code::of(stored),
            category: paper.categories.first().map(|id| Tag::category(id)),
            picture: paper.links.image.clone().filter(|address| style.images && address.starts_with("https://")),
            lead: false,
            level: 2,
            reasons_label: "",
            reasons: Vec::new(),
        }
    }

    /// On a page of that category, which need not be named again.
    pub(crate) fn under(self, category: &str) -> Self {
        let own = Tag::category(category).href;
        Self { category: self.category.filter(|tag| tag.href != own), ..self }
    }

    /// At this place of the order of merit.
    pub(crate) fn at(self, position: u64) -> Self {
        Self { position: Some(position), ..self }
    }

    /// Set larger; wide pages show its whole abstract.
    pub(crate) fn leading(self) -> Self {
        Self { lead: true, ..self }
    }

    /// With the parts of its trend score.
    pub(crate) fn trending(self, score: &TrendScore) -> Self {
        let (votes, comments) = (u64::from(score.counts.votes), u64::from(score.counts.comments));
        let points = format!("1 + {} + {COMMENT_WEIGHT} × {}", counted(votes, "vote"), counted(comments, "comment"));
        let divisor = format!("({} + {HEAD_START}) to the power of {GRAVITY}", counted(score.age_days.into(), "day"));
        let reasons = vec![
            Reason { name: "Points", value: format!("{:.1}", score.points), note: points },
            Reason { name: "Divisor", value: format!("{:.2}", score.divisor), note: divisor },
            Reason { name: "Score", value: format!("{:.2}", score.score), note: "points ÷ divisor".to_owned() },
        ];
        Self { reasons_label: "How this adds up", reasons, ..self }
    }

    /// With the parts of its score in a search.
    pub(crate) fn explained(self, explanation: Option<&Explanation>) -> Self {
        let Some(explanation) = explanation else { return self };
        let Explanation { lexical, semantic, title, neighbours, recency, cited, sentence, words, expanded } =
            explanation;
        let part = |name, value: f32, note: String| Reason { name, value: format!("{value:.3}"), note };
        let shared = if words.is_empty() { "none".to_owned() } else { words.join(", ") };
        let shared = if expanded.is_empty() { shared } else { format!("{shared} (here as {})", expanded.join(", ")) };
        let mut reasons = vec![
            part("Shared words", *lexical, shared),
            part("Meaning", *semantic, "how near question and paper lie".to_owned()),
        ];
        if *title > 0.0 {
            reasons.push(part("Title", *title, "the question is the title".to_owned()));
        }
        if *neighbours != 0.0 {
            let note = if *neighbours > 0.0 { "better than its own" } else { "worse than its own" };
            reasons.push(part("Neighbours", *neighbours, format!("the scores of papers near it are {note}")));
        }
        if *recency > 0.0 {
            reasons.push(part("Recent", *recency, "the question asks for recent papers".to_owned()));
        }
        if *cited > 0.0 {
            reasons.push(part("Cited", *cited, "other works build upon it".to_owned()));
        }
        if *sentence > 0.0 {
            reasons.push(part("Nearest sentence", *sentence, "how near one of its sentences comes".to_owned()));
        }
        let score = lexical + semantic + title + neighbours + recency + cited + sentence;
        reasons.push(part("Score", score, "the sum".to_owned()));
        Self { reasons_label: "Why this was found", reasons, ..self }
    }

    /// With why it falls in a topic.
    pub(crate) fn in_topic(self, member: &TopicMember) -> Self {
        let shared = match member.shared.as_slice() {
            [] => "none: it is near in meaning".to_owned(),
            words => words.join(", "),
        };
        let shown = format!("{:.2}", member.score);
        let mut reasons = vec![Reason { name: "Shared words", value: member.shared.len().to_string(), note: shared }];
        if member.is_example {
            let note = "this paper was said to belong here".to_owned();
            reasons.push(Reason { name: "Example", value: String::new(), note });
        }
        reasons.push(Reason {
            name: "Score",
            value: shown,
            note: "shared words and meaning, against the best".to_owned(),
        });
        let reasons_label = if member.is_example { "Why this is here: an example" } else { "Why this is here" };
        Self { reasons_label, reasons, ..self }
    }
}

impl CountsView {
    /// Votes and comments as words.
    pub(crate) fn of(counts: Counts) -> Self {
        let (votes, comments) = (u64::from(counts.votes), u64::from(counts.comments));
        Self {
            votes: grouped(votes),
            votes_unit: plural(votes, "vote"),
            comments: grouped(comments),
            comments_unit: plural(comments, "comment"),
        }
    }
}

impl Code {
    /// The repository of a paper.
    pub(crate) fn of(stored: &StoredPaper) -> Option<Self> {
        let links = &stored.paper.links;
        let stars = links.code_stars.filter(|stars| *stars > 0).map(|stars| text::compact_number(u64::from(stars)));
        links.code.clone().map(|href| Self { href, stars })
    }
}
