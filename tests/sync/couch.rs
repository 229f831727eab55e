//! A CouchDB of the worst kind that its documentation allows: opaque positions, rows repeated and out of order, errors in
//! rows, and histories that end.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use shouwen::model::agent::Role;
use shouwen::sync::port::{Answer, Request};
use shouwen::sync::rules;

/// Chance that is the same in every run of a seed.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 8
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// One time in `n`; never for 0.
    pub fn one_in(&mut self, n: u64) -> bool {
        n > 0 && self.below(n) == 0
    }
}

/// Whatever answers requests.
pub trait Serve {
    /// What the server says, `user` having logged in.
    fn answer(&mut self, request: &Request, user: &str, now: u64, chance: &mut Chance) -> Answer;
}

/// A document as it stands on the server.
#[derive(Clone, Debug)]
pub struct Kept {
    pub seq: u64,
    pub body: Json,
}

/// A database and the server it is on.
#[derive(Clone, Debug)]
pub struct Couch {
    pub uuid: String,
    pub begun: u64,
    pub seq: u64,
    pub docs: BTreeMap<String, Kept>,
    pub locals: BTreeMap<String, (u64, Json)>,
    pub exists: bool,
    pub users: BTreeMap<String, Role>,
    /// The server's clock less the right time, in milliseconds.
    pub skew: i64,
    /// The rules are installed; their clock answers.
    pub ruled: bool,
    /// The most bytes of a body.
    pub largest: usize,
    /// How often something odd happens: one in so many; never for 0.
    pub odd: u64,
    /// All requests: what for and how large.
    pub asked: Vec<(String, String)>,
    /// Documents with this text in them are refused.
    pub refuses: &'static str,
    /// What every request is answered with instead.
    pub down: Option<Answer>,
}

pub fn answer(status: u16, body: &Json) -> Answer {
    Answer { status, retry_after: None, body: body.to_string() }
}

fn no(status: u16, error: &str, reason: &str) -> Answer {
    answer(status, &json!({ "error": error, "reason": reason }))
}

impl Couch {
    pub fn new() -> Self {
        Self {
            uuid: "couch".into(),
            begun: 1,
            seq: 0,
            docs: BTreeMap::new(),
            locals: BTreeMap::new(),
            exists: true,
            users: BTreeMap::new(),
            skew: 0,
            ruled: true,
            largest: usize::MAX,
            odd: 0,
            asked: Vec::new(),
            refuses: "\u{0}never",
            down: None,
        }
    }

    /// The database is deleted and made anew.
    pub fn recreate(&mut self) {
        self.begun += 1;
        self.seq = 0;
        self.docs.clear();
        self.locals.clear();
    }

    /// Documents are forgotten as if they had never been.
    pub fn purge(&mut self, gone: impl Fn(&Json) -> bool) {
        self.docs.retain(|_, kept| !gone(&kept.body));
    }

    /// A position as it is told: nobody can reckon with it.
    fn position(seq: u64) -> String {
        format!("{:x}-{:x}", seq.wrapping_mul(40_503).rotate_left(11) ^ 0x5eed, seq)
    }

    /// A document without the rules having been asked, as in a database that has none.
    pub fn force(&mut self, id: &str, body: Json) {
        self.seq += 1;
        self.docs.insert(id.into(), Kept { seq: self.seq, body });
    }

    fn local(&mut self, path: &str, request: &Request) -> Answer {
        let found = self.locals.get(path).cloned();
        if request.method == "GET" {
            return match found {
                Some((rev, mut body)) => {
                    body["_rev"] = json!(format!("0-{rev}"));
                    answer(200, &body)
                }
                None => no(404, "not_found", "missing"),
            };
        }
        let mut body: Json = serde_json::from_str(&request.body).unwrap();
        let given = body.as_object_mut().unwrap().remove("_rev");
        let held = found.as_ref().map(|(rev, _)| json!(format!("0-{rev}")));
        if given != held {
            return no(409, "conflict", "Document update conflict.");
        }
        let rev = found.map_or(1, |(rev, _)| rev + 1);
        self.locals.insert(path.into(), (rev, body));
        answer(201, &json!({ "ok": true, "id": path, "rev": format!("0-{rev}") }))
    }

    fn changes(&self, request: &Request, chance: &mut Chance) -> Answer {
        let query = |name: &str| request.query.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
        let limit: usize = query("limit").unwrap().parse().unwrap();
        let since = query("since").unwrap();
        let mut from = match since.split_once('-') {
            None => 0,
            Some((_, seq)) => u64::from_str_radix(seq, 16).unwrap(),
        };
        if from > self.seq {
            // A position of a history that has ended: nothing is told, until the new one gets there.
            return answer(200, &json!({ "results": [], "last_seq": since }));
        }
        if chance.one_in(self.odd) {
            from = chance.below(from + 1); // a node was lost: an earlier position
        }
        let mut rows: Vec<(&String, &Kept)> = self.docs.iter().filter(|(_, kept)| kept.seq > from).collect();
        rows.sort_by_key(|(_, kept)| kept.seq);
        rows.truncate(limit);
        let last = if rows.len() < limit { self.seq } else { rows.last().unwrap().1.seq };
        if self.odd > 0 {
            for at in (1..rows.len()).rev() {
                rows.swap(at, chance.below(at as u64 + 1) as usize);
            }
            if chance.one_in(self.odd)
                && let Some(row) = rows.first().copied()
            {
                rows.push(row);
            }
        }
        let rows: Vec<Json> =
            rows.into_iter().map(|(id, kept)| json!({ "seq": null, "id": id, "doc": kept.body })).collect();
        answer(200, &json!({ "results": rows, "last_seq": Self::position(last) }))
    }

    fn all_docs(&self, request: &Request) -> Answer {
        let query = |name: &str| request.query.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str()).unwrap();
        let key = |name: &str| serde_json::from_str::<String>(query(name)).unwrap();
        let (begin, end) = (key("startkey"), key("endkey"));
        let descending = query("descending") == "true";
        let (low, high) = if descending { (end, begin) } else { (begin, end) };
        let mut rows: Vec<Json> = self
            .docs
            .range(low..=high)
            .map(|(id, kept)| json!({ "id": id, "key": id, "value": { "rev": kept.body["_rev"] }, "doc": kept.body }))
            .collect();
        if descending {
            rows.reverse();
        }
        rows.truncate(query("limit").parse().unwrap());
        answer(200, &json!({ "total_rows": self.docs.len(), "offset": 0, "rows": rows }))
    }

    fn bulk(&mut self, request: &Request, time: u64, chance: &mut Chance) -> Answer {
        let body: Json = serde_json::from_str(&request.body).unwrap();
        assert_eq!(body["new_edits"], json!(false));
        let mut rows = Vec::new();
        for doc in body["docs"].as_array().unwrap() {
            let id = doc["_id"].as_str().unwrap();
            let mut refuse = |error: &str, reason: &str| {
                rows.push(json!({ "id": id, "rev": doc["_rev"], "error": error, "reason": reason }));
            };
            let stamp = doc["stamp"].as_str().map_or(0, |text| u64::from_str_radix(&text[..12], 16).unwrap());
            if stamp > time + 600_000 {
                refuse("forbidden", "shouwen:future");
            } else if doc.to_string().contains(self.refuses) {
                refuse("forbidden", "no such thing");
            } else if chance.one_in(self.odd * 2) {
                refuse("internal_server_error", "a shard is gone");
                if chance.one_in(2) {
                    self.insert(id, doc); // and yet it is written
                }
            } else {
                self.insert(id, doc);
            }
        }
        answer(if chance.one_in(self.odd * 3) { 202 } else { 201 }, &Json::Array(rows))
    }

    /// Known revisions are left as they are.
    fn insert(&mut self, id: &str, doc: &Json) {
        if !self.docs.contains_key(id) {
            self.force(id, doc.clone());
        }
    }
}

impl Serve for Couch {
    fn answer(&mut self, request: &Request, user: &str, now: u64, chance: &mut Chance) -> Answer {
        self.asked.push((request.path.clone(), request.body.clone()));
        if let Some(down) = &self.down {
            return down.clone();
        }
        let Some(role) = self.users.get(user).copied() else {
            return no(401, "unauthorized", "Name or password is incorrect.");
        };
        if chance.one_in(self.odd * 3) {
            return Answer {
                retry_after: Some("2".into()),
                ..no([429, 500, 503][chance.below(3) as usize], "odd", "")
            };
        }
        if request.body.len() > self.largest {
            return no(413, "too_large", "the request entity is too large");
        }
        let (first, rest) = request.path.split_once('/').unwrap_or((&request.path, ""));
        let time = now.saturating_add_signed(self.skew);
        match (first, rest) {
            ("", _) => answer(200, &json!({ "couchdb": "Welcome", "version": "3.5.0", "uuid": self.uuid })),
            ("_session", _) => {
                let roles = [rules::role_name("shouwen", role)];
                answer(200, &json!({ "ok": true, "userCtx": { "name": user, "roles": roles } }))
            }
            _ if !self.exists => no(404, "not_found", "Database does not exist."),
            (_, "") => answer(
                200,
                &json!({
                    "instance_start_time": self.begun.to_string(),
                    "update_seq": Self::position(self.seq),
                    "doc_count": self.docs.len(),
                }),
            ),
            (_, "_design/shouwen") if self.ruled => answer(200, &rules::design("shouwen", Some("1-x"))),
            (_, "_design/shouwen/_update/time") if self.ruled => answer(200, &json!({ "now": time })),
            (_, path) if path.starts_with("_design/") => no(404, "not_found", "missing"),
            (_, path) if path.starts_with("_local/") => self.local(path, request),
            (_, "_changes") => self.changes(request, chance),
            (_, "_all_docs") => self.all_docs(request),
            (_, "_revs_diff") => {
                let asked: BTreeMap<String, Vec<String>> = serde_json::from_str(&request.body).unwrap();
                let missing: BTreeMap<_, _> = asked
                    .into_iter()
                    .filter(|(id, _)| !self.docs.contains_key(id))
                    .map(|(id, revs)| (id, json!({ "missing": revs })))
                    .collect();
                answer(200, &json!(missing))
            }
            (_, "_bulk_docs") => self.bulk(request, time, chance),
            (_, path) => panic!("nobody asks for {path}"),
        }
    }
}
