//! The module in parts: Trunk calls us for wasm-bindgen, so that the splitter runs between the linker
//! and the real one; Trunk's last hook has the parts made small and laid beside the module.

use crate::app::trunk;
use crate::process::{command, run as go};
use crate::root::{self, at};
use crate::serve::target;
use crate::tools::{search_path, which};
use crate::tree;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The name by which Trunk finds us on PATH.
const POSES_AS: &str = "wasm-bindgen";

/// Where we find the real one.
const REAL: &str = "QUNYUE_WASM_BINDGEN";

/// What the splitter writes beside the parts: it loads them.
const LOADER: &str = "__wasm_split.js";

/// Trunk, with us for its wasm-bindgen.
pub(crate) fn splitting_trunk(verb: &str) -> Result<Command> {
    let name = format!("{POSES_AS}{}", env::consts::EXE_SUFFIX);
    let real = which(&name).context("wasm-bindgen is missing: `cargo xtask setup` installs it")?;
    let here = at("target/xtask/split");
    fs::create_dir_all(&here)?;
    fs::copy(env::current_exe()?, here.join(name))?;
    let path = search_path();
    let path = env::join_paths([here].into_iter().chain(env::split_paths(&path)))?;
    let mut trunk = trunk(verb);
    trunk.env("PATH", path).env(REAL, real);
    Ok(trunk)
}

/// Whether this process was started in wasm-bindgen's place.
pub(crate) fn poses() -> bool {
    env::current_exe().is_ok_and(|path| path.file_stem().is_some_and(|stem| stem == POSES_AS))
}

/// Splits the module that the arguments name, then has the real wasm-bindgen work on what comes first.
pub(crate) fn pose(args: &[String]) -> Result<()> {
    let mut real = Command::new(env::var_os(REAL).context("only Trunk calls this")?);
    let Some(module) = args.iter().find(|arg| arg.ends_with(".wasm")) else {
        return go(real.args(args));
    };
    let name =
        args.iter().find_map(|arg| arg.strip_prefix("--out-name=")).context("the module has no name")?;
    let parts = parts();
    if parts.exists() {
        fs::remove_dir_all(&parts)?;
    }
    go(command("wasm-split-cli").arg(module).arg(&parts).args(["--out-name", name, "--target", "web"]))?;
    real.args(args.iter().filter(|arg| *arg != module)).arg(parts.join(format!("{name}.wasm")));
    // The parts use what nothing else seems to.
    go(real.arg("--keep-lld-exports"))
}

/// Lays the parts and their loader beside the module in `staged`, made small, under names that tell
/// their content. The glue and the loader import each other, so they are renamed as a pair. Answers
/// with the page `html`, in which they have their new names.
pub(crate) fn lay(staged: &Path, html: &str) -> Result<String> {
    let loader = lay_parts(staged)?;
    let old = html.split("data-js=").nth(1).and_then(|rest| rest.split([' ', '>']).next());
    let old = old.context("the page names no glue")?.trim_matches(['"', '/']);
    let (name, _) = old.split_once('-').context("the name of the glue has no hash")?;
    let glue = fs::read_to_string(staged.join(old))?;
    let both = hash(&[glue.as_bytes(), loader.as_bytes()]);
    let (new, loading) = (format!("{name}-{both}.js"), format!("parts-{both}.js"));
    root::write_if_changed(&staged.join(&loading), &replaced(&loader, &format!("{name}.js"), &new)?)?;
    // The module itself knows the loader by its first name, as a key; only the imports are addresses.
    let address = |name: &str| format!("from\"./{name}\"");
    root::write_if_changed(&staged.join(&new), &glue.replace(&address(LOADER), &address(&loading)))?;
    fs::remove_file(staged.join(old))?;
    // Asked for at once, not when the glue that imports it has come.
    let head = format!("<link href=/{loading} rel=modulepreload></head>");
    replaced(&html.replace(old, &new), "</head>", &head)
}

/// The parts, each made small; answers with the loader that knows their new names.
fn lay_parts(staged: &Path) -> Result<String> {
    let mut loader = fs::read_to_string(parts().join(LOADER)).context("the module was not split")?;
    let page = fs::read_to_string(at("index.html"))?;
    let options = page.split("data-wasm-opt-params=\"").nth(1).and_then(|rest| rest.split('"').next());
    let options: Vec<_> = options.context("the page has no options for wasm-opt")?.split(' ').collect();
    for part in tree::files(&parts())? {
        let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The splitter also writes parts that came out empty, which nobody loads.
        if loader.contains(&format!("/{name}\"")) {
            let small = part.with_extension("small");
            go(command("wasm-opt").arg("-Oz").args(&options).arg(&part).arg("--output").arg(&small))?;
            let content = fs::read(small)?;
            let new = name.replace(".wasm", &format!("-{}.wasm", hash(&[&content])));
            fs::write(staged.join(&new), content)?;
            loader = replaced(&loader, &name, &new)?;
        }
    }
    Ok(loader)
}

/// Whether a file of a built app is a part that a page loads when it opens.
pub(crate) fn is_part(name: &str) -> bool {
    name.ends_with(".wasm") && (name.starts_with("split_") || name.starts_with("chunk_"))
}

/// A short name for a content.
fn hash(parts: &[&[u8]]) -> String {
    let digest = parts.iter().fold(Sha256::new(), |hasher, part| hasher.chain_update(part)).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Where the splitter's output waits for Trunk's last hook.
fn parts() -> PathBuf {
    target().join("wasm-bindgen/parts")
}

/// `text` with the one `from` replaced.
pub(crate) fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    if text.matches(from).count() != 1 {
        bail!("`{from}` does not stand exactly once where it should be filled in");
    }
    Ok(text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_stands_exactly_once() {
        assert_eq!(replaced("a {} b", "{}", "{1}").unwrap(), "a {1} b");
        assert!(replaced("a b", "{}", "x").is_err());
        assert!(replaced("{} {}", "{}", "x").is_err());
    }

    #[test]
    fn another_content_has_another_name() {
        assert_eq!(hash(&[b"ab", b"c"]).len(), 16);
        assert_ne!(hash(&[b"ab"]), hash(&[b"ac"]));
    }
}
