//! Turns `locales/` into the enum `Word` and one table of texts per language.
//! A difference between the languages stops the build and names the file and the key.

#[path = "src/catalog.rs"]
mod catalog;
#[path = "src/generate.rs"]
mod generate;

use catalog::{Catalog, LANGUAGES, Source};
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

fn main() {
    if let Err(message) = run() {
        println!("cargo::error={message}");
        process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?);
    let locales = here.join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    println!("cargo::rerun-if-changed=src/catalog.rs");
    println!("cargo::rerun-if-changed=src/generate.rs");

    let mut sources = Vec::new();
    for language in LANGUAGES {
        sources.push((language, read_all(&locales.join(language))?));
    }
    let catalog = Catalog::build(&sources).map_err(|faults| {
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\ncargo::error=")
    })?;

    write(&out.join("words.rs"), &generate::code(&catalog))?;
    for language in LANGUAGES {
        write(&out.join(format!("{language}.json")), &generate::table(&catalog, language))?;
    }
    Ok(())
}

/// Every `*.json` of one language, by name.
fn read_all(folder: &Path) -> Result<Vec<Source>, String> {
    let explain = |error: io::Error| format!("{}: {error}", folder.display());
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).map_err(explain)? {
        let path = entry.map_err(explain)?.path();
        if path.extension().is_some_and(|ext| ext == "json") {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(explain)?;
            sources.push(Source { stem, text });
        }
    }
    sources.sort_by(|a, b| a.stem.cmp(&b.stem));
    Ok(sources)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
