//! The browsers: each with its WebDriver server, on free ports, with a profile of its own.

use std::env;
use std::fmt;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use super::Outcome;

/// How long a browser or its driver may take to come up.
const START: Duration = Duration::from_secs(90);

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink, in Debian's Chromium.
    Chromium,
    /// Gecko, in Debian's Firefox ESR.
    Firefox,
    /// WebKit, in WebKitGTK's MiniBrowser: the nearest to Safari that runs on Linux.
    WebKit,
}

impl Engine {
    /// The engines named in `SHOUWEN_ENGINES`, or all.
    pub fn chosen() -> Outcome<Vec<Self>> {
        let names = env::var("SHOUWEN_ENGINES").unwrap_or_default();
        let names = if names.is_empty() { "chromium firefox webkit" } else { &names };
        names.split([' ', ',']).filter(|name| !name.is_empty()).map(Self::named).collect()
    }

    fn named(name: &str) -> Outcome<Self> {
        match name {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::WebKit),
            _ => Err(format!("SHOUWEN_ENGINES names an unknown engine: {name}").into()),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

/// A running browser. It ends with [`Browser::quit`]; dropped without, its driver is killed.
pub struct Browser {
    /// Which engine it is.
    pub engine: Engine,
    /// The WebDriver session.
    pub driver: WebDriver,
    server: Child,
    display: Option<Child>,
    profile: Option<TempDir>,
}

impl Browser {
    /// Starts a browser with an empty profile, removed at the end.
    pub async fn start(engine: Engine) -> Outcome<Self> {
        let profile = tempfile::Builder::new().prefix("shouwen-").tempdir()?;
        let mut browser = Self::with_profile(engine, profile.path()).await?;
        browser.profile = Some(profile);
        Ok(browser)
    }

    /// Starts a browser on a profile that the caller keeps, so that a second start finds what the first stored.
    /// WebKitGTK's MiniBrowser keeps nothing between starts when automated.
    pub async fn with_profile(engine: Engine, profile: &Path) -> Outcome<Self> {
        let display = match engine {
            Engine::WebKit => Some(Display::start().await?),
            Engine::Chromium | Engine::Firefox => None,
        };
        let port = free_port()?;
        let mut command = server_command(engine, port, profile)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        let server = command.spawn()?;
        wait_for_port(port).await?;
        let capabilities: Capabilities = serde_json::from_value(capabilities(engine, profile)?)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        driver.set_script_timeout(Duration::from_mins(5)).await?;
        driver.set_page_load_timeout(START).await?;
        driver.set_window_rect(0, 0, 1440, 900).await?;
        Ok(Self { engine, driver, server, display: display.map(|display| display.server), profile: None })
    }

    /// Closes the browser as a person does.
    pub async fn quit(mut self) -> Outcome {
        self.driver.clone().quit().await?;
        self.server.kill().await?;
        if let Some(mut display) = self.display.take() {
            display.kill().await?;
        }
        Ok(())
    }

    /// Kills a Chromium or Firefox at once, as a crash or a power cut does, and then its driver.
    pub async fn kill(mut self) -> Outcome {
        let capabilities = self.driver.capabilities();
        let process = match self.engine {
            Engine::Chromium => chromium_process(self.driver.capabilities())?,
            Engine::Firefox => capabilities.get("moz:processID").and_then(Value::as_u64),
            Engine::WebKit => None,
        };
        let process = process.ok_or("the browser's process is not known")?;
        let status = Command::new("kill").args(["-KILL", &process.to_string()]).status().await?;
        if !status.success() {
            return Err("the browser could not be killed".into());
        }
        self.server.kill().await?;
        self.driver.leak()?;
        Ok(())
    }
}

/// Chromium's process: the target of its profile's lock, a link to `host-process`.
fn chromium_process(capabilities: &Capabilities) -> Outcome<Option<u64>> {
    let folder = capabilities.get("chrome").and_then(|chrome| chrome.get("userDataDir")).and_then(Value::as_str);
    let folder = folder.ok_or("chromedriver did not tell its profile folder")?;
    let lock = std::fs::read_link(Path::new(folder).join("SingletonLock"))?;
    Ok(lock.to_str().and_then(|lock| lock.rsplit('-').next()).and_then(|process| process.parse().ok()))
}

/// A virtual screen for a browser that has no headless mode.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    async fn start() -> Outcome<Self> {
        let mut server = Command::new(program("Xvfb")?)
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1600x1200x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let output = server.stdout.take().ok_or("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).await?;
        if number.trim().is_empty() {
            return Err("Xvfb did not start".into());
        }
        Ok(Self { server, name: format!(":{}", number.trim()) })
    }
}

fn server_command(engine: Engine, port: u16, profile: &Path) -> Outcome<Command> {
    let port = format!("--port={port}");
    let mut command;
    match engine {
        Engine::Chromium => {
            command = Command::new(program("chromedriver")?);
            command.arg(port);
        }
        Engine::Firefox => {
            command = Command::new(program("geckodriver")?);
            command.args([&port, "--websocket-port=0", "--profile-root"]).arg(profile);
        }
        Engine::WebKit => {
            command = Command::new(program("WebKitWebDriver")?);
            command
                .arg(port)
                .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
                .env("LC_ALL", "zh_CN.UTF-8")
                .env("LOCPATH", tools().join("locale"));
            command.env("XDG_DATA_HOME", profile).env("XDG_CACHE_HOME", profile);
            // Where WebKit goes over to compiled code in the midst of a loop, a loop now and then leaves its array
            // (see tests/e2e/runner.rs): loops are compiled from their beginning instead.
            command.env("JSC_useWasmIPIntLoopOSR", "0");
        }
    }
    Ok(command)
}

fn capabilities(engine: Engine, profile: &Path) -> Outcome<Value> {
    Ok(match engine {
        Engine::Chromium => json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": program("chromium")?,
                "args": [
                    "headless", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-background-networking",
                    "disable-component-update", "disable-quic", "no-first-run", "lang=zh-CN", "window-size=1440,900",
                    // Without it, of more than 200 changes of the address in 10 seconds the rest is silently dropped:
                    // a person is never that fast, a script on an idle machine is, and then waits for ever.
                    "disable-ipc-flooding-protection",
                    format!("user-data-dir={}", profile.display()),
                ],
                "prefs": { "intl.accept_languages": "zh-CN,zh" },
            },
        }),
        Engine::Firefox => {
            let folder = profile.join("firefox");
            std::fs::create_dir_all(&folder)?;
            json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": program("firefox-esr")?,
                    "args": ["-headless", "-profile", folder],
                    "prefs": {
                        "intl.accept_languages": "zh-CN,zh",
                        "app.update.enabled": false,
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                        "datareporting.policy.dataSubmissionEnabled": false,
                    },
                },
            })
        }
        Engine::WebKit => json!({
            "webkitgtk:browserOptions": { "binary": mini_browser()?, "args": ["--automation"] },
        }),
    })
}

/// The folder of the project's own tools.
pub fn tools() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache/shouwen/tools");
    env::var_os("SHOUWEN_TOOLS").map_or_else(home, PathBuf::from)
}

/// A program of the project's own tools or on the PATH.
pub fn program(name: &str) -> Outcome<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    std::iter::once(tools().join("bin"))
        .chain(env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| format!("{name} is missing: run .make/setup test").into())
}

/// MiniBrowser, which Debian keeps off the PATH, in a folder named after the architecture.
fn mini_browser() -> Outcome<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib")?.filter_map(Result::ok).map(|entry| entry.path());
    folders
        .chain([PathBuf::from("/usr/libexec")])
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.is_file())
        .ok_or_else(|| "WebKitGTK's MiniBrowser is missing: run .make/setup test".into())
}

/// A port on which nothing listens.
pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits until something listens on the port.
pub async fn wait_for_port(port: u16) -> Outcome {
    let deadline = Instant::now() + START;
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        if Instant::now() > deadline {
            return Err(format!("nothing listens on port {port}").into());
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
