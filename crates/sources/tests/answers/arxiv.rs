//! arXiv: the query API, the daily listings, OAI-PMH in its three formats, and repositories that are not arXiv.

use newsstand_sources::answers::AnswerKind::{ArxivApi, ArxivFeed, JsonLines, Oai};
use newsstand_sources::answers::{Asked, Next, RefusalCode, parse};

use crate::support::{asked, card, read, recorded};

/// The card of a recorded answer.
fn recorded_card(kind: newsstand_sources::answers::AnswerKind, file: &str) -> Option<String> {
    Some(card(&read(kind, recorded(file)?)))
}

#[test]
fn query_api() {
    let Some(whole) = recorded_card(ArxivApi, "arxiv-api/id_astro-ph_0601001_s0_m100_3150dca9dc76.status200.atom.xml")
    else {
        return;
    };
    insta::assert_snapshot!("query_api_one_paper", whole);
    let found = recorded_card(ArxivApi, "arxiv-api/q_testing_s10_m10_34e56e15aaac.status200.atom.xml").unwrap();
    insta::assert_snapshot!("query_api_second_page", found);
}

#[test]
fn query_api_without_papers() {
    let Some(bytes) = recorded("arxiv-api/id_0000.0000_s0_m100_8b51d9633a68.status200.atom.xml") else { return };
    let nothing = read(ArxivApi, bytes);
    assert_eq!((nothing.items.len(), nothing.total, &nothing.next, &nothing.refused), (0, Some(0), &None, &None));
    let bytes = recorded("arxiv-api/id_abc_s0_m100_b79c8dcf6bc3.status400.atom.xml").unwrap();
    for status in [None, Some(200), Some(400)] {
        let refused = parse(ArxivApi, &bytes, &Asked { status, ..asked() });
        let refusal = refused.refused.as_ref().unwrap();
        assert_eq!((refusal.code, refusal.message.as_str()), (RefusalCode::BadQuestion, "incorrect id format for abc"));
        assert_eq!((refused.items.len(), refused.total, &refused.next), (0, None, &None));
    }
}

#[test]
fn an_empty_page_in_the_middle_is_to_be_asked_for_again() {
    let Some(bytes) = recorded("arxiv-api/q_testing_s10_m10_34e56e15aaac.status200.atom.xml") else { return };
    let page = String::from_utf8(bytes).unwrap();
    assert_eq!(read(ArxivApi, &page).next, Some(Next::Offset(20)));
    let (head, _) = page.split_once("<entry>").unwrap();
    let empty = read(ArxivApi, format!("{head}</feed>"));
    assert_eq!((empty.records().count(), &empty.next), (0, &Some(Next::Offset(10))));
    let warnings: Vec<String> = empty.problems().map(ToString::to_string).collect();
    assert_eq!(warnings, ["answer:1: the page from 10 on is empty although there are 214881 results"]);
}

#[test]
fn oai_in_its_three_formats() {
    for (name, file) in [
        ("oai_arxiv_list", "arxiv-oai/ListRecords.arXiv.hep-ex.xml"),
        ("oai_arxiv_with_places", "arxiv-oai/GetRecord.arXiv.sample8.xml"),
        ("oai_arxiv_updated", "arxiv-oai/GetRecord.arXiv.1401.2122.xml"),
        ("oai_arxiv_raw_with_token", "arxiv-oai/ListRecords.arXivRaw.resumptionToken.xml"),
        ("oai_dublin_core_list", "arxiv-oai/ListRecords.oai_dc.20230125.xml"),
        ("oai_dublin_core_alone", "arxiv-oai/record.oai_dc.arxiv_math_0306266.xml"),
        ("oai_of_a_repository", "oai-generic/ListRecords.xml"),
        ("oai_deleted_without_id", "oai-generic/ListRecords4.xml"),
    ] {
        let Some(card) = recorded_card(Oai, file) else { return };
        insta::assert_snapshot!(name, card);
    }
}

#[test]
fn every_error_of_oai_is_told() {
    use RefusalCode::{
        BadArgument, BadResumptionToken, BadVerb, CannotDisseminateFormat, IdDoesNotExist, NoMetadataFormats,
        NoSetHierarchy, UnknownCode,
    };
    for (code, expected) in [
        ("badArgument", BadArgument),
        ("badResumptionToken", BadResumptionToken),
        ("badVerb", BadVerb),
        ("cannotDisseminateFormat", CannotDisseminateFormat),
        ("idDoesNotExist", IdDoesNotExist),
        ("noMetadataFormats", NoMetadataFormats),
        ("noSetHierarchy", NoSetHierarchy),
        ("newInVersion3", UnknownCode),
    ] {
        let answer = read(Oai, format!("<OAI-PMH><error code='{code}'> A \n b. </error></OAI-PMH>"));
        let refused = answer.refused.unwrap();
        assert_eq!((refused.code, refused.message.as_str(), answer.items.len()), (expected, "A b.", 0));
    }
}

#[test]
fn recorded_errors_of_oai() {
    let Some(bytes) = recorded("arxiv-oai/error.BadResumptionToken.xml") else { return };
    let refused = read(Oai, bytes).refused.unwrap();
    assert_eq!(refused.to_string(), "badResumptionToken: The resumptionToken supplied is illegal for this repository");
    let nothing = read(Oai, recorded("arxiv-oai/error.NoRecordsMatch.xml").unwrap());
    assert_eq!((nothing.refused, nothing.total, nothing.items.len()), (None, Some(0), 0));
    assert_eq!(nothing.remark.unwrap(), "Set argument doesn't match any sets. The setSpec was 'moo'");
}

#[test]
fn tokens_of_oai_with_all_they_can_say() {
    let token = |text: &str| {
        let answer = read(Oai, format!("<OAI-PMH><ListRecords><resumptionToken {text}</ListRecords></OAI-PMH>"));
        (answer.next, answer.total)
    };
    let full = "expirationDate='2026-11-23T00:00:00Z' completeListSize='58011' cursor='1000'> a|b </resumptionToken>";
    let expires = Some("2026-11-23T00:00:00Z".parse().unwrap());
    assert_eq!(token(full), (Some(Next::Token { token: "a|b".to_owned(), expires, given: Some(1000) }), Some(58_011)));
    assert_eq!(token("completeListSize='8'></resumptionToken>"), (None, Some(8)));
    assert_eq!(token("/>"), (None, None));
}

#[test]
fn a_repository_says_what_it_is() {
    let Some(bytes) = recorded("oai-generic/Identify.xml") else { return };
    let answer = read(Oai, bytes);
    let repository = answer.repository.unwrap();
    assert_eq!((repository.name.as_str(), answer.items.len()), ("A Test Repository", 0));
    assert_eq!(repository.earliest.unwrap().to_string(), "1970-01-01T00:00:00Z");
    assert!(!repository.by_seconds && repository.keeps_deleted);
}

#[test]
fn withdrawn_papers_are_told() {
    let record = |comments: &str, source_type: &str| {
        let text = format!(
            "<record><header><identifier>oai:arXiv.org:2401.01234</identifier></header><metadata><arXivRaw><id>2401.01234</id>\
             <version version='v1'><date>Tue, 2 Jan 2024 01:50:08 GMT</date><source_type>D</source_type></version>\
             <version version='v2'><date>Wed, 3 Jan 2024 01:50:08 GMT</date><source_type>{source_type}</source_type></version>\
             <title>T</title><authors>A. Bee</authors><comments>{comments}</comments></arXivRaw></metadata></record>"
        );
        read(Oai, text).records().next().unwrap().clone()
    };
    assert!(!record("5 pages", "D").withdrawn);
    assert!(record("5 pages", "I").withdrawn);
    let withdrawn = record("This paper has been withdrawn by the author due to an error", "D");
    assert!(withdrawn.withdrawn);
    assert_eq!(withdrawn.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(withdrawn.updated.unwrap().to_string(), "2024-01-03T01:50:08Z");
}

#[test]
fn the_metadata_snapshot_with_its_versions() {
    let Some(bytes) = recorded("kaggle-arxiv/arxiv-metadata-oai-snapshot.subset.json") else { return };
    let answer = read(JsonLines, bytes);
    assert_eq!((answer.records().count(), answer.problems().count()), (200, 0));
    assert!(answer.records().all(|record| !record.versions.is_empty() && record.published.is_some()));
    let of = |id: &str| answer.records().find(|record| record.ids[0].as_str() == id).unwrap();
    let versions: Vec<String> = of("0704.0001").versions.iter().map(|version| version.at.to_string()).collect();
    assert_eq!(versions, ["2007-04-02T19:18:42Z", "2007-07-24T20:10:27Z"]);
    assert_eq!(of("0704.0001").journal_ref.as_deref(), Some("Phys.Rev.D76:013009,2007"));
    let withdrawn: Vec<&str> =
        answer.records().filter(|record| record.withdrawn).map(|record| record.ids[0].as_str()).collect();
    println!("withdrawn: {withdrawn:?}");
}

/// After the documentation of arXiv's feeds: an item of each kind, with what each can carry.
const RSS: &str = r#"<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs.CL updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.CL</link>
    <atom:link href="http://rss.arxiv.org/rss/cs.CL" rel="self" type="application/rss+xml"/>
    <lastBuildDate>Fri, 22 Nov 2024 05:00:02 +0000</lastBuildDate>
    <pubDate>Fri, 22 Nov 2024 00:00:00 -0500</pubDate>
    <skipDays><day>Sunday</day><day>Saturday</day></skipDays>
    <item>
      <title>A New Paper &amp; More</title>
      <link>https://arxiv.org/abs/2411.13550</link>
      <description>arXiv:2411.13550v1 Announce Type: new
Abstract: We show that $a &lt; b$.</description>
      <guid isPermaLink="false">oai:arXiv.org:2411.13550v1</guid>
      <category>cs.CL</category>
      <category>cs.LG</category>
      <pubDate>Fri, 22 Nov 2024 00:00:00 -0500</pubDate>
      <arxiv:announce_type>new</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <dc:creator>Ann Bee, Cy D. Ee</dc:creator>
    </item>
    <item>
      <title>Listed Elsewhere First</title>
      <link>https://arxiv.org/abs/2411.13551</link>
      <description>arXiv:2411.13551v1 Announce Type: cross Abstract: B.</description>
      <guid isPermaLink="false">oai:arXiv.org:2411.13551v1</guid>
      <category>cs.CV</category>
      <arxiv:announce_type>cross</arxiv:announce_type>
      <dc:creator>E. Eff</dc:creator>
    </item>
    <item>
      <title>Written Again</title>
      <link>https://arxiv.org/abs/2305.01234</link>
      <description>arXiv:2305.01234v3 Announce Type: replace Abstract: C.</description>
      <guid isPermaLink="false">oai:arXiv.org:2305.01234v3</guid>
      <category>cs.CL</category>
      <pubDate>Fri, 22 Nov 2024 00:00:00 -0500</pubDate>
      <arxiv:announce_type>replace</arxiv:announce_type>
      <arxiv:journal_reference>Some Journal 1 (2024)</arxiv:journal_reference>
      <arxiv:DOI>10.1000/182</arxiv:DOI>
      <dc:creator>G. Gee</dc:creator>
    </item>
    <item>
      <title>Written Again Elsewhere</title>
      <link>https://arxiv.org/abs/math/0309136</link>
      <description>arXiv:math/0309136v2 Announce Type: replace-cross Abstract: D.</description>
      <guid isPermaLink="false">oai:arXiv.org:math/0309136v2</guid>
      <category>math.GT</category>
      <dc:creator>H. Haa</dc:creator>
    </item>
  </channel>
</rss>"#;

#[test]
fn a_daily_listing_as_rss() {
    insta::assert_snapshot!("listing_rss", card(&read(ArxivFeed, RSS)));
}

#[test]
fn a_daily_listing_as_atom_says_the_same() {
    let atom = RSS
        .replace("<rss ", "<feed ")
        .replace("</rss>", "</feed>")
        .replace("<channel>", "<updated>2024-11-22T00:00:00-05:00</updated>")
        .replace("</channel>", "")
        .replace("    <pubDate>Fri, 22 Nov 2024 00:00:00 -0500</pubDate>\n    <skip", "    <skip")
        .replace("item>", "entry>")
        .replace("description>", "summary>")
        .replace("<guid isPermaLink=\"false\">", "<id>")
        .replace("</guid>", "</id>")
        .replace(
            "<pubDate>Fri, 22 Nov 2024 00:00:00 -0500</pubDate>",
            "<published>2024-11-22T00:00:00-05:00</published>",
        )
        .replace("<category>", "<category term=\"")
        .replace("</category>", "\"/>")
        .replace("<link>https", "<link rel=\"alternate\" href=\"https")
        .replace("</link>", "\"/>")
        .replace("<link>http", "<link href=\"http");
    assert_eq!(card(&read(ArxivFeed, atom)), card(&read(ArxivFeed, RSS)));
}

#[test]
fn a_listing_of_a_day_without_papers_is_no_error() {
    let (head, _) = RSS.split_once("<item>").unwrap();
    let answer = read(ArxivFeed, format!("{head}</channel></rss>"));
    assert_eq!((answer.items.len(), answer.refused), (0, None));
    assert_eq!(answer.answered.unwrap().to_string(), "2024-11-22T05:00:00Z");
}
