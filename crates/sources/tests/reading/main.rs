//! Reading as the rest of Newsstand does it: files in, items out.

mod bad_input;
mod compressed;
mod paths;
mod real_data;
mod saved_pages;
mod shapes;
mod support;
