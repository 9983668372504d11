//! In which order kinds of suggestions stand, and how many of each.

use super::answer::{Suggestion, SuggestionKind};

/// Names of each kind beside titles, unless there is room.
const BESIDE_TITLES: usize = 3;

/// Short completions first; authors before titles where they have more papers than the words have titles; then titles. What room is left
/// goes to the rest.
pub(super) fn arranged(
    groups: [Vec<Suggestion>; 4],
    (titles, many): (Vec<Suggestion>, u64),
    limit: usize,
) -> Vec<Suggestion> {
    let [categories, keywords, organizations, authors] = groups;
    let best = authors.first().map_or(0, |author| author.papers);
    let mut order = vec![categories, keywords, organizations];
    if best >= many {
        order.extend([authors, titles]);
    } else {
        order.extend([titles, authors]);
    }
    let wanted: usize = order.iter().map(Vec::len).sum();
    let is_titles = |group: &[Suggestion]| group.first().is_some_and(|first| first.kind == SuggestionKind::Title);
    // As long as there is more than there is room for, names are held short; titles take what is left.
    let mut shares: Vec<usize> =
        order.iter().map(|group| if is_titles(group) { 0 } else { group.len().min(share(group)) }).collect();
    let mut room = limit.saturating_sub(shares.iter().sum());
    for title_turn in [true, false] {
        for (group, share) in order.iter().zip(&mut shares) {
            if is_titles(group) == title_turn {
                let more = room.min(group.len() - *share);
                *share += more;
                room -= more;
            }
        }
    }
    let taken = order.into_iter().zip(shares).flat_map(|(group, share)| group.into_iter().take(share));
    taken.take(limit.min(wanted)).collect()
}

/// How many names of a kind stand beside titles.
fn share(group: &[Suggestion]) -> usize {
    let by_id = group.iter().filter(|one| one.kind == SuggestionKind::Category && !one.marks.is_empty()).count();
    match group.first().map(|first| first.kind) {
        Some(SuggestionKind::Category) => by_id.clamp(2, 5),
        Some(SuggestionKind::Organization) => 1,
        _ => BESIDE_TITLES,
    }
}
