//! Files that a person chooses, pastes or gets.

use serde_json::{Value, json};

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// Makes `file` of `[name, media, text or bytes]`, the first argument.
const FILE: &str = "
    const [name, media, content] = arguments[0];
    const carried = new DataTransfer();
    carried.items.add(new File([typeof content === 'string' ? content : new Uint8Array(content)], name, { type: media }));
";

/// A file: its name, its media type, and its content, a text or a list of bytes.
pub fn file(name: &str, media: &str, content: impl Into<Value>) -> Value {
    json!([name, media, content.into()])
}

/// Chooses a file in the first file field that fits, as the file dialog does.
pub async fn choose(desk: &Desk, css: &str, file: Value) -> Outcome {
    desk.until(format_args!("{css} to be there"), async || Ok(!desk.all(css).await?.is_empty())).await?;
    let choose = format!(
        "{FILE}
        const field = document.querySelector(arguments[1]);
        field.files = carried.files;
        field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    desk.script(&choose, vec![file, json!(css)]).await?;
    Ok(())
}

/// Pastes a file into the first field that fits.
pub async fn paste(desk: &Desk, css: &str, file: Value) -> Outcome {
    let paste = format!(
        "{FILE}
        const event = new ClipboardEvent('paste', {{ bubbles: true, cancelable: true }});
        // Firefox does not take it from the constructor.
        Object.defineProperty(event, 'clipboardData', {{ value: carried }});
        document.querySelector(arguments[1]).dispatchEvent(event);"
    );
    desk.script(&paste, vec![file, json!(css)]).await?;
    Ok(())
}

/// From now on what the page offers as a download is kept in the page in place of a folder.
pub async fn catch_downloads(desk: &Desk) -> Outcome {
    let catch = "
        const blobs = new Map();
        const make = URL.createObjectURL;
        URL.createObjectURL = function (blob) {
            const url = make.call(URL, blob);
            blobs.set(url, blob);
            return url;
        };
        window.__downloads = [];
        const click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () {
            if (this.download) window.__downloads.push([this.download, blobs.get(this.href)]);
            else click.call(this);
        };";
    desk.script(catch, vec![]).await?;
    Ok(())
}

/// The last download, waited for and taken away: its name and its bytes.
pub async fn downloaded(desk: &Desk) -> Outcome<(String, Vec<u8>)> {
    desk.until("a download", async || Ok(desk.script("return window.__downloads.length", vec![]).await? != 0)).await?;
    let take = "
        const [name, blob] = window.__downloads.pop();
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        return [name, text];";
    let (name, text): (String, String) = serde_json::from_value(desk.script_async(take, vec![]).await?)?;
    Ok((name, text.chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect()))
}
