//! The words of a topic as they are shown: a pair and its parts say one thing.

/// Those words, in their order, that do not stand within others: of `block`, `block-sparse` and `Block sparse` the last two are one, and the first
/// is in it.
pub(super) fn telling<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let all: Vec<(&str, String)> = words.map(|words| (words, bare(words))).collect();
    let is_within = |(at, (_, bare)): (usize, &(&str, String))| {
        all.iter().enumerate().any(|(other_at, (_, other))| {
            let is_longer = other.len() > bare.len() || other == bare && other_at < at;
            other_at != at && is_longer && other.contains(bare.trim_end())
        })
    };
    let kept = all.iter().enumerate().filter(|it| !is_within((it.0, it.1)));
    kept.map(|(_, (words, _))| *words).collect()
}

/// The words in small letters, with one space before each and one behind all.
fn bare(words: &str) -> String {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + &word.to_lowercase() + " ")
}

#[cfg(test)]
mod tests {
    use super::telling;

    #[test]
    fn what_stands_within_others_is_left_out() {
        let told = |words: &[&'static str]| telling(words.iter().copied());
        assert_eq!(told(&["block-sparse", "Block sparse", "block"]), ["block-sparse"]);
        assert_eq!(told(&["long", "long-horizon tasks", "horizon"]), ["long-horizon tasks"]);
        assert_eq!(told(&["agent", "agents", "urgent"]), ["agents", "urgent"], "a beginning is the same word");
        assert_eq!(told(&["sparse", "attention sparsity"]), ["sparse", "attention sparsity"]);
        assert!(told(&[]).is_empty());
    }
}
