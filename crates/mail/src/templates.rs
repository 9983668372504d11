//! Templates: those that are built in, and an operator's own in their place.
//!
//! A template of one's own that is broken is named with its file and line when letters are set up; the built-in one is used instead, then and
//! whenever one fails later. Their language is that of Jinja, as minijinja understands it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};
use serde::Serialize;
use tracing::error;

use crate::MailError;
use crate::example;

/// The templates that letters are printed with, by the names of their files.
const BUILT_IN: [(&str, &str); 4] = [
    ("digest.html", include_str!("../templates/digest.html")),
    ("digest.txt", include_str!("../templates/digest.txt")),
    ("confirm.html", include_str!("../templates/confirm.html")),
    ("confirm.txt", include_str!("../templates/confirm.txt")),
];

/// Under this the built-in ones can be extended and included.
const PREFIX: &str = "built-in/";

/// Columns of a line of plain text.
const COLUMNS: usize = 72;

/// The longest template that is read.
const LONGEST: u64 = 1 << 20;

/// What letters are printed with.
#[derive(Debug)]
pub struct Templates {
    built_in: Environment<'static>,
    /// The same with an operator's own in their places.
    own: Option<(PathBuf, Environment<'static>)>,
}

/// What is wrong with a template of an operator's own, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The file, or the folder.
    pub path: PathBuf,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: String,
}

impl std::fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        write!(f, "{}{line}: {}", self.path.display(), self.why)
    }
}

impl Templates {
    /// Those that are built in.
    ///
    /// # Errors
    /// Never but for a fault of this program.
    pub fn built_in() -> Result<Self, MailError> {
        Ok(Self { built_in: environment()?, own: None })
    }

    /// Those in a folder in the place of the built-in ones of the same names, and what is wrong with them: what cannot be used is not.
    ///
    /// # Errors
    /// Never but for a fault of this program.
    pub fn of_folder(folder: &Path) -> Result<(Self, Vec<TemplateProblem>), MailError> {
        let mut own = environment()?;
        let mut problems = Vec::new();
        let files = files(folder, &mut problems);
        for (name, path) in &files {
            if let Err(problem) = take(&mut own, name, path) {
                problems.push(problem);
            }
        }
        // A template that can be read may still ask for what is not there.
        for (name, built_in) in BUILT_IN {
            if let Some((_, path)) = files.iter().find(|(file, _)| file == name)
                && let Err(error) = example::try_out(&own, name)
            {
                problems.push(problem(folder, path, &error));
                own.add_template(name, built_in)?;
            }
        }
        problems.dedup();
        Ok((Self { built_in: environment()?, own: Some((folder.to_owned(), own)) }, problems))
    }

    /// Prints with the template of that name: an operator's own, else, or where that fails, the built-in one.
    pub(crate) fn print(&self, name: &str, values: &impl Serialize) -> Result<String, MailError> {
        if let Some((folder, own)) = &self.own {
            match own.get_template(name).and_then(|template| template.render(values)) {
                Ok(printed) => return Ok(printed),
                Err(failed) => {
                    let problem = problem(folder, &folder.join(name), &failed);
                    error!(%problem, "a template of letters failed; the built-in one is used");
                }
            }
        }
        Ok(self.built_in.get_template(name)?.render(values)?)
    }

    /// Writes the built-in ones into a folder, as a start; files that are there stay as they are. Returns the files that were written.
    ///
    /// # Errors
    /// Where the folder or a file cannot be written.
    pub fn write_out(folder: &Path) -> Result<Vec<PathBuf>, MailError> {
        let failed = |source| MailError::Folder { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut written = Vec::new();
        for (name, text) in BUILT_IN {
            let path = folder.join(name);
            let mut options = std::fs::OpenOptions::new();
            match options.write(true).create_new(true).open(&path) {
                Ok(mut file) => std::io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)?,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(failed(error)),
            }
            written.push(path);
        }
        Ok(written)
    }
}

/// An engine with the built-in templates.
fn environment() -> Result<Environment<'static>, MailError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    let escape = |name: &str| if ends_in(name, "html") { AutoEscape::Html } else { AutoEscape::None };
    environment.set_auto_escape_callback(escape);
    environment.set_formatter(written);
    environment.add_filter("fold", |text: String, indent: usize| folded(&text, indent));
    for (name, text) in BUILT_IN {
        environment.add_template(name, text)?;
        environment.add_template_owned(format!("{PREFIX}{name}"), text)?;
    }
    Ok(environment)
}

/// Writes a value, its text escaped where it stands in HTML. Slashes stay what they are, other than in minijinja's own formatter: addresses are full of them.
fn written(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    let escapes = matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe();
    match value.as_str().filter(|_| escapes) {
        Some(text) => escaped(out, text),
        None => minijinja::escape_formatter(out, state, value),
    }
}

fn escaped(out: &mut Output<'_>, text: &str) -> Result<(), Error> {
    for c in text.chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&#34;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

fn ends_in(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|of| of == extension)
}

/// The templates of a folder by their names, in order.
fn files(folder: &Path, problems: &mut Vec<TemplateProblem>) -> Vec<(String, PathBuf)> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let why = format!("the folder of templates cannot be read: {error}");
            problems.push(TemplateProblem { path: folder.to_owned(), line: None, why });
            return Vec::new();
        }
    };
    let named = |path: PathBuf| Some((path.file_name()?.to_str()?.to_owned(), path));
    let mut files: Vec<_> = entries.filter_map(|entry| named(entry.ok()?.path())).collect();
    files.retain(|(name, path)| (ends_in(name, "html") || ends_in(name, "txt")) && !path.is_dir());
    files.sort();
    if files.is_empty() {
        let why =
            "the folder holds no template\nhint: `newsstand digest templates DIR` writes the built-in ones".to_owned();
        problems.push(TemplateProblem { path: folder.to_owned(), line: None, why });
    }
    files
}

/// Reads a template and takes it up.
fn take(own: &mut Environment<'static>, name: &str, path: &Path) -> Result<(), TemplateProblem> {
    let unreadable = |why: String| TemplateProblem { path: path.to_owned(), line: None, why };
    let length = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if length > LONGEST {
        return Err(unreadable(format!("the template has {length} bytes, and at most {LONGEST} are read")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
    own.add_template_owned(name.to_owned(), text).map_err(|error| {
        // What was taken up before stays.
        if let Some((name, text)) = built_in {
            let _ = own.add_template(name, text);
        }
        problem(Path::new(""), path, &error)
    })
}

/// What went wrong, in the file in which it did.
fn problem(folder: &Path, path: &Path, error: &Error) -> TemplateProblem {
    let other =
        error.name().filter(|name| path.file_name().is_none_or(|file| file != *name) && !name.starts_with(PREFIX));
    let why = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    TemplateProblem { path: other.map_or_else(|| path.to_owned(), |name| folder.join(name)), line: error.line(), why }
}

/// A text in lines of plain text, `indent` spaces before each but the first.
fn folded(text: &str, indent: usize) -> String {
    let indent = indent.min(COLUMNS / 2);
    let (mut out, mut column) = (String::new(), indent);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if !out.is_empty() && column + 1 + width > COLUMNS {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if !out.is_empty() {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Confirmation;

    const VALUES: Confirmation<'_> =
        Confirmation { site: "A & B", about: "<x> \"y\"", confirm: "https://example.org/a/b?c=d&e" };

    /// A folder with some templates, and what is wrong with them.
    fn of(files: &[(&str, &[u8])]) -> (Templates, Vec<TemplateProblem>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let (templates, problems) = Templates::of_folder(folder.path()).unwrap();
        (templates, problems, folder)
    }

    fn told(problem: &TemplateProblem, folder: &tempfile::TempDir) -> String {
        problem.to_string().replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn html_is_escaped_and_addresses_are_whole() {
        let built_in = Templates::built_in().unwrap();
        let html = built_in.print("confirm.html", &VALUES).unwrap();
        assert!(html.contains("A &amp; B") && html.contains("&lt;x&gt; &#34;y&#34;"), "{html}");
        assert!(html.contains("href=\"https://example.org/a/b?c=d&amp;e\""), "{html}");
        assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
        let text = built_in.print("confirm.txt", &VALUES).unwrap();
        assert!(text.contains("A & B") && text.contains("<x> \"y\"") && text.contains("?c=d&e"), "{text}");
    }

    #[test]
    fn ones_own_stand_in_the_place_of_the_built_in_ones() {
        let (templates, problems, _folder) = of(&[
            ("confirm.txt", b"{% include 'greeting.txt' %}: {{ confirm }}"),
            ("greeting.txt", b"Dear reader of {{ site }}"),
            ("confirm.html", b"<p>{{ about }}</p>{% include 'built-in/confirm.html' %}"),
        ]);
        assert_eq!(problems, []);
        let text = templates.print("confirm.txt", &VALUES).unwrap();
        assert_eq!(text, "Dear reader of A & B: https://example.org/a/b?c=d&e");
        let html = templates.print("confirm.html", &VALUES).unwrap();
        assert!(html.starts_with("<p>&lt;x&gt;") && html.contains("<!DOCTYPE html>"), "{html}");
    }

    #[test]
    fn what_is_broken_is_named_with_its_line_and_does_without() {
        let (templates, problems, folder) = of(&[
            ("confirm.html", b"<p>\n{% if about %}\n<b>{{ about }}</b>"),
            ("confirm.txt", b"a\nb\n{{ confrim }}"),
            ("digest.txt", b"{% for section in sections %}{{ section.papers[0].nothing.at_all }}{% endfor %}"),
            ("digest.html", &[0xff, 0xfe]),
        ]);
        let told: Vec<String> = problems.iter().map(|problem| told(problem, &folder)).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("confirm.html:3: syntax error")), "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("confirm.txt:3: undefined value")), "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("digest.txt:1: undefined value")), "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("digest.html: ") && told.contains("UTF-8")), "{told:?}");
        let built_in = Templates::built_in().unwrap();
        for name in ["confirm.html", "confirm.txt"] {
            assert_eq!(templates.print(name, &VALUES).unwrap(), built_in.print(name, &VALUES).unwrap());
        }
    }

    #[test]
    fn what_fails_only_with_a_real_letter_does_not_stop_it() {
        // The example's site is called otherwise.
        let (templates, problems, _folder) =
            of(&[("confirm.txt", b"{% if site != 'Papers' %}{{ nothing }}{% endif %}")]);
        assert_eq!(problems, []);
        assert!(templates.print("confirm.txt", &VALUES).unwrap().starts_with("Somebody, probably you, asked A & B"));
    }

    #[test]
    fn a_folder_that_is_none_or_empty_is_named() {
        let (_, problems, folder) = of(&[("notes.md", b"{{")]);
        assert!(problems[0].why.contains("holds no template"), "{problems:?}");
        let (_, problems) = Templates::of_folder(&folder.path().join("none")).unwrap();
        assert!(problems[0].to_string().contains("cannot be read"), "{problems:?}");
        let huge = vec![b' '; (1 << 20) + 1];
        let (_, problems, _folder) = of(&[("confirm.txt", &huge)]);
        assert!(problems[0].why.contains("1048577 bytes"), "{problems:?}");
    }

    #[test]
    fn the_built_in_ones_are_written_out_once() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("a/b");
        assert_eq!(Templates::write_out(&new).unwrap().len(), 4);
        let (_, problems) = Templates::of_folder(&new).unwrap();
        assert_eq!(problems, []);
        std::fs::write(new.join("confirm.txt"), "mine").unwrap();
        assert_eq!(Templates::write_out(&new).unwrap(), Vec::<PathBuf>::new());
        assert_eq!(std::fs::read_to_string(new.join("confirm.txt")).unwrap(), "mine");
        assert!(Templates::write_out(&new.join("confirm.txt")).is_err());
    }

    #[test]
    fn text_is_folded_into_lines() {
        let lines = folded(&"word ".repeat(40), 3);
        assert!(lines.lines().all(|line| line.chars().count() <= COLUMNS), "{lines}");
        assert!(lines.lines().skip(1).all(|line| line.starts_with("   word")), "{lines}");
        let long = "x".repeat(200);
        assert_eq!(folded(&format!(" a \n {long}"), 500).lines().count(), 2);
        assert_eq!(folded("", 3), "");
    }
}
