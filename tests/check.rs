//! The check of handbook packs: a sound pack has no faults, and every fault is found at its exact place.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use shouwen::model::check::{MOST_BYTES, PackError, check, parse};
use shouwen::model::pack::Pack;

fn sound() -> Value {
    json!({
        "format": "shouwen-pack", "id": "demo", "name": "Demo", "about": "A demo.", "version": 1,
        "released": "2026-11-22",
        "lists": [
            {"id": "channels", "name": "Channels", "items": [{"id": "phone", "name": "Phone"}]},
            {"id": "causes", "name": "Causes", "items": [{"id": "late", "name": "Late"}, {"id": "lost", "name": "Lost"}]}
        ],
        "kinds": [{
            "id": "demo.case", "name": "Case", "prefix": "C",
            "fields": [
                {"id": "cause", "name": "Cause", "type": "choice", "list": "causes"},
                {"id": "way", "name": "Way", "type": "choice", "options": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]},
                {"id": "paid", "name": "Paid", "type": "yes_no", "when": {"field": "way", "is": ["a"]}},
                {"id": "amount", "name": "Amount", "type": "money", "when": {"field": "paid", "is": ["yes"]}},
                {"id": "asked", "name": "Asked", "type": "moment"},
                {"id": "day", "name": "Day", "type": "date"},
                {"id": "text", "name": "Text", "type": "text"},
                {"id": "steps", "name": "Steps", "type": "checklist",
                 "items": [{"id": "one", "text": "One", "within": "5m"}, {"id": "two", "text": "Two"}]}
            ],
            "states": [
                {"id": "new", "name": "New", "category": "open", "scripts": ["hello"]},
                {"id": "work", "name": "Work", "category": "waiting"},
                {"id": "done", "name": "Done", "category": "closed"}
            ],
            "start": "new", "reopen": "work",
            "moves": [
                {"id": "begin", "label": "Begin", "from": ["new"], "to": "work", "needs": ["cause"],
                 "when": {"field": "channel", "is": ["phone"]},
                 "effects": [{"assign": "first"}, {"set": {"field": "way", "value": "b"}},
                    {"promise": {"text": "Back", "within": "+1d 10:30"}},
                    {"open": {"kind": "demo.case", "copy": ["text"]}}, {"tag": "t"}]},
                {"id": "end", "label": "End", "from": ["work"], "to": "done", "complete": ["steps"], "note": "Why?"}
            ],
            "limits": [{"id": "soon", "name": "Soon", "from": {"field": "asked"}, "within": "5wd", "until": ["done"],
                "priority": ["high"], "grade": ["a"], "warn": ["2h lead"],
                "escalate": [{"after": "1d", "to": "lead", "proposal": "What?"}], "when": {"field": "cause", "is": ["late", "*"]}}],
            "follow_up": {"share": 30, "within": "+1d 10:30"},
            "papers": [{"id": "slip", "title": "Slip", "copies": 2, "text": "{customer} {text} {agent_no}", "fields": ["day"], "signs": ["S"]}]
        }],
        "scripts": [{"id": "hello", "code": "nh", "title": "Hello", "stage": "greet", "channels": ["phone"], "source": "rules",
            "fits": [{"kind": "case", "states": ["new"]}], "answers": [{"text": "Hello {customer}, {text}"}]}],
        "taboos": [{"id": "dunno", "words": ["dunno", "find * yourself"], "severity": "never", "why": "It helps nobody.",
            "instead": ["Let me see, {customer}"]}],
        "guides": [{"id": "call", "name": "Call", "about": "A call.", "kinds": ["case"], "start": "ring", "steps": [
            {"id": "ring", "title": "Ring", "say": ["hello"], "clock": {"name": "Rings", "limit": 9}, "asks": ["subject"],
             "choices": [{"label": "Done", "to": "bye"}]},
            {"id": "bye", "title": "Bye", "end": true}]}],
        "chapters": [{"id": "rules", "title": "Rules", "part": "One", "text": "Rules."}]
    })
}

fn faults(pack: Value) -> Vec<String> {
    let pack: Pack = serde_json::from_value(pack).unwrap();
    check(&pack, &["other.kind".to_owned()]).iter().map(|fault| format!("{}: {:?}", fault.at, fault.what)).collect()
}

#[test]
fn a_sound_pack_has_no_faults() {
    assert_eq!(faults(sound()), Vec::<String>::new());
}

/// Every row: where the pack is changed, what to, and the faults that must be found, no more and no less.
#[test]
#[allow(clippy::too_many_lines)]
fn every_fault_is_found_where_it_is() {
    let kind = "kinds[demo.case]";
    let table: Vec<(&str, Value, &[&str])> = vec![
        ("/format", json!("x"), &["format: Format(\"x\")"]),
        ("/id", json!("De"), &["id: BadId(\"De\")", "K.id: WrongPack { kind: \"demo.case\", pack: \"De\" }"]),
        ("/name", json!(" "), &["name: Empty"]),
        ("/about", json!(""), &["about: Empty"]),
        ("/released", json!("2026-02-30"), &["released: BadDate(\"2026-02-30\")"]),
        (
            "/lists/0/id",
            json!("channel"),
            &["lists: UnknownList(\"channels\")", "scripts[hello].channels[0]: UnknownPart(\"phone\")"],
        ),
        (
            "/lists/1/id",
            json!("channels"),
            &["lists[1].id: Twice(\"channels\")", "K.fields[cause].list: UnknownList(\"causes\")"],
        ),
        ("/lists/1/name", json!(""), &["lists[causes].name: Empty"]),
        ("/lists/1/items/1/id", json!("late"), &["lists[causes].items[1].id: Twice(\"late\")"]),
        ("/lists/1/items/1/id", json!("No"), &["lists[causes].items[1].id: BadId(\"No\")"]),
        ("/lists/1/items/1/name", json!(""), &["lists[causes].items[lost].name: Empty"]),
        ("/kinds/0/name", json!(""), &["K.name: Empty"]),
        ("/kinds/0/prefix", json!("c"), &["K.prefix: BadPrefix(\"c\")"]),
        ("/kinds/0/prefix", json!("ABCDE"), &["K.prefix: BadPrefix(\"ABCDE\")"]),
        (
            "/kinds/0/fields/6/id",
            json!("subject"),
            &[
                "K.fields[subject].id: Reserved(\"subject\")",
                "K.moves[begin].effects[3].open.copy[0]: UnknownField(\"text\")",
                "K.papers[slip].text: UnknownPlaceholder(\"text\")",
                "scripts[hello].answers[0].text: UnknownPlaceholder(\"text\")",
            ],
        ),
        (
            "/kinds/0/fields/5/id",
            json!("@day"),
            &[
                "K.fields[5].id: BadId(\"@day\")",
                "K.fields[@day].id: Reserved(\"@day\")",
                "K.papers[slip].fields[0]: UnknownField(\"day\")",
            ],
        ),
        (
            "/kinds/0/fields/6/id",
            json!("day"),
            &[
                "K.fields[6].id: Twice(\"day\")",
                "K.moves[begin].effects[3].open.copy[0]: UnknownField(\"text\")",
                "K.papers[slip].text: UnknownPlaceholder(\"text\")",
                "scripts[hello].answers[0].text: UnknownPlaceholder(\"text\")",
            ],
        ),
        ("/kinds/0/fields/0/name", json!(""), &["K.fields[cause].name: Empty"]),
        ("/kinds/0/fields/0/list", json!("nope"), &["K.fields[cause].list: UnknownList(\"nope\")"]),
        (
            "/kinds/0/fields/1/options",
            json!([]),
            &[
                "K.fields[way]: NoOptions",
                "K.fields[paid].when.is[0]: UnknownOption { field: \"way\", option: \"a\" }",
                "K.moves[begin].effects[1].set.value: BadValue { field: \"way\", value: \"b\" }",
            ],
        ),
        ("/kinds/0/fields/1/options/0/name", json!(""), &["K.fields[way].options[a].name: Empty"]),
        (
            "/kinds/0/fields/1/options/0/id",
            json!("b"),
            &[
                "K.fields[way].options[1].id: Twice(\"b\")",
                "K.fields[paid].when.is[0]: UnknownOption { field: \"way\", option: \"a\" }",
            ],
        ),
        (
            "/kinds/0/fields/2/when/field",
            json!("paid"),
            &[
                "K.fields[paid].when.field: Circular(\"paid\")",
                "K.fields[paid].when.is[0]: UnknownOption { field: \"paid\", option: \"a\" }",
            ],
        ),
        ("/kinds/0/fields/3/when/field", json!("nope"), &["K.fields[amount].when.field: UnknownField(\"nope\")"]),
        ("/kinds/0/fields/3/when/is", json!([]), &["K.fields[amount].when.is: Empty"]),
        (
            "/kinds/0/fields/3/when/is/0",
            json!("true"),
            &["K.fields[amount].when.is[0]: UnknownOption { field: \"paid\", option: \"true\" }"],
        ),
        (
            "/kinds/0/fields/3/when",
            json!({"field": "text", "is": ["x"]}),
            &["K.fields[amount].when.is[0]: UnknownOption { field: \"text\", option: \"x\" }"],
        ),
        (
            "/kinds/0/fields/3/when",
            json!({"field": "steps", "is": ["*"]}),
            &["K.fields[amount].when.is[0]: UnknownOption { field: \"steps\", option: \"*\" }"],
        ),
        (
            "/kinds/0/fields/3/when",
            json!({"field": "priority", "is": ["urgent", "asap"]}),
            &["K.fields[amount].when.is[1]: UnknownOption { field: \"priority\", option: \"asap\" }"],
        ),
        ("/kinds/0/fields/3/list", json!("causes"), &["K.fields[amount]: Misplaced(Money)"]),
        ("/kinds/0/fields/7/items", json!([]), &["K.fields[steps]: NoItems"]),
        ("/kinds/0/fields/7/items/1/id", json!("one"), &["K.fields[steps].items[1].id: Twice(\"one\")"]),
        ("/kinds/0/fields/7/items/1/text", json!(""), &["K.fields[steps].items[two].text: Empty"]),
        (
            "/kinds/0/fields/7/items/0/within",
            json!("soon"),
            &["K.fields[steps].items[one].within: BadSpan { text: \"soon\", why: Form }"],
        ),
        ("/kinds/0/states/0/name", json!(""), &["K.states[new].name: Empty"]),
        ("/kinds/0/states/0/scripts/0", json!("nope"), &["K.states[new].scripts[0]: UnknownScript(\"nope\")"]),
        (
            "/kinds/0/states/2/category",
            json!("solved"),
            &[
                "K.states[new]: DeadEnd(\"new\")",
                "K.states[work]: DeadEnd(\"work\")",
                "K.states[done]: DeadEnd(\"done\")",
            ],
        ),
        ("/kinds/0/start", json!("nope"), &["K.start: UnknownState(\"nope\")"]),
        ("/kinds/0/start", json!("work"), &["K.states[new]: Unreachable(\"new\")"]),
        ("/kinds/0/reopen", json!("nope"), &["K.reopen: UnknownState(\"nope\")"]),
        ("/kinds/0/moves/0/label", json!(""), &["K.moves[begin].label: Empty"]),
        ("/kinds/0/moves/1/id", json!("begin"), &["K.moves[1].id: Twice(\"begin\")"]),
        (
            "/kinds/0/moves/0/from",
            json!([]),
            &[
                "K.moves[begin].from: Empty",
                "K.states[new]: DeadEnd(\"new\")",
                "K.states[work]: Unreachable(\"work\")",
                "K.states[done]: Unreachable(\"done\")",
            ],
        ),
        ("/kinds/0/moves/0/from", json!(["new", "new"]), &["K.moves[begin].from[1]: Twice(\"new\")"]),
        ("/kinds/0/moves/0/from", json!(["new", "x"]), &["K.moves[begin].from[1]: UnknownState(\"x\")"]),
        (
            "/kinds/0/moves/1/to",
            json!("x"),
            &[
                "K.moves[end].to: UnknownState(\"x\")",
                "K.states[new]: DeadEnd(\"new\")",
                "K.states[work]: DeadEnd(\"work\")",
                "K.states[done]: Unreachable(\"done\")",
            ],
        ),
        ("/kinds/0/moves/0/needs/0", json!("x"), &["K.moves[begin].needs[0]: UnknownField(\"x\")"]),
        ("/kinds/0/moves/1/complete/0", json!("text"), &["K.moves[end].complete[0]: NotAChecklist(\"text\")"]),
        ("/kinds/0/moves/1/complete/0", json!("x"), &["K.moves[end].complete[0]: UnknownField(\"x\")"]),
        (
            "/kinds/0/moves/0/when/is/0",
            json!("fax"),
            &["K.moves[begin].when.is[0]: UnknownOption { field: \"channel\", option: \"fax\" }"],
        ),
        ("/kinds/0/moves/1/role", json!("auditor"), &["K.moves[end].role: BadRole(Auditor)"]),
        ("/kinds/0/moves/1/note", json!(""), &["K.moves[end].note: Empty"]),
        (
            "/kinds/0/moves/0/effects/1/set",
            json!({"field": "x", "value": "b"}),
            &["K.moves[begin].effects[1].set.field: UnknownField(\"x\")"],
        ),
        (
            "/kinds/0/moves/0/effects/2/promise",
            json!({"text": "", "within": "0m"}),
            &[
                "K.moves[begin].effects[2].promise.text: Empty",
                "K.moves[begin].effects[2].promise.within: BadSpan { text: \"0m\", why: Count }",
            ],
        ),
        (
            "/kinds/0/moves/0/effects/3/open/kind",
            json!("x.y"),
            &["K.moves[begin].effects[3].open.kind: UnknownKind(\"x.y\")"],
        ),
        ("/kinds/0/moves/0/effects/3/open/kind", json!("other.kind"), &[]),
        (
            "/kinds/0/moves/0/effects/3/open/copy/0",
            json!("x"),
            &["K.moves[begin].effects[3].open.copy[0]: UnknownField(\"x\")"],
        ),
        ("/kinds/0/moves/0/effects/4/tag", json!(""), &["K.moves[begin].effects[4].tag: Empty"]),
        ("/kinds/0/limits/0/name", json!(""), &["K.limits[soon].name: Empty"]),
        ("/kinds/0/limits/0/from", json!({"state": "x"}), &["K.limits[soon].from.state: UnknownState(\"x\")"]),
        ("/kinds/0/limits/0/from", json!({"field": "x"}), &["K.limits[soon].from.field: UnknownField(\"x\")"]),
        ("/kinds/0/limits/0/from", json!({"field": "text"}), &["K.limits[soon].from.field: NotATime(\"text\")"]),
        (
            "/kinds/0/limits/0/within",
            json!("24:00"),
            &["K.limits[soon].within: BadSpan { text: \"24:00\", why: Time }"],
        ),
        ("/kinds/0/limits/0/pauses_in", json!(["x"]), &["K.limits[soon].pauses_in[0]: UnknownState(\"x\")"]),
        ("/kinds/0/limits/0/until/0", json!("x"), &["K.limits[soon].until[0]: UnknownState(\"x\")"]),
        (
            "/kinds/0/limits/0/warn/0",
            json!("2h boss"),
            &["K.limits[soon].warn[0]: BadSpan { text: \"2h boss\", why: Form }"],
        ),
        ("/kinds/0/limits/0/warn/0", json!("5wd lead"), &["K.limits[soon].warn[0]: NotRunning(\"5wd\")"]),
        (
            "/kinds/0/limits/0/priority/0",
            json!("x"),
            &["K.limits[soon].priority[0]: UnknownOption { field: \"priority\", option: \"x\" }"],
        ),
        ("/kinds/0/limits/0/grade/0", json!(" "), &["K.limits[soon].grade[0]: Empty"]),
        ("/kinds/0/limits/0/escalate/0/proposal", json!(""), &["K.limits[soon].escalate[0].proposal: Empty"]),
        ("/kinds/0/limits/0/warn/0", json!("5wd"), &["K.limits[soon].warn[0]: NotRunning(\"5wd\")"]),
        (
            "/kinds/0/limits/0/escalate/0/after",
            json!("15:00"),
            &["K.limits[soon].escalate[0].after: NotRunning(\"15:00\")"],
        ),
        ("/kinds/0/limits/0/escalate/0/to", json!("auditor"), &["K.limits[soon].escalate[0].to: BadRole(Auditor)"]),
        (
            "/kinds/0/limits/0/when/is/0",
            json!("x"),
            &["K.limits[soon].when.is[0]: UnknownOption { field: \"cause\", option: \"x\" }"],
        ),
        ("/kinds/0/follow_up/share", json!(0), &["K.follow_up.share: BadShare(0)"]),
        ("/kinds/0/follow_up/share", json!(101), &["K.follow_up.share: BadShare(101)"]),
        ("/kinds/0/follow_up/within", json!("1"), &["K.follow_up.within: BadSpan { text: \"1\", why: Form }"]),
        ("/kinds/0/papers/0/title", json!(""), &["K.papers[slip].title: Empty"]),
        ("/kinds/0/papers/0/copies", json!(3), &["K.papers[slip].copies: BadCopies(3)"]),
        ("/kinds/0/papers/0/copies", json!(0), &["K.papers[slip].copies: BadCopies(0)"]),
        ("/kinds/0/papers/0/text", json!("{x} {text}"), &["K.papers[slip].text: UnknownPlaceholder(\"x\")"]),
        ("/kinds/0/papers/0/text", json!("{text"), &["K.papers[slip].text: LooseBrace"]),
        ("/kinds/0/papers/0/text", json!("text}"), &["K.papers[slip].text: LooseBrace"]),
        ("/kinds/0/papers/0/text", json!("{{text}}"), &["K.papers[slip].text: LooseBrace"]),
        ("/kinds/0/papers/0/text", json!("{}"), &["K.papers[slip].text: UnknownPlaceholder(\"\")"]),
        ("/kinds/0/papers/0/fields/0", json!("x"), &["K.papers[slip].fields[0]: UnknownField(\"x\")"]),
        ("/kinds/0/papers/0/signs/0", json!(""), &["K.papers[slip].signs[0]: Empty"]),
        (
            "/kinds",
            json!([]),
            &[
                "kinds: Empty",
                "scripts[hello].answers[0].text: UnknownPlaceholder(\"text\")",
                "scripts[hello].fits[0].kind: UnknownKind(\"case\")",
                "guides[call].kinds[0]: UnknownKind(\"case\")",
            ],
        ),
        ("/scripts/0/code", json!(""), &["scripts[hello].code: Empty"]),
        ("/scripts/0/title", json!(""), &["scripts[hello].title: Empty"]),
        ("/scripts/0/answers/0/text", json!(""), &["scripts[hello].answers[0].text: Empty"]),
        (
            "/scripts/0/answers/0/text",
            json!("{room}"),
            &["scripts[hello].answers[0].text: UnknownPlaceholder(\"room\")"],
        ),
        (
            "/scripts/0/answers/0/text",
            json!("I dunno"),
            &["scripts[hello].answers[0].text: Forbidden(\"dunno、find * yourself\")"],
        ),
        ("/scripts/0/answers", json!([]), &["scripts[hello].answers: Empty"]),
        ("/scripts/0/groups", json!(["x"]), &["scripts[hello].groups[0]: UnknownPart(\"x\")"]),
        ("/scripts/0/channels", json!(["x"]), &["scripts[hello].channels[0]: UnknownPart(\"x\")"]),
        ("/scripts/0/fits/0/kind", json!("x"), &["scripts[hello].fits[0].kind: UnknownKind(\"x\")"]),
        ("/scripts/0/fits/0/states/0", json!("x"), &["scripts[hello].fits[0].states[0]: UnknownState(\"x\")"]),
        ("/scripts/0/source", json!("x"), &["scripts[hello].source: UnknownPart(\"x\")"]),
        ("/taboos/0/words", json!([]), &["taboos[dunno].words: Empty"]),
        ("/taboos/0/words/0", json!("*"), &["taboos[dunno].words[0]: Empty"]),
        ("/taboos/0/why", json!(""), &["taboos[dunno].why: Empty"]),
        (
            "/taboos/0/instead/0",
            json!("dunno yet"),
            &["taboos[dunno].instead[0]: Forbidden(\"dunno、find * yourself\")"],
        ),
        ("/taboos/0/instead/0", json!("{x}"), &["taboos[dunno].instead[0]: UnknownPlaceholder(\"x\")"]),
        (
            "/guides/0/start",
            json!("x"),
            &[
                "guides[call].start: UnknownPart(\"x\")",
                "guides[call].steps[ring]: Unreachable(\"ring\")",
                "guides[call].steps[bye]: Unreachable(\"bye\")",
            ],
        ),
        ("/guides/0/kinds/0", json!("x"), &["guides[call].kinds[0]: UnknownKind(\"x\")"]),
        ("/guides/0/steps/0/say/0", json!("x"), &["guides[call].steps[ring].say[0]: UnknownScript(\"x\")"]),
        ("/guides/0/steps/0/asks/0", json!("x"), &["guides[call].steps[ring].asks[0]: UnknownField(\"x\")"]),
        (
            "/guides/0/steps/0/choices/0/to",
            json!("ring"),
            &["guides[call].steps[ring]: DeadEnd(\"ring\")", "guides[call].steps[bye]: Unreachable(\"bye\")"],
        ),
        (
            "/guides/0/steps/0/choices/0/to",
            json!("x"),
            &[
                "guides[call].steps[ring].choices[0].to: UnknownPart(\"x\")",
                "guides[call].steps[ring]: DeadEnd(\"ring\")",
                "guides[call].steps[bye]: Unreachable(\"bye\")",
            ],
        ),
        ("/guides/0/steps/0/end", json!(true), &["guides[call].steps[ring].choices: Empty"]),
        ("/chapters/0/text", json!(""), &["chapters[rules].text: Empty"]),
    ];
    for (place, value, expected) in table {
        let mut pack = sound();
        let shown = format!("{place} = {value}");
        let (parent, key) = place.rsplit_once('/').unwrap();
        if pack.pointer(place).is_none() {
            pack.pointer_mut(parent).unwrap()[key] = Value::Null;
        }
        *pack.pointer_mut(place).unwrap() = value;
        let expected: Vec<String> = expected.iter().map(|text| text.replace("K.", &format!("{kind}."))).collect();
        assert_eq!(faults(pack), expected, "{shown}");
    }
}

#[test]
fn kinds_and_prefixes_clash_across_the_pack() {
    let mut pack = sound();
    let copy = pack["kinds"][0].clone();
    pack["kinds"].as_array_mut().unwrap().push(copy);
    assert_eq!(faults(pack), ["kinds[1]: Twice(\"demo.case\")", "kinds[1].prefix: Twice(\"C\")"]);
}

#[test]
fn a_set_effect_must_fit_the_field() {
    let table = [
        ("cause", "late", true),
        ("cause", "x", false),
        ("cause", "", true),
        ("paid", "yes", true),
        ("paid", "true", false),
        ("amount", "1200", true),
        ("amount", "12.00", false),
        ("asked", "now", true),
        ("asked", "today", false),
        ("day", "now", true),
        ("day", "2026-11-22", true),
        ("day", "22.11.", false),
        ("text", "anything", true),
        ("steps", "one", false),
        ("priority", "urgent", true),
        ("priority", "x", false),
        ("priority", "", false),
    ];
    for (field, value, fits) in table {
        let mut pack = sound();
        pack["kinds"][0]["moves"][0]["effects"][1]["set"] = json!({"field": field, "value": value});
        assert_eq!(faults(pack).is_empty(), fits, "{field} = {value}");
    }
}

#[test]
fn what_is_no_pack_is_refused_with_its_place() {
    let text = serde_json::to_string_pretty(&sound()).unwrap();
    assert!(parse(&text).is_ok());
    assert!(parse(&format!("\u{feff}{text}")).is_ok());
    let broken = text.replacen("\"prefix\"", "\"prefux\"", 1);
    let line = 1 + broken[..broken.find("prefux").unwrap()].matches('\n').count();
    match parse(&broken) {
        Err(error @ PackError::Json { line: at, column, .. }) => {
            assert_eq!(at, line);
            assert!(column > 0);
            assert!(error.to_string().contains("prefux"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    let large = format!("{text}{}", " ".repeat(MOST_BYTES));
    assert!(matches!(parse(&large), Err(PackError::TooLarge(_))));
    for text in ["", "{", "[]", "null", "{\"format\":1}"] {
        assert!(matches!(parse(text), Err(PackError::Json { .. })), "{text}");
    }
}
