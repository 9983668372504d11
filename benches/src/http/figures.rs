//! What was measured, beside what is wanted.

use anyhow::Result;

use crate::samples::{Samples, median};
use crate::table::{Table, ratio};

/// All measurements of the server.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Answers of the search API.
    pub(super) api: Samples,
    /// The server's CPU time for all of them, in seconds.
    pub(super) api_cpu: f64,
    /// What the server says that each took.
    pub(super) told_by_server: Samples,
    /// Search pages.
    pub(super) page: Samples,
    /// Pages a second from the cache, and their CPU time in microseconds.
    pub(super) cached: Vec<f64>,
    pub(super) cached_cpu: Vec<f64>,
    /// Pages a second rendered anew, and their CPU time in microseconds.
    pub(super) rendered: Vec<f64>,
    pub(super) rendered_cpu: Vec<f64>,
    /// From the program's first start to its first page.
    pub(super) first_page: Samples,
    /// Resident memory with the bundled sample, in MiB.
    pub(super) resident: Vec<f64>,
}

impl Figures {
    /// Prints all figures; `page` is the day page that was asked for.
    pub(super) fn print(&self, page: &str) -> Result<()> {
        let mut table = Table::new(["measure", "measured", "target", "ratio"]);
        let mut row = |name: &str, figure: f64, target: Option<f64>, unit: &str| {
            let digits = if figure < 100.0 { 2 } else { 0 };
            let wanted = target.map(|target| format!("{target} {unit}")).unwrap_or_default();
            let ratio = target.map(|target| ratio(figure, target)).unwrap_or_default();
            table.row(&[name.to_owned(), format!("{figure:.digits$} {unit}"), wanted, ratio]);
        };
        row("GET /api/v1/search, p50", self.api.p50(), Some(3.0), "ms");
        row("GET /api/v1/search, p99", self.api.p99(), Some(15.0), "ms");
        row("of it by the server's own clock, p50", self.told_by_server.p50(), None, "ms");
        row("CPU time of a search", self.api_cpu * 1e3 / self.api.len().max(1) as f64, None, "ms");
        row("search page, p50", self.page.p50(), Some(6.0), "ms");
        row("search page, p99", self.page.p99(), None, "ms");
        row(&format!("{page} from the cache"), median(&self.cached), Some(3_000.0), "requests/s");
        row("CPU time of such a page", median(&self.cached_cpu), None, "µs");
        row(&format!("{page} rendered"), median(&self.rendered), Some(400.0), "requests/s");
        row("CPU time of such a page", median(&self.rendered_cpu), None, "µs");
        row("first page of a first start", self.first_page.p50() / 1e3, Some(2.0), "s");
        row("resident memory with the sample", median(&self.resident), Some(250.0), "MiB");
        table.print("HTTP: the built server on loopback (pages a second are to be above their target, all else below)")
    }
}
