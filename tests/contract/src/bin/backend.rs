//! `backend NAME`: one of the tests' servers, made ready, for whoever tests the app in a browser. It
//! says where it listens, gives the rights of a moderator to whom a line of the input names, and
//! ends with the input.

use contract::backend::StartError;
use contract::world::Server;
use std::io::{BufRead, stdin};
use std::process::ExitCode;

/// What the server needs is not on this machine.
const ABSENT: u8 = 3;

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let Some((_, server)) = Server::ALL.into_iter().find(|(name, _)| *name == wanted) else {
        let names: Vec<&str> = Server::ALL.iter().map(|(name, _)| *name).collect();
        eprintln!("backend: “{wanted}” is none of {}", names.join(", "));
        return ExitCode::from(2);
    };
    match serve(server) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backend: {error}");
            ExitCode::from(if matches!(error, StartError::Absent(_)) { ABSENT } else { 1 })
        }
    }
}

fn serve(server: Server) -> Result<(), StartError> {
    let backend = server.start(&[])?;
    say(&backend.origin());
    for login in stdin().lock().lines() {
        server.appoint(&backend, login?.trim())?;
        say("appointed");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "whoever started it reads its standard output")]
fn say(text: &str) {
    println!("{text}");
}
