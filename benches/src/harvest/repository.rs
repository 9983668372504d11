//! A repository that speaks OAI-PMH as arXiv's does, with synthetic papers.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::scale::synthetic::Stock;

/// Papers a page, about as many as arXiv sends. The program asks a provider once a second, so that three million take an hour.
pub(super) const PAGE: u32 = 1_000;

/// Papers a month: no number of arXiv's has more than five digits.
const MONTH: u32 = 90_000;

/// A running repository.
#[derive(Debug)]
pub(super) struct Repository {
    port: u16,
    sent: Arc<AtomicU32>,
}

impl Repository {
    /// Starts a repository of that many papers.
    pub(super) fn start(papers: u32) -> Result<Self> {
        let stock = Stock::read()?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let sent = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&sent);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // Who breaks off asks again.
                let _ = answer(&stock, papers, stream).map(|end| counted.store(end, Ordering::Relaxed));
            }
        });
        Ok(Self { port, sent })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// How many papers were sent.
    pub(super) fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }
}

/// Answers one request; returns up to which paper.
fn answer(stock: &Stock, papers: u32, mut stream: TcpStream) -> Result<u32> {
    let mut head = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let request = head.next().context("an empty request")?;
    head.for_each(drop);
    let token = request.split_once("resumptionToken=").map(|(_, rest)| rest);
    let first: u32 = token.map_or(Ok(0), |rest| rest.split([' ', '&']).next().unwrap_or_default().parse())?;
    let end = papers.min(first + PAGE);
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords>",
    );
    for number in first..end {
        record(&mut body, stock, number)?;
    }
    let next = if end < papers { end.to_string() } else { String::new() };
    write!(body, "<resumptionToken completeListSize=\"{papers}\">{next}</resumptionToken></ListRecords></OAI-PMH>")?;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body.as_bytes())?;
    Ok(end)
}

/// A record as arXiv prints it.
fn record(body: &mut String, stock: &Stock, number: u32) -> Result<()> {
    let paper = stock.paper(number)?.paper;
    let month = number / MONTH + 3;
    let (year, month) = (2007 + month / 12, month % 12 + 1);
    let id = format!("{:02}{month:02}.{:05}", year % 100, number % MONTH + 1);
    write!(
        body,
        "<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>{year}-{month:02}-28</datestamp><setSpec>cs</setSpec></header>\
         <metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>{id}</id><created>{year}-{month:02}-01</created><authors>"
    )?;
    for name in &paper.authors {
        let (given, family) = name.rsplit_once(' ').unwrap_or(("", name));
        write!(
            body,
            "<author><keyname>{}</keyname><forenames>{}</forenames></author>",
            escaped(family),
            escaped(given)
        )?;
    }
    let (title, text) = (escaped(&paper.title), escaped(&paper.abstract_text));
    let categories = paper.categories.join(" ");
    write!(
        body,
        "</authors><title>{title}</title><categories>{categories}</categories><abstract>{text}</abstract></arXiv></metadata></record>"
    )?;
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
