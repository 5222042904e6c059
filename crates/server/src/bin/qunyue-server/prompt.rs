//! Connections that say nothing: the limit for a request's head begins with its first byte, so
//! somebody who sends none would hold a connection for ever.

use axum_server::accept::Accept;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Accepts a connection once something has arrived on it.
#[derive(Clone)]
pub(crate) struct Prompt<A> {
    /// What accepts it then.
    pub(crate) inner: A,
    /// How long may pass before.
    pub(crate) within: Duration,
}

impl<A, S> Accept<TcpStream, S> for Prompt<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
    A::Stream: Send,
    A::Service: Send,
    S: Send + 'static,
{
    type Stream = A::Stream;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Self { inner, within } = self.clone();
        Box::pin(async move {
            timeout(within, stream.peek(&mut [0])).await.map_err(|_| io::ErrorKind::TimedOut)??;
            inner.accept(stream, service).await
        })
    }
}
