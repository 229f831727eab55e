//! Which tab syncs: one per browser, by a lock that frees itself when its tab dies.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// A lead that is held until it is dropped.
pub struct Lead(Option<Function>);

impl Lead {
    /// Whether another tab may have it too: there are no locks.
    pub const fn is_shared(&self) -> bool {
        self.0.is_none()
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits for the lead; dropped before it has come, it waits no more.
pub struct Waiting(Option<AbortController>);

impl Waiting {
    /// The lead has come.
    pub fn over(mut self) {
        self.0 = None;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Calls `led` with the lead once this tab has it, now or when the tab that has it closes, freezes or gives it up. Where
/// there are no locks (plain http) at once: two tabs that sync do the same work twice, and nothing breaks.
pub fn ask(name: &str, led: impl FnOnce(Lead) + 'static) -> Waiting {
    let locks = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| Reflect::get(&navigator, &"locks".into()))
        .ok()
        .filter(JsValue::is_object);
    let request =
        locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok()?.dyn_into::<Function>().ok());
    let (Some(locks), Some(request)) = (locks, request) else {
        led(Lead(None));
        return Waiting(None);
    };
    let led = Rc::new(RefCell::new(Some(led)));
    let given = Rc::clone(&led);
    let held = Closure::once_into_js(move |_: JsValue| -> Promise {
        let mut release = None;
        // The lock is held until this promise is kept.
        let held = Promise::new(&mut |keep, _| release = Some(keep));
        if let Some(led) = given.borrow_mut().take() {
            led(Lead(release));
        }
        held
    });
    let (options, controller) = (Object::new(), AbortController::new().ok());
    let signal = controller.as_ref().map_or(JsValue::UNDEFINED, |controller| controller.signal().into());
    let asked = Reflect::set(&options, &"signal".into(), &signal)
        .and_then(|_| request.call3(&locks, &name.into(), &options, &held));
    match asked {
        // Whoever stops waiting knows it.
        Ok(answer) => spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&answer)).await;
        }),
        Err(_) => {
            if let Some(led) = led.borrow_mut().take() {
                led(Lead(None));
            }
        }
    }
    Waiting(controller)
}
