//! A body that breaks in the middle.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Response;
use hyper::body::Frame;

use crate::Dropped;
use crate::reply::Reply;

/// The answer with all its headers and half of its body; then the connection breaks.
pub(crate) fn torn(reply: Reply) -> Response<Body> {
    let whole = reply.content();
    let half = whole.slice(..whole.len() / 2);
    let (parts, _) =
        reply.with("content-length", whole.len().to_string()).into_response().into_parts();
    Response::from_parts(parts, Body::new(Torn::Half(half)))
}

/// Half a body, a pause in which hyper sends it, and the break.
enum Torn {
    Half(Bytes),
    Pause,
    Break,
}

impl HttpBody for Torn {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match std::mem::replace(&mut *self, Self::Break) {
            Self::Half(half) => {
                *self = Self::Pause;
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Self::Pause => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Break => Poll::Ready(Some(Err(Dropped))),
        }
    }
}
