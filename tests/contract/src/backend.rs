//! Starting a real server on a free port of the loopback, and stopping it.

mod couchdb;
mod install;
mod kinto;
mod pocketbase;
pub(crate) mod postgrest;

pub use install::npm;

use serde_json::Value;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longest wait for a server to accept connections.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server. It ends with this value.
#[derive(Debug)]
pub struct Backend {
    child: Child,
    port: u16,
    dir: PathBuf,
    is_secure: bool,
}

/// Why a backend could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Something that has to be installed first.
    #[error("{0} is not installed")]
    Absent(&'static str),
    /// The installation of a server failed.
    #[error("what belongs into {0} could not be installed")]
    Install(PathBuf),
    /// It runs, but could not be made ready.
    #[error("{0} could not be made ready")]
    SetUp(&'static str),
    /// The reference server does not compile.
    #[error("the reference server does not build")]
    Build,
    /// It did not listen in time.
    #[error("{0} did not listen on port {1} in time")]
    Silent(&'static str, u16),
    /// A file or a process could not be made.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Backend {
    /// Starts json-server over a file with this content.
    ///
    /// # Errors
    /// [`StartError::Absent`] without node; else as they say.
    pub fn json_server(content: &Value) -> Result<Self, StartError> {
        let program = npm()?.join("node_modules/json-server/lib/cli/bin.js");
        let dir = fresh_dir()?;
        let file = dir.join("db.json");
        std::fs::write(&file, content.to_string())?;
        let port = free_port()?;
        let mut command = Command::new("node");
        command.arg(program).args(["--quiet", "--host", "127.0.0.1", "--port", &port.to_string()]).arg(file);
        Self::start("json-server", &mut command, port, dir)
    }

    /// Builds the reference server if need be, and starts it over an empty database.
    ///
    /// # Errors
    /// As they say.
    pub fn reference() -> Result<Self, StartError> {
        let program = build_reference()?;
        let dir = fresh_dir()?;
        let port = free_port()?;
        let mut command = Command::new(program);
        command.args(["--rate", "0", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(&dir);
        Self::start("the reference server", &mut command, port, dir)
    }

    /// The same over HTTPS, with a certificate that only [`authority`] answers for.
    ///
    /// # Errors
    /// As they say.
    pub fn reference_over_tls() -> Result<Self, StartError> {
        let program = build_reference()?;
        let (dir, port) = (fresh_dir()?, free_port()?);
        let mut command = Command::new(program);
        command.args(["--rate", "0", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(&dir);
        command.arg("--tls").args([certificate("cert.pem"), certificate("key.pem")]);
        let mut backend = Self::start("the reference server", &mut command, port, dir)?;
        backend.is_secure = true;
        Ok(backend)
    }

    /// Where it listens.
    pub fn origin(&self) -> String {
        match self.is_secure {
            true => format!("https://localhost:{}", self.port),
            false => format!("http://127.0.0.1:{}", self.port),
        }
    }

    /// The port alone.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn start(name: &'static str, command: &mut Command, port: u16, dir: PathBuf) -> Result<Self, StartError> {
        let log = std::fs::File::create(dir.join("log"))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let backend = Self { child: command.spawn()?, port, dir, is_secure: false };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > PATIENCE {
                return Err(StartError::Silent(name, port));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(backend)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // Nothing can be done about a server that ended by itself, or a file that is gone.
        _ = self.child.kill();
        _ = self.child.wait();
        _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Builds the reference server where it is not up to date, and gives its program, which lies
/// beside this one, or a folder above where this one is a test.
fn build_reference() -> Result<PathBuf, StartError> {
    let _turn = install::one_at_a_time()?;
    let build = ["build", "--quiet", "--package", "server", "--bin", "qunyue-server"];
    let status = Command::new(env!("CARGO")).args(build).status()?;
    let tests = std::env::current_exe()?;
    let programs = tests.ancestors().skip(1).take(2).map(|dir| dir.join("qunyue-server"));
    let program = programs.into_iter().find(|program| program.exists());
    program.filter(|_| status.success()).ok_or(StartError::Build)
}

/// The file of the authority that answers for the tests' servers.
pub fn authority() -> PathBuf {
    certificate("ca.pem")
}

fn certificate(file: &str) -> PathBuf {
    install::here().join("data/tls").join(file)
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn fresh_dir() -> std::io::Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("qunyue-contract-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let dir = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&dir)?;
    Ok(dir)
}
