//! Which actions are under way.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// How many actions are under way, and who waits for their end.
#[derive(Default)]
struct Count {
    going: Cell<usize>,
    waiting: RefCell<Vec<Waker>>,
}

/// The actions under way.
#[derive(Default)]
pub(super) struct Actions(Rc<Count>);

impl Actions {
    /// One more, until the answer is dropped.
    pub fn begin(&self) -> Acting {
        self.0.going.set(self.0.going.get() + 1);
        Acting(Rc::clone(&self.0))
    }

    /// Waits until none is.
    pub async fn over(&self) {
        poll_fn(|context| {
            if self.0.going.get() == 0 {
                return Poll::Ready(());
            }
            self.0.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// An action under way, as long as this is kept.
#[must_use]
pub struct Acting(Rc<Count>);

impl Drop for Acting {
    fn drop(&mut self) {
        self.0.going.set(self.0.going.get() - 1);
        if self.0.going.get() == 0 {
            self.0.waiting.take().into_iter().for_each(Waker::wake);
        }
    }
}
