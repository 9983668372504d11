//! `newsstand source import`: the feeds of somebody's list, written into the settings file.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use fetch::Address;
use sources::opml::{Subscription, Subscriptions, subscriptions};

use super::{add, made, rule, setting};
use crate::cli::SourceImportArgs;
use crate::config::{Config, SourceSetting};
use crate::console::{self, counted};

/// The largest list that is read. A thousand feeds take half a megabyte.
const MOST_BYTES: u64 = 16 << 20;

pub(super) fn run(config: &Config, args: &SourceImportArgs) -> anyhow::Result<ExitCode> {
    let Subscriptions { feeds, problems, notes } = subscriptions(&read(&args.file)?);
    for said in problems.iter().chain(&notes) {
        console::note(format_args!("{}: {said}", args.file.display()));
    }
    let mut names: HashSet<String> = config.source.iter().map(|source| source.name().to_owned()).collect();
    let mut known: HashSet<String> = config.source.iter().filter_map(feed_of).collect();
    let (mut new, mut twice, mut wrong) = (Vec::new(), 0_u64, 0_u64);
    for feed in &feeds {
        let added = match source(config, args, feed) {
            Ok(added) => added,
            Err(error) => {
                console::note(format_args!("left out: {} ({error:#})", called(feed)));
                wrong += 1;
                continue;
            }
        };
        if feed_of(&added).is_none_or(|address| !known.insert(address)) {
            console::line(format_args!("known already: {}", called(feed)))?;
            twice += 1;
            continue;
        }
        let name = free_name(&called(feed), &names);
        names.insert(name.clone());
        console::line(format_args!("{}: {name} ({})", if args.dry_run { "would add" } else { "added" }, feed.address))?;
        new.push(SourceSetting { name: Some(name), ..added });
    }
    let count = new.len() as u64;
    let place = match (args.dry_run, new.is_empty()) {
        (false, false) => format!(" to {}", add::append(config, &new)?.display()),
        (true, _) => "; nothing was written".to_owned(),
        _ => String::new(),
    };
    let verb = if args.dry_run { "to be added" } else { "added" };
    console::line(format_args!("{} {verb}{place}; {twice} known already, {wrong} left out", counted(count, "feed")))?;
    if feeds.is_empty() {
        bail!("{} names no feeds", args.file.display());
    }
    Ok(ExitCode::from(u8::from(wrong > 0 || !problems.is_empty())))
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let context = || format!("cannot read {}", file.display());
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes).with_context(context)?;
    } else {
        let file = std::fs::File::open(file).with_context(context)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).with_context(context)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        bail!("{} is larger than {MOST_BYTES} bytes\nhint: a list of feeds has some hundred kilobytes", file.display());
    }
    Ok(bytes)
}

/// The source that a feed becomes; its name is still to be found.
fn source(config: &Config, args: &SourceImportArgs, feed: &Subscription) -> anyhow::Result<SourceSetting> {
    let address: Address = feed.address.parse()?;
    let mut new = setting(config, &format!("feed:{address}"));
    new.list.clone_from(&args.list);
    new.hours = args.hours.unwrap_or(new.hours);
    // What cannot be asked is not written.
    made(&new)?;
    rule(config, &new)?;
    Ok(new)
}

/// The address of a source that is a feed.
fn feed_of(source: &SourceSetting) -> Option<String> {
    let of = source.get.strip_prefix("feed:")?;
    let address: Address = source.address.as_deref().unwrap_or(of).parse().ok()?;
    Some(address.to_string())
}

/// What a feed is called: by its folders and its own name, without one by its address.
fn called(feed: &Subscription) -> String {
    let own = if feed.name.is_empty() { &feed.address } else { &feed.name };
    feed.folders.iter().chain([own]).map(String::as_str).collect::<Vec<_>>().join(" / ")
}

/// That name, with a number behind it where it is another's.
fn free_name(name: &str, taken: &HashSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{name} ({number})"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_reader_and_each_is_one_sources() {
        let feed = |name: &str, folders: &[&str]| Subscription {
            name: name.to_owned(),
            address: "https://a.example/".to_owned(),
            folders: folders.iter().map(|&folder| folder.to_owned()).collect(),
        };
        assert_eq!(called(&feed("News", &["AI", "Labs"])), "AI / Labs / News");
        assert_eq!(called(&feed("", &[])), "https://a.example/");
        let taken = ["a", "a (2)"].map(str::to_owned).into();
        assert_eq!((free_name("a", &taken), free_name("b", &taken)), ("a (3)".to_owned(), "b".to_owned()));
    }
}
