//! Listening, until told to stop.

use crate::args::Args;
use crate::lan;
use crate::patience::{Patience, Patient};
use anyhow::Context;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use server::Server;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long a client may take over a request's head, and how long requests in flight may take
/// after the server was told to stop.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// How long a connection may be silent. Proxies keep theirs for up to two minutes between requests,
/// and it is for them to give one up first.
const PATIENCE: Patience = Patience { first: HEAD_WITHIN, later: Duration::from_secs(150) };
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Serves until SIGINT or SIGTERM.
pub(crate) async fn run(args: &Args) -> anyhow::Result<()> {
    let server = Arc::new(Server::open(args.config()?)?);
    if args.demo {
        let data = args.data.display();
        server.begin_demo().await.with_context(|| format!("--demo: {data} is not empty"))?;
    }
    server.keep_tidy();
    let handle = Handle::new();
    tokio::spawn(stop_when_told(Arc::clone(&server), handle.clone()));
    tokio::spawn(announce(args.address(), args.scheme(), args.lan, handle.clone()));
    let service = server.router().into_make_service_with_connect_info::<SocketAddr>();
    let socket = args.socket();
    let served = if let [cert, key] = args.tls.as_slice() {
        // Fails only where a provider was chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = RustlsConfig::from_pem_file(cert, key).await;
        let tls = tls.with_context(|| format!("--tls {} {}", cert.display(), key.display()))?;
        let mut listener = axum_server::bind_rustls(socket, tls).map(patient).handle(handle);
        limit_heads(listener.http_builder());
        listener.serve(service).await
    } else {
        // No browser speaks HTTP/2 in the clear, and no limit runs while the protocol is being guessed.
        let mut listener = axum_server::bind(socket).map(patient).handle(handle).http1_only();
        limit_heads(listener.http_builder());
        listener.serve(service).await
    };
    // Whatever was acknowledged is on the disk already; this also empties the write-ahead log.
    server.close().await;
    served.with_context(|| format!("listening on {socket}"))?;
    tracing::info!("stopped");
    Ok(())
}

fn patient<A>(inner: A) -> Patient<A> {
    Patient { inner, patience: PATIENCE }
}

fn limit_heads<E>(builder: &mut hyper_util::server::conn::auto::Builder<E>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD_WITHIN));
}

/// Prints where the server is, once it listens.
async fn announce(address: String, scheme: &'static str, in_lan: bool, handle: Handle<SocketAddr>) {
    let Some(bound) = handle.listening().await else { return };
    tracing::info!(%bound, "listening");
    let mut lines = vec![if bound.ip().is_loopback() { format!("{scheme}://{bound}") } else { address }];
    if in_lan && let Some(ip) = lan::address() {
        let near = format!("{scheme}://{}", SocketAddr::new(ip, bound.port()));
        lines.extend(lan::qr(&near));
        lines.push(near);
        if scheme == "http" {
            lines.push(
                "Plain http: browsers keep no offline start, no lock between tabs and no safe cookie here. \
                 Give --tls CERT KEY for them."
                    .to_owned(),
            );
        }
    }
    // A closed standard output is no reason to stop serving.
    let _ = writeln!(std::io::stdout().lock(), "{}", lines.join("\n"));
}

async fn stop_when_told(server: Arc<Server>, handle: Handle<SocketAddr>) {
    told_to_stop().await;
    tracing::info!("stopping");
    server.end_streams();
    handle.graceful_shutdown(Some(STOP_WITHIN));
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => _ = tokio::signal::ctrl_c().await,
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
