//! Pages and JSON over HTTP: router, views, templates, assets. The only crate that knows HTTP requests.
//!
//! Every page is made on the server and complete without JavaScript; nothing is loaded from elsewhere. Templates print view
//! structs, never rows of the store. A page is made once for a state of the papers and then answered from memory.

mod api;
mod assets;
mod cache;
mod dates;
mod encoding;
mod failure;
mod feeds;
mod finish;
mod health;
mod links;
mod pages;
mod params;
mod router;
mod search_log;
mod settings;
mod site;
mod slashes;
mod views;

pub use feeds::announced::{MainFeed, main_feeds};
pub use router::{router, router_at};
pub use settings::{LetterLook, WebSettings};
