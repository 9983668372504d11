//! How deep a place in a formula lies, and what is open there.

/// A level of nesting.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// The depth outside of it.
    outside: usize,
    /// What closes it, if a brace opened it.
    end: Option<&'static str>,
    /// Whether its content is text.
    text: bool,
}

/// What is open at a place of a formula: braces, delimiters, environments, and commands that wait for their argument.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    levels: Vec<Level>,
    depth: usize,
}

impl Nesting {
    /// The levels that are open, and one for each command since the last thing that was none.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether text stands here rather than a formula.
    pub(super) fn in_text(&self) -> bool {
        self.levels.last().is_some_and(|level| level.text)
    }

    /// How many texts are open within one another.
    pub(super) fn texts(&self) -> usize {
        self.levels.iter().filter(|level| level.text).count()
    }

    /// A command begins that waits for an argument.
    pub(super) fn wait(&mut self) {
        self.depth += 1;
    }

    /// Something stands here that waits for nothing: what waited for an argument has it.
    pub(super) fn settle(&mut self) {
        self.depth = self.levels.last().map_or(0, |level| level.outside + 1);
    }

    /// A brace opens, which `end` closes in the converter's words.
    pub(super) fn open_brace(&mut self, text: bool, end: &'static str) {
        self.open(Level { outside: self.depth, end: Some(end), text });
    }

    /// A delimiter or an environment opens.
    pub(super) fn open_pair(&mut self) {
        self.open(Level { outside: self.depth, end: None, text: false });
    }

    /// A brace closes the innermost level if a brace opened it: what to write for it.
    pub(super) fn close_brace(&mut self) -> Option<&'static str> {
        let level = self.levels.pop_if(|level| level.end.is_some())?;
        self.settle();
        level.end
    }

    /// A delimiter or an environment closes the innermost level if one opened it.
    pub(super) fn close_pair(&mut self) {
        if self.levels.pop_if(|level| level.end.is_none()).is_some() {
            self.settle();
        }
    }

    /// What closes all the braces that are open, the innermost first.
    pub(super) fn ends(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.levels.iter().rev().filter_map(|level| level.end)
    }

    fn open(&mut self, level: Level) {
        self.levels.push(level);
        self.depth += 1;
    }
}
