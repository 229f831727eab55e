//! Several tabs on one database see each other's changes at once.

use serde::{Deserialize, Serialize};

use super::Changed;
use crate::model::document::DocId;

/// What one tab tells the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Message {
    /// These documents have changed or gone.
    Ids(Vec<DocId>),
    /// These pages were written, and these documents have changed or gone.
    Pages(Vec<DocId>, Vec<String>),
    /// Anything may have changed. Always true, so that every message is an object of one entry.
    All(bool),
    /// Everything was deleted.
    Wiped(bool),
    /// The desk syncs to another place, or no more.
    Remote(bool),
}

impl Message {
    /// What to tell of a change, if it concerns other tabs.
    #[must_use]
    pub fn of(changed: &Changed) -> Option<Self> {
        match changed {
            Changed::Documents(ids) => Some(Self::Ids(ids.clone())),
            Changed::Pages(ids, pages) => {
                Some(Self::Pages(ids.clone(), pages.iter().map(|page| page.as_str().to_owned()).collect()))
            }
            Changed::Everything => Some(Self::All(true)),
            Changed::Person | Changed::Remote | Changed::Fetched | Changed::Behind => None,
        }
    }

    /// Its text, `{"ids":[…]}`, `{"pages":[[…],[…]]}`, `{"all":true}`, `{"wiped":true}` or `{"remote":true}`.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a message; anything else is nobody's and ignored (test 49).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let message = serde_json::from_str(text).ok()?;
        match &message {
            Self::Ids(ids) | Self::Pages(ids, _)
                if ids.iter().any(|id| id.kind().is_empty() || id.name().is_empty()) =>
            {
                None
            }
            Self::All(false) | Self::Wiped(false) | Self::Remote(false) => None,
            _ => Some(message),
        }
    }

    /// Joins what waits: documents are named once, and no more than may be is read one by one.
    #[must_use]
    pub fn joined(waiting: Vec<Self>) -> Option<Self> {
        waiting.into_iter().reduce(|joined, message| match (joined, message) {
            (Self::Wiped(_), _) | (_, Self::Wiped(_)) => Self::Wiped(true),
            (Self::Ids(mut ids), Self::Ids(more)) => {
                ids.extend(more);
                ids.sort_unstable();
                ids.dedup();
                Self::Ids(ids)
            }
            (Self::Remote(_), Self::Remote(_)) => Self::Remote(true),
            _ => Self::All(true),
        })
    }
}

#[cfg(target_arch = "wasm32")]
mod channel {
    use std::cell::{Cell, RefCell};
    use std::rc::{Rc, Weak};

    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{BroadcastChannel, MessageEvent};

    use super::Message;
    use crate::desk::{Desk, PageId};

    /// The channel between the tabs of one database. Create it before the desk is opened: what others tell meanwhile
    /// waits and is followed once the desk is attached (test 16).
    pub struct Tabs(Rc<Inner>);

    type Listener = Closure<dyn FnMut(MessageEvent)>;

    struct Inner {
        channel: BroadcastChannel,
        waiting: RefCell<Vec<Message>>,
        desk: RefCell<Option<Desk>>,
        busy: Cell<bool>,
        listener: RefCell<Option<Listener>>,
    }

    impl Drop for Inner {
        fn drop(&mut self) {
            self.channel.set_onmessage(None);
            self.channel.close();
        }
    }

    impl Tabs {
        /// Begins to listen. `name` is the database's. Nothing when the browser has no such channels.
        #[must_use]
        pub fn listen(name: &str) -> Option<Self> {
            let channel = BroadcastChannel::new(name).ok()?;
            let inner = Rc::new(Inner {
                channel,
                waiting: RefCell::default(),
                desk: RefCell::default(),
                busy: Cell::new(false),
                listener: RefCell::default(),
            });
            let weak: Weak<Inner> = Rc::downgrade(&inner);
            let listener = Listener::new(move |event: MessageEvent| {
                let message = event.data().as_string().and_then(|text| Message::parse(&text));
                if let (Some(inner), Some(message)) = (weak.upgrade(), message) {
                    inner.waiting.borrow_mut().push(message);
                    Inner::follow(&inner);
                }
            });
            inner.channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            *inner.listener.borrow_mut() = Some(listener);
            Some(Self(inner))
        }

        /// From now on the desk follows what other tabs tell, and tells what it changes. Lives as long as the desk.
        pub fn attach(self, desk: &Desk) {
            let inner = self.0;
            *inner.desk.borrow_mut() = Some(desk.clone());
            let channel = inner.channel.clone();
            desk.tell_wiped_with(move || send(&channel, &Message::Wiped(true)));
            Inner::follow(&inner);
            let channel = inner.channel.clone();
            desk.tell_remote_with(move || send(&channel, &Message::Remote(true)));
            desk.tell_with(move |changed| {
                if let Some(message) = Message::of(changed) {
                    send(&inner.channel, &message);
                }
            });
        }
    }

    fn send(channel: &BroadcastChannel, message: &Message) {
        // Only a closed channel refuses, and this one is never closed.
        let _ = channel.post_message(&JsValue::from_str(&message.text()));
    }

    impl Inner {
        /// Follows what waits, one thing after the other.
        fn follow(inner: &Rc<Self>) {
            let Some(desk) = inner.desk.borrow().clone() else { return };
            if inner.busy.replace(true) {
                return;
            }
            let inner = inner.clone();
            wasm_bindgen_futures::spawn_local(async move {
                loop {
                    let waiting = inner.waiting.take();
                    let done = match Message::joined(waiting) {
                        None => break,
                        Some(Message::Ids(ids)) => match desk.follow(&ids).await {
                            // One of them cannot be read: the others can.
                            Err(_) => desk.reload().await,
                            done => done,
                        },
                        Some(Message::Pages(ids, pages)) => {
                            let pages: Vec<PageId> = pages.iter().map(|page| PageId::new(page)).collect();
                            match desk.follow_pages(&ids, &pages).await {
                                Err(_) => desk.reload().await,
                                done => done,
                            }
                        }
                        Some(Message::All(_)) => match desk.read_remote().await {
                            Ok(()) => desk.reload().await,
                            error => error,
                        },
                        Some(Message::Remote(_)) => desk.read_remote().await,
                        Some(Message::Wiped(_)) => {
                            desk.stop();
                            if let Some(window) = web_sys::window() {
                                let _ = window.location().reload();
                            }
                            return;
                        }
                    };
                    // The store is gone for this tab too; its next write says so to the person.
                    drop(done);
                }
                inner.busy.set(false);
            });
        }
    }
}

#[cfg(target_arch = "wasm32")]
pub use channel::Tabs;

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Message {
        Message::Ids(ids.iter().map(|id| DocId::new(id)).collect())
    }

    #[test]
    fn messages_are_read_as_written_and_others_ignored() {
        let pages = Message::Pages(vec![DocId::new("import-1")], vec!["ticket-1".to_owned()]);
        assert_eq!(pages.text(), r#"{"pages":[["import-1"],["ticket-1"]]}"#);
        for message in [ids(&["ticket-1", "customer-2"]), ids(&[]), pages, Message::All(true), Message::Wiped(true)] {
            assert_eq!(Message::parse(&message.text()), Some(message));
        }
        assert_eq!(ids(&["ticket-1"]).text(), r#"{"ids":["ticket-1"]}"#);
        assert_eq!(Message::All(true).text(), r#"{"all":true}"#);
        for text in [
            "",
            "null",
            "{}",
            "[]",
            "7",
            "{\"ids\":7}",
            "{\"ids\":[7]}",
            "{\"ids\":[\"\"]}",
            "{\"ids\":[\"ticket-\"]}",
            "{\"all\":false}",
            "{\"all\":true,\"ids\":[]}",
            "{\"x\":1}",
            "{\"ids\":[\"a-b\"]",
            "\u{0}",
        ] {
            assert_eq!(Message::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_waits_is_joined() {
        assert_eq!(Message::joined(Vec::new()), None);
        let (a, b) = (ids(&["t-2", "t-1"]), ids(&["t-1", "t-3"]));
        assert_eq!(Message::joined(vec![a.clone(), b]), Some(ids(&["t-1", "t-2", "t-3"])));
        assert_eq!(Message::joined(vec![a.clone(), Message::All(true)]), Some(Message::All(true)));
        let all = vec![Message::All(true), Message::Wiped(true), a];
        assert_eq!(Message::joined(all), Some(Message::Wiped(true)));
    }
}
