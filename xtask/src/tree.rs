//! The files of the work tree: walked in a fixed order, and boiled down to a fingerprint.

use crate::root::{at, root};
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "results", ".git"];

/// Written before each build, from sources that are walked themselves.
const GENERATED: &[&str] = &["public/app.css", "public/words"];

/// All files below `path` (or `path` itself, where it is a file), sorted. What doesn't exist has no files.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(path, &mut found)?;
    found.sort();
    Ok(found)
}

/// `path` as seen from the root, with forward slashes.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// A text that changes with the name or content of any file below `paths`.
pub(crate) fn fingerprint(paths: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        for file in files(&at(path))? {
            let name = shown(&file);
            if GENERATED.iter().any(|generated| name.starts_with(generated)) {
                continue;
            }
            let content = fs::read(&file).with_context(|| format!("cannot read {name}"))?;
            hasher.write(name.as_bytes());
            hasher.write_usize(content.len());
            hasher.write(&content);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_path_buf());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        let entry = entry?;
        let skipped = SKIPPED.iter().any(|name| entry.file_name() == *name);
        if !skipped {
            walk(&entry.path(), found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, shown};
    use crate::root::at;

    #[test]
    fn the_fingerprint_of_the_same_files_is_the_same() {
        assert_eq!(fingerprint(&["xtask/src"]).unwrap(), fingerprint(&["xtask/src"]).unwrap());
    }

    #[test]
    fn the_fingerprint_of_other_files_is_another() {
        assert_ne!(
            fingerprint(&["xtask/src/main.rs"]).unwrap(),
            fingerprint(&["xtask/src/root.rs"]).unwrap()
        );
    }

    #[test]
    fn a_path_is_shown_from_the_root() {
        assert_eq!(shown(&at("xtask/src/main.rs")), "xtask/src/main.rs");
    }
}
