//! All the real abstracts there are.

use crate::markup::fault;
use crate::shared::papers;

const FILES: [&str; 2] = ["arxiv_daily.jsonl.zst", "hf_daily.jsonl.zst"];

#[test]
fn nearly_all_formulas_render_and_nothing_is_unbalanced() {
    let (mut formulas, mut failed) = (0, 0);
    for paper in FILES.into_iter().filter_map(papers).flatten() {
        for source in [&paper.title, &paper.abstract_text] {
            let html = text::render(source);
            assert_eq!(fault(html.as_str()), None, "{}: {html}", paper.id);
            formulas += html.as_str().matches("<math").count();
            failed += html.as_str().matches("<code class=\"math\">").count();
        }
    }
    assert!(failed * 1_000 <= formulas, "{failed} of {} formulas failed", formulas + failed);
}

#[test]
fn plain_text_has_little_latex_left() {
    let Some(papers) = papers("arxiv_daily.jsonl.zst") else { return };
    let (mut all, mut with_commands) = (0_u32, 0_u32);
    for paper in papers {
        let plain = text::plain(&paper.abstract_text);
        all += 1;
        with_commands += u32::from(plain.contains('\\') || plain.contains("$$"));
    }
    assert!(with_commands * 500 < all, "{with_commands} of {all}");
}

#[test]
fn abstracts_have_sentences_phrases_and_a_middle() {
    let Some(papers) = papers("arxiv_daily.jsonl.zst") else { return };
    let (mut all, mut sentences, mut poor) = (0_usize, 0_usize, 0_usize);
    for paper in papers.step_by(40) {
        all += 1;
        sentences += text::sentences(&paper.abstract_text).len();
        let central = text::central_sentence(&paper.title, &paper.abstract_text);
        assert!(central.is_some_and(|sentence| paper.abstract_text.contains(sentence)), "{}", paper.id);
        let phrases = text::keyphrases(&paper.title, &paper.abstract_text, 6);
        poor += usize::from(phrases.len() < 3);
        assert!(text::excerpt(&paper.abstract_text, 160).chars().count() <= 160, "{}", paper.id);
    }
    let mean = sentences as f32 / all as f32;
    assert!((5.0..12.0).contains(&mean), "{mean} sentences an abstract");
    assert!(poor * 20 < all, "{poor} of {all} abstracts have fewer than three phrases");
}
