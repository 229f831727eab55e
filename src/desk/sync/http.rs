//! Requests over the browser's `fetch`: nothing but a method, an address, a login and a text.

use gloo::timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit, RequestMode,
    Response,
};

use crate::sync::port::{Answer, Failure};

/// So long an answer may take that a person waits for, in milliseconds.
const PATIENCE: u32 = 30_000;

/// A request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `GET`, `POST` or `PUT`.
    pub method: &'a str,
    /// The whole address; never with a password in it.
    pub url: &'a str,
    /// What stands in `Authorization`; may be empty.
    pub login: &'a str,
    /// The body, JSON; may be empty.
    pub body: &'a str,
}

/// Stops a request.
#[derive(Clone)]
pub struct Stop(Option<AbortController>);

impl Stop {
    /// For one request.
    #[must_use]
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// Whether it has been stopped.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.as_ref().is_some_and(|controller| controller.signal().aborted())
    }

    /// Stops it.
    pub fn now(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Sends a request that must be answered soon.
///
/// # Errors
/// As for `send`.
pub async fn ask(request: Request<'_>) -> Result<Answer, Failure> {
    let stop = Stop::new();
    let late = stop.clone();
    let _late = Timeout::new(PATIENCE, move || late.now());
    send(request, &stop, &|| ()).await
}

/// Sends a request; `alive` is called with everything of the answer that arrives.
///
/// # Errors
/// When there is no answer, or it was stopped. A browser does not say why; a second request finds out whether it would not
/// show the answer.
pub async fn send(request: Request<'_>, stop: &Stop, alive: &dyn Fn()) -> Result<Answer, Failure> {
    match answer(request, stop, alive).await {
        Ok((answer, body)) => Ok(Answer { body: String::from_utf8(body).unwrap_or_default(), ..answer }),
        Err(_) if stop.is_done() => Err(Failure::Lost),
        Err(_) if reachable(request.url).await => Err(Failure::Cors),
        Err(_) => Err(Failure::Lost),
    }
}

/// The bytes under an address.
///
/// # Errors
/// When there is no answer; nothing when it is not what was asked for.
pub async fn bytes(url: &str, login: &str) -> Result<Option<Vec<u8>>, Failure> {
    let request = Request { method: "GET", url, login, body: "" };
    let (answer, body) = answer(request, &Stop::new(), &|| ()).await.map_err(|_| Failure::Lost)?;
    Ok((answer.status == 200).then_some(body))
}

async fn answer(request: Request<'_>, stop: &Stop, alive: &dyn Fn()) -> Result<(Answer, Vec<u8>), JsValue> {
    let headers = Headers::new()?;
    // No header beyond these: the list of those that a server allows has no others.
    headers.set("Accept", "application/json")?;
    if !request.login.is_empty() {
        headers.set("Authorization", request.login)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(stop.0.as_ref().map(AbortController::signal).as_ref());
    if !request.body.is_empty() {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(request.body));
    }
    init.set_headers(headers.as_ref());
    let answer = fetch(request.url, &init).await?;
    alive();
    let retry_after = answer.headers().get("Retry-After").ok().flatten();
    let mut body = Vec::new();
    if let Some(stream) = answer.body() {
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let part = JsFuture::from(reader.read()).await?;
            if Reflect::get(&part, &"done".into())?.is_truthy() {
                break;
            }
            body.extend(Uint8Array::new(&Reflect::get(&part, &"value".into())?).to_vec());
            alive();
        }
    }
    Ok((Answer { status: answer.status(), retry_after, body: String::new() }, body))
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(url, init)).await?.dyn_into()
}

/// Whether anything answers there, be it that the page may not see what.
async fn reachable(url: &str) -> bool {
    let Some(at) = url.find("://").and_then(|at| Some(at + 3 + url.get(at + 3..)?.find('/')?)) else { return false };
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    online() && fetch(url.get(..=at).unwrap_or(url), &init).await.is_ok()
}

/// Whether the browser believes to be online.
#[must_use]
pub fn online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
