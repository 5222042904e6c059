//! PostgreSQL with the schema that `docs/backends/postgrest` ships, and a stand-in for PostgREST before
//! it: PostgREST itself comes from no registry that the tests install from.

use super::install::root;
use super::{Backend, StartError, fresh_dir};
use crate::stand_in::StandIn;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian puts the programs, by version.
const DEBIAN: &str = "/usr/lib/postgresql";
const NAME: &str = "PostgreSQL";
/// PostgreSQL runs as nobody who may do everything.
const ACCOUNT: &str = "postgres";
const SECRET: &str = "a secret of at least thirty-two characters";
const OWNER: &str = "qunyue_owner";

impl Backend {
    /// Starts PostgreSQL over a database with the shipped schema and these records, and the stand-in
    /// before it.
    ///
    /// # Errors
    /// [`StartError::Absent`] without PostgreSQL; else as they say.
    pub fn postgrest(records: &[Value]) -> Result<Self, StartError> {
        let programs = programs().ok_or(StartError::Absent(NAME))?;
        let (dir, port) = (fresh_dir()?, super::free_port()?);
        let data = dir.join("data");
        let as_account = |program: &str| lowered(&programs.join(program), &dir);
        let mut init = as_account("initdb")?;
        init.args([
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
            "--username",
            OWNER,
            "--pgdata",
        ]);
        if !init.arg(&data).stdout(Stdio::null()).status()?.success() {
            return Err(StartError::SetUp(NAME));
        }
        let mut server = as_account("postgres")?;
        server.args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]);
        server.args(["-c", "unix_socket_directories=", "-D"]).arg(&data);
        let mut backend = Self::start(NAME, &mut server, port, dir)?;
        let psql = Psql { program: programs.join("psql"), port };
        psql.load(&root().join("docs/backends/postgrest/schema.sql"))?;
        psql.fill(records)?;
        // From here on, its address is the stand-in's.
        backend.port = StandIn::start(psql, SECRET)?;
        Ok(backend)
    }
}

/// A way to the database, as its owner.
#[derive(Clone, Debug)]
pub(crate) struct Psql {
    program: PathBuf,
    port: u16,
}

impl Psql {
    /// A process that reads statements; it stops at the first that fails, and says why with its code.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"]);
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", OWNER, "-d", "postgres"]);
        command
    }

    fn load(&self, schema: &Path) -> Result<(), StartError> {
        let secret = format!("jwt_secret={SECRET}");
        // It listens a moment before it lets anybody in.
        for _ in 0..50 {
            if self.command().args(["-c", "select"]).stderr(Stdio::null()).status()?.success() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let loaded = self.command().args(["-v", &secret, "-f"]).arg(schema).status()?;
        if loaded.success() { Ok(()) } else { Err(StartError::SetUp(NAME)) }
    }

    fn fill(&self, records: &[Value]) -> Result<(), StartError> {
        const COLUMNS: &str = "id, space, audience, kind, author, subject, at, deleted, body, w";
        let rows = Value::Array(records.to_vec()).to_string().replace('\'', "''");
        let mut psql = self.command().stdin(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = psql.stdin.take() {
            let select =
                format!("select {COLUMNS} from json_populate_recordset(null::api.records, '{rows}')");
            stdin.write_all(format!("insert into api.records ({COLUMNS}) {select};").as_bytes())?;
        }
        if psql.wait()?.success() { Ok(()) } else { Err(StartError::SetUp(NAME)) }
    }
}

/// The newest version's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path))?;
    Some(newest.join("bin")).filter(|programs| programs.join("postgres").exists())
}

/// The program as an account without rights, where this one has them all; `dir` becomes that account's.
fn lowered(program: &Path, dir: &Path) -> Result<Command, StartError> {
    let is_root = Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n");
    if !is_root {
        return Ok(Command::new(program));
    }
    Command::new("chown").arg("-R").arg(ACCOUNT).arg(dir).status()?;
    let mut command = Command::new("setpriv");
    command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]).arg(program).current_dir(dir);
    Ok(command)
}
