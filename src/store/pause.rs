//! Letting the event loop turn in the middle of long work.

#[cfg(target_arch = "wasm32")]
thread_local! {
    /// When somebody went on last, in milliseconds.
    static WENT_ON: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) };
}

/// So long, in milliseconds, work goes on before the page has its turn: with the piece that follows a task stays well
/// below 50.
#[cfg(target_arch = "wasm32")]
const TURN: f64 = 12.0;

/// Lets the page paint and answer before going on, if it has not had its turn for a while: call it often. A message to
/// oneself, since timers sleep in background tabs.
#[cfg(target_arch = "wasm32")]
pub async fn pause() {
    use super::slot::Slot;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};

    // A clock that was set back stops nobody.
    if (0.0..TURN).contains(&(js_sys::Date::now() - WENT_ON.get())) {
        return;
    }
    let Ok(channel) = web_sys::MessageChannel::new() else { return };
    let slot = Slot::default();
    let turned = slot.clone();
    let listener = Closure::<dyn FnMut()>::new(move || {
        turned.fill(());
    });
    channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        slot.await;
    }
    channel.port1().close();
    WENT_ON.set(js_sys::Date::now());
}

/// Natively nothing waits.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub async fn pause() {}
