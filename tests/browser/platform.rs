//! What the app takes for granted of its platform.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

/// A property of the global object, or `undefined`.
fn global(name: &str) -> wasm_bindgen::JsValue {
    js_sys::Reflect::get(&js_sys::global(), &name.into()).unwrap_or_default()
}

#[wasm_bindgen_test]
fn stores_locks_and_channels_are_there() {
    for name in ["indexedDB", "crypto", "BroadcastChannel", "CompressionStream"] {
        assert!(!global(name).is_undefined(), "{name} is missing");
    }
}

#[wasm_bindgen_test]
fn numbers_are_written_the_chinese_way() {
    let locale = js_sys::Array::of1(&"zh-CN".into());
    let format = js_sys::Intl::NumberFormat::new(&locale, &js_sys::Object::new());
    let text = format.format().call1(&wasm_bindgen::JsValue::NULL, &1_234_567.into());
    let text = text.ok().and_then(|text| text.dyn_into::<js_sys::JsString>().ok());
    assert_eq!(text.map(String::from).as_deref(), Some("1,234,567"));
}
