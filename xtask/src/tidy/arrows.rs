//! Who may know whom inside the app: the table of ARCHITECTURE.md, for the folders of `src/`.

use super::finding::Finding;
use super::paths::{Named, paths};
use super::source::Source;
use std::collections::BTreeSet;

/// What the files of one folder of `src/` may name.
struct Layer {
    name: &'static str,
    /// Modules of the app, by the start of their path.
    modules: &'static [&'static str],
    /// Crates of the workspace.
    crates: &'static [&'static str],
}

const LAYERS: &[Layer] = &[
    Layer { name: "platform", modules: &["platform"], crates: &["protocol", "sync", "dialect"] },
    Layer {
        name: "state",
        modules: &["state", "platform"],
        crates: &["protocol", "sync", "dialect", "doctor", "domain", "finder"],
    },
    Layer { name: "ui", modules: &["ui", "platform::focus", "platform::measure"], crates: &["markup"] },
    Layer {
        name: "features",
        modules: &["ui", "state", "i18n", "routes::path"],
        crates: &["domain", "protocol", "words", "markup"],
    },
    Layer {
        name: "pages",
        modules: &["pages", "features", "ui", "state", "i18n", "routes::path"],
        crates: &["domain", "protocol", "words"],
    },
    Layer {
        name: "routes",
        modules: &["routes", "pages", "features", "ui", "state", "i18n"],
        crates: &["domain", "protocol", "words"],
    },
    Layer {
        name: "i18n",
        modules: &["i18n", "state", "platform"],
        crates: &["words", "domain", "protocol", "sync", "dialect"],
    },
];

const OURS: &[&str] =
    &["protocol", "domain", "sync", "dialect", "doctor", "finder", "markup", "words", "server", "testkit"];

/// The browser's interfaces as Rust sees them.
const BROWSER: &[&str] = &["web_sys", "js_sys"];

/// Names of `source` that point against the arrows.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let Some(module) = module(&source.path) else { return Vec::new() };
    let named = paths(&source.tokens);
    let local = local_names(source, &named);
    let mut found: Vec<_> = named.iter().filter_map(|path| judge(source, &module, &local, path)).collect();
    found.dedup();
    found
}

fn judge(source: &Source, module: &[String], local: &BTreeSet<&str>, path: &Named) -> Option<Finding> {
    let layer_name = module.first().map(String::as_str).unwrap_or_default();
    let refuse = |message: String| Some(Finding::new(&source.path, path.line, message));
    let browser = path.segments.iter().find(|segment| BROWSER.contains(&segment.as_str()));
    if let Some(browser) = browser.filter(|_| layer_name != "platform") {
        return refuse(format!("names `{browser}`: only `src/platform` touches the browser"));
    }
    let layer = LAYERS.iter().find(|layer| layer.name == layer_name)?;
    let Some(target) = target(module, &path.segments) else {
        let first = path.segments.first()?.as_str();
        let foreign = OURS.contains(&first) && !local.contains(first) && !layer.crates.contains(&first);
        return if foreign {
            refuse(format!("`{layer_name}` may not know the crate `{first}`"))
        } else {
            None
        };
    };
    if layer_name == "features" && target.first().is_some_and(|first| first == "features") {
        let own = target.get(1).is_none() || target.get(1) == module.get(1);
        return if own { None } else { refuse("a feature never imports another feature".to_owned()) };
    }
    let known = target.first().is_none_or(|first| !is_module(first))
        || layer.modules.iter().any(|allowed| starts_with(&target, allowed));
    if known { None } else { refuse(format!("`{layer_name}` may not know `{}`", target.join("::"))) }
}

/// The module of a file of the app: `src/features/feed.rs` is `features::feed`.
fn module(path: &str) -> Option<Vec<String>> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    Some(match inside {
        "lib" | "main" => Vec::new(),
        _ => inside.split('/').map(str::to_owned).collect(),
    })
}

/// Where a path leads inside the app; `None` where it leads outside.
fn target(module: &[String], segments: &[String]) -> Option<Vec<String>> {
    let (first, rest) = segments.split_first()?;
    match first.as_str() {
        "crate" | "qunyue" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let ups = 1 + rest.iter().take_while(|segment| *segment == "super").count();
            let above = module.get(..module.len().saturating_sub(ups)).unwrap_or_default();
            Some([above, rest.get(ups - 1..).unwrap_or_default()].concat())
        }
        _ => None,
    }
}

/// Names that stand for something of the app, so that `sync::Page` isn't taken for the crate `sync`.
fn local_names<'a>(source: &'a Source, named: &'a [Named]) -> BTreeSet<&'a str> {
    let own = |path: &&Named| {
        path.segments.first().is_some_and(|first| matches!(first.as_str(), "crate" | "self" | "super"))
    };
    let imported = named.iter().filter(own).filter_map(|path| path.segments.last()).map(String::as_str);
    let declared = source.tokens.windows(2).filter_map(|pair| match pair {
        [first, second] if first.name() == Some("mod") => second.name(),
        _ => None,
    });
    imported.chain(declared).collect()
}

fn is_module(name: &str) -> bool {
    LAYERS.iter().any(|layer| layer.name == name)
}

fn starts_with(target: &[String], allowed: &str) -> bool {
    let mut segments = target.iter().map(String::as_str);
    allowed.split("::").all(|part| segments.next() == Some(part))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::Source;

    fn refused(path: &str, text: &str) -> bool {
        !check(&Source::new(path.to_owned(), text.to_owned())).is_empty()
    }

    #[test]
    fn a_feature_never_imports_another_feature() {
        assert!(refused("src/features/feed/row.rs", "use crate::features::rules::Panel;"));
        assert!(refused("src/features/feed/row.rs", "use super::super::rules::Panel;"));
        assert!(refused("src/features/feed.rs", "fn a() { view! { <super::rules::Panel/> } }"));
        assert!(!refused(
            "src/features/feed/row.rs",
            "use super::composer::Composer; use crate::features::feed::Row;"
        ));
    }

    #[test]
    fn the_design_system_knows_no_state_no_words_and_no_domain() {
        for known in ["crate::state::Engine", "crate::i18n::use_words", "domain::Space", "words::Word"] {
            assert!(refused("src/ui/dialog.rs", &format!("use {known};")), "{known}");
        }
        assert!(!refused(
            "src/ui/dialog.rs",
            "use crate::platform::focus; use leptos::prelude::*; use markup::Block;"
        ));
    }

    #[test]
    fn only_the_platform_names_the_browser() {
        assert!(refused("src/features/feed.rs", "fn a(e: leptos::web_sys::KeyboardEvent) {}"));
        assert!(refused("src/app.rs", "use js_sys::Date;"));
        assert!(!refused("src/platform/clock.rs", "use js_sys::Date;"));
    }

    #[test]
    fn a_module_that_is_called_like_a_crate_is_not_the_crate() {
        assert!(!refused("src/pages.rs", "pub mod sync; use leptos::x; fn a() { sync::SyncPage() }"));
        assert!(refused("src/pages.rs", "fn a() { sync::step() }"));
    }

    #[test]
    fn tests_may_know_anything() {
        assert!(!refused("src/ui/dialog.rs", "#[cfg(test)] mod tests { use domain::Space; }"));
    }
}
