//! The check of one kind of a handbook pack.

use std::collections::{HashMap, HashSet};

use super::agent::Role;
use super::calendar::parse_day;
use super::check::{CHANNELS, Faults, is_id};
use super::fault::FaultKind;
use super::kind::{Category, Condition, Effect, Field, FieldType, Limit, LimitFrom, Move, Paper, State, TicketKind};
use super::pack::Pack;
use super::span::SpanError;
use super::ticket::{CHANNEL, PRIORITY, Priority, STANDARD};

/// Adds everything that is wrong with a kind.
pub(super) fn check_kind(kind: &TicketKind, pack: &Pack, known: &[String], faults: &mut Faults) {
    let at = format!("kinds[{}]", kind.id);
    Check { kind, pack, known, at, faults }.run();
}

/// The values a field can have in a condition or an effect.
enum Values<'a> {
    Of(HashSet<&'a str>),
    None,
    Unknown,
}

struct Check<'a> {
    kind: &'a TicketKind,
    pack: &'a Pack,
    known: &'a [String],
    at: String,
    faults: &'a mut Faults,
}

impl Check<'_> {
    fn run(&mut self) {
        let kind = self.kind;
        match kind.id.split_once('.') {
            Some((pack, name)) if pack == self.pack.id && is_id(name) => {}
            Some((pack, _)) if pack == self.pack.id => self.add(".id", FaultKind::BadId(kind.id.clone())),
            _ => self.add(".id", FaultKind::WrongPack { kind: kind.id.clone(), pack: self.pack.id.clone() }),
        }
        self.not_empty(".name", &kind.name);
        if !(1..=4).contains(&kind.prefix.len()) || !kind.prefix.bytes().all(|c| c.is_ascii_uppercase()) {
            self.add(".prefix", FaultKind::BadPrefix(kind.prefix.clone()));
        }
        self.ids(".fields", kind.fields.iter().map(|field| &field.id));
        self.ids(".states", kind.states.iter().map(|state| &state.id));
        self.ids(".moves", kind.moves.iter().map(|step| &step.id));
        self.ids(".limits", kind.limits.iter().map(|limit| &limit.id));
        self.ids(".papers", kind.papers.iter().map(|paper| &paper.id));
        for field in &kind.fields {
            self.field(field);
        }
        for state in &kind.states {
            self.state(state);
        }
        self.known_state(".start", &kind.start);
        if let Some(reopen) = &kind.reopen {
            self.known_state(".reopen", reopen);
        }
        for step in &kind.moves {
            self.step(step);
        }
        for limit in &kind.limits {
            self.limit(limit);
        }
        if let Some(follow_up) = &kind.follow_up {
            if !(1..=100).contains(&follow_up.share) {
                self.add(".follow_up.share", FaultKind::BadShare(follow_up.share));
            }
            self.faults.span(&format!("{}.follow_up.within", self.at), &follow_up.within);
        }
        for paper in &kind.papers {
            self.paper(paper);
        }
        self.ways();
    }

    fn add(&mut self, at: &str, what: FaultKind) {
        self.faults.add(format!("{}{at}", self.at), what);
    }

    fn not_empty(&mut self, at: &str, text: &str) {
        self.faults.not_empty(&format!("{}{at}", self.at), text);
    }

    fn ids<'i>(&mut self, at: &str, ids: impl Iterator<Item = &'i String> + Clone) {
        self.faults.ids(&format!("{}{at}", self.at), ids);
    }

    fn known_state(&mut self, at: &str, state: &str) {
        if self.kind.state(state).is_none() {
            self.add(at, FaultKind::UnknownState(state.to_owned()));
        }
    }

    fn known_field(&mut self, at: &str, field: &str) -> Option<&Field> {
        if self.kind.field(field).is_none() {
            self.add(at, FaultKind::UnknownField(field.to_owned()));
        }
        self.kind.field(field)
    }

    fn field(&mut self, field: &Field) {
        let at = format!(".fields[{}]", field.id);
        if STANDARD.contains(&field.id.as_str()) || field.id.starts_with('@') {
            self.add(&format!("{at}.id"), FaultKind::Reserved(field.id.clone()));
        }
        self.not_empty(&format!("{at}.name"), &field.name);
        if let Some(list) = &field.list
            && !self.pack.lists.iter().any(|l| l.id == *list)
        {
            self.add(&format!("{at}.list"), FaultKind::UnknownList(list.clone()));
        }
        self.faults.named(&format!("{}{at}.options", self.at), &field.options);
        self.ids(&format!("{at}.items"), field.items.iter().map(|item| &item.id));
        for item in &field.items {
            let at = format!("{at}.items[{}]", item.id);
            self.not_empty(&format!("{at}.text"), &item.text);
            if let Some(within) = &item.within {
                self.faults.span(&format!("{}{at}.within", self.at), within);
            }
        }
        let offers = field.list.is_some() || !field.options.is_empty();
        match field.sort {
            FieldType::Choice if !offers => self.add(&at, FaultKind::NoOptions),
            FieldType::Checklist if field.items.is_empty() => self.add(&at, FaultKind::NoItems),
            _ => {}
        }
        if offers && field.sort != FieldType::Choice || !field.items.is_empty() && field.sort != FieldType::Checklist {
            self.add(&at, FaultKind::Misplaced(field.sort));
        }
        if let Some(most) = &field.most {
            let at = format!("{at}.most");
            let counted = matches!(field.sort, FieldType::Number | FieldType::Money);
            if self.known_field(&at, most).is_some_and(|bound| !counted || bound.sort != field.sort) {
                self.add(&at, FaultKind::Misplaced(field.sort));
            }
        }
        if let Some(when) = &field.when {
            if when.field == field.id {
                self.add(&format!("{at}.when.field"), FaultKind::Circular(field.id.clone()));
            }
            self.condition(&format!("{at}.when"), when);
        }
    }

    fn state(&mut self, state: &State) {
        let at = format!(".states[{}]", state.id);
        self.not_empty(&format!("{at}.name"), &state.name);
        for (i, script) in state.scripts.iter().enumerate() {
            if !self.pack.scripts.iter().any(|s| s.id == *script) {
                self.add(&format!("{at}.scripts[{i}]"), FaultKind::UnknownScript(script.clone()));
            }
        }
    }

    fn step(&mut self, step: &Move) {
        let at = format!(".moves[{}]", step.id);
        self.not_empty(&format!("{at}.label"), &step.label);
        if step.from.is_empty() {
            self.add(&format!("{at}.from"), FaultKind::Empty);
        }
        self.faults.once(&format!("{}{at}.from", self.at), "", step.from.iter());
        for (i, from) in step.from.iter().enumerate() {
            self.known_state(&format!("{at}.from[{i}]"), from);
        }
        self.known_state(&format!("{at}.to"), &step.to);
        for (i, field) in step.needs.iter().enumerate() {
            self.known_field(&format!("{at}.needs[{i}]"), field);
        }
        for (i, field) in step.anew.iter().enumerate().filter(|(_, field)| !step.needs.contains(field)) {
            self.add(&format!("{at}.anew[{i}]"), FaultKind::UnknownField(field.clone()));
        }
        for (i, id) in step.complete.iter().enumerate() {
            let at = format!("{at}.complete[{i}]");
            if self.known_field(&at, id).is_some_and(|field| field.sort != FieldType::Checklist) {
                self.add(&at, FaultKind::NotAChecklist(id.clone()));
            }
        }
        if let Some(when) = &step.when {
            self.condition(&format!("{at}.when"), when);
        }
        if step.role == Role::Auditor {
            self.add(&format!("{at}.role"), FaultKind::BadRole(step.role));
        }
        if let Some(note) = &step.note {
            self.not_empty(&format!("{at}.note"), note);
        }
        for (i, effect) in step.effects.iter().enumerate() {
            self.effect(&format!("{at}.effects[{i}]"), effect);
        }
    }

    fn effect(&mut self, at: &str, effect: &Effect) {
        match effect {
            Effect::Assign(_) => {}
            Effect::Set { field, value } => {
                if field == PRIORITY || self.known_field(&format!("{at}.set.field"), field).is_some() {
                    self.value(&format!("{at}.set.value"), field, value);
                }
            }
            Effect::Promise { text, within, from, until } => {
                self.not_empty(&format!("{at}.promise.text"), text);
                if let Some(from) = from {
                    let at = format!("{at}.promise.from");
                    if self.known_field(&at, from).is_some_and(|field| field.sort != FieldType::Moment) {
                        self.add(&at, FaultKind::NotATime(from.clone()));
                    }
                }
                // A moment that was agreed may be promised as it is.
                if within != "0m" || from.is_none() {
                    self.faults.span(&format!("{}{at}.promise.within", self.at), within);
                }
                for (i, state) in until.iter().enumerate() {
                    self.known_state(&format!("{at}.promise.until[{i}]"), state);
                }
            }
            Effect::Open { kind, copy } => {
                if !self.pack.kinds.iter().map(|kind| &kind.id).chain(self.known).any(|known| known == kind) {
                    self.add(&format!("{at}.open.kind"), FaultKind::UnknownKind(kind.clone()));
                }
                for (i, field) in copy.iter().enumerate() {
                    self.known_field(&format!("{at}.open.copy[{i}]"), field);
                }
            }
            Effect::Tag(tag) => self.not_empty(&format!("{at}.tag"), tag),
        }
    }

    /// The value of a set effect. An empty one clears the field.
    fn value(&mut self, at: &str, field: &str, value: &str) {
        let sort = self.kind.field(field).map(|field| field.sort);
        let fits = match (self.values(field), sort) {
            (_, Some(FieldType::Checklist | FieldType::Photos | FieldType::Customer)) => false,
            (_, Some(_)) if value.is_empty() => true,
            (Values::Of(options), _) => options.contains(value),
            (Values::Unknown, _) => true,
            (_, Some(FieldType::Number | FieldType::Money)) => value.parse::<i64>().is_ok(),
            (_, Some(FieldType::Moment)) => value == "now",
            (_, Some(FieldType::Date)) => value == "now" || parse_day(value).is_some(),
            (_, Some(FieldType::Time)) => value.len() == 5 && value.parse::<super::span::Span>().is_ok_and(is_time),
            (_, Some(FieldType::Agent)) => value == "me",
            _ => !value.trim().is_empty(),
        };
        if !fits {
            self.add(at, FaultKind::BadValue { field: field.to_owned(), value: value.to_owned() });
        }
    }

    fn condition(&mut self, at: &str, condition: &Condition) {
        let field = &condition.field;
        if field != PRIORITY && field != CHANNEL && self.known_field(&format!("{at}.field"), field).is_none() {
            return;
        }
        if condition.is.is_empty() {
            self.add(&format!("{at}.is"), FaultKind::Empty);
        }
        let checklist = self.kind.field(field).is_some_and(|field| field.sort == FieldType::Checklist);
        for (i, option) in condition.is.iter().enumerate() {
            let fits = match self.values(field) {
                _ if checklist => false,
                _ if option == "*" => true,
                Values::Of(options) => options.contains(option.as_str()),
                Values::None => false,
                Values::Unknown => true,
            };
            if !fits {
                let what = FaultKind::UnknownOption { field: field.clone(), option: option.clone() };
                self.add(&format!("{at}.is[{i}]"), what);
            }
        }
    }

    /// The options of a field; unknown when its list is missing, which is a fault of its own.
    fn values(&self, field: &str) -> Values<'_> {
        let list = |id: &str| match self.pack.lists.iter().find(|list| list.id == id) {
            Some(list) => Values::Of(list.items.iter().map(|item| item.id.as_str()).collect()),
            None => Values::Unknown,
        };
        match self.kind.field(field) {
            Some(Field { sort: FieldType::YesNo, .. }) => Values::Of(HashSet::from(["yes", "no"])),
            Some(Field { sort: FieldType::Choice, list: Some(id), .. }) => list(id),
            Some(Field { sort: FieldType::Choice, options, .. }) => {
                Values::Of(options.iter().map(|option| option.id.as_str()).collect())
            }
            Some(_) => Values::None,
            None if field == CHANNEL => list(CHANNELS),
            None if field == PRIORITY => Values::Of(Priority::ALL.iter().map(|priority| priority.id()).collect()),
            None => Values::Unknown,
        }
    }

    fn limit(&mut self, limit: &Limit) {
        let at = format!(".limits[{}]", limit.id);
        self.not_empty(&format!("{at}.name"), &limit.name);
        match &limit.from {
            LimitFrom::Opened | LimitFrom::Contact => {}
            LimitFrom::State(state) => self.known_state(&format!("{at}.from.state"), state),
            LimitFrom::Field(id) => {
                let at = format!("{at}.from.field");
                let field = self.known_field(&at, id);
                if field.is_some_and(|field| !matches!(field.sort, FieldType::Date | FieldType::Moment)) {
                    self.add(&at, FaultKind::NotATime(id.clone()));
                }
            }
        }
        if limit.within != "0m" || !matches!(limit.from, LimitFrom::Field(_)) {
            self.faults.span(&format!("{}{at}.within", self.at), &limit.within);
        }
        for (i, state) in limit.until.iter().enumerate() {
            self.known_state(&format!("{at}.until[{i}]"), state);
        }
        for (i, state) in limit.pauses_in.iter().enumerate() {
            self.known_state(&format!("{at}.pauses_in[{i}]"), state);
        }
        if let Some(when) = &limit.when {
            self.condition(&format!("{at}.when"), when);
        }
        for (i, warn) in limit.warn.iter().enumerate() {
            let at = format!("{}{at}.warn[{i}]", self.at);
            let (span, role) = warn.split_once(' ').unwrap_or((warn, ""));
            self.faults.running(&at, span);
            let role = Role::ALL.iter().any(|one| *one != Role::Auditor && one.id() == role);
            if !role && span != warn {
                self.faults.add(at, FaultKind::BadSpan { text: warn.clone(), why: SpanError::Form });
            }
        }
        for (i, priority) in limit.priority.iter().enumerate() {
            if Priority::of(priority).id() != priority {
                let what = FaultKind::UnknownOption { field: PRIORITY.to_owned(), option: priority.clone() };
                self.add(&format!("{at}.priority[{i}]"), what);
            }
        }
        for (i, grade) in limit.grade.iter().enumerate() {
            self.not_empty(&format!("{at}.grade[{i}]"), grade);
        }
        for (i, level) in limit.escalate.iter().enumerate() {
            self.faults.running(&format!("{}{at}.escalate[{i}].after", self.at), &level.after);
            if level.to == Role::Auditor {
                self.add(&format!("{at}.escalate[{i}].to"), FaultKind::BadRole(level.to));
            }
            if let Some(proposal) = &level.proposal {
                self.not_empty(&format!("{at}.escalate[{i}].proposal"), proposal);
            }
        }
    }

    fn paper(&mut self, paper: &Paper) {
        let at = format!(".papers[{}]", paper.id);
        self.not_empty(&format!("{at}.title"), &paper.title);
        if !(1..=2).contains(&paper.copies) {
            self.add(&format!("{at}.copies"), FaultKind::BadCopies(paper.copies));
        }
        if paper.text.trim().is_empty() && paper.fields.is_empty() {
            self.add(&format!("{at}.text"), FaultKind::Empty);
        }
        let kind = self.kind;
        let text_at = format!("{}{at}.text", self.at);
        self.faults.placeholders(&text_at, &paper.text, &|name| kind.field(name).is_some());
        for (i, field) in paper.fields.iter().enumerate() {
            self.known_field(&format!("{at}.fields[{i}]"), field);
        }
        for (i, sign) in paper.signs.iter().enumerate() {
            self.not_empty(&format!("{at}.signs[{i}]"), sign);
        }
    }

    /// Every state can be reached from the start, and from every state a closed one.
    fn ways(&mut self) {
        let kind = self.kind;
        let steps = || kind.moves.iter().flat_map(|m| m.from.iter().map(move |from| (from.as_str(), m.to.as_str())));
        let done = kind.states.iter().filter(|state| state.category.is_done());
        let reopenings = done.map(|state| (state.id.as_str(), kind.reopens_to()));
        let reached = reach([kind.start.as_str()], steps().chain(reopenings));
        let closed = kind.states.iter().filter(|state| state.category == Category::Closed);
        let ending = reach(closed.map(|state| state.id.as_str()), steps().map(|(from, to)| (to, from)));
        for state in &kind.states {
            let at = format!(".states[{}]", state.id);
            if kind.state(&kind.start).is_some() && !reached.contains(state.id.as_str()) {
                self.add(&at, FaultKind::Unreachable(state.id.clone()));
            }
            if !ending.contains(state.id.as_str()) {
                self.add(&at, FaultKind::DeadEnd(state.id.clone()));
            }
        }
    }
}

fn is_time(span: super::span::Span) -> bool {
    matches!(span, super::span::Span::At(_))
}

/// What the edges lead to, beginning anywhere in `from`.
fn reach<'a>(
    from: impl IntoIterator<Item = &'a str>,
    edges: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashSet<&'a str> {
    let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let mut todo: Vec<&str> = from.into_iter().collect();
    let mut reached = HashSet::new();
    while let Some(state) = todo.pop() {
        if reached.insert(state) {
            todo.extend(next.get(state).into_iter().flatten());
        }
    }
    reached
}
