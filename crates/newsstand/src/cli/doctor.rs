//! Arguments of `newsstand doctor`.

use std::net::{IpAddr, SocketAddr};

use clap::{Args, Subcommand};
use domain::MailAddress;

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(subcommand)]
    pub what: DoctorCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DoctorCommand {
    /// Whether letters arrive: relay, keys, and what stands in the DNS
    Mail(DoctorMailArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DoctorMailArgs {
    /// Also send a trial letter to this address
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<MailAddress>,
    /// The address from which letters reach other hosts; may be given several times [default: the relay's, if it is not this machine]
    #[arg(long, value_name = "IP")]
    pub address: Vec<IpAddr>,
    /// The name server to ask [default: the system's]
    #[arg(long, value_name = "IP:PORT")]
    pub nameserver: Option<SocketAddr>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
