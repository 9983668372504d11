//! What people and conferences keep: `BibTeX`, RIS, CSL-JSON, RDF.

use newsstand_sources::answers::AnswerKind::{Bibtex, CslJson, Ris, ZoteroRdf};

use crate::support::{card, read, recorded};

#[test]
fn bibtex_as_crossref_gives_it() {
    let Some(bytes) = recorded("bib-export/test_content_negotiation.1.status200.body") else { return };
    insta::assert_snapshot!("bibtex_of_crossref", card(&read(Bibtex, bytes)));
}

#[test]
fn bibtex_of_people_and_proceedings() {
    let text = r#"% Encoding: UTF-8
@string{acl = {Annual Meeting of the {ACL}}}
@comment{jabref-meta: databaseType:bibtex;}
@inproceedings{pmlr-v202-bee23a, title = {{G}r{\"o}bner Bases for $O(n^2)$ {\emph{Things}}}, author = {Bee, Ann and {The Team} and de la Dee, Cy and others},
  booktitle = {Proceedings of the 40th International Conference on Machine Learning}, pages = {1--15}, year = {2023}, month = {23--29 Jul}, volume = {202},
  publisher = {PMLR}, pdf = {https://proceedings.mlr.press/v202/bee23a/bee23a.pdf}, url = {https://proceedings.mlr.press/v202/bee23a.html}, abstract = {We
  show. Code: https://github.com/a/b}}
@inproceedings{NEURIPS2023_0a1b2c, author = {Eff, E.}, booktitle = {Advances in Neural Information Processing Systems}, title = {Second}, year = {2023},
  url = {https://proceedings.neurips.cc/paper_files/paper/2023/file/0a1b2c-Paper-Conference.pdf}}
@article{broken, title = {Never closed, year = 2020
@misc{kept, title = "An arXiv " # "Paper", author = {Erd{\H o}s, P{\'a}l}, eprint = {2401.01234}, archiveprefix = {arXiv}, primaryclass = {cs.LG}, date = {2024-01-02},
  doi = {10.48550/arXiv.2401.01234}, keywords = {graphs, numbers}, note = {To appear}, booktitle = acl}
@online{nothing, url = {https://example.org}}
"#;
    insta::assert_snapshot!("bibtex_of_people", card(&read(Bibtex, text)));
}

#[test]
fn ris() {
    for (name, file) in [
        ("ris_full", "example_full.ris"),
        ("ris_of_the_web_of_science", "example_wos.ris"),
        ("ris_with_other_letters", "example_utf_chars.ris"),
        ("ris_with_several_addresses", "example_urls.ris"),
    ] {
        let Some(bytes) = recorded(&format!("bib-export/{file}")) else { return };
        insta::assert_snapshot!(name, card(&read(Ris, bytes)));
    }
}

#[test]
fn lines_of_ris_go_on() {
    let text = "TY  - JOUR\r\nTI  - A title that\r\n      goes on\r\nAB  - One,\r\nER then two\r\nAU  - Bee, Ann\r\nAU  - Dee, Cy, Jr.\r\nDO  - 10.1000/182\r\nDA  - 2024/05/16\r\nSP  - 1\r\nEP  - 9\r\nTY  - CONF\r\nT1  - Not ended before the next";
    insta::assert_snapshot!("ris_lines_that_go_on", card(&read(Ris, text)));
}

#[test]
fn csl_as_crossref_gives_it() {
    let Some(bytes) = recorded("bib-export/test_content_negotiation_citeproc_json.1.status200.body") else { return };
    insta::assert_snapshot!("csl_of_crossref", card(&read(CslJson, bytes)));
}

#[test]
fn csl_of_people() {
    let text = r#"[{"id": "http://zotero.org/users/1/items/A", "type": "article", "title": "An Erd\\H{o}s Paper", "publisher": "arXiv", "number": "arXiv:2401.01234", "URL": "http://arxiv.org/abs/2401.01234",
        "author": [{"family": "Dee", "given": "Cy", "non-dropping-particle": "de la", "suffix": "Jr."}, {"literal": "The Team"}], "issued": {"date-parts": [["2024", 1, 2]]}, "keyword": "graphs, numbers", "language": "en"},
       {"id": 2, "type": "article-journal", "title": "With a year", "container-title": "Journal", "page": "1-9", "issued": {"raw": "2019"}, "PMID": 123, "DOI": "10.1000/182"},
       {"id": 3, "type": "webpage"}]"#;
    insta::assert_snapshot!("csl_of_people", card(&read(CslJson, text)));
}

/// A library as Zotero exports it: the journal and the attachments stand behind the article.
const ZOTERO: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
  <bib:Article rdf:about="https://journal.example.org/a/1">
    <z:itemType>journalArticle</z:itemType>
    <dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>
    <bib:authors><rdf:Seq>
      <rdf:li><foaf:Person><foaf:surname>Bee</foaf:surname><foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li>
      <rdf:li><foaf:Person><foaf:surname>The Team</foaf:surname></foaf:Person></rdf:li>
    </rdf:Seq></bib:authors>
    <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Nobody</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:editors>
    <dcterms:isReferencedBy rdf:resource="#item_3"/>
    <link:link rdf:resource="#item_1"/><link:link rdf:resource="#item_2"/>
    <dc:subject>graphs</dc:subject>
    <dc:subject><z:AutomaticTag><rdf:value>numbers</rdf:value></z:AutomaticTag></dc:subject>
    <dc:subject><dcterms:LCC><rdf:value>QA76</rdf:value></dcterms:LCC></dc:subject>
    <dc:title>On &lt;i&gt;Things&lt;/i&gt; &amp; Others</dc:title>
    <dcterms:abstract>We show
      that. Code: https://github.com/a/b</dcterms:abstract>
    <dc:date>February 24, 2024</dc:date>
    <z:language>en</z:language>
    <z:libraryCatalog>A catalogue</z:libraryCatalog>
    <dc:identifier><dcterms:URI><rdf:value>https://journal.example.org/a/1</rdf:value></dcterms:URI></dc:identifier>
    <dcterms:dateSubmitted>2024-03-05 16:30:53</dcterms:dateSubmitted>
    <dc:description>PMID: 38123456
PMCID: PMC10789012</dc:description>
    <bib:pages>837–848</bib:pages>
  </bib:Article>
  <bib:Memo rdf:about="#item_3"><rdf:value>&lt;p&gt;Read again.&lt;/p&gt;</rdf:value></bib:Memo>
  <bib:Journal rdf:about="urn:issn:1234-5678">
    <prism:volume>7</prism:volume><dc:title>Journal of Things</dc:title><dc:identifier>DOI 10.1000/182</dc:identifier>
    <dcterms:alternative>J. Things</dcterms:alternative><dc:identifier>ISSN 1234-5678</dc:identifier>
  </bib:Journal>
  <z:Attachment rdf:about="#item_1"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource="files/1/x.html"/>
    <dc:identifier><dcterms:URI><rdf:value>https://journal.example.org/a/1</rdf:value></dcterms:URI></dc:identifier><dc:title>Snapshot</dc:title><link:type>text/html</link:type></z:Attachment>
  <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
    <dc:identifier><dcterms:URI><rdf:value>https://journal.example.org/a/1.pdf</rdf:value></dcterms:URI></dc:identifier><dc:title>Full text</dc:title><link:type>application/pdf</link:type></z:Attachment>
  <rdf:Description rdf:about="http://arxiv.org/abs/2401.01234">
    <z:itemType>preprint</z:itemType>
    <dc:publisher><foaf:Organization><foaf:name>arXiv</foaf:name></foaf:Organization></dc:publisher>
    <dc:title>A Preprint</dc:title><dc:date>2024-01-02</dc:date><prism:number>arXiv:2401.01234</prism:number>
    <dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/2401.01234</rdf:value></dcterms:URI></dc:identifier>
    <dc:identifier>DOI 10.48550/arXiv.2401.01234</dc:identifier>
  </rdf:Description>
  <rdf:Description rdf:about="urn:isbn:978-0-00-000000-2">
    <z:itemType>conferencePaper</z:itemType>
    <dcterms:isPartOf><bib:Journal><dc:title>Proceedings of the Meeting</dc:title><dc:identifier>ISBN 978-0-00-000000-2</dc:identifier>
      <dc:identifier>DOI 10.1000/183</dc:identifier><dcterms:isPartOf><bib:Series><dc:title>Notes</dc:title></bib:Series></dcterms:isPartOf></bib:Journal></dcterms:isPartOf>
    <dc:title>In Proceedings</dc:title><dc:date>May 2023</dc:date>
    <bib:presentedAt><bib:Conference><dc:title>The Meeting</dc:title></bib:Conference></bib:presentedAt>
  </rdf:Description>
  <bib:Thesis rdf:about="#item_9"><z:itemType>thesis</z:itemType><dc:title>A Thesis</dc:title><dc:date>2 Mar 2021</dc:date>
    <dc:publisher><foaf:Organization><foaf:name>A University</foaf:name></foaf:Organization></dc:publisher></bib:Thesis>
  <rdf:Description rdf:about="#item_11"><z:itemType>conferencePaper</z:itemType><dc:title>A Talk</dc:title>
    <dc:description>With slides.</dc:description><bib:presentedAt><bib:Conference><dc:title>The Meeting</dc:title></bib:Conference></bib:presentedAt></rdf:Description>
  <bib:Document rdf:about="#item_10"><z:itemType>webpage</z:itemType></bib:Document>
  <z:Collection rdf:about="#collection_1"><dc:title>Read</dc:title><dcterms:hasPart rdf:resource="#item_9"/></z:Collection>
</rdf:RDF>"##;

#[test]
fn rdf_as_zotero_exports_it() {
    insta::assert_snapshot!("zotero_rdf", card(&read(ZoteroRdf, ZOTERO)));
}

#[test]
fn a_doi_of_a_journal_that_several_articles_share_is_none_of_theirs() {
    let article = |name: &str| {
        format!(
            "<bib:Article rdf:about='{name}'><z:itemType>journalArticle</z:itemType><dc:title>{name}</dc:title>\
             <dcterms:isPartOf><bib:Part><dc:title>A section</dc:title><dcterms:isPartOf rdf:resource='j'/></bib:Part></dcterms:isPartOf></bib:Article>"
        )
    };
    let journal =
        "<bib:Journal rdf:about='j'><dc:title>J</dc:title><dc:identifier>DOI 10.1000/182</dc:identifier></bib:Journal>";
    let dois = |articles: &str| {
        let answer = read(ZoteroRdf, format!("<rdf:RDF>{journal}{articles}</rdf:RDF>"));
        assert!(answer.records().all(|record| record.venue.as_deref() == Some("J")));
        answer.records().filter(|record| record.ids[0].as_str() == "doi:10.1000/182").count()
    };
    assert_eq!(dois(&article("One")), 1);
    assert_eq!(dois(&format!("{}{}", article("One"), article("Two"))), 0);
}

#[test]
fn broken_rdf_loses_one_item() {
    let item = |name: &str, title: &str| {
        format!(
            "<rdf:Description rdf:about='#{name}'><z:itemType>report</z:itemType><dc:title>{title}</dc:title></rdf:Description>\n"
        )
    };
    let broken = item("b", "B").replace("</dc:title>", "</dc:titel>");
    let answer =
        read(ZoteroRdf, format!("<rdf:RDF>{}{broken}{}{}</rdf:RDF>", item("a", "A"), item("c", "C"), item("d", "")));
    assert_eq!(answer.records().map(|record| record.title.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    let problems: Vec<String> = answer.problems().map(ToString::to_string).collect();
    assert!(problems[0].starts_with("answer:2: broken XML: ") && problems.len() == 2, "{problems:?}");
    assert_eq!(problems[1], "answer:4: no title; its name is \"#d\"");
    let empty = read(ZoteroRdf, "<rdf:RDF></rdf:RDF>");
    assert_eq!(empty.items, []);
}

#[test]
fn rdf_that_refers_to_itself_or_to_nothing_ends() {
    let item = |inside: &str| {
        let text =
            format!("<rdf:RDF><bib:Article rdf:about='a'><dc:title>T</dc:title>{inside}</bib:Article></rdf:RDF>");
        let answer = read(ZoteroRdf, text);
        (answer.records().count(), answer.problems().count())
    };
    assert_eq!(item("<dcterms:isPartOf rdf:resource='a'/><link:link rdf:resource='a'/><link:link/>"), (1, 0));
    assert_eq!(item("<dcterms:isPartOf/><bib:authors/><dc:date> </dc:date><dc:identifier/><dc:subject/>"), (1, 0));
    assert_eq!(item("<bib:Article><dc:title>Inside</dc:title></bib:Article>"), (1, 0));
    let deep = "<dcterms:isPartOf><bib:Part>".repeat(40) + &"</bib:Part></dcterms:isPartOf>".repeat(40);
    assert_eq!(item(&deep), (1, 0));
    assert_eq!(item(&"<dcterms:isPartOf><bib:Part>".repeat(40_000)).0, 0);
}
