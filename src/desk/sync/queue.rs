//! What waits to be done, one after the other.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Poll, Waker};

struct Inner<T> {
    waiting: VecDeque<T>,
    waker: Option<Waker>,
}

/// A queue; its clones are the same one. One future at a time may wait for what comes next.
pub struct Queue<T>(Rc<RefCell<Inner<T>>>);

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(Inner { waiting: VecDeque::new(), waker: None })))
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Queue<T> {
    /// Adds something.
    pub fn push(&self, value: T) {
        let waker = {
            let mut inner = self.0.borrow_mut();
            inner.waiting.push_back(value);
            inner.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Drops what waits.
    pub fn clear(&self) {
        self.0.borrow_mut().waiting.clear();
    }

    /// The next, once there is one.
    pub async fn next(&self) -> T {
        std::future::poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            if let Some(value) = inner.waiting.pop_front() {
                return Poll::Ready(value);
            }
            inner.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}
