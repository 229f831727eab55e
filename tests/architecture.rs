//! The rules of the code's structure, checked by reading it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and those it may import, itself aside.
const ROOMS: [(&str, &[&str]); 6] = [
    ("model", &[]),
    ("query", &["model"]),
    ("sync", &["model"]),
    ("store", &["model", "query"]),
    ("desk", &["model", "query", "sync", "store"]),
    ("ui", &["model", "query", "desk"]),
];

/// The longest a source file may be, in lines.
const LONGEST: usize = 600;

/// What must not appear outside tests.
const FORBIDDEN: [&str; 6] = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];

/// A source file: its path from the repository's folder and its text.
struct Source {
    path: PathBuf,
    text: String,
}

/// All Rust files below a folder of the repository, in order.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                found.push(Source { path: path.strip_prefix(root).unwrap_or(&path).to_owned(), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no Rust file in {folder}/");
    found
}

/// The lines that are code of the app: comments, and test modules up to their closing brace, left out.
/// A file declared `#[cfg(test)] mod name;` is a test module as a whole and its name says so: `tests.rs`.
fn app_lines(source: &Source) -> Vec<(usize, &str)> {
    if source.path.file_stem().is_some_and(|stem| stem == "tests") || source.path.iter().any(|part| part == "contract")
    {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut in_tests = false;
    for (at, line) in source.text.lines().enumerate() {
        in_tests |= line.trim_start().starts_with("#[cfg(test)]") || line.trim_start().starts_with("#[cfg(all(test");
        if !in_tests && !line.trim_start().starts_with("//") {
            lines.push((at + 1, line));
        }
        if in_tests && (line == "}" || line.trim_end().ends_with(';') && !line.starts_with(' ')) {
            in_tests = false;
        }
    }
    lines
}

/// The rooms that a text names by `crate::room` or in `crate::{room…, room…}`, with the line.
fn imports(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$') {
            continue;
        }
        let line = text[..at].lines().count().max(1);
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(top_names(group).into_iter().map(|name| (line, name))),
            None => found.push((line, first_name(rest))),
        }
    }
    found
}

/// The identifier that a text begins with.
fn first_name(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

/// The first identifier of each member of a `use` group, whose opening brace has been read.
fn top_names(group: &str) -> Vec<&str> {
    let (mut depth, mut names, mut expecting) = (1, Vec::new(), true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => expecting = true,
            _ if expecting && depth == 1 && !letter.is_whitespace() => {
                names.push(first_name(&group[at..]));
                expecting = false;
            }
            _ => {}
        }
    }
    names
}

/// Fails with all findings.
#[track_caller]
fn none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

#[test]
fn a_room_imports_only_from_those_above_it() {
    let mut findings = Vec::new();
    for (room, allowed) in ROOMS {
        if !Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room).exists() {
            continue; // a room not built yet
        }
        for source in sources(&format!("src/{room}")) {
            for (line, name) in imports(&source.text) {
                let is_room = ROOMS.iter().any(|(other, _)| *other == name);
                if is_room && name != room && !allowed.contains(&name) {
                    findings.push(format!("{}:{line} imports {name}", source.path.display()));
                }
            }
        }
    }
    none("a room may import only from those above it (src/lib.rs)", &findings);
}

#[test]
fn imports_are_read_in_every_form() {
    let text = "use crate::model::Stamp;\nuse crate::{desk, store::{Page, idb}, ui::start};\nlet x = $crate::query::y;\nmycrate::sync";
    assert_eq!(imports(text), [(1, "model"), (2, "desk"), (2, "store"), (2, "ui")]);
}

#[test]
fn every_room_is_known() {
    let findings: Vec<String> = sources("src")
        .iter()
        .filter_map(|source| source.path.iter().nth(1)?.to_str().map(str::to_owned))
        .filter(|part| !part.contains('.') && !ROOMS.iter().any(|(room, _)| room == part))
        .map(|room| format!("src/{room}/ is not in the table of this file and of ARCHITECTURE.md"))
        .collect();
    none("every folder of src/ is a room with import rules", &findings);
}

#[test]
fn nothing_in_the_app_can_panic_by_name() {
    let mut findings = Vec::new();
    for source in sources("src") {
        for (line, text) in app_lines(&source) {
            if let Some(name) = FORBIDDEN.iter().find(|name| text.contains(*name)) {
                findings.push(format!("{}:{line} has {name}", source.path.display()));
            }
        }
    }
    none("outside tests, return an error instead", &findings);
}

#[test]
fn no_text_becomes_html() {
    let mut findings = Vec::new();
    for source in sources("src") {
        for (line, text) in app_lines(&source) {
            for name in ["inner_html", "outer_html", "insert_adjacent_html", "document.write"] {
                if text.contains(name) {
                    findings.push(format!("{}:{line} has {name}", source.path.display()));
                }
            }
        }
    }
    none("what people type must never be read as HTML", &findings);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let mut findings = Vec::new();
    for folder in ["src", "tests"] {
        for source in sources(folder) {
            for (at, line) in source.text.lines().enumerate() {
                if marks.iter().any(|mark| line.contains(mark)) {
                    findings.push(format!("{}:{} {}", source.path.display(), at + 1, line.trim()));
                }
            }
        }
    }
    none("do it, or file an issue", &findings);
}

#[test]
fn files_are_short() {
    let findings: Vec<String> = sources("src")
        .iter()
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| format!("{} has {lines} lines", source.path.display()))
        .collect();
    none(&format!("no file of src/ is over {LONGEST} lines"), &findings);
}

#[test]
fn no_file_is_forgotten() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let mut findings = Vec::new();
    for folder in ["src", "tests"] {
        let all = sources(folder);
        for source in &all {
            let path = source.path.to_string_lossy();
            let by_cargo =
                manifest.contains(&format!("path = \"{path}\"")) || folder == "tests" && is_test_program(&source.path);
            if !by_cargo && !all.iter().any(|other| declares(other, &source.path)) {
                findings.push(format!("{path} is compiled by nothing"));
            }
        }
    }
    none("every file is reached by a mod line or named in Cargo.toml", &findings);
}

/// Cargo finds `tests/name.rs` and `tests/name/main.rs` by itself; other files need a `mod` line.
fn is_test_program(path: &Path) -> bool {
    let depth = path.components().count();
    depth == 2 || depth == 3 && path.ends_with("main.rs")
}

/// Whether one file has the `mod` line, or the `#[path]`, that makes the other part of the program.
fn declares(by: &Source, file: &Path) -> bool {
    let folder = by.path.parent().unwrap_or(Path::new(""));
    let own = match by.path.file_stem().and_then(|stem| stem.to_str()) {
        Some("mod" | "main" | "lib") | None => folder.to_owned(),
        Some(stem) => folder.join(stem),
    };
    by.text.lines().map(str::trim).any(|line| {
        if let Some(path) = line.strip_prefix("#[path = \"") {
            return normal(&folder.join(path.trim_end_matches("\"]"))) == file;
        }
        let line = line.strip_prefix("pub(crate) ").or_else(|| line.strip_prefix("pub ")).unwrap_or(line);
        let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) else { return false };
        file == own.join(name).with_extension("rs") || file == own.join(name).join("mod.rs")
    })
}

/// A path with its `..` resolved by name.
fn normal(path: &Path) -> PathBuf {
    let mut parts = Vec::new();
    for part in path {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.iter().collect()
}
