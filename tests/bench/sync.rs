//! Syncing beside `PouchDB` and beside a bare `fetch` of the same bytes: one server, one browser, turn by turn.
//!
//! The server is the one that the tests use; `SHOUWEN_COUCH` names a real one, see `.make/couch.mjs`.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::page;
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure, root};

/// Makes the database, the rules and the logins, and answers with the invitation of who is at the desk.
const SET_UP: &str = "
    const [address] = arguments;
    location.hash = '#/settings/sync';
    type(await find('#sync-connect input[data-keep=address]'), address);
    const user = document.querySelector('#sync-connect input[data-keep=user]').value;
    type(await find('#sync-make input[type=text]'), 'admin');
    type(await find('#sync-make input[type=password]'), 'admin');
    (await find('#sync-make button', '一步建好')).click();
    await find('#sync-make', '已建好');
    const words = [...document.querySelectorAll('.invitations pre')].map((one) => one.innerText.trim().split(/\\s+/));
    const [place, password] = words.map((all) => [all.find((word) => word.includes('#/join')), all.at(-1)])
        .find(([place]) => new URLSearchParams(place.split('?')[1]).get('as') === user);
    return { user, password, place: '#' + place.split('#')[1] };
";

/// Waits until the mark says that both are the same and goes on saying so, and tells when it began to: a desk that joins
/// may say so before it knows what it has to send.
const SAME: &str = "
    const same = async () => {
        let since = 0;
        await until('the mark to say 已同步', () => {
            const said = document.querySelector('.sync-mark')?.innerText ?? '';
            if (!said.includes('已同步')) since = 0;
            else if (!since) since = performance.now();
            return since && performance.now() - since > 2000;
        });
        return since;
    };
";

/// From the press on the button to both being the same.
const PUSH: &str = "
    const [password] = arguments;
    type(await find('#sync-connect input[type=password]'), password);
    const start = performance.now();
    document.querySelector('#sync-connect button[type=submit]').click();
    const end = await same();
    return { first: end - start, all: end - start, longest: await longest(start) };
";

/// The same on a device that has nothing, and when its list has the first rows.
const PULL: &str = "
    const [password] = arguments;
    type(await find('#sync-connect input[type=password]'), password);
    const start = performance.now();
    document.querySelector('#sync-connect button[type=submit]').click();
    await find('.rail');
    location.hash = '#/tickets?view=all';
    await find('.list [role=row][data-at]');
    const first = performance.now();
    const end = await same();
    return { first: first - start, all: end - start, longest: await longest(start) };
";

/// A server; it ends with the round.
pub struct Couch {
    process: Child,
    /// Its address, with a slash at the end.
    pub address: String,
}

/// Who syncs.
#[derive(Debug, Deserialize)]
pub struct Invitation {
    /// The login.
    pub user: String,
    /// Its password.
    pub password: String,
    /// The place that the invitation opens.
    pub place: String,
}

/// How long the app took, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Took {
    /// Until the first rows were in the list.
    pub first: f64,
    /// Until both were the same.
    pub all: f64,
    /// The longest task of the page meanwhile; 0 when none was over 50 ms.
    pub longest: f64,
}

/// How long others took with the same documents, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Peer {
    /// All of them read by a bare `fetch`.
    pub bare: f64,
    /// `PouchDB` taking them in.
    pub pull: f64,
    /// `PouchDB` sending them to another database of the same server, which has the same rules.
    pub push: f64,
    /// How many.
    pub count: f64,
}

impl Couch {
    /// Starts one.
    pub async fn start() -> Outcome<Self> {
        let mut command = Command::new("node");
        command.arg(root().join(".make/couch.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn()?;
        let out = process.stdout.take().ok_or("the server says nothing")?;
        let line = BufReader::new(out).lines().next_line().await?.unwrap_or_default();
        let port = line.trim().strip_prefix("listening ").ok_or("the server does not start: .make/setup bench")?;
        Ok(Self { process, address: format!("http://127.0.0.1:{port}/") })
    }

    /// Ends it.
    pub async fn stop(mut self) -> Outcome {
        Ok(self.process.kill().await?)
    }
}

/// Makes a database with rules on the server, from a desk that has restored a backup.
pub async fn set_up(desk: &Desk, couch: &Couch, backup: &Path) -> Outcome<Invitation> {
    super::app::begin(desk).await?;
    super::app::restore(desk, backup).await?;
    page::run(desk, SET_UP, vec![json!(format!("{}desk", couch.address))]).await
}

/// Sends all that the desk has.
pub async fn push(desk: &Desk, by: &Invitation) -> Outcome<Took> {
    page::run(desk, &[SAME, PUSH].concat(), vec![json!(by.password)]).await
}

/// Joins on a device that has nothing.
pub async fn pull(desk: &Desk, by: &Invitation) -> Outcome<Took> {
    desk.open(&by.place).await?;
    page::run(desk, &[SAME, PULL].concat(), vec![json!(by.password)]).await
}

/// What a bare `fetch` and `PouchDB` take, in the peers' page.
pub async fn peers(desk: &Desk, couch: &Couch, by: &Invitation) -> Outcome<Peer> {
    desk.visit("__blank").await?;
    desk.visit("").await?;
    let script = "
        await until('the peers', () => window.peers);
        told.step = 'PouchDB';
        return window.peers.sync(...arguments);";
    let peer: Peer = page::run(desk, script, vec![json!(couch.address), json!(by.user), json!(by.password)]).await?;
    ensure!(peer.count.is_normal(), "there is nothing at the server");
    Ok(peer)
}
