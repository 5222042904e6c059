//! The project's own commands: `cargo xtask NAME`. Each is one module; `cargo xtask help` lists them.
#![expect(clippy::print_stdout, reason = "a command line speaks on standard output")]

mod app;
mod args;
mod audit;
mod bench;
mod browser;
mod contract;
mod css;
mod dist;
mod doctor;
mod e2e;
mod process;
mod root;
mod rules;
mod screens;
mod serve;
mod setup;
mod sim;
mod size;
mod split;
mod tally;
mod test;
mod tidy;
mod tools;
mod tree;
mod words;
mod worker;

use anyhow::{Result, bail};
use std::process::ExitCode;

/// One command of the table below.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command { name: "setup", about: "installs what the build and the tests need", run: setup::run },
    Command {
        name: "serve",
        about: "builds app and server, starts it: --dev, --demo, --data DIR, --listen ADDR …",
        run: serve::run,
    },
    Command { name: "dist", about: "the app as files for a static host: --backend URL", run: dist::run },
    Command {
        name: "doctor",
        about: "examines a backend: PROFILE --base-url URL --user NAME …, or --table",
        run: doctor::run,
    },
    Command { name: "test", about: "all checks: --only STAGE, --from STAGE, --list", run: test::run },
    Command {
        name: "contract",
        about: "the engine over other people's servers: [NAME …] or all",
        run: contract::run,
    },
    Command { name: "tidy", about: "arrows, sizes, words, styles", run: tidy::run },
    Command { name: "size", about: "bytes that travel before the first space screen", run: size::run },
    Command { name: "bench", about: "rows of the budgets: NAME or all, --list", run: bench::run },
    Command {
        name: "audit",
        about: "rights, made-up requests, all payloads, axe over the whole grid: [PART], --list",
        run: audit::run,
    },
    Command { name: "screens", about: "takes the pictures in docs/screens/ anew", run: screens::run },
    Command { name: "rules", about: "what the importer makes of a policy text: FILE", run: rules::run },
    Command { name: "sim", about: "runs the simulator: --seeds N, --replay SEED", run: sim::run },
    Command { name: "css", about: "bundles style/ into public/app.css", run: css::run },
    Command { name: "i18n", about: "checks locales/ and writes public/words/", run: words::run },
    Command {
        name: "prebuild",
        about: "what stands in public/ before Trunk runs: css and words",
        run: prebuild,
    },
    Command {
        name: "worker",
        about: "what Trunk's release build ends with: the service worker's list",
        run: worker::run,
    },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match if split::poses() { split::pose(&args) } else { dispatch(&args) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("xtask: {trouble:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((name, rest)) = args.split_first() else { return help() };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        return help();
    }
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(rest),
        None => bail!("there is no command “{name}”; `cargo xtask help` lists them"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an arm of the dispatch")]
fn help() -> Result<()> {
    println!("cargo xtask COMMAND [OPTIONS]\n");
    for command in COMMANDS {
        println!("  {:<9} {}", command.name, command.about);
    }
    Ok(())
}

fn prebuild(_: &[String]) -> Result<()> {
    css::run(&[])?;
    words::run(&[])
}
