fn main() {
    let n: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(40);
    let raw = std::fs::read_to_string("/tmp/textw/sample.tsv").unwrap();
    for line in raw.lines().take(n) {
        let (title, text) = line.split_once('\t').unwrap();
        println!(
            "{title}\n    {}\n    > {}",
            newsstand_text::keyphrases(title, text, 8).join(" · "),
            newsstand_text::central_sentence(title, text).unwrap_or_default()
        );
    }
}
