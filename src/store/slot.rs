//! A value that an event handler will bring.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

enum State<T> {
    Waiting(Option<Waker>),
    Ready(T),
    Taken,
}

/// A place for one value; its clones are the same place. Awaiting it gives the value to the first who asks.
///
/// The waker runs in the microtask after the handler, in which an IndexedDB transaction is still active.
pub(super) struct Slot<T>(Rc<RefCell<State<T>>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(State::Waiting(None))))
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Slot<T> {
    /// Brings the value; gives it back when there was one already.
    pub fn fill(&self, value: T) -> Option<T> {
        let mut state = self.0.borrow_mut();
        if !matches!(*state, State::Waiting(_)) {
            return Some(value);
        }
        let State::Waiting(waker) = std::mem::replace(&mut *state, State::Ready(value)) else { return None };
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        None
    }
}

impl<T> Future for Slot<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.0.borrow_mut();
        if let State::Ready(_) = *state
            && let State::Ready(value) = std::mem::replace(&mut *state, State::Taken)
        {
            return Poll::Ready(value);
        }
        if let State::Waiting(waker) = &mut *state {
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}
