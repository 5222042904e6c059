//! Kinto in memory, with the configuration and the rights that `docs/backends/kinto` ships.

use super::install::{Python, root};
use super::{Backend, StartError, free_port, fresh_dir};
use std::path::PathBuf;
use std::process::Command;

const PROGRAM: Python = Python { program: "kinto", requirements: "kinto.txt" };
const PASSWORD: &str = "the administrator's own";

impl Backend {
    /// Installs Kinto if need be, starts it, and makes it ready for the app.
    ///
    /// # Errors
    /// [`StartError::Absent`] without Python; else as they say.
    pub fn kinto() -> Result<Self, StartError> {
        let program = PROGRAM.install()?;
        let (dir, port) = (fresh_dir()?, free_port()?);
        let mut command = Command::new(program);
        command.args(["start", "--port", &port.to_string(), "--ini"]).arg(shipped("kinto.ini"));
        let backend = Self::start("kinto", command.env("http_port", port.to_string()), port, dir)?;
        backend.set_up_kinto(&[])?;
        Ok(backend)
    }

    /// Lets somebody change what others wrote, as the server's administrator does it.
    ///
    /// # Errors
    /// [`StartError::SetUp`] where there is no such account.
    pub fn appoint_on_kinto(&self, login: &str) -> Result<(), StartError> {
        self.set_up_kinto(&["--moderator", login])
    }

    fn set_up_kinto(&self, more: &[&str]) -> Result<(), StartError> {
        let mut script = Command::new("python3");
        script.arg(shipped("setup.py")).arg(self.origin()).args(["--password", PASSWORD]).args(more);
        if script.status()?.success() { Ok(()) } else { Err(StartError::SetUp("kinto")) }
    }
}

fn shipped(file: &str) -> PathBuf {
    root().join("docs/backends/kinto").join(file)
}
