//! The accept loop: own, because `axum::serve` has no limit on how long a head may take.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::error::Code;
use crate::options::Limits;
use crate::wire::Wire;

const MAX_HEADERS: usize = 64;
const MAX_HEAD: usize = 32 * 1024;
/// Connections past the limit that are told so, at once; further ones wait in the kernel's queue.
const BEYOND: usize = 64;
/// How long a connection may go on with what it was doing when the server ends.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Whether a connection is within the limit. One beyond it is answered 429 where it would otherwise have been let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seat {
    Within,
    Beyond,
}

/// Accepts connections until `ending`.
pub(crate) struct Listener {
    pub(crate) socket: TcpListener,
    pub(crate) router: Router,
    pub(crate) limits: Limits,
    pub(crate) ending: CancellationToken,
    /// Every connection runs in here.
    pub(crate) connections: TaskTracker,
    /// Panics so far.
    pub(crate) panics: Arc<AtomicU64>,
}

impl Listener {
    pub(crate) async fn run(self) {
        let within = Arc::new(Semaphore::new(self.limits.max_connections));
        let beyond = Arc::new(Semaphore::new(BEYOND));
        loop {
            let accepted = tokio::select! {
                () = self.ending.cancelled() => return,
                accepted = self.accept(&within, &beyond) => accepted,
            };
            let Some((socket, seat, permit)) = accepted else { continue };
            let connection = Connection {
                router: self.router.clone(),
                limits: self.limits.clone(),
                ending: self.ending.clone(),
                seat,
            };
            let panics = Arc::clone(&self.panics);
            self.connections.spawn(async move {
                // A task of its own, so that a panic in a stream's body is counted and costs this connection only.
                let served = tokio::spawn(connection.serve(socket)).await;
                if served.is_err_and(|error| error.is_panic()) {
                    panics.fetch_add(1, Ordering::Relaxed);
                    tracing::error!("a connection ended in a panic");
                }
                drop(permit);
            });
        }
    }

    async fn accept(
        &self,
        within: &Arc<Semaphore>,
        beyond: &Arc<Semaphore>,
    ) -> Option<(TcpStream, Seat, OwnedSemaphorePermit)> {
        // No connection is taken that could not even be refused.
        drop(beyond.acquire().await.ok()?);
        match self.socket.accept().await {
            Ok((socket, peer)) if peer.ip().is_loopback() => {
                let (seat, permit) = match Arc::clone(within).try_acquire_owned() {
                    Ok(permit) => (Seat::Within, permit),
                    Err(_) => (Seat::Beyond, Arc::clone(beyond).acquire_owned().await.ok()?),
                };
                let _ = socket.set_nodelay(true);
                Some((socket, seat, permit))
            }
            Ok((_, peer)) => {
                tracing::warn!(%peer, "dropped a peer that is not on loopback");
                None
            }
            Err(error) => {
                // Out of descriptors, most likely: accepting again at once would only spin.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                None
            }
        }
    }
}

struct Connection {
    router: Router,
    limits: Limits,
    ending: CancellationToken,
    seat: Seat,
}

impl Connection {
    async fn serve(self, socket: TcpStream) {
        let Self { router, limits, ending, seat } = self;
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            Box::pin(answer(router.clone(), request, seat))
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head_time)
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEAD)
            .max_buf_size(2 * MAX_HEAD)
            .keep_alive(seat == Seat::Within);
        let mut connection = builder.serve_connection(Wire::new(socket, limits.stall_time), service);
        let mut done = tokio::select! {
            done = poll_fn(|cx| connection.poll_without_shutdown(cx)) => Some(done),
            () = ending.cancelled() => None,
        };
        if done.is_none() {
            Pin::new(&mut connection).graceful_shutdown();
            let rest = poll_fn(|cx| connection.poll_without_shutdown(cx));
            done = tokio::time::timeout(LAST_WORDS, rest).await.ok();
        }
        let unread = match done {
            Some(Ok(())) => None,
            Some(Err(error)) if error.is_parse() => Some(Code::Malformed),
            // The client is gone or stalls, its head did not come in time, or it was told to end and does not.
            Some(Err(_)) | None => return,
        };
        if !ending.is_cancelled() {
            connection.into_parts().io.close(unread).await;
        }
    }
}

async fn answer(router: Router, request: Request<Incoming>, seat: Seat) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(seat);
    router.oneshot(request).await
}
