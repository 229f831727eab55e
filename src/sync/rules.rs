//! What a team's server itself refuses: the design document that a lead installs from the app, and who may read.

use serde_json::{Value, json};

use super::canonical::{canonical, hash32};
use crate::model::agent::Role;

/// The version of the rules; a server with an earlier one is told to the lead.
pub const VERSION: u64 = 3;
/// The id of the design document.
pub const DESIGN: &str = "_design/shouwen";

const VALIDATE: &str = include_str!("rules/validate.js");
const TIME: &str = include_str!("rules/time.js");

/// The design document: it refuses changed, deleted, forged and future entries and what a role may not do, and tells the
/// time. `team` is the first part of its roles; `rev` the revision of the one that it takes the place of.
#[must_use]
pub fn design(team: &str, rev: Option<&str>) -> Value {
    let validate = VALIDATE.trim_end().replace("@TEAM@", team);
    let mut design = json!({
        "_id": DESIGN,
        "language": "javascript",
        "version": VERSION,
        "validate_doc_update": validate,
        "updates": { "time": TIME.trim_end() },
    });
    if let (Some(rev), Value::Object(members)) = (rev, &mut design) {
        members.insert("_rev".to_owned(), rev.into());
    }
    design
}

/// Who may read the database, and who may install rules: its `_security`. Names and roles that stand there already stay,
/// and whatever else it says.
#[must_use]
pub fn security(team: &str, found: Option<&Value>) -> Value {
    let mut all = found.and_then(Value::as_object).cloned().unwrap_or_default();
    for (part, roles) in [("admins", &[Role::Lead, Role::Manager][..]), ("members", &Role::ALL)] {
        let mut one = all.get(part).and_then(Value::as_object).cloned().unwrap_or_default();
        let list = |name: &str| one.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let (people, mut named) = (list("names"), list("roles"));
        for role in roles {
            let role = Value::from(role_name(team, *role));
            if !named.contains(&role) {
                named.push(role);
            }
        }
        one.insert("names".to_owned(), people.into());
        one.insert("roles".to_owned(), named.into());
        all.insert(part.to_owned(), one.into());
    }
    Value::Object(all)
}

/// What a role of the team is called on the server.
#[must_use]
pub fn role_name(team: &str, role: Role) -> String {
    [team, "-", role.id()].concat()
}

/// Whether a team's name can stand in the rules: letters of ASCII, digits and hyphens.
#[must_use]
pub fn is_team(team: &str) -> bool {
    !team.is_empty() && team.len() <= 40 && team.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The highest role of the team among those of a user of the server; nothing when there is none.
#[must_use]
pub fn role_of(team: &str, roles: &[String]) -> Option<Role> {
    if roles.iter().any(|role| role == "_admin") {
        return Some(Role::Manager);
    }
    Role::ALL.into_iter().rev().find(|role| roles.contains(&role_name(team, *role)))
}

/// How the rules that stand on a server compare with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Installed {
    /// None, or not ours.
    Missing,
    /// An earlier version.
    Old,
    /// Of our version, but altered.
    Altered,
    /// Ours.
    Ours,
    /// A later version, installed by a newer app.
    Newer,
}

/// What a server's design document is; `None` when it has none.
#[must_use]
pub fn installed(team: &str, design_document: Option<&Value>) -> Installed {
    let Some(found) = design_document else { return Installed::Missing };
    match found.get("version").and_then(Value::as_u64) {
        None => Installed::Missing,
        Some(version) if version < VERSION => Installed::Old,
        Some(version) if version > VERSION => Installed::Newer,
        Some(_) => {
            let ours = design(team, None);
            let same = ["validate_doc_update", "updates"].iter().all(|part| found.get(*part) == ours.get(*part));
            if same { Installed::Ours } else { Installed::Altered }
        }
    }
}

/// The digest of the rules: whoever changes them counts up the version.
#[must_use]
pub fn digest() -> String {
    hash32(&canonical(&design("team", None)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_knows_which_rules_it_has() {
        let mut design = design("shouwen", Some("1-a"));
        assert_eq!(installed("shouwen", None), Installed::Missing);
        assert_eq!(installed("shouwen", Some(&design)), Installed::Ours);
        assert_eq!(installed("other", Some(&design)), Installed::Altered);
        design["version"] = json!(0);
        assert_eq!(installed("shouwen", Some(&design)), Installed::Old);
        design["version"] = json!(99);
        assert_eq!(installed("shouwen", Some(&design)), Installed::Newer);
        assert_eq!(installed("shouwen", Some(&json!({}))), Installed::Missing);
    }

    #[test]
    fn who_may_read_already_still_may() {
        let ours = security("desk", None);
        assert_eq!(ours["admins"], json!({ "names": [], "roles": ["desk-lead", "desk-manager"] }));
        assert_eq!(security("desk", Some(&ours)), ours, "said twice it says no more");
        let found = json!({
            "admins": { "names": ["eve"], "roles": ["_admin"] },
            "members": { "names": ["reports"], "roles": ["audit", "desk-agent"] },
            "cloudant": { "nobody": [] },
        });
        let merged = security("desk", Some(&found));
        assert_eq!(merged["admins"]["names"], json!(["eve"]));
        assert_eq!(merged["admins"]["roles"], json!(["_admin", "desk-lead", "desk-manager"]));
        assert_eq!(merged["members"]["names"], json!(["reports"]));
        let roles = merged["members"]["roles"].as_array().unwrap();
        assert_eq!((roles.len(), &roles[..2]), (5, &[json!("audit"), json!("desk-agent")][..]));
        assert_eq!(merged["cloudant"], found["cloudant"]);
    }

    #[test]
    fn the_highest_role_of_the_team_counts() {
        let of = |roles: &[&str]| role_of("desk", &roles.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["desk-agent", "desk-lead"]), Some(Role::Lead));
        assert_eq!(of(&["desk-auditor"]), Some(Role::Auditor));
        assert_eq!(of(&["other-manager"]), None);
        assert_eq!(of(&["_admin"]), Some(Role::Manager));
    }
}
