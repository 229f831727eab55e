//! The handbook packs that come with the app: sound, complete, with the handbooks' figures, and every flow walkable.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::path::Path;
use std::sync::LazyLock;

use shouwen::model::agent::Role;
use shouwen::model::calendar::Calendar;
use shouwen::model::change::{Known, Outcome as Ending};
use shouwen::model::check::{check, parse};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::flow::{self, Answers, Outcome, Place};
use shouwen::model::fold::Fold;
use shouwen::model::kind::{Category, Effect, Field, FieldType, LimitFrom, Move, TicketKind};
use shouwen::model::limits::Warning;
use shouwen::model::pack::Pack;
use shouwen::model::span::Span;
use shouwen::model::stamp::{Clock, Writer};
use shouwen::model::ticket::Ticket;
use shouwen::model::value::Value;

const PACKS: [&str; 4] = ["ecommerce", "logistics", "property", "service"];

/// 20 Nov 2026, 10:00 in China, a Friday.
const NOW: u64 = 1_795_140_000_000;

fn packs() -> &'static [Pack] {
    static READ: LazyLock<Vec<Pack>> = LazyLock::new(read);
    &READ
}

fn read() -> Vec<Pack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/handbooks");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let names: Vec<_> = files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, PACKS);
    let read = |file: &std::path::PathBuf| {
        let pack = parse(&std::fs::read_to_string(file).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        assert_eq!(file.file_stem().unwrap().to_str(), Some(&*pack.id));
        pack
    };
    files.iter().map(read).collect()
}

/// The kinds that carry a handbook row.
fn of_row(row: &str) -> Vec<(&'static Pack, &'static TicketKind)> {
    let kinds = packs().iter().flat_map(|pack| pack.kinds.iter().map(move |kind| (pack, kind)));
    kinds.filter(|(_, kind)| kind.rows.iter().any(|r| r == row)).collect()
}

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

#[test]
fn no_pack_has_a_fault() {
    let packs = packs();
    let known: Vec<String> = packs.iter().flat_map(|pack| &pack.kinds).map(|kind| kind.id.clone()).collect();
    let faults = packs.iter().flat_map(|pack| check(pack, &known).into_iter().map(|f| format!("{} {f}", pack.id)));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_pack_is_sound_without_the_others() {
    for pack in packs() {
        let faults: Vec<_> = check(pack, &[]).iter().map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new(), "{}", pack.id);
    }
}

#[test]
fn packs_agree_on_ids_they_share() {
    let (mut kinds, mut channels) = (BTreeSet::new(), BTreeMap::new());
    for pack in packs() {
        for kind in &pack.kinds {
            assert!(kinds.insert(kind.id.clone()), "{}", kind.id);
        }
        for item in &pack.lists.iter().find(|list| list.id == "channels").unwrap().items {
            let name = channels.entry(item.id.clone()).or_insert_with(|| item.name.clone());
            assert_eq!(*name, item.name, "channel {} of {}", item.id, pack.id);
        }
    }
    for channel in ["phone", "qq", "wangwang", "wechat", "email", "app", "helpcentre", "visit"] {
        assert!(channels.contains_key(channel), "{channel}");
    }
}

#[test]
fn every_row_has_its_kinds() {
    let covered: HashSet<String> =
        packs().iter().flat_map(|pack| &pack.kinds).flat_map(|kind| kind.rows.clone()).collect();
    let rows = (1..=14).map(|n| format!("A{n}")).chain((1..=8).map(|n| format!("B{n}")));
    let missing: Vec<_> = rows.filter(|row| !covered.contains(row)).collect();
    assert_eq!(missing, Vec::<String>::new());
    for n in 1..=8 {
        let row = format!("B{n}");
        assert!(of_row(&row).iter().any(|(_, kind)| kind.register), "{row} has no register");
    }
}

#[test]
fn a1_answers_within_three_days() {
    let packs: BTreeSet<String> = of_row("A1").into_iter().map(|(pack, _)| pack.id.clone()).collect();
    assert!(!packs.is_empty());
    let five_w = ["何时|时间", "何人|谁", "何地|地点", "何事|什么", "因|为什么", "如何|怎"];
    for pack in packs {
        let answers = |kind: &TicketKind| {
            let limit = kind.limits.iter().any(|limit| {
                let due = span(&limit.within).due(NOW, &Calendar::china());
                limit.from == LimitFrom::Opened && due == NOW + 3 * 86_400_000
            });
            let asks = |words: &str| words.split('|').any(|word| kind.fields.iter().any(|f| f.name.contains(word)));
            limit && five_w.into_iter().all(asks)
        };
        assert!(of_row("A1").iter().any(|(of, kind)| of.id == pack && answers(kind)), "{pack}");
    }
}

#[test]
fn a2_follows_up_every_complaint_the_next_day() {
    let complaints = of_row("A2");
    assert!(!complaints.is_empty());
    for (_, kind) in complaints {
        let follow_up = kind.follow_up.as_ref().unwrap_or_else(|| panic!("{}", kind.id));
        assert_eq!(follow_up.share, 100, "{}", kind.id);
        assert_eq!(follow_up.within, "+1d 10:30", "{}", kind.id);
    }
}

#[test]
fn d2_draws_thirty_or_a_hundred_per_cent() {
    let mut shares = BTreeSet::new();
    for kind in packs().iter().flat_map(|pack| &pack.kinds) {
        if let Some(follow_up) = &kind.follow_up {
            assert!([30, 100].contains(&follow_up.share), "{}", kind.id);
            assert!(follow_up.within.starts_with("+1d "), "{}", kind.id);
            shares.insert(follow_up.share);
        }
    }
    assert_eq!(shares, BTreeSet::from([30, 100]));
}

/// Closed is reached only from a state in which the customer judges: satisfied, or the explanation accepted; and from
/// there a way leads back to work.
#[test]
fn a3_repairs_until_satisfied_or_explained() {
    let repairs = of_row("A3");
    assert!(!repairs.is_empty());
    for (_, kind) in repairs {
        let mains = kind.states.iter().filter(|state| state.category == Category::Closed && !state.aside);
        for closed in mains {
            let into: Vec<&Move> = kind.moves.iter().filter(|step| step.to == closed.id).collect();
            assert!(into.len() >= 2, "{}: satisfied, and explained", kind.id);
            for from in into.iter().flat_map(|step| &step.from) {
                let state = kind.state(from).unwrap();
                assert!(state.category != Category::Open, "{}: {from} closes without the customer", kind.id);
                let back = kind.moves.iter().filter(|step| step.from.contains(from));
                let back = back.filter(|step| !kind.state(&step.to).unwrap().category.is_done());
                assert!(back.count() > 0, "{}: no way back to work from {from}", kind.id);
            }
        }
        assert!(kind.papers.iter().any(|paper| paper.copies == 2), "{}: in two copies", kind.id);
    }
}

#[test]
fn a6_handles_what_came_after_four_at_three_the_next_day() {
    let china = Calendar::china();
    let at = |text: &str| china.parse_moment(text).unwrap();
    for (_, kind) in of_row("A6") {
        let dues: Vec<u64> = ["2026-11-19 16:01", "2026-11-20 09:00"]
            .iter()
            .filter_map(|from| {
                kind.limits
                    .iter()
                    .filter(|limit| limit.from != LimitFrom::Opened)
                    .map(|limit| span(&limit.within).due(at(from), &china))
                    .find(|due| *due == at("2026-11-20 15:00"))
            })
            .collect();
        assert_eq!(dues.len(), 2, "{}", kind.id);
    }
}

/// The exact course of a refund: who is waited for, in the row's words, and what each step needs.
#[test]
fn a7_refunds_take_the_exact_course() {
    let refunds = of_row("A7");
    assert!(!refunds.is_empty());
    for (_, kind) in refunds {
        let state = |id: &str| kind.state(id).unwrap();
        let steps =
            |from: &str| kind.moves.iter().filter(|step| step.from.iter().any(|f| f == from)).collect::<Vec<_>>();
        let needs = |step: &Move, sort: FieldType| {
            step.needs.iter().any(|id| kind.field(id).is_some_and(|field| field.sort == sort))
        };
        assert_eq!(state(&kind.start).category, Category::Open);
        assert!(state(&kind.start).name.contains("等待卖家"));
        // Agreed → the buyer's return → the seller's receipt → finance → done.
        let course = [
            (Category::Waiting, "等待买家退货"),
            (Category::Open, "等待卖家确认收货"),
            (Category::Waiting, "财务"),
            (Category::Closed, ""),
        ];
        let mut here = kind.start.clone();
        for (nth, (category, word)) in course.iter().enumerate() {
            let fits = |step: &&&Move| {
                let to = state(&step.to);
                to.category == *category && to.name.contains(word) && !to.aside
            };
            let found = steps(&here);
            let step = found.iter().find(fits).unwrap_or_else(|| panic!("{}: no {word} after {here}", kind.id));
            match nth {
                0 => assert!(needs(step, FieldType::Money), "the amount is checked before agreeing"),
                1 => assert!(needs(step, FieldType::Waybill), "the waybill is entered"),
                _ => {}
            }
            here.clone_from(&step.to);
        }
        // Refused → the buyer revises → the seller again.
        let refused =
            steps(&kind.start).into_iter().map(|step| state(&step.to)).find(|to| to.name.contains("等待买家修改"));
        let refused = refused.expect("a refusal");
        assert_eq!((refused.category, refused.aside), (Category::Waiting, true));
        assert!(steps(&refused.id).iter().any(|step| step.to == kind.start));
    }
}

#[test]
fn a8_flags_reviews_purple() {
    let sets_purple = |kind: &TicketKind| {
        let effects = kind.moves.iter().flat_map(|step| &step.effects);
        effects.into_iter().any(|effect| matches!(effect, Effect::Set { value, .. } if value == "purple"))
    };
    assert!(of_row("A8").iter().any(|(_, kind)| sets_purple(kind)));
}

#[test]
fn a9_rights_cases_have_their_windows() {
    let cases = of_row("A9");
    assert!(!cases.is_empty());
    for (_, kind) in cases {
        let has = |within: &str, from_field: bool| {
            kind.limits.iter().any(|limit| {
                limit.within == within
                    && limit.when.is_some()
                    && matches!(limit.from, LimitFrom::Field(_)) == from_field
            })
        };
        assert!(has("72h", true), "{}: dispatch within 72 h of payment", kind.id);
        assert!(has("15d", true), "{}: 15 days after the deal", kind.id);
        assert!(has("7wd", false), "{}: 7 working days", kind.id);
        assert!(has("5wd", false), "{}: 5 working days", kind.id);
        let sorts = kind.fields.iter().map(|field| field.options.len()).max();
        assert!(sorts >= Some(6), "{}: six kinds of case", kind.id);
        assert!(kind.fields.iter().any(|field| field.sort == FieldType::Checklist && field.items.len() >= 5));
    }
}

#[test]
fn a10_suggestions_go_to_the_product_department_on_thursday() {
    let suggestions = of_row("A10");
    assert!(!suggestions.is_empty());
    for (pack, _) in &suggestions {
        let kinds = suggestions.iter().filter(|(of, _)| of.id == pack.id);
        let mut limits = kinds.flat_map(|(_, kind)| &kind.limits);
        assert!(limits.any(|limit| matches!(span(&limit.within), Span::Weekday(3, _))), "{}", pack.id);
    }
}

#[test]
fn a13_papers_and_approval() {
    let kinds = of_row("A13");
    assert!(kinds.len() >= 3, "move-in, fit-out, move-out");
    for (_, kind) in kinds {
        assert!(kind.moves.iter().any(|step| !step.complete.is_empty()), "{}: a checklist", kind.id);
        assert!(kind.moves.iter().any(|step| step.role >= Role::Lead), "{}: approval", kind.id);
        assert!(!kind.papers.is_empty(), "{}: papers", kind.id);
    }
}

#[test]
fn a14_emergencies_are_ticked_off_step_by_step() {
    let kinds = of_row("A14");
    let mut lists = 0;
    for (_, kind) in &kinds {
        let own: Vec<&Field> = kind.fields.iter().filter(|field| field.sort == FieldType::Checklist).collect();
        assert!(!own.is_empty(), "{}: no checklist", kind.id);
        lists += own.len();
        for list in own {
            assert!(list.items.len() >= 4, "{}.{}", kind.id, list.id);
            assert!(list.items.iter().any(|item| item.within.is_some()), "{}.{}: no times", kind.id, list.id);
            assert!(list.items.iter().any(|item| item.told), "{}.{}: nobody told", kind.id, list.id);
        }
    }
    assert!(lists >= 11, "eleven emergencies, found {lists}");
}

/// A ticket of a kind on its way through the flow.
#[derive(Clone)]
struct Walk {
    document: Document,
    clock: Clock,
}

impl Walk {
    fn open(kind: &TicketKind) -> Self {
        let clock = Clock::new(Writer::SAMPLE);
        let mut walk = Self { document: Document::new(DocId::fixed("ticket", "walk"), Vec::new()), clock };
        walk.tell([
            Known::Opened { kind: kind.id.clone(), number: "X1".into(), at: None },
            Known::Moved { step: String::new(), to: kind.start.clone(), over: Vec::new() },
        ]);
        walk
    }

    fn tell(&mut self, changes: impl IntoIterator<Item = Known>) {
        for change in changes {
            let stamp = self.clock.tick(NOW);
            self.document.merge([Entry { stamp, by: "a".into(), change: change.into() }]);
        }
    }

    fn fold(&self) -> Fold {
        Fold::of(&self.document)
    }

    /// Fills what a step needs and makes its condition true, then takes it from among the steps offered.
    fn take(&mut self, pack: &Pack, kind: &TicketKind, step: &Move) -> Outcome {
        let mut fill = Vec::new();
        for field in step.needs.iter().chain(&step.complete).map(|id| kind.field(id).unwrap()) {
            match field.sort {
                FieldType::Checklist => {
                    fill.extend(field.items.iter().map(|item| (field.item_register(&item.id), Value::Int(1))));
                }
                _ => fill.push((field.id.clone(), some_value(pack, field))),
            }
        }
        if let Some(when) = &step.when {
            let value = match (kind.field(&when.field), when.is[0].as_str()) {
                (Some(field), "*") => some_value(pack, field),
                (Some(Field { sort: FieldType::YesNo, .. }), yes) => Value::Bool(yes == "yes"),
                (_, id) => Value::from(id),
            };
            fill.push((when.field.clone(), value));
        }
        for (register, value) in fill {
            let change = self.fold().set(&register, value);
            self.tell([change]);
        }
        let fold = self.fold();
        let at = format!("{}.{}", kind.id, step.id);
        let offers = flow::offers(kind, &fold, step.role);
        let offer =
            offers.iter().find(|offer| offer.step.id == step.id).unwrap_or_else(|| panic!("{at} is not offered"));
        let anew: Vec<&Field> = step.anew.iter().map(|id| kind.field(id).unwrap()).collect();
        let asked = offer.missing.iter().all(|field| anew.contains(field));
        assert!(asked && offer.unticked.is_empty() && !offer.barred, "{at}: {offer:?}");
        let answers = Answers {
            values: anew.iter().map(|field| (field.id.clone(), some_value(pack, field))).collect(),
            note: "n".into(),
            owner: Some("b".into()),
            promises: flow::open_promises(&fold).map(|promise| (promise.stamp, Ending::Kept)).collect(),
        };
        let calendar = Calendar::china();
        let place = Place { agent: "a", role: step.role, lead: "l", manager: "m", now: NOW, calendar: &calendar };
        let outcome = flow::take(kind, &fold, &step.id, &answers, place).unwrap_or_else(|e| panic!("{at}: {e}"));
        self.tell(outcome.changes.clone());
        assert_eq!(Ticket(&self.fold()).state(), step.to, "{at}");
        outcome
    }
}

fn some_value(pack: &Pack, field: &Field) -> Value {
    match field.sort {
        FieldType::Number | FieldType::Money => Value::Int(1000),
        FieldType::Moment => Value::Int(NOW.cast_signed()),
        FieldType::YesNo => Value::Bool(true),
        FieldType::Photos => Value::List(vec!["00".into()]),
        FieldType::Date => Value::from("2026-11-20"),
        FieldType::Time => Value::from("10:00"),
        FieldType::Choice => {
            let list = pack.lists.iter().find(|list| Some(&list.id) == field.list.as_ref());
            let options = list.map_or(&field.options, |list| &list.items);
            Value::from(&*options[0].id)
        }
        _ => Value::from("x"),
    }
}

/// Every state of every kind is reached by steps that the engine offers and takes, and every step is taken from each
/// state it starts from, with all its effects.
#[test]
fn every_flow_can_be_walked() {
    let packs = packs();
    let kinds: HashSet<&str> = packs.iter().flat_map(|pack| &pack.kinds).map(|kind| kind.id.as_str()).collect();
    let mut taken = 0;
    for pack in packs {
        for kind in &pack.kinds {
            let mut reached = BTreeMap::from([(kind.start.clone(), Walk::open(kind))]);
            let mut todo = VecDeque::from([kind.start.clone()]);
            while let Some(state) = todo.pop_front() {
                for step in kind.moves.iter().filter(|step| step.from.contains(&state)) {
                    let mut walk = reached[&state].clone();
                    let before = walk.fold();
                    let outcome = walk.take(pack, kind, step);
                    effects(kind, step, &before, &walk.fold(), &outcome, &kinds);
                    taken += 1;
                    if !reached.contains_key(&step.to) {
                        reached.insert(step.to.clone(), walk);
                        todo.push_back(step.to.clone());
                    }
                }
            }
            for state in &kind.states {
                assert!(reached.contains_key(&state.id), "{}: {} is never reached", kind.id, state.id);
            }
            for done in kind.states.iter().filter(|state| state.category.is_done()) {
                let mut walk = reached[&done.id].clone();
                let reopened = flow::reopen(kind, &walk.fold()).unwrap();
                walk.tell([reopened]);
                assert_eq!(Ticket(&walk.fold()).state(), kind.reopens_to());
            }
        }
    }
    assert!(taken > 300, "only {taken} steps");
}

fn effects(kind: &TicketKind, step: &Move, before: &Fold, after: &Fold, outcome: &Outcome, kinds: &HashSet<&str>) {
    let at = format!("{}.{}", kind.id, step.id);
    let promised = step.effects.iter().filter(|effect| matches!(effect, Effect::Promise { .. })).count();
    assert_eq!(after.promises.len(), before.promises.len() + promised, "{at}");
    // What was agreed for this very moment is due then.
    assert!(after.promises.iter().all(|promise| promise.due >= NOW), "{at}");
    let opens: Vec<&str> = outcome.open.iter().map(|(kind, _)| kind.as_str()).collect();
    let wanted = step.effects.iter().filter_map(|effect| match effect {
        Effect::Open { kind, .. } => Some(kind.as_str()),
        _ => None,
    });
    assert_eq!(opens, wanted.collect::<Vec<_>>(), "{at}");
    assert!(opens.iter().all(|kind| kinds.contains(kind)), "{at}");
    for effect in &step.effects {
        match effect {
            Effect::Set { field, value } => {
                assert_eq!(after.value(field).is_empty(), value.is_empty(), "{at}: {field}");
            }
            Effect::Tag(tag) => assert!(Ticket(after).tags().any(|t| t == tag), "{at}: {tag}"),
            _ => {}
        }
    }
}

/// Whoever writes or calls again is answered again (A1, A2, A3), in hours and not by the three days of the case.
#[test]
fn a_customer_who_gets_in_touch_again_is_answered_again() {
    for row in ["A1", "A2", "A3"] {
        for (_, kind) in of_row(row) {
            let next = kind.limits.iter().find(|limit| limit.from == LimitFrom::Contact);
            let next = next.unwrap_or_else(|| panic!("{}: no next answer", kind.id));
            // Friday 10:00: the same day.
            let due = span(&next.within).due(NOW, &Calendar::china());
            assert!(due > NOW && due <= NOW + 2 * 3_600_000, "{}: {}", kind.id, next.within);
            assert!(next.escalate.iter().any(|level| level.to == Role::Lead), "{}", kind.id);
        }
    }
}

/// What is urgent is answered within half an hour, and the lead knows before that is over (A2, A3, A17).
#[test]
fn a17_urgent_cases_go_to_the_lead_at_once() {
    for row in ["A2", "A3"] {
        for (_, kind) in of_row(row) {
            let urgent = kind.limits.iter().find(|limit| limit.priority == ["urgent"]);
            let urgent = urgent.unwrap_or_else(|| panic!("{}: nothing for urgent ones", kind.id));
            assert!(span(&urgent.within).due(NOW, &Calendar::china()) <= NOW + 30 * 60_000, "{}", kind.id);
            let told = urgent.warn.iter().map(|text| text.parse::<Warning>().unwrap());
            assert!(told.into_iter().any(|warning| warning.to == Role::Lead), "{}", kind.id);
        }
    }
}

/// Long unsolved goes up, with a proposal (A17).
#[test]
fn a17_what_goes_up_to_the_manager_goes_with_a_proposal() {
    let kinds = of_row("A17");
    assert!(kinds.len() >= 4);
    let mut levels = 0;
    for (_, kind) in kinds {
        for level in kind.limits.iter().flat_map(|limit| &limit.escalate).filter(|level| level.to == Role::Manager) {
            assert!(level.proposal.as_ref().is_some_and(|asks| !asks.is_empty()), "{}", kind.id);
            levels += 1;
        }
    }
    assert!(levels > 20, "{levels}");
}
