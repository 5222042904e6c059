//! The doctor's command line.

use super::way::{Told, Way};
use super::{examine, words};
use crate::http::{Client, Trust};
use dialect::Profile;
use doctor::{Account, Options, Overall};
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// What the command is told.
#[derive(Debug, Default)]
struct Asked {
    profile: String,
    vars: Vec<(String, String)>,
    user: Option<String>,
    second: Option<String>,
    page: Option<String>,
    rounds: u32,
    patience: u64,
    json: bool,
    password_file: Option<String>,
    second_password_file: Option<String>,
    ca: Option<String>,
}

/// How to call it.
pub const USAGE: &str = "cargo xtask doctor PROFILE [OPTIONS]

  PROFILE                      a name below profiles/, or a file
  --base-url URL               where the backend is: the profile's variable `origin`
  --ca FILE                    over HTTPS: the authorities (PEM) that answer for it, in place of the public ones
  --var NAME=VALUE             another of its variables; may be repeated
  --user NAME                  who to sign in as
  --second-user NAME           somebody else, to see what they may do
  --password-file FILE         the password's file; else QUNYUE_PASSWORD, else it is asked for
  --second-password-file FILE  as above; else QUNYUE_SECOND_PASSWORD, else it is asked for
  --page ORIGIN                the page that will talk to the backend, for CORS
  --rounds N                   how often six writers meet (4)
  --patience SECONDS           how long to wait for an answer (30)
  --json                       the report as JSON, with what was asked and answered
  --table                      writes docs/backends/table.md from the servers of the contract tests";

/// Examines what the arguments name, and says what was found.
pub fn run(args: impl Iterator<Item = String>) -> ExitCode {
    match read(args.collect()).and_then(|asked| examine_it(&asked)) {
        Ok(code) => code,
        Err(why) => {
            eprintln!("doctor: {why}");
            ExitCode::from(2)
        }
    }
}

fn read(mut args: VecDeque<String>) -> Result<Asked, String> {
    let mut asked = Asked { rounds: 4, patience: 30, ..Asked::default() };
    while let Some(arg) = args.pop_front() {
        let mut value = || args.pop_front().ok_or_else(|| format!("{arg} wants a value"));
        match arg.as_str() {
            "--base-url" => asked.vars.push(("origin".to_owned(), value()?.trim_end_matches('/').to_owned())),
            "--var" => {
                let pair = value()?;
                let (name, text) = pair.split_once('=').ok_or("--var wants NAME=VALUE")?;
                asked.vars.push((name.to_owned(), text.to_owned()));
            }
            "--user" => asked.user = Some(value()?),
            "--second-user" => asked.second = Some(value()?),
            "--password-file" => asked.password_file = Some(value()?),
            "--second-password-file" => asked.second_password_file = Some(value()?),
            "--page" => asked.page = Some(value()?.trim_end_matches('/').to_owned()),
            "--ca" => asked.ca = Some(value()?),
            "--rounds" => asked.rounds = value()?.parse().map_err(|_| "--rounds wants a number")?,
            "--patience" => asked.patience = value()?.parse().map_err(|_| "--patience wants a number")?,
            "--json" => asked.json = true,
            _ if arg.starts_with('-') => return Err(format!("“{arg}” is not understood here\n\n{USAGE}")),
            _ if asked.profile.is_empty() => asked.profile = arg,
            _ => return Err(format!("“{arg}” is one word too many\n\n{USAGE}")),
        }
    }
    if asked.profile.is_empty() { Err(USAGE.to_owned()) } else { Ok(asked) }
}

fn examine_it(asked: &Asked) -> Result<ExitCode, String> {
    let profile = profile(asked)?;
    let vars: Vec<(String, String)> = profile.vars();
    let backend =
        vars.iter().find(|(name, _)| name == "origin").map(|(_, url)| url.clone()).unwrap_or_default();
    let client = client(asked, &backend)?;
    let account = account(&asked.user, &asked.password_file, "QUNYUE_PASSWORD", &profile)?;
    let second = account_of_second(asked, &profile)?;
    let options = Options {
        account,
        second,
        backend: backend.clone(),
        page: asked.page.clone(),
        rounds: asked.rounds,
        ..Options::default()
    };
    let is_json = asked.json;
    let way = Way::new(client, move |told| match told {
        Told::Found(finding) if !is_json => say(&words::finding(finding)),
        Told::Begins(step) if is_json => eprintln!("{} …", words::step(step)),
        _ => {}
    });
    let report = examine(&profile, &options, &way);
    if is_json {
        say(&serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?);
    } else {
        say(&format!("\n{}", words::report(&report)));
    }
    Ok(match report.overall() {
        Overall::Works | Overall::Limited => ExitCode::SUCCESS,
        Overall::Fails | Overall::Incomplete => ExitCode::FAILURE,
    })
}

/// What asks. Over HTTPS it is tried at once: a certificate that is not trusted would look like a
/// server that never answers.
fn client(asked: &Asked, backend: &str) -> Result<Client, String> {
    let trust = match &asked.ca {
        Some(file) => Trust::of_file(file).map_err(|error| error.to_string())?,
        None => Trust::Public,
    };
    let client = Client::trusting(backend, Duration::from_secs(asked.patience), trust);
    match client.why_unreachable(backend).filter(|_| backend.starts_with("https://")) {
        Some(why) => {
            Err(format!("{backend} can't be reached: {why}; --ca FILE names who answers for its certificate"))
        }
        None => Ok(client),
    }
}

/// The profile that is named, with its variables.
fn profile(asked: &Asked) -> Result<Profile, String> {
    let built_in = format!("{}/../../profiles/{}.json", env!("CARGO_MANIFEST_DIR"), asked.profile);
    let path = if Path::new(&asked.profile).is_file() { asked.profile.clone() } else { built_in };
    let text = std::fs::read_to_string(&path).map_err(|_| {
        format!("there is no profile “{}”, neither as a file nor below profiles/", asked.profile)
    })?;
    let profile = Profile::parse(&text).map_err(|error| error.to_string())?;
    let known = profile.vars();
    if let Some((name, _)) = asked.vars.iter().find(|(name, _)| known.iter().all(|(known, _)| known != name))
    {
        let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        return Err(format!("the profile has no variable `{name}`; it has {}", names.join(", ")));
    }
    let vars = asked.vars.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(profile.with_vars(vars))
}

fn account_of_second(asked: &Asked, profile: &Profile) -> Result<Option<Account>, String> {
    account(&asked.second, &asked.second_password_file, "QUNYUE_SECOND_PASSWORD", profile)
}

/// A name with its password: from a file, the environment, or whoever sits there.
fn account(
    login: &Option<String>,
    file: &Option<String>,
    variable: &str,
    profile: &Profile,
) -> Result<Option<Account>, String> {
    let Some(login) = login.clone() else { return Ok(None) };
    if profile.capabilities().accounts == dialect::capabilities::Accounts::Advisory {
        return Ok(Some(Account { login, password: String::new() }));
    }
    let password = match (file, std::env::var(variable)) {
        (Some(file), _) => std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?,
        (None, Ok(password)) => password,
        (None, Err(_)) => ask_for(&login)?,
    };
    Ok(Some(Account { login, password: password.trim_end_matches(['\r', '\n']).to_owned() }))
}

/// Asks whoever sits there, without showing what is typed.
fn ask_for(login: &str) -> Result<String, String> {
    use std::io::{IsTerminal, stdin};
    if stdin().is_terminal() {
        eprint!("password of {login}: ");
        let echo = |on: &str| _ = std::process::Command::new("stty").arg(on).status();
        echo("-echo");
        let line = read_line();
        echo("echo");
        eprintln!();
        line
    } else {
        read_line()
    }
}

fn read_line() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| error.to_string())?;
    if line.trim().is_empty() { Err("no password was given".to_owned()) } else { Ok(line) }
}

#[expect(clippy::print_stdout, reason = "a command line speaks on standard output")]
fn say(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Asked, String> {
        read(line.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn the_arguments_are_read() {
        let asked =
            asked("json-server --base-url http://x.test/ --var people=who --rounds 9 --json").unwrap();
        assert_eq!(
            asked.vars,
            [("origin".to_owned(), "http://x.test".to_owned()), ("people".to_owned(), "who".to_owned())]
        );
        assert_eq!((asked.profile.as_str(), asked.rounds, asked.json), ("json-server", 9, true));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert!(asked("qunyue --usr x").unwrap_err().contains("--usr"));
        assert!(asked("qunyue --rounds").unwrap_err().contains("wants a value"));
        assert!(profile(&Asked { profile: "teapot".to_owned(), ..Asked::default() }).is_err());
        let odd = Asked {
            profile: "qunyue".to_owned(),
            vars: vec![("bucket".to_owned(), String::new())],
            ..Asked::default()
        };
        assert!(profile(&odd).unwrap_err().contains("it has origin"));
    }
}
