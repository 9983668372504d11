"""Reads every feed of a folder as strangers do: check.py GRAMMAR FOLDER

feedparser reads Atom and RSS, Atom is held against the grammar of RFC 4287, XML by libxml2, JSON by Python's own reader (feedparser knows no
JSON Feed). Says of each file how many papers it holds: NAME COUNT. Nothing is fetched.
"""

import io
import json
import pathlib
import sys
from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser
from lxml import etree

NO_NETWORK = etree.XMLParser(no_network=True, resolve_entities=False)


def atom(data, grammar):
    document = etree.fromstring(data, NO_NETWORK)
    assert grammar.validate(document), grammar.error_log
    ids = [node.text for node in document.iter("{http://www.w3.org/2005/Atom}id")]
    # RFC 4287, 4.2.6: ids are IRIs; 4.1.1: an entry's is its own.
    assert len(set(ids)) == len(ids) and all(":" in name for name in ids), ids
    return read(data, "atom10")


def rss(data, _grammar):
    document = etree.fromstring(data, NO_NETWORK)
    # https://www.rssboard.org/rss-specification#whatIsRss: an rss of version 2.0 holds one channel and nothing else.
    assert document.tag == "rss" and document.get("version") == "2.0" and [part.tag for part in document] == ["channel"]
    channel = document[0]
    for name in ("title", "link", "description"):
        # #requiredChannelElements
        assert [bool(part.text) for part in channel.findall(name)] == [True], name
    guids = [guid.text for guid in channel.iter("guid")]
    # #ltguidgtSubelementOfLtitemgt: each is an item's own.
    assert len(set(guids)) == len(guids) == len(channel.findall("item")), guids
    for item in channel.findall("item"):
        names = [part.tag for part in item if not part.tag.startswith("{") and part.tag != "category"]
        # #hrelementsOfLtitemgt: a title or a description, no element twice (categories may be), none that the specification does not know.
        assert len(set(names)) == len(names) and set(names) <= {"title", "link", "guid", "pubDate", "description"}, names
        assert "title" in names or "description" in names
        # #comments: addresses begin with a scheme.
        assert item.find("link").text.startswith(("http://", "https://"))
    for date in document.iter("pubDate", "lastBuildDate"):
        # https://www.rssboard.org/rss-specification#ltpubdategtSubelementOfLtitemgt
        assert parsedate_to_datetime(date.text).tzinfo, date.text
    return read(data, "rss20")


def read(data, version):
    media = {"atom10": "application/atom+xml", "rss20": "application/rss+xml"}[version]
    headers = {"content-location": "http://localhost/", "content-type": f"{media}; charset=utf-8"}
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == version, feed.version
    assert feed.feed.title and feed.feed.link.startswith("http://"), feed.feed
    for entry in feed.entries:
        assert entry.id.startswith("tag:") and (version != "rss20" or not entry.guidislink), entry
        assert entry.title and entry.link.startswith("http://"), entry
        assert entry.content[0].type == "text/html" and "<p>" in entry.content[0].value, entry
        assert entry.published_parsed, entry
    # Of a few papers no source names the authors.
    assert any(entry.get("authors") for entry in feed.entries), feed.entries
    return len(feed.entries)


def json_feed(data, _grammar):
    feed = json.loads(data, object_pairs_hook=without_repetition)
    # https://www.jsonfeed.org/version/1.1/#top-level-a-name-top-level-a: version, title and items, and what else there is by its kind.
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    assert set(feed) <= {"version", "title", "home_page_url", "feed_url", "description", "language", "hubs", "items"}, set(feed)
    assert all(feed[name].startswith("http://") for name in ("home_page_url", "feed_url"))
    ids = [item["id"] for item in feed["items"]]
    # https://www.jsonfeed.org/version/1.1/#items-a-name-items-a: ids are texts, each an item's own.
    assert len(set(ids)) == len(ids) and all(isinstance(name, str) and name for name in ids), ids
    for item in feed["items"]:
        assert item["url"].startswith("http://") and item["content_html"] and isinstance(item["title"], str), item
        for name in ("date_published", "date_modified"):
            # The same: RFC 3339.
            assert datetime.fromisoformat(item[name]).tzinfo, item
        assert all(tag and isinstance(tag, str) for tag in item.get("tags", [])), item
        # https://www.jsonfeed.org/version/1.1/#authors-a-name-authors-a: an author has a name, an address or a picture.
        assert all(author.get("name") for author in item.get("authors", [])), item
    return len(feed["items"])


def without_repetition(pairs):
    # RFC 8259, 4: names within an object are unique.
    assert len({name for name, _ in pairs}) == len(pairs), pairs
    return dict(pairs)


def opml(data, _grammar):
    document = etree.fromstring(data, NO_NETWORK)
    # http://opml.org/spec2.opml#1629042982000: a head, a body with at least one outline, and each outline has a text.
    assert document.tag == "opml" and document.get("version") == "2.0"
    assert [part.tag for part in document] == ["head", "body"]
    outlines = list(document.iter("outline"))
    assert outlines and all(outline.get("text") for outline in outlines)
    # http://opml.org/spec2.opml#1629043023000: a subscription has an address.
    feeds = [outline for outline in outlines if outline.get("type") == "rss"]
    assert feeds and all(outline.get("xmlUrl").startswith("http://") for outline in feeds)
    return len(feeds)


def main():
    grammar = etree.RelaxNG(etree.parse(sys.argv[1]))
    readers = {".atom": atom, ".rss": rss, ".json": json_feed, ".opml": opml}
    for path in sorted(pathlib.Path(sys.argv[2]).iterdir()):
        try:
            print(path.name, readers[path.suffix](path.read_bytes(), grammar))
        except Exception as error:
            sys.exit(f"{path.name}: {type(error).__name__}: {error}")


main()
