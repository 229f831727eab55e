//! The same tickets as the files that the app and its peers take.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use shouwen::desk::SCHEMA;
use shouwen::query::backup::{Header, Writer};

use super::documents::{agent, customer};
use super::words::CHANNEL_NAMES;
use super::{CHANNELS, Data, FIRST, SPAN, Search, Ticket};
use crate::drive::Outcome;

/// Tickets in one backup: a million are more than one may hold.
const VOLUME: usize = 100_000;
const MINUTE: u64 = 60_000;

/// One backup.
pub struct Volume {
    /// Where it lies.
    pub path: PathBuf,
    /// How many documents it holds.
    pub documents: usize,
}

/// Everything the bench reads.
pub struct Files {
    /// The folder they lie in; what the peers read has the names `tickets.json` and `searches.json`.
    pub folder: PathBuf,
    /// A table for the import.
    pub csv: PathBuf,
    /// Backups with full histories, together all tickets.
    pub volumes: Vec<Volume>,
    /// What is searched for, with the number of hits.
    pub searches: Vec<Search>,
}

/// The files of that data, written unless an earlier run left them there. Each of many sizes has a folder of its own;
/// sizes for scaling alone need no files for the peers.
pub fn files(data: Data, root: &Path, peers: bool) -> Outcome<Files> {
    let folder = root.join(format!("{}-{}-{:016x}", data.tickets, data.seed, version()));
    std::fs::create_dir_all(&folder)?;
    let write = |name: &str, write: &dyn Fn(&mut BufWriter<File>) -> Outcome| -> Outcome<PathBuf> {
        let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
        if !path.is_file() {
            println!("writing {}", path.display());
            let mut file = BufWriter::new(File::create(&part)?);
            write(&mut file)?;
            file.flush()?;
            std::fs::rename(&part, &path)?;
        }
        Ok(path)
    };
    let mut volumes = Vec::new();
    for at in 0..data.tickets.div_ceil(VOLUME) {
        let path = write(&format!("backup-{at}.jsonl"), &|file| volume(data, at, file))?;
        let (agents, customers, tickets) = parts(data, at);
        volumes.push(Volume { path, documents: agents.len() + customers.len() + tickets.len() });
    }
    let csv = folder.join("tickets.csv");
    let mut searches = Vec::new();
    if peers {
        write("tickets.csv", &|file| csv_of(data, file))?;
        write("tickets.json", &|file| json_of(data, file))?;
        let path = write("searches.json", &|file| {
            let searches: Vec<_> = data.searches(200).into_iter().map(|search| (search.text, search.hits)).collect();
            Ok(serde_json::to_writer(file, &searches)?)
        })?;
        let read: Vec<(String, usize)> = serde_json::from_reader(File::open(path)?)?;
        searches = read.into_iter().map(|(text, hits)| Search { text, hits }).collect();
    }
    Ok(Files { folder, csv, volumes, searches })
}

/// Changes with what writes the files, so that none of an older make is read.
fn version() -> u64 {
    let sources =
        [include_str!("mod.rs"), include_str!("file.rs"), include_str!("documents.rs"), include_str!("words.rs")];
    let bytes = sources.iter().flat_map(|source| source.bytes());
    bytes.fold(SCHEMA.into(), |sum: u64, byte| sum.rotate_left(5).wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte))
}

/// The agents, customers and tickets of a volume, by place.
fn parts(data: Data, volume: usize) -> (std::ops::Range<usize>, std::ops::Range<usize>, std::ops::Range<usize>) {
    let part = |all: usize, most: usize| (volume * most).min(all)..((volume + 1) * most).min(all);
    let agents = if volume == 0 { 0..super::AGENTS } else { 0..0 };
    (agents, part(data.customers(), VOLUME / super::LOYALTY), part(data.tickets, VOLUME))
}

fn volume(data: Data, at: usize, file: &mut impl Write) -> Outcome {
    let (agents, customers, tickets) = parts(data, at);
    let documents = (agents.len() + customers.len() + tickets.len()) as u64;
    let mut writer = Writer::new(Header::new(SCHEMA, FIRST + SPAN, documents, 0))?;
    for place in agents {
        writer.document(&agent(data, place))?;
    }
    for place in customers {
        writer.document(&customer(data, place))?;
        file.write_all(&writer.take())?;
    }
    for place in tickets {
        writer.document(&data.ticket(place).document(data, place))?;
        file.write_all(&writer.take())?;
    }
    Ok(file.write_all(&writer.finish()?.0)?)
}

fn csv_of(data: Data, file: &mut impl Write) -> Outcome {
    write!(file, "\u{feff}工单号,客户,电话,房号,主题,内容,备注,渠道,时间\r\n")?;
    for place in 0..data.tickets {
        let ticket = data.ticket(place);
        let customer = data.customer(ticket.customer);
        let Ticket { number, subject, text, note, .. } = &ticket;
        let when =
            chrono::DateTime::from_timestamp_millis(i64::try_from(ticket.at)? + 8 * 3_600_000).ok_or("no time")?;
        let (name, title, phone, room) = (customer.name, customer.title, customer.phone, customer.room);
        let channel = CHANNEL_NAMES[ticket.channel];
        let when = when.format("%Y-%m-%d %H:%M");
        write!(file, "{number},{name}{title},{phone},{room},{subject},\"{text}\",\"{note}\",{channel},{when}\r\n")?;
    }
    Ok(())
}

fn json_of(data: Data, file: &mut impl Write) -> Outcome {
    for place in 0..data.tickets {
        let ticket = data.ticket(place);
        let customer = data.customer(ticket.customer);
        let id = ticket.id(data, place);
        let object = json!({
            "id": id.as_str(), "number": ticket.number, "kind": ticket.kind.id, "state": ticket.state(),
            "subject": ticket.subject, "text": ticket.text, "note": ticket.note, "customer": customer.name,
            "phone": customer.phone, "room": customer.room, "channel": CHANNELS[ticket.channel],
            "owner": ticket.by(), "opened": ticket.at, "changed": ticket.at + 90 * MINUTE,
        });
        file.write_all(if place == 0 { b"[" } else { b",\n" })?;
        serde_json::to_writer(&mut *file, &object)?;
    }
    Ok(file.write_all(b"]")?)
}
