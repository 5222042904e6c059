//! The verdicts on 100,000 generated posts, as the server reaches them. The app's own test reaches
//! the same ones in WebAssembly.

#[path = "shared/posts.rs"]
mod posts;

use std::collections::BTreeMap;

#[test]
fn a_hundred_thousand_posts_get_the_verdicts_that_the_app_gives_them() {
    assert_eq!(posts::digest(), posts::VERDICTS);
}

#[test]
fn the_generated_posts_meet_every_verdict() {
    let mut watch = posts::watch();
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for n in 0..5_000 {
        let line = posts::verdict(n, &mut watch);
        let verdict: Vec<_> = line.split(' ').skip(1).take(2).collect();
        *met.entry(verdict.join(" ")).or_default() += 1;
    }
    println!("{met:?}");
    for verdict in
        ["needs-release 1", "blocked 2", "blocked 3", "needs-release 4", "said-before 5", "paced 6"]
    {
        assert!(met.contains_key(verdict), "no `{verdict}` in {met:?}");
    }
    assert!(met.keys().any(|verdict| verdict.starts_with("ok")));
}
