//! A static host in the test's own process, one for each test, so that each has an origin and a database of its own.
//!
//! It serves `dist/` as any plain host does: under a prefix if wished, the page's policy as a header too, no fallback
//! page. It can stop answering ([`Site::go_down`]), answer something else for a file ([`Site::replace`]), and it
//! gathers what goes wrong in the page ([`Site::problems`]), which `watch.js`, added to the page, tells it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Outcome;

/// What the site answers for one file.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The MIME type.
    pub mime: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

/// A running static host.
pub struct Site {
    /// Where the app is, with a slash at the end.
    pub base: String,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

struct State {
    live: Mutex<Live>,
}

struct Live {
    folder: PathBuf,
    prefixes: Vec<String>,
    down: bool,
    replaced: HashMap<String, Reply>,
    problems: Vec<String>,
    requests: Vec<String>,
}

/// Ports that sites of this run have had: a browser still holds what they kept.
static HAD: Mutex<Vec<u16>> = Mutex::new(Vec::new());

/// A port that no site has had before, so that each has an origin of its own.
async fn fresh_port() -> Outcome<TcpListener> {
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let mut had = HAD.lock().unwrap_or_else(PoisonError::into_inner);
        if !had.contains(&port) {
            had.push(port);
            return Ok(listener);
        }
    }
}

impl Site {
    /// Serves the folder under the prefix (`/` or, say, `/desk/`) on a free port.
    pub async fn start(folder: &Path, prefix: &str) -> Outcome<Self> {
        if !folder.join("index.html").is_file() {
            return Err(format!("{} holds no built app: run make dist", folder.display()).into());
        }
        let listener = fresh_port().await?;
        let base = format!("http://{}{prefix}", listener.local_addr()?);
        let live = Mutex::new(Live {
            folder: folder.to_owned(),
            prefixes: vec![prefix.to_owned()],
            down: false,
            replaced: HashMap::new(),
            problems: Vec::new(),
            requests: Vec::new(),
        });
        let state = Arc::new(State { live });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
        Ok(Self { base, state, accepting })
    }

    /// From now on every connection is closed without an answer; `false` brings the site back.
    pub fn go_down(&self, down: bool) {
        self.state.live().down = down;
    }

    /// Answers this for the file of this path (below the prefix) from now on.
    pub fn replace(&self, path: &str, reply: Reply) {
        self.state.live().replaced.insert(path.to_owned(), reply);
    }

    /// Answers with the file itself again.
    pub fn mend(&self, path: &str) {
        self.state.live().replaced.remove(path);
    }

    /// Serves another folder from now on: a new release.
    pub fn deploy(&self, folder: &Path) {
        folder.clone_into(&mut self.state.live().folder);
    }

    /// Serves the same under another prefix, too, and tells where.
    pub fn also(&self, prefix: &str) -> String {
        self.state.live().prefixes.push(prefix.to_owned());
        let origin = self.base.match_indices('/').nth(2).map_or(self.base.len(), |(at, _)| at);
        format!("{}{prefix}", &self.base[..origin])
    }

    /// What went wrong in the page so far: uncaught errors, rejections, policy violations, `console.error`.
    pub fn problems(&self) -> Vec<String> {
        self.state.live().problems.clone()
    }

    /// The test expected these problems: drops those that contain the text and tells how many they were.
    pub fn forgive(&self, text: &str) -> usize {
        let problems = &mut self.state.live().problems;
        let before = problems.len();
        problems.retain(|problem| !problem.contains(text));
        before - problems.len()
    }

    /// The paths asked for so far, below the prefix.
    pub fn requests(&self) -> Vec<String> {
        self.state.live().requests.clone()
    }

    /// The name of a file of the built app by its ending, such as `_bg.wasm`.
    pub fn file_ending(&self, ending: &str) -> Outcome<String> {
        let names = std::fs::read_dir(&self.state.live().folder)?.filter_map(Result::ok).map(|entry| entry.file_name());
        names
            .filter_map(|name| name.into_string().ok())
            .find(|name| name.ends_with(ending))
            .ok_or_else(|| format!("the built app has no file *{ending}").into())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl State {
    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a request for a path.
    fn answer(&self, path: &str) -> Reply {
        let missing = Reply { status: 404, mime: "text/plain", body: b"not found".to_vec() };
        let mut live = self.live();
        let Some(path) = live.prefixes.iter().find_map(|prefix| path.strip_prefix(&**prefix)) else { return missing };
        let path = if path.is_empty() { "index.html" } else { path };
        live.requests.push(path.to_owned());
        if let Some(reply) = live.replaced.get(path) {
            return reply.clone();
        }
        let folder = live.folder.clone();
        drop(live);
        match path {
            "__blank" => {
                return Reply { status: 200, mime: "text/html", body: b"<!doctype html><title>blank</title>".to_vec() };
            }
            "__watch.js" => return Reply { status: 200, mime: mime(path), body: include_bytes!("watch.js").to_vec() },
            _ if path.contains("..") => return missing,
            _ => {}
        }
        let Ok(mut body) = std::fs::read(folder.join(path)) else { return missing };
        if path == "index.html" {
            body = watched(&body);
        } else if path == "worker.js" {
            // The list names the page as it was built; it is to know the one that is served.
            let page = std::fs::read(folder.join("index.html")).unwrap_or_default();
            let hex = |bytes: &[u8]| format!("{:x}", Sha256::digest(bytes));
            body = String::from_utf8_lossy(&body).replace(&hex(&page), &hex(&watched(&page))).into_bytes();
        }
        Reply { status: 200, mime: mime(path), body }
    }

    /// The policy of the page itself, which a good host also sends as a header.
    fn policy(&self) -> String {
        let page = std::fs::read_to_string(self.live().folder.join("index.html")).unwrap_or_default();
        let from = page.find("default-src").unwrap_or(page.len());
        page[from..].chars().take_while(|&letter| letter != '"').collect()
    }
}

/// The page with the script that tells what goes wrong in it.
fn watched(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    page.replacen("<meta name", "<script src=\"__watch.js\"></script><meta name", 1).into_bytes()
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        if !state.live().down {
            let state = Arc::clone(&state);
            tokio::spawn(async move { serve(stream, &state).await });
        }
    }
}

/// Answers one request and closes; a browser that goes away meanwhile is none of the test's business.
async fn serve(stream: TcpStream, state: &State) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut request = line.split(' ');
    let (method, target) = (request.next()?.to_owned(), request.next()?.to_owned());
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;

    let path = target.split(['?', '#']).next()?;
    let reply = if method == "POST" && path.ends_with("__problem") {
        state.live().problems.push(String::from_utf8_lossy(&body).into_owned());
        Reply { status: 204, mime: "text/plain", body: Vec::new() }
    } else {
        state.answer(path)
    };
    let policy = match state.policy() {
        _ if reply.mime != "text/html" || path.ends_with("__blank") => String::new(),
        // No page of the app, but one that measures: alone in its process it may read a clock finer than 0.1 ms.
        policy if policy.is_empty() => {
            "cross-origin-opener-policy: same-origin\r\ncross-origin-embedder-policy: require-corp\r\n".to_owned()
        }
        policy => format!("content-security-policy: {policy}\r\n"),
    };
    let head = format!(
        "HTTP/1.1 {} -\r\ncontent-type: {}\r\ncontent-length: {}\r\ncache-control: no-cache\r\n{policy}connection: close\r\n\r\n",
        reply.status,
        reply.mime,
        reply.body.len(),
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&reply.body).await.ok()?;
    stream.shutdown().await.ok()
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css",
        "csv" => "text/csv",
        "html" => "text/html",
        "js" | "mjs" => "text/javascript",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
