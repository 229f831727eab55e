//! Where a team's database is, and what can be wrong with it.

use serde::{Deserialize, Serialize};

/// The address of a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The server, with a slash at the end.
    pub root: String,
    /// The database's name.
    pub database: String,
}

/// What is wrong, each with a mend of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The address is none, or names no database.
    BadAddress,
    /// The address has a name or a password in it.
    LoginInAddress,
    /// The database's name has letters that a name may not have.
    BadName,
    /// The page came over https and the address is http: the browser allows no request.
    MixedContent,
    /// Nothing answers.
    Unreachable,
    /// The server answers, but the browser does not show it: its settings do not allow this page ([`cors_commands`]).
    Cors,
    /// What answers is no CouchDB.
    NotCouchDb,
    /// Nobody's login is known here.
    LoginAsked,
    /// Name or password are wrong.
    LoginWrong,
    /// Too many wrong passwords: locked for five minutes.
    AccountLocked,
    /// The login is somebody else's: its name.
    OtherLogin(String),
    /// The user has no role of the team, or may not read the database.
    RoleMissing,
    /// There is no such database.
    DatabaseMissing,
    /// The server fails: its status.
    Server(u16),
    /// This desk could not keep what came.
    Storage,
}

impl Fault {
    /// Whether trying again by itself could harm (five wrong passwords lock an account) or cannot help.
    #[must_use]
    pub fn stops(&self) -> bool {
        !matches!(
            self,
            Self::Unreachable | Self::Cors | Self::NotCouchDb | Self::DatabaseMissing | Self::Server(_) | Self::Storage
        )
    }

    /// Whether another login would mend it.
    #[must_use]
    pub fn wants_login(&self) -> bool {
        matches!(self, Self::LoginAsked | Self::LoginWrong | Self::AccountLocked | Self::OtherLogin(_))
    }
}

impl Endpoint {
    /// The database that an address names, for example `https://sync.example.org/desk-2026`.
    ///
    /// # Errors
    /// With what is wrong with it; `secure` says whether the page came over https.
    pub fn parse(address: &str, secure: bool) -> Result<Self, Fault> {
        let address = address.trim().trim_end_matches('/');
        let (scheme, rest) = address.split_once("://").ok_or(Fault::BadAddress)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(Fault::BadAddress);
        }
        let (place, database) = rest.rsplit_once('/').ok_or(Fault::BadAddress)?;
        let host = place.split('/').next().unwrap_or_default();
        if host.contains('@') {
            return Err(Fault::LoginInAddress);
        }
        let odd = |letter: char| letter.is_whitespace() || letter.is_control() || "?#\\\"<>".contains(letter);
        if host.is_empty() || host.starts_with(':') || rest.contains(odd) {
            return Err(Fault::BadAddress);
        }
        if !is_name(database) {
            return Err(Fault::BadName);
        }
        if secure && scheme == "http" && !is_loopback(host) {
            return Err(Fault::MixedContent);
        }
        Ok(Self { root: [&scheme, "://", place, "/"].concat(), database: database.to_owned() })
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> String {
        [&*self.root, &self.database].concat()
    }
}

/// Whether a database may have this name.
fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_$()+-".contains(&b);
    name.bytes().next().is_some_and(|b| b.is_ascii_lowercase()) && name.bytes().all(letter)
}

/// Browsers let a secure page speak with the computer it runs on.
fn is_loopback(host: &str) -> bool {
    let name = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or_default(), |_| "localhost");
    name == "localhost" || name == "127.0.0.1"
}

/// What whoever runs the server types, so that pages from `origin` may use it. Name and password are left for them.
#[must_use]
pub fn cors_commands(root: &str, origin: &str) -> Vec<String> {
    let settings = [
        ("chttpd/enable_cors", "true"),
        ("cors/origins", origin),
        ("cors/credentials", "false"),
        ("cors/methods", "GET, PUT, POST, HEAD"),
        ("cors/headers", "accept, authorization, content-type"),
    ];
    let root = root.trim_end_matches('/');
    let line = |(name, value): (&str, &str)| {
        ["curl -u admin -X PUT ", root, "/_node/_local/_config/", name, " -d '\"", value, "\"'"].concat()
    };
    settings.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let of = |address| Endpoint::parse(address, false).unwrap();
        let desk = of(" https://sync.example.org/desk-2026/ ");
        assert_eq!((&*desk.root, &*desk.database), ("https://sync.example.org/", "desk-2026"));
        assert_eq!(desk.address(), "https://sync.example.org/desk-2026");
        assert_eq!(of("HTTP://127.0.0.1:5984/couch/desk").root, "http://127.0.0.1:5984/couch/");
    }

    #[test]
    fn what_is_wrong_with_an_address_is_named() {
        let of = |address| Endpoint::parse(address, true).unwrap_err();
        for bad in ["", "desk", "ftp://a/b", "https://host", "https:///desk", "https://a b/desk", "https://h/desk?x"] {
            assert_eq!(of(bad), Fault::BadAddress, "{bad}");
        }
        assert_eq!(of("https://ann:secret@host/desk"), Fault::LoginInAddress);
        assert_eq!(of("https://host/Desk"), Fault::BadName);
        assert_eq!(of("https://host/_users"), Fault::BadName);
        assert_eq!(of("http://host/desk"), Fault::MixedContent);
        for local in ["http://localhost:5984/desk", "http://127.0.0.1/desk", "http://[::1]:5984/desk"] {
            assert!(Endpoint::parse(local, true).is_ok(), "{local}");
        }
    }

    #[test]
    fn the_commands_name_the_page() {
        let commands = cors_commands("https://h/", "https://desk.example.org");
        assert_eq!(
            commands[1],
            "curl -u admin -X PUT https://h/_node/_local/_config/cors/origins -d '\"https://desk.example.org\"'"
        );
    }
}
