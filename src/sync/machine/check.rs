//! Who is the server, who are we to it, and is it still where we left it?

use serde_json::{Value, json};

use super::{Awaited, COPY_EVERY, Flight, Machine, Step};
use crate::sync::checkpoint::{Checkpoint, First, Key, Runs};
use crate::sync::endpoint::Fault;
use crate::sync::port::{Action, Answer};
use crate::sync::rules::{self, Installed};
use crate::sync::wire::{Copy, Database, Put, Root, Session, Time};

impl Machine {
    /// Asks one question of the check.
    pub(super) fn ask(&mut self, step: Step, now: u64, out: &mut Vec<Action>) {
        let path = match step {
            Step::Session => "_session".to_owned(),
            Step::Copy => self.copy_path(),
            Step::Rules => ["/", rules::DESIGN].concat(),
            Step::Time => ["/", rules::DESIGN, "/_update/time"].concat(),
            _ => String::new(),
        };
        let body = if step == Step::Time { "{}" } else { "" };
        self.send(step, &path, Vec::new(), body.to_owned(), now, out);
    }

    fn copy_path(&self) -> String {
        ["/_local/desk-", &self.setup.device].concat()
    }

    /// An answer to one question: the next one, or what follows from all of them.
    pub(super) fn checked(&mut self, flight: &Flight, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let body = answer.body.as_str();
        let next = match flight.step {
            Step::Root => match serde_json::from_str::<Root>(body) {
                Ok(root) if answer.status == 200 && (root.uuid.is_some() || root.version.is_some()) => {
                    self.server = super::Server { uuid: root.uuid.unwrap_or_default(), ..super::Server::default() };
                    Ok(Some(Step::Session))
                }
                _ => Err(Fault::NotCouchDb),
            },
            Step::Session => self.whose(body).map(|()| Some(Step::Database)),
            Step::Database => match serde_json::from_str::<Database>(body) {
                Ok(database) => {
                    self.server.begun = database.instance_start_time.map_or_else(String::new, |time| time.0);
                    self.server.position = database.update_seq.0;
                    self.server.documents = database.doc_count;
                    Ok(Some(Step::Copy))
                }
                Err(_) => Err(Fault::NotCouchDb),
            },
            Step::Copy => {
                if answer.status == 200 {
                    let Ok(copy) = serde_json::from_str::<Copy>(body) else {
                        return self.fail(Fault::NotCouchDb, now, random, None);
                    };
                    self.server.copy = Some((copy.round, copy.since));
                    self.server.copy_rev = Some(copy.rev);
                } else if answer.status != 404 {
                    return self.fail(Fault::Server(answer.status), now, random, None);
                }
                Ok(Some(Step::Rules))
            }
            Step::Rules => {
                let found = serde_json::from_str::<Value>(body).ok().filter(|_| answer.status == 200);
                let installed = rules::installed(&self.setup.team, found.as_ref());
                self.server.rules = Some(installed);
                Ok((installed != Installed::Missing).then_some(Step::Time))
            }
            _ => {
                if let Ok(time) = serde_json::from_str::<Time>(body) {
                    let ours = flight.sent.midpoint(now);
                    self.server.skew = i64::try_from(time.now).ok().zip(i64::try_from(ours).ok()).map(|(t, o)| t - o);
                }
                Ok(None)
            }
        };
        match next {
            Err(fault) => self.fail(fault, now, random, None),
            Ok(Some(step)) => self.check = Some(step),
            Ok(None) => self.decide(out),
        }
    }

    fn whose(&mut self, body: &str) -> Result<(), Fault> {
        let Ok(Session { user }) = serde_json::from_str(body) else { return Err(Fault::NotCouchDb) };
        let name = user.name.ok_or(Fault::LoginWrong)?;
        if name != self.setup.user {
            return Err(Fault::OtherLogin(name));
        }
        self.server.role = rules::role_of(&self.setup.team, &user.roles);
        if self.server.role.is_some() { Ok(()) } else { Err(Fault::RoleMissing) }
    }

    /// Whether the server is where we left it, and what it has to be offered again.
    ///
    /// Our copy of the checkpoint on the server moves with the server: a server put back to an earlier day tells of fewer
    /// rounds, and one made anew of none. Reading goes on from the position in the copy, not from ours, so that a server
    /// put back to a moment after the copy leaves no gap either; what it took after the copy is offered again.
    fn decide(&mut self, out: &mut Vec<Action>) {
        let key = Key {
            server: self.server.uuid.clone(),
            database: self.setup.database.clone(),
            begun: self.server.begun.clone(),
        };
        if !self.checkpoint.since.is_empty() {
            let current = std::mem::take(&mut self.checkpoint);
            self.setup.checkpoints.retain(|kept| kept.key != current.key);
            self.setup.checkpoints.push(current);
        }
        let kept = self.setup.checkpoints.iter().rfind(|kept| kept.key.is(&key)).cloned();
        // What another database took since, this one may not have.
        let strayed = self.setup.checkpoints.last().is_some_and(|last| !last.key.is(&key));
        let copy = self.server.copy.clone();
        let round = copy.as_ref().map_or(0, |(round, _)| *round);
        let (checkpoint, keys) = match (kept, copy) {
            (Some(kept), Some((round, since))) if round >= kept.round && kept.round > 0 => {
                let unproven = (!strayed).then(|| kept.unproven.clone());
                (Checkpoint { since, round, ..kept }, unproven)
            }
            (Some(kept), _) => {
                let again = Checkpoint { since: "0".into(), first: None, unproven: Runs::default(), round, ..kept };
                (again, None)
            }
            (None, _) => {
                let since = self.server.position.clone();
                let first = Some(First::default());
                (Checkpoint { key, since, round, first, ..Checkpoint::default() }, None)
            }
        };
        self.check = None;
        self.fault = None;
        self.passed_once = true;
        // Without a copy of this position the next start could not tell whether the server is where we left it.
        self.copy_stale |= keys.is_none();
        if keys.is_none() {
            self.copied_at = 0;
        }
        self.pull.page_after = checkpoint.first.clone().unwrap_or_default();
        if keys.as_ref().is_some_and(Runs::is_empty) {
            self.checkpoint = checkpoint;
            return;
        }
        let ticket = self.ticket(Awaited::Offer(Box::new(checkpoint.clone())));
        out.push(Action::Offer { ticket, keys, checkpoint });
    }

    /// Whether the copy on the server is old, and old enough.
    pub(super) fn copy_due(&self, now: u64) -> bool {
        self.copy_stale && self.check.is_none() && now >= self.copied_at.saturating_add(COPY_EVERY)
    }

    /// Writes the copy of the checkpoint to the server.
    pub(super) fn put_copy(&mut self, now: u64, out: &mut Vec<Action>) {
        let mut copy = json!({ "round": self.checkpoint.round + 1, "since": self.checkpoint.since, "at": now });
        if let (Some(rev), Value::Object(members)) = (&self.server.copy_rev, &mut copy) {
            members.insert("_rev".to_owned(), rev.as_str().into());
        }
        let path = self.copy_path();
        self.send(Step::PutCopy, &path, Vec::new(), copy.to_string(), now, out);
    }

    /// The copy is written: what the server took until then would be missed by its copy too.
    pub(super) fn copied(&mut self, answer: &Answer, now: u64, random: u64, out: &mut Vec<Action>) {
        let put = serde_json::from_str::<Put>(&answer.body).ok().filter(|_| matches!(answer.status, 201 | 202));
        let Some(put) = put else {
            // Another tab was faster, or its answer was lost: ask again.
            return self.fail(Fault::Server(answer.status), now, random, None);
        };
        self.server.copy_rev = Some(put.rev);
        (self.copied_at, self.copy_stale) = (now, false);
        let round = self.checkpoint.round + 1;
        let whole = self.push.is_between() && !self.push.wanted;
        let unproven = if whole { self.push.offered.clone() } else { self.checkpoint.unproven.clone() };
        let checkpoint = Checkpoint { round, unproven, ..self.checkpoint.clone() };
        let ticket = self.ticket(Awaited::Store(Box::new(checkpoint.clone()), super::pull::After::Copy));
        out.push(Action::Store { ticket, entries: Vec::new(), quarantine: Vec::new(), checkpoint });
    }
}
