//! A connection's socket, with two habits of ours: a reader that stalls ends it, and what hyper would answer by itself to a request
//! that it cannot read is held back, so that the answer has our shape and headers.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::error::{Code, Error};
use crate::gate::EVERYWHERE;

/// Most bytes and longest time that are spent on reading what a refused client still sends, so that it gets to see the answer: closing
/// a socket with unread input resets it.
const LINGER: (usize, Duration) = (16 * 1024 * 1024, Duration::from_secs(1));

/// The socket as hyper sees it.
#[derive(Debug)]
pub(crate) struct Wire {
    socket: TokioIo<TcpStream>,
    /// Longest time without a byte leaving while there are bytes to send.
    stall: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    held_back: Option<Code>,
}

impl Wire {
    pub(crate) fn new(socket: TcpStream, stall: Duration) -> Self {
        Self { socket: TokioIo::new(socket), stall, stalled: None, held_back: None }
    }

    /// Closes the connection once hyper is done with it: with an answer of our own where hyper refused the request by itself.
    ///
    /// `unread`: what hyper made of a request that it could not read and had no answer to.
    pub(crate) async fn close(self, unread: Option<Code>) {
        let mut socket = self.socket.into_inner();
        if let Some(code) = self.held_back.or(unread)
            && socket.write_all(&answer(code)).await.is_err()
        {
            return;
        }
        if socket.shutdown().await.is_ok() {
            let _ = tokio::time::timeout(LINGER.1, read_on(&mut socket)).await;
        }
    }

    fn watch(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stall = self.stall;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(stall)));
        stalled.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    fn holds_back(&mut self, head: &[u8]) -> bool {
        let code = hypers_own(head);
        self.held_back = self.held_back.or(code);
        code.is_some()
    }
}

async fn read_on(socket: &mut TcpStream) {
    let mut scrap = vec![0; 16 * 1024];
    let mut left = LINGER.0;
    while left > 0 {
        match socket.read(&mut scrap).await {
            Ok(read) if read > 0 => left = left.saturating_sub(read),
            Ok(_) | Err(_) => return,
        }
    }
}

/// Whether `head` begins an answer that hyper made by itself: a refusal without the header that every answer of ours has.
fn hypers_own(head: &[u8]) -> Option<Code> {
    let status = head.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    let code = match status {
        b"400" => Code::Malformed,
        b"414" => Code::UriTooLong,
        b"431" => Code::HeadTooLarge,
        _ => return None,
    };
    let ours = b"x-content-type-options";
    (!head.windows(ours.len()).any(|window| window == ours)).then_some(code)
}

/// A whole answer, as it goes over the wire.
fn answer(code: Code) -> Vec<u8> {
    let status = code.status();
    let body = Error::from(code).to_json().to_string();
    let mut text = format!("HTTP/1.1 {} {}\r\n", status.as_str(), status.canonical_reason().unwrap_or_default());
    for (name, value) in EVERYWHERE {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = body.len();
    text.push_str(&format!(
        "content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ));
    text.into_bytes()
}

impl Read for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(cx, buf)
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.holds_back(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.watch(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if slices.first().is_some_and(|first| self.holds_back(first)) {
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        let written = Pin::new(&mut self.socket).poll_write_vectored(cx, slices);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hypers_own_refusals_are_held_back() {
        assert_eq!(hypers_own(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"), Some(Code::Malformed));
        assert_eq!(hypers_own(b"HTTP/1.1 431 X\r\ncontent-length: 0\r\n\r\n"), Some(Code::HeadTooLarge));
        assert_eq!(hypers_own(b"HTTP/1.1 100 Continue\r\n\r\n"), None);
        assert_eq!(hypers_own(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert_eq!(hypers_own(&answer(Code::Malformed)), None);
        assert_eq!(hypers_own(b"data: HTTP/1.1 400 Bad Request\r\n\r\n"), None);
    }
}
