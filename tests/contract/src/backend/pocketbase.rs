//! PocketBase with the migration and the hook that `docs/backends/pocketbase` ships.

use super::install::{Python, here, root};
use super::{Backend, StartError, free_port, fresh_dir};
use crate::http::Client;
use dialect::{Method, Request};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: Python = Python { program: "pocketbase", requirements: "pocketbase.txt" };

impl Backend {
    /// Installs PocketBase if need be, and starts it over an empty database.
    ///
    /// # Errors
    /// [`StartError::Absent`] without Python; else as they say.
    pub fn pocketbase() -> Result<Self, StartError> {
        let program = PROGRAM.install()?;
        Self::serve_pocketbase(&program, fresh_dir()?)
    }

    /// The same over a database that the migration of an earlier version has made ready.
    ///
    /// # Errors
    /// As [`Self::pocketbase`].
    pub fn pocketbase_of_before() -> Result<Self, StartError> {
        let program = PROGRAM.install()?;
        let dir = fresh_dir()?;
        let mut before = Command::new(&program);
        before.args(["migrate", "up", "--dir"]).arg(dir.join("pb_data"));
        before.arg("--migrationsDir").arg(here().join("data/pocketbase"));
        match before.output()?.status.success() {
            true => Self::serve_pocketbase(&program, dir),
            false => Err(StartError::SetUp("pocketbase")),
        }
    }

    fn serve_pocketbase(program: &Path, dir: PathBuf) -> Result<Self, StartError> {
        let port = free_port()?;
        let shipped = root().join("docs/backends/pocketbase");
        let mut command = Command::new(program);
        command.args(["serve", "--automigrate=false", "--http", &format!("127.0.0.1:{port}")]);
        command.arg("--dir").arg(dir.join("pb_data"));
        command.arg("--migrationsDir").arg(shipped.join("pb_migrations"));
        command.arg("--hooksDir").arg(shipped.join("pb_hooks"));
        Self::start("pocketbase", &mut command, port, dir)
    }

    /// Makes an account, as everybody may.
    ///
    /// # Errors
    /// [`StartError::SetUp`] where it is refused.
    pub fn enroll_on_pocketbase(&self, login: &str, password: &str) -> Result<(), StartError> {
        let account =
            json!({ "login": login, "real_name": login, "password": password, "passwordConfirm": password });
        let request = Request {
            method: Method::Post,
            url: format!("{}/api/collections/users/records", self.origin()),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: Some(account.to_string()),
        };
        match Client::new(&self.origin()).send(&request) {
            Some(answer) if answer.status == 200 => Ok(()),
            _ => Err(StartError::SetUp("pocketbase")),
        }
    }
}
