//! The reference server as a program: `qunyue-server --help` tells the rest.

mod args;
mod lan;
mod patience;
mod serve;

use args::{Args, Command, LogForm};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use tracing::Level;

fn main() -> ExitCode {
    let args = Args::parse();
    start_log(&args);
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start_log(args: &Args) {
    let level = if args.verbose { Level::DEBUG } else { Level::INFO };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    match args.log {
        LogForm::Text => log.with_ansi(false).init(),
        LogForm::Json => log.json().init(),
    }
}

fn run(mut args: Args) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match args.command.take() {
        Some(Command::ResetLink { login }) => runtime.block_on(reset_link(&args, &login)),
        None => runtime.block_on(serve::run(&args)),
    }
}

async fn reset_link(args: &Args, login: &str) -> anyhow::Result<()> {
    let server = server::Server::open(args.config()?)?;
    let token = server.reset_token(login).await?;
    server.close().await;
    let token = token.ok_or_else(|| anyhow::anyhow!("nobody has the sign-in name {login:?}"))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}/reset#{token}", args.address())?;
    writeln!(out, "The link works once, within 24 hours. Give it to nobody else.")?;
    Ok(())
}
