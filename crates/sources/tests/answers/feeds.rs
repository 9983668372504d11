//! Feeds of papers that are no known provider's, in the four formats.

use newsstand_sources::answers::AnswerKind::Feed;
use newsstand_sources::answers::Next;

use crate::support::{card, read};

#[test]
fn rss_with_dublin_core_and_prism() {
    let text = r#"<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Journal of Things: latest</title><link>https://example.org</link>
        <lastBuildDate>Thu, 16 May 2024 10:00:00 GMT</lastBuildDate>
        <item><media:title>A picture</media:title><title>On Things &amp;amp; &lt;i&gt;Others&lt;/i&gt;</title><link>https://example.org/things/1</link><guid isPermaLink="false">things-1</guid>
          <description><![CDATA[<p>We look at <b>things</b>.</p><p>All of them.</p>]]></description><content:encoded>Short.</content:encoded>
          <dc:creator>Bee, Ann; Dee, Cy</dc:creator><dc:date>2024-05-15</dc:date><prism:doi>10.1000/things.1</prism:doi><prism:publicationName>Journal of Things</prism:publicationName>
          <category>things</category></item>
        <item><title>Second</title><link>https://doi.org/10.1000/182</link><author>ann@example.org (Ann Bee)</author><pubDate>Wed, 15 May 2024 08:00:00 +0200</pubDate></item>
        <item><link>https://example.org/no-title</link></item></channel></rss>"#;
    insta::assert_snapshot!("feed_rss", card(&read(Feed, text)));
}

#[test]
fn rss_of_the_first_kind() {
    let text = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://example.org/rss"><title>T</title><items><rdf:Seq><rdf:li rdf:resource="https://example.org/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link><description>What it says.</description>
        <dc:creator>Ann Bee</dc:creator><dc:creator>Cy Dee</dc:creator><dc:identifier>doi:10.1000/one</dc:identifier><dc:date>2024-05-15T01:02:03Z</dc:date></item></rdf:RDF>"#;
    insta::assert_snapshot!("feed_rdf", card(&read(Feed, text)));
}

#[test]
fn atom_with_a_next_page() {
    let text = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><updated>2024-05-16T00:00:00Z</updated><link rel="next" href="https://example.org/feed?page=2"/>
        <entry><id>tag:example.org,2024:1</id><title type="html">A &lt;b&gt;Title&lt;/b&gt;</title><link rel="enclosure" href="https://example.org/1.pdf"/><link href="https://openreview.net/forum?id=05T81ScPFb"/>
        <published>2024-05-15T00:00:00Z</published><updated>2024-05-16T00:00:00Z</updated><author><name>Ann Bee</name></author><author><name>Cy Dee</name></author>
        <summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <i>whole</i> text</p><p>of it.</p></div></content><category term="x" label="Learning"/></entry></feed>"#;
    let answer = read(Feed, text);
    assert_eq!(answer.next, Some(Next::Address("https://example.org/feed?page=2".to_owned())));
    insta::assert_snapshot!("feed_atom", card(&answer));
}

#[test]
fn json_feed() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "next_url": "https://example.org/feed?p=2", "items": [
        {"id": "https://example.org/1", "url": "https://arxiv.org/abs/2401.01234", "title": "One", "content_html": "<p>All &amp; more</p>", "summary": "All",
         "date_published": "2024-05-15T00:00:00Z", "authors": [{"name": "Ann Bee"}], "tags": ["x"], "language": "en", "image": "https://example.org/1.png"},
        {"id": 7, "title": "Two"}, {"id": "8"}]}"#;
    insta::assert_snapshot!("feed_json", card(&read(Feed, text)));
}
