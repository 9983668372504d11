//! What people and conferences keep: `BibTeX`, RIS, CSL-JSON.

use newsstand_sources::answers::AnswerKind::{Bibtex, CslJson, Ris};

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
