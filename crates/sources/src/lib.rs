//! Where papers come from: bytes in, records and problems out.
//!
//! A [`Reader`] opens a file (or standard input), sees through zstd and gzip, finds out what it is by its content, and
//! yields [`Item`]s: a [`domain::Record`] for each paper, a [`domain::Problem`] for each field or paper that could not be
//! read. A bad record is a problem with its line; it never ends the reading and never panics. Memory stays bounded whatever
//! the file holds: see [`Limits`].
//!
//! Providers on the network are asked by a [`harvest`], one request at a time: [`providers`] say what to ask, [`fetch`] asks
//! politely, and [`answers`] reads what comes back. This crate decides nothing about papers that two sources tell differently, and
//! writes nothing.
//!
//! # Formats
//! | format | content |
//! |---|---|
//! | `hf-daily` | an answer of the Daily Papers API (a JSON array); lines of `{list_date, observed_at, response}` with one answer each; lines with a paper each on one level |
//! | `arxiv-json` | lines of arXiv's metadata snapshot; lines of arXiv metadata with a `list_date` |
//! | `saved-page` | the text of a saved page of search results, in both known layouts |
//! | `jsonl` | any lines of JSON: the above, lists of conference papers, CSL-JSON, or Newsstand's own lines |
//! | `bibtex`, `ris`, `csl-json` | libraries that reference managers export |
//! | `oai`, `feed`, `dblp`, `acl` … | answers of providers, saved: every [`answers::AnswerKind`] is a format; those in XML are recognised |
//!
//! Files are told apart by their first bytes and lines by their keys, never by the file's name; only the day of a single
//! answer is taken from the name, where it stands in it.
//!
//! # Newsstand's own lines
//! One JSON object a line; only `title` is needed:
//! ```json
//! {"id": "2401.01234", "ids": ["doi:10.1000/182"], "title": "…", "abstract": "…", "authors": ["…"],
//!  "categories": ["cs.CL"], "keywords": ["…"], "organization": "…", "published": "2024-01-02T00:00:00Z",
//!  "venue": "…", "comment": "…", "summary": "…", "code": "https://…", "code_stars": 7, "project": "https://…",
//!  "pdf": "https://…", "page": "https://…", "image": "https://…", "list": "daily", "day": "2024-01-03", "rank": 1,
//!  "citations": 40, "votes": 12, "comments": 3, "observed_at": "2024-01-03T20:00:00Z"}
//! ```
//! Authors may also be objects with a `name`, or one text with commas; without them, `author_count` tells their number.
//! `published` may be a day. A field of another type is left out with a warning, a line without a title is lost.
//!
//! # Dates without a year
//! A saved page prints the year of a date only where it is not the current one. So the newest year that it prints is an
//! earlier one, and on a page of dozens of results it is the year before: dates without a year get the newest printed year
//! plus one. [`ReadOptions::year`] says it where that fails. A page that prints no year is of the year in which its file
//! was written.
//!
//! # Ranks
//! Lines with a `list_date` stand in the order of their list, and a paper's rank is its position among the lines of its
//! day. The API's answers are sorted by date of publication, which is no rank.

pub mod answers;
mod author_names;
mod chunk;
mod clean;
mod code_links;
mod collector;
mod dates;
mod detect;
mod dump;
mod elements;
mod error;
mod fields;
mod files;
mod format;
pub mod harvest;
mod input;
mod institution;
mod item;
mod json;
mod latex_accents;
mod lines;
mod links;
mod listing;
mod markup;
pub mod opml;
mod options;
mod preset;
pub mod providers;
mod reader;
mod said;
mod saved_page;
mod shape;
mod split;
mod tidy;
mod xml;

pub use chunk::Chunk;
pub use error::OpenError;
pub use files::files;
pub use format::{Format, UnknownFormat};
pub use input::Progress;
pub use item::{Item, Parsed, Ranks};
pub use options::{Limits, ReadOptions};
pub use preset::{Preset, PresetError};
pub use reader::Reader;
pub use said::{Acceptance, Extent, FoundLink, LinkRole, Said, Track, said_of_itself};
