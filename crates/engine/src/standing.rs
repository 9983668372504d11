//! How far sources were read, and whether a day's list may still change.

use domain::{Day, ListName, Timestamp};
use jiff::SignedDuration;
use sources::harvest::Window;

use crate::gather::{KEPT, Kept};
use crate::{EngineError, Newsstand};

/// A source that was not due for so long is gathered no more.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far a source was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStanding {
    /// What it is called.
    pub name: String,
    /// What is asked, such as `arxiv:cs.CL`.
    pub question: String,
    /// The list that its papers go on.
    pub list: Option<ListName>,
    /// The days that were asked for last.
    pub window: Window,
    /// Whether all of them were read.
    pub complete: bool,
    /// When it was last read to its end.
    pub read: Option<Timestamp>,
    /// What failed since, and when.
    pub failed: Option<(Timestamp, String)>,
    /// When it is asked again; nothing where only a person asks it.
    pub next: Option<Timestamp>,
}

/// Whether a day's list may still change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayStanding {
    /// When the day is over, or was.
    pub over: Timestamp,
    /// Sources that were not read since then: as long as there are any, the list is provisional.
    pub waiting: Vec<SourceStanding>,
}

impl DayStanding {
    /// Whether the list stays as it is, as far as its sources are concerned.
    pub fn is_final(&self) -> bool {
        self.waiting.is_empty()
    }
}

impl Newsstand {
    /// How far each source was read that is gathered by itself or was run, in the order of their names.
    pub async fn source_standings(&self, now: Timestamp) -> Result<Vec<SourceStanding>, EngineError> {
        Ok(self.kept_sources(now).await?.into_iter().map(|(_, standing)| standing).collect())
    }

    /// Whether a day's list may still change; nothing where no source is known that it comes from.
    pub async fn day_standing(
        &self,
        list: ListName,
        day: Day,
        now: Timestamp,
    ) -> Result<Option<DayStanding>, EngineError> {
        let mut sources = self.kept_sources(now).await?;
        sources.retain(|(kept, standing)| standing.list == Some(list) && kept.first.is_none_or(|first| first <= day));
        let Some(over) = sources.iter().map(|(kept, _)| kept.border.end_of(day)).max() else { return Ok(None) };
        let is_waited_for = |standing: &SourceStanding| standing.read.is_none_or(|read| read < over);
        let waiting = sources.into_iter().map(|(_, standing)| standing).filter(is_waited_for).collect();
        Ok(Some(DayStanding { over, waiting }))
    }

    async fn kept_sources(&self, now: Timestamp) -> Result<Vec<(Kept, SourceStanding)>, EngineError> {
        let mut found = Vec::new();
        for (_, text) in self.store().settings(KEPT).await? {
            // What another version wrote says nothing to this one.
            let Ok(kept) = serde_json::from_str::<Kept>(&text) else { continue };
            let forgotten = |moment: Timestamp| moment.checked_add(FORGOTTEN).is_ok_and(|last| last < now);
            let Some(name) = kept.name.clone().filter(|_| !kept.next.or(kept.read).is_some_and(forgotten)) else {
                continue;
            };
            let standing = SourceStanding {
                name: without_secrets(&name),
                question: without_secrets(&kept.question),
                list: kept.list,
                window: kept.position.window,
                complete: kept.complete,
                read: kept.read,
                failed: kept.failed.as_ref().map(|(at, reason)| (*at, without_secrets(reason))),
                next: kept.next,
            };
            found.push((kept, standing));
        }
        found.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        Ok(found)
    }
}

/// A text as everybody may read it: of each address in it what stands behind the question mark is left out, and who asks (`user@`), since
/// private feeds have their keys there.
fn without_secrets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, address) = rest.split_at(at + 3);
        let end =
            address.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>')).unwrap_or(address.len());
        let (address, after) = address.split_at(end);
        let (place, query) = address.split_once(['?', '#']).map_or((address, ""), |(place, _)| (place, "?…"));
        let (host, path) = place.split_once('/').map_or((place, None), |(host, path)| (host, Some(path)));
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        shown.extend([before, host]);
        shown.extend(path.into_iter().flat_map(|path| ["/", path]));
        shown.push_str(query);
        rest = after;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_private_feeds_are_not_shown() {
        for (text, shown) in [
            ("arxiv:cs.CL", "arxiv:cs.CL"),
            ("feed:https://example.org/a.xml?token=s3cret", "feed:https://example.org/a.xml?…"),
            ("\"https://me:s3cret@example.org/b?c#d\" is busy", "\"https://example.org/b?…\" is busy"),
            ("http://a?s3cret and http://b/c#s3cret end", "http://a?… and http://b/c?… end"),
            ("x://", "x://"),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
    }
}
