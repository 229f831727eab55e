//! Letting the event loop turn in the middle of long work.

/// Lets the page paint and answer before going on. A message to oneself, since timers sleep in background tabs.
#[cfg(target_arch = "wasm32")]
pub async fn pause() {
    use super::slot::Slot;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};

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
}

/// Natively nothing waits.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub async fn pause() {}
