//! Arguments of `newsstand alert`.

use clap::{Args, Subcommand};
use domain::{Day, Subject};

#[derive(Debug, Args)]
pub(crate) struct AlertArgs {
    #[command(subcommand)]
    pub what: AlertCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AlertCommand {
    /// Tell a program or a chat what is new from now on
    Add(AlertAddArgs),
    /// Show the alerts, and how they stand
    List,
    /// Hand one over now, about the newest papers, whether they were told before or not
    Test {
        /// Its number
        alert: i64,
    },
    /// Tell nothing for a while; what comes meanwhile is not told afterwards
    Mute {
        /// Its number
        alert: i64,
        /// The first day on which it is told again [default: never by itself]
        #[arg(long, value_name = "DAY")]
        until: Option<Day>,
    },
    /// Tell an alert again that was muted, was paused, or ended
    Unmute {
        /// Its number
        alert: i64,
    },
    /// Forget an alert with everything that it was told
    Remove {
        /// Its number
        alert: i64,
    },
    /// Show what was said to the last messages
    Log {
        /// Its number
        alert: i64,
        /// How many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
        limit: u32,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AlertAddArgs {
    /// What it is about: daily, new, trending, category:cs.CL, keyword:…, author:…, org:…, topic:…, search:…
    #[arg(value_name = "SUBJECT")]
    pub about: Subject,
    /// Where to: webhook:, slack:, discord:, mattermost:, ntfy: or matrix: with an address; `-` reads it from standard input, where
    /// nobody else sees it
    #[arg(long, value_name = "DESTINATION")]
    pub to: String,
    /// The token that lets it in (ntfy, matrix), or the secret that signs it (webhook) [default: of a webhook a new one]
    #[arg(long, value_name = "TOKEN", env = "NEWSSTAND_ALERT_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// When: instant, daily, weekdays, or a day of the week such as monday
    #[arg(long, value_name = "WHEN", default_value = "instant")]
    pub every: String,
    /// At which hour, unless instantly
    #[arg(long, value_name = "HOUR", default_value_t = 8, value_parser = clap::value_parser!(u8).range(0..=23))]
    pub at: u8,
    /// In which time zone
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub zone: String,
    /// Papers in a message; of more it says how many
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub most: u8,
    /// How probable it must be that a paper is meant by a search in words, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = domain::Wish::LEAST, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub least: u8,
    /// Messages a day
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub a_day: u16,
}
