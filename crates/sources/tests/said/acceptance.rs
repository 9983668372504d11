//! Where papers were accepted, by their comments and journal references.

use newsstand_sources::{Acceptance, said_of_itself};

fn shown(acceptance: Option<Acceptance>) -> String {
    let Some(Acceptance { venue, year, track, .. }) = acceptance else { return "none".to_owned() };
    let year = year.map(|year| format!(" {year}")).unwrap_or_default();
    let track = track.map(|track| format!(", {track}")).unwrap_or_default();
    format!("{venue}{year}{track}")
}

fn of_comment(comment: &str) -> String {
    shown(said_of_itself("", None, Some(comment), None).acceptance)
}

fn of_reference(reference: &str) -> String {
    shown(said_of_itself("", None, None, Some(reference)).acceptance)
}

#[test]
fn well_known_venues_have_one_spelling() {
    for (comment, said) in [
        ("Accepted at NeurIPS 2026", "NeurIPS 2026"),
        ("CVPR 2025 (Oral)", "CVPR 2025, oral"),
        ("9 pages; ICML'25 spotlight", "ICML 2025, spotlight"),
        ("Accepted by cvpr2026", "CVPR 2026"),
        ("To appear in ACL 2024 Findings", "ACL 2024, findings"),
        ("Accepted to Findings of the Association for Computational Linguistics: EMNLP 2025", "EMNLP 2025, findings"),
        ("Published in Transactions on Machine Learning Research", "TMLR"),
        ("13 pages, accepted for publication in Astronomy & Astrophysics (11 February 2026)", "A&A"),
        ("18 pages, accepted for publication in MNRAS", "MNRAS"),
        ("7 pages, 3 figures, Astronomy and Astrophysics accepted", "A&A"),
        ("The IEEE/CVF Conference on Computer Vision and Pattern Recognition 2025", "CVPR 2025"),
        ("2025 IEEE/CVF Winter Conference on Applications of Computer Vision (WACV)", "WACV 2025"),
        ("Proceedings of the 42nd International Conference on Machine Learning, Vancouver, Canada. 2025", "ICML"),
        ("In RSS 2025. Website at https://dexwild.github.io", "RSS 2025"),
        ("Accepted to CVPR 2025. Highlight.", "CVPR 2025, highlight"),
        ("Accepted to EMNLP 2025 (Main Proceedings)", "EMNLP 2025, main"),
        ("EACL 2026 Industry Track", "EACL 2026, industry"),
    ] {
        assert_eq!(of_comment(comment), said, "{comment}");
    }
}

#[test]
fn workshops_are_told_from_the_conference_that_they_are_held_at() {
    for (comment, said) in [
        ("ICML'23 workshop on something", "ICML 2023, workshop"),
        ("Accepted to the 1st Workshop on X (XW) @ LREC 2026", "LREC 2026, workshop"),
        ("R2-FM Workshop @ ICML 2025", "ICML 2025, workshop"),
        ("AAAI 2026 FAST Workshop (Oral)", "AAAI 2026, workshop"),
        ("Accepted to CVPRW 2025", "CVPR 2025, workshop"),
        ("Accepted at a workshop at ICLR 2024. Accepted at ICML 2025", "ICML 2025"),
    ] {
        assert_eq!(of_comment(comment), said, "{comment}");
    }
}

#[test]
fn other_venues_are_told_in_the_words_of_the_authors() {
    for (comment, said) in [
        ("Accepted for publication in IEEE Photonics Technology Letters", "IEEE Photonics Technology Letters"),
        ("19 pages, 4 figures, Accepted in Icarus", "Icarus"),
        (
            "Accepted at the 27th Irish Machine Vision and Image Processing Conference (IMVIP 2025)",
            "Irish Machine Vision and Image Processing Conference 2025",
        ),
        ("Accepted to DASFAA 2025", "DASFAA 2025"),
        (
            "Accepted at 21st Conference on Database Systems for Business, Technology and Web (BTW 2025)",
            "Conference on Database Systems for Business, Technology and Web 2025",
        ),
        ("Accepted for publication in PCCP on August, 12th", "PCCP"),
        ("Published in Physics Letters B (2026)", "Physics Letters B 2026"),
        (
            "Accepted at the Third Conference on Parsimony and Learning (CPAL 2026)",
            "Conference on Parsimony and Learning 2026",
        ),
    ] {
        assert_eq!(of_comment(comment), said, "{comment}");
    }
}

#[test]
fn what_is_not_decided_or_of_another_paper_is_none() {
    for comment in [
        "Submitted to NeurIPS 2026",
        "8 pages, 6 figures, submitted to IROS, Project Page: https://a.github.io/b",
        "Under review at COLM 2025",
        "MICCAI 2026; under review",
        "Under review as a conference paper at ICLR 2026",
        "Preprint",
        "ICLR 2025 preprint",
        "Rejected from ICML 2025",
        "To be submitted to ApJ",
        "Our code will be released upon acceptance",
        "Reproducibility study of X (CVPR 2024). Submitted to TMLR",
        "This paper builds upon and extends our earlier conference paper presented at CVPR 2024",
        "A short version of this paper has been accepted to CAIN 2026",
        "An earlier version was presented at the NeurIPS 2024 Workshop on Y",
        "1st place solution of the CVPR 2025 challenge on Z",
        "Accepted for publication",
        "Accepted by IEEE",
        "Main arguments presented in Sections 1, 2",
        "12 pages, 5 figures, IEEE conference format",
        "Code from ICML 2024: https://github.com/a/b",
        "",
    ] {
        assert_eq!(of_comment(comment), "none", "{comment}");
    }
}

#[test]
fn a_journal_reference_needs_no_verb() {
    for (reference, said) in [
        ("Phys.Rev.D76:013009,2007", "Physical Review D 2007"),
        ("Phys. Rev. Lett. 134, 021001 (2025)", "Physical Review Letters 2025"),
        ("Astrophys.J.648:366-382,2006", "ApJ 2006"),
        ("Proceedings of the AAAI Conference on Artificial Intelligence, 39(1), 2025", "AAAI 2025"),
        ("J. Phys. A 40, 3107 (2007)", "J. Phys. A 2007"),
        (
            "Engineering Science and Technology, an International Journal, 61 (2025), 101920",
            "Engineering Science and Technology 2025",
        ),
        ("submitted to PRL", "none"),
        ("12, 2007", "none"),
    ] {
        assert_eq!(of_reference(reference), said, "{reference}");
    }
}
