//! Connections on which nothing moves. The limit for a request's head begins with its first byte, and
//! none runs between two requests: somebody who says nothing, before or after the handshake, would
//! hold a connection for ever.

use axum_server::accept::Accept;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How long nothing may move.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// Until the first byte of the first request.
    pub(crate) first: Duration,
    /// Ever after.
    pub(crate) later: Duration,
}

/// Accepts connections that end when nothing moves on them.
#[derive(Clone)]
pub(crate) struct Patient<A> {
    /// What accepts them.
    pub(crate) inner: A,
    /// How long they may be silent once they are accepted.
    pub(crate) patience: Patience,
}

impl<A, I, S> Accept<I, S> for Patient<A>
where
    A: Accept<I, S>,
    A::Future: Send + 'static,
{
    type Stream = Watched<A::Stream>;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let (accepting, patience) = (self.inner.accept(stream, service), self.patience);
        Box::pin(async move {
            let (stream, service) = accepting.await?;
            Ok((Watched::new(stream, patience), service))
        })
    }
}

/// A connection that fails when nothing has moved on it for too long.
pub(crate) struct Watched<S> {
    stream: S,
    within: Duration,
    later: Duration,
    /// When something moved last.
    moved: Instant,
    /// Wakes when it may be too long ago; it is not set anew with every byte.
    alarm: Pin<Box<Sleep>>,
}

impl<S> Watched<S> {
    fn new(stream: S, patience: Patience) -> Self {
        let Patience { first, later } = patience;
        Self { stream, within: first, later, moved: Instant::now(), alarm: Box::pin(sleep(first)) }
    }

    fn note_heard(&mut self) {
        self.within = self.later;
        self.moved = Instant::now();
    }

    /// What nothing to read or to write comes to.
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        loop {
            ready!(self.alarm.as_mut().poll(cx));
            let end = self.moved + self.within;
            if end <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.alarm.as_mut().reset(end);
        }
    }

    fn or_wait<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match done {
            Poll::Ready(done) => {
                self.moved = Instant::now();
                Poll::Ready(done)
            }
            Poll::Pending => self.wait(cx),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if read.is_ready() {
            self.note_heard();
        }
        self.or_wait(cx, read)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.or_wait(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.or_wait(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        // An empty flush is no sign of life.
        if flushed.is_ready() { flushed } else { self.wait(cx) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        if shut.is_ready() { shut } else { self.wait(cx) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::get;
    use axum_server::Handle;
    use axum_server::tls_rustls::RustlsConfig;
    use rustls::pki_types::ServerName;
    use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::sync::Arc;

    const QUICK: Patience = Patience { first: Duration::from_millis(300), later: Duration::from_millis(900) };
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    async fn plain() -> SocketAddr {
        let handle = Handle::new();
        let server = axum_server::bind(SocketAddr::from(([127, 0, 0, 1], 0)));
        let server = server.map(|inner| Patient { inner, patience: QUICK }).handle(handle.clone());
        let router = Router::new().route("/", get(async || "早"));
        tokio::spawn(server.http1_only().serve(router.into_make_service()));
        handle.listening().await.unwrap()
    }

    async fn over_tls() -> (SocketAddr, Arc<ClientConfig>) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (cert, key) = (made.cert.pem().into_bytes(), made.signing_key.serialize_pem().into_bytes());
        let tls = RustlsConfig::from_pem(cert, key).await.unwrap();
        let handle = Handle::new();
        let server = axum_server::bind_rustls(SocketAddr::from(([127, 0, 0, 1], 0)), tls);
        let server = server.map(|inner| Patient { inner, patience: QUICK }).handle(handle.clone());
        let router = Router::new().route("/", get(async || "早"));
        tokio::spawn(server.serve(router.into_make_service()));
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        (handle.listening().await.unwrap(), Arc::new(client))
    }

    /// How long it takes until the server ends the connection.
    fn until_the_end(stream: &mut impl Read) -> Duration {
        let start = std::time::Instant::now();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        start.elapsed()
    }

    fn connect(address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(9))).unwrap();
        stream
    }

    fn answer(stream: &mut impl Read) -> String {
        let mut text = vec![0; 4096];
        let length = stream.read(&mut text).unwrap();
        String::from_utf8_lossy(&text[..length]).into_owned()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_silent_connection_ends_and_one_that_asks_lives_longer() {
        let address = plain().await;
        tokio::task::spawn_blocking(move || {
            assert!(until_the_end(&mut connect(address)) < Duration::from_secs(5));
            let mut busy = connect(address);
            for _ in 0..3 {
                busy.write_all(REQUEST).unwrap();
                assert!(answer(&mut busy).contains("200 OK"));
                std::thread::sleep(Duration::from_millis(450));
            }
            assert!(
                until_the_end(&mut busy) < Duration::from_secs(5),
                "silence between requests has its limit"
            );
        })
        .await
        .unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn over_tls_silence_after_the_handshake_ends_the_connection() {
        let (address, config) = over_tls().await;
        tokio::task::spawn_blocking(move || {
            let open = || {
                let name = ServerName::try_from("localhost").unwrap();
                let session = ClientConnection::new(Arc::clone(&config), name).unwrap();
                let mut stream = StreamOwned::new(session, connect(address));
                while stream.conn.is_handshaking() {
                    stream.conn.complete_io(&mut stream.sock).unwrap();
                }
                stream
            };
            assert!(until_the_end(&mut open()) < Duration::from_secs(5));
            let mut busy = open();
            busy.write_all(REQUEST).unwrap();
            assert!(answer(&mut busy).contains("200 OK"));
            assert!(until_the_end(&mut busy) < Duration::from_secs(5));
        })
        .await
        .unwrap();
    }
}
