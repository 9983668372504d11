fn main() {
    use newsstand_sources::*;
    for path in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let o = ReadOptions::new(domain::Timestamp::now());
        let r = Reader::open(path.as_ref(), &o).unwrap();
        let (mut n, mut w, mut l, mut code, mut pr) = (0, 0, 0, 0, 0);
        let mut ex = std::collections::BTreeMap::<String, usize>::new();
        for i in r {
            match i {
                Item::Record(r) => {
                    n += 1;
                    if r.links.code.is_some() {
                        code += 1
                    }
                    if r.links.project.is_some() {
                        pr += 1
                    }
                }
                Item::Problem(p) => {
                    if p.severity == domain::Severity::Lost {
                        l += 1
                    } else {
                        w += 1
                    }
                    let k: String = p.reason.split('"').nth(1).unwrap_or("").into();
                    let c = ex.entry(k).or_default();
                    *c += 1;
                    if *c < 8 {
                        println!("{p}")
                    }
                }
            }
        }
        println!("{path}: {n} records, {w} warnings, {l} lost, {code} code, {pr} project; {:?}", t.elapsed());
    }
}
