//! CouchDB's protocol: pouchdb-server in memory, with the rules that `docs/backends/couchdb` ships.

use super::install::{here, npm_in, root};
use super::{Backend, StartError, free_port, fresh_dir};
use crate::http::Client;
use dialect::{Method, Request};
use serde_json::{Value, json};
use std::process::Command;

const PROGRAM: &str = "node_modules/pouchdb-server/bin/pouchdb-server";
const ADMIN: (&str, &str) = ("root", "the administrator's own");

impl Backend {
    /// Installs pouchdb-server if need be, starts it, and makes it ready for the app.
    ///
    /// # Errors
    /// [`StartError::Absent`] without node or Python; else as they say.
    pub fn couchdb() -> Result<Self, StartError> {
        let program = npm_in(&here().join("pouchdb"), &["pouchdb-server"])?.join(PROGRAM);
        let (dir, port) = (fresh_dir()?, free_port()?);
        let (config, port_text) = (dir.join("config.json"), port.to_string());
        let (name, password) = ADMIN;
        let settings = json!({ "admins": { name: password }, "log": { "file": dir.join("log.txt") } });
        std::fs::write(&config, settings.to_string())?;
        let mut command = Command::new("node");
        // It was made for a Node that only warned of what it leaves unhandled, such as a filter that
        // is not there.
        command.arg("--unhandled-rejections=warn").arg(program).args(["--in-memory", "--no-stdout-logs"]);
        command.args(["--host", "127.0.0.1", "--port", &port_text, "--config"]).arg(config);
        let backend = Self::start("pouchdb-server", &mut command, port, dir)?;
        backend.set_up_couchdb(&[])?;
        Ok(backend)
    }

    /// Lets somebody change what others wrote, as the server's administrator does it.
    ///
    /// # Errors
    /// [`StartError::SetUp`] where there is no such account.
    pub fn appoint_on_couchdb(&self, login: &str) -> Result<(), StartError> {
        self.set_up_couchdb(&["--moderator", login])
    }

    /// Removes a document for good, as the server's administrator may.
    ///
    /// # Errors
    /// [`StartError::SetUp`] where it is not there.
    pub fn remove_on_couchdb(&self, database: &str, id: &str) -> Result<(), StartError> {
        let mut client = Client::new(&self.origin());
        let mut ask = |method, path: String, body: Option<Value>| {
            let json = |name: &str| (name.to_owned(), "application/json".to_owned());
            let headers = vec![json("content-type"), json("accept")];
            let url = format!("{}{path}", self.origin());
            let request = Request { method, url, headers, body: body.map(|body| body.to_string()) };
            let answer = client.send(&request).filter(|answer| answer.status < 300);
            answer.ok_or(StartError::SetUp("pouchdb-server"))
        };
        let (name, password) = ADMIN;
        ask(Method::Post, "/_session".to_owned(), Some(json!({ "name": name, "password": password })))?;
        let document = ask(Method::Get, format!("/{database}/{id}"), None)?;
        let document: Value = serde_json::from_str(&document.body).unwrap_or_default();
        let rev = document.get("_rev").and_then(Value::as_str).unwrap_or_default();
        ask(Method::Delete, format!("/{database}/{id}?rev={rev}"), None).map(drop)
    }

    fn set_up_couchdb(&self, more: &[&str]) -> Result<(), StartError> {
        let (name, password) = ADMIN;
        let mut script = Command::new("python3");
        script.arg(root().join("docs/backends/couchdb/setup.py")).arg(self.origin());
        script.args(["--admin", name, "--password", password]).args(more);
        match script.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(StartError::SetUp("pouchdb-server")),
            Err(_) => Err(StartError::Absent("python3")),
        }
    }
}
