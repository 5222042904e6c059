//! A proxy that loses things on purpose: requests before they arrive, answers after they were
//! given, halves of answers. It speaks enough HTTP/1.1 to know where a message ends.

use std::fmt;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Passed on, both ways.
    Pass,
    /// The request never arrives.
    LoseRequest,
    /// The server acts, and its answer is lost.
    LoseAnswer,
    /// The server acts, and half of its answer arrives.
    CutAnswer,
    /// A captive portal answers in the server's place.
    Portal,
}

/// A running proxy. It serves until the process ends.
#[derive(Clone, Debug)]
pub struct Proxy {
    port: u16,
    plan: Arc<Mutex<Plan>>,
}

struct Plan {
    /// Fates of the coming exchanges whose verb is `only`; then all pass.
    fates: Box<dyn Iterator<Item = Fate> + Send>,
    only: Option<&'static str>,
    met: u32,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("only", &self.only).field("met", &self.met).finish_non_exhaustive()
    }
}

impl Proxy {
    /// A proxy before the server on `upstream`.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn start(upstream: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let plan = Arc::new(Mutex::new(Plan { fates: Box::new(std::iter::empty()), only: None, met: 0 }));
        let shared = Arc::clone(&plan);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let plan = Arc::clone(&shared);
                thread::spawn(move || _ = serve(stream, upstream, &plan));
            }
        });
        Ok(Self { port, plan })
    }

    /// Where it listens.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The fates of the coming exchanges with this verb (or any), in order; those after pass.
    pub fn expect<F>(&self, only: Option<&'static str>, fates: F)
    where
        F: IntoIterator<Item = Fate, IntoIter: Send + 'static>,
    {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        *plan = Plan { fates: Box::new(fates.into_iter()), only, met: 0 };
    }

    /// How many exchanges met a fate other than passing since [`Self::expect`].
    pub fn met(&self) -> u32 {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).met
    }
}

fn serve(mut client: TcpStream, upstream: u16, plan: &Mutex<Plan>) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(30)))?;
    let request = read_message(&mut client)?;
    let fate = {
        let mut plan = plan.lock().unwrap_or_else(PoisonError::into_inner);
        let meant = plan.only.is_none_or(|verb| request.starts_with(verb.as_bytes()));
        let fate = if meant { plan.fates.next().unwrap_or(Fate::Pass) } else { Fate::Pass };
        plan.met += u32::from(fate != Fate::Pass);
        fate
    };
    let answer = match fate {
        Fate::LoseRequest => Vec::new(),
        Fate::Portal => {
            let page = "<!doctype html><title>Wi-Fi</title><p>Accept the terms to go on.";
            format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                page.len()
            )
            .into_bytes()
        }
        Fate::Pass => forward(&request, upstream)?,
        Fate::LoseAnswer => {
            forward(&request, upstream)?;
            Vec::new()
        }
        Fate::CutAnswer => {
            let answer = forward(&request, upstream)?;
            let body = head_end(&answer).unwrap_or(answer.len());
            let kept = body + (answer.len() - body) / 2;
            answer.get(..kept).unwrap_or_default().to_vec()
        }
    };
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Both)
}

/// Sends the request to the server, and gives its whole answer.
fn forward(request: &[u8], upstream: u16) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(("127.0.0.1", upstream))?;
    let end = head_end(request).unwrap_or(request.len());
    let (head, body) = request.split_at(end);
    let head = String::from_utf8_lossy(head);
    let lines = head.trim_end().split("\r\n");
    let kept = lines.filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: Vec<&str> = kept.chain(["connection: close"]).collect();
    server.write_all(format!("{}\r\n\r\n", head.join("\r\n")).as_bytes())?;
    server.write_all(body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Reads a request with its whole body.
fn read_message(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut buffer = [0_u8; 16 * 1024];
    loop {
        if let Some(end) = head_end(&message) {
            let head = String::from_utf8_lossy(message.get(..end).unwrap_or_default()).to_ascii_lowercase();
            let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if message.len() >= end + length {
                return Ok(message);
            }
        }
        match stream.read(&mut buffer)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => message.extend_from_slice(buffer.get(..read).unwrap_or_default()),
        }
    }
}

fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}
