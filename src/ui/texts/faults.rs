//! The faults of a handbook pack in a manager's words: where, by the names that stand in the pack, and what to do.

use serde_json::Value as Json;

use super::errors::Errors;
use super::fill;
use super::packs::PackTexts;
use crate::model::check::PackError;
use crate::model::fault::{Fault, FaultKind};
use crate::model::pack::Pack;
use crate::ui::format;

texts! {
    /// The faults of a handbook pack.
    pub struct FaultTexts {
        nth: "{}第 {} 项", "{}第 {} 項", "{} no. {}";
        named: "{}“{}”", "{}「{}」", "{} “{}”";
        kinds: "流程", "流程", "flow";
        fields: "字段", "欄位", "field";
        states: "状态", "狀態", "state";
        moves: "步骤", "步驟", "step";
        limits: "时限", "時限", "time limit";
        papers: "单据", "單據", "paper";
        lists: "列表", "清單", "list";
        items: "项目", "項目", "item";
        options: "选项", "選項", "option";
        scripts: "话术", "話術", "script";
        effects: "附带动作", "附帶動作", "effect";
        needs: "须填字段", "須填欄位", "needed field";
        complete: "须勾完的清单", "須勾完的清單", "list to complete";
        from: "起点", "起點", "from";
        to: "去向", "去向", "to";
        pauses_in: "暂停计时的状态", "暫停計時的狀態", "stands still in";
        until: "截止状态", "截止狀態", "until";
        when: "条件", "條件", "condition";
        warn: "提前提醒", "提前提醒", "warning";
        escalate: "超时升级", "逾時升級", "escalation";
        follow_up: "回访", "回訪", "follow-up";
        signs: "签名栏", "簽名欄", "line to sign";
        name: "名称", "名稱", "name";
        text: "文字", "文字", "text";
        copies: "份数", "份數", "copies";
        role: "角色", "角色", "role";
        id: "编号", "編號", "id";
        prefix: "单号前缀", "單號前綴", "prefix";
        note: "须写内容", "須寫內容", "note";
        value: "值", "值", "value";
        share: "比例", "比例", "share";
        set: "记值", "記值", "set";
        promise: "承诺", "承諾", "promise";
        open: "另开工单", "另開工單", "open";
        tag: "标签", "標籤", "tag";
        copy: "带过去的字段", "帶過去的欄位", "copied field";
        is: "取值", "取值", "one of";
        about: "说明", "說明", "about";
        file_format: "格式", "格式", "format";
        released: "发布日期", "發布日期", "release day";
        code: "拼音码", "拼音碼", "code";
        within: "时长", "時長", "span";

        format: "不是首问的手册包（格式写的是“{}”）。", "不是首問的手冊包（格式寫的是「{}」）。", "This is no Shouwen pack: its format says “{}”.";
        bad_date: "“{}”不是日期，请写成 2026-11-22。", "「{}」不是日期，請寫成 2026-11-22。", "“{}” is no day; write it as 2026-11-22.";
        empty: "不能为空，请填上。", "不能為空，請填上。", "This must not be empty.";
        bad_id: "编号“{}”只能用小写字母、数字和下划线。", "編號「{}」只能用小寫字母、數字和底線。", "The id “{}” may only have lower-case letters, digits and _.";
        bad_prefix: "单号前缀“{}”要用 1 至 4 个大写字母。", "單號前綴「{}」要用 1 至 4 個大寫字母。", "The prefix “{}” must be one to four capital letters.";
        twice: "“{}”重复了，请改其中一个。", "「{}」重複了，請改其中一個。", "“{}” is used twice; change one of them.";
        reserved: "“{}”是每张工单自带的名字，请换一个。", "「{}」是每張工單自帶的名字，請換一個。", "“{}” is a name every ticket has already; choose another.";
        wrong_pack: "流程编号“{}”要以“{}.”开头。", "流程編號「{}」要以「{}.」開頭。", "The id “{}” must begin with “{}.”.";
        unknown_state: "没有“{}”这个状态。", "沒有「{}」這個狀態。", "There is no state “{}”.";
        unreachable: "从起点走不到这个状态，请加一个通向它的步骤。", "從起點走不到這個狀態，請加一個通向它的步驟。", "No step leads here from the start; add one.";
        dead_end: "从这个状态走不到结束，请加一个离开它的步骤。", "從這個狀態走不到結束，請加一個離開它的步驟。", "No way leads from here to an end; add a step.";
        unknown_field: "没有“{}”这个字段。", "沒有「{}」這個欄位。", "There is no field “{}”.";
        unknown_option: "字段“{}”不会有“{}”这个值。", "欄位「{}」不會有「{}」這個值。", "The field “{}” cannot be “{}”.";
        circular: "字段“{}”的条件指向了它自己。", "欄位「{}」的條件指向了它自己。", "The field “{}” depends on itself.";
        unknown_list: "没有“{}”这个列表。", "沒有「{}」這個清單。", "There is no list “{}”.";
        unknown_script: "没有“{}”这条话术。", "沒有「{}」這條話術。", "There is no script “{}”.";
        unknown_part: "手册包里没有“{}”。", "手冊包裡沒有「{}」。", "There is no “{}” in this pack.";
        forbidden: "这句话犯了自己的禁语“{}”。", "這句話犯了自己的禁語「{}」。", "This says what the taboo “{}” forbids.";
        unknown_kind: "没有“{}”这个流程。请先安装它所在的手册包。", "沒有「{}」這個流程。請先安裝它所在的手冊包。", "There is no flow “{}”. Install its pack first.";
        unknown_placeholder: "没有东西可以填进“{}”。", "沒有東西可以填進「{}」。", "Nothing fills “{}”.";
        loose_brace: "大括号 { } 没有成对。", "大括號 { } 沒有成對。", "A brace has no partner.";
        bad_span: "“{}”不是时长。可以写 30m、72h、15d、5wd、15:00、+1d 15:00、thu 17:00。", "「{}」不是時長。可以寫 30m、72h、15d、5wd、15:00、+1d 15:00、thu 17:00。", "“{}” is no span. Write 30m, 72h, 15d, 5wd, 15:00, +1d 15:00 or thu 17:00.";
        not_running: "“{}”要写成分钟、小时或天，如 30m、2h、1d。", "「{}」要寫成分鐘、小時或天，如 30m、2h、1d。", "“{}” must be minutes, hours or days, such as 30m, 2h or 1d.";
        not_a_time: "字段“{}”不是日期或时间，不能从它开始计时。", "欄位「{}」不是日期或時間，不能從它開始計時。", "The field “{}” holds no time to run from.";
        bad_share: "回访比例是 {}，要在 1 到 100 之间。", "回訪比例是 {}，要在 1 到 100 之間。", "The share is {}; it must be 1 to 100.";
        bad_copies: "份数是 {}，只能是 1 或 2。", "份數是 {}，只能是 1 或 2。", "{} copies; it must be 1 or 2.";
        no_items: "步骤清单里没有步骤。", "步驟清單裡沒有步驟。", "The checklist has no items.";
        no_options: "这个选择既没有列表也没有选项。", "這個選擇既沒有清單也沒有選項。", "There is nothing to choose from.";
        misplaced: "“{}”类型的字段不能带列表、选项或步骤。", "「{}」類型的欄位不能帶清單、選項或步驟。", "A field of the type “{}” has no list, options or items.";
        not_checklist: "“{}”不是步骤清单。", "「{}」不是步驟清單。", "“{}” is no checklist.";
        bad_value: "字段“{}”不能设成“{}”。", "欄位「{}」不能設成「{}」。", "The field “{}” cannot be set to “{}”.";
        bad_role: "“{}”只能查看，不能办理。", "「{}」只能檢視，不能辦理。", "An {} only reads.";
        chapters: "章节", "章節", "chapter";
        guides: "引导", "引導", "guide";
        source: "出处", "出處", "source";
        choices: "选择", "選擇", "choice";
        asks: "要记的字段", "要記的欄位", "field to fill in";
        clock: "计时", "計時", "clock";
        stops: "停的计时", "停的計時", "clock that ends";
        start: "第一步", "第一步", "first step";
        limit: "秒数", "秒數", "seconds";
    }
}

impl FaultTexts {
    /// What is wrong, as a sentence.
    #[must_use]
    pub fn sentence(&self, fault: &FaultKind, packs: &PackTexts, errors: &Errors) -> String {
        match fault {
            FaultKind::Format(text) => fill(self.format, &[text]),
            FaultKind::BadDate(text) => fill(self.bad_date, &[text]),
            FaultKind::Empty => self.empty.to_owned(),
            FaultKind::BadId(text) => fill(self.bad_id, &[text]),
            FaultKind::BadPrefix(text) => fill(self.bad_prefix, &[text]),
            FaultKind::Twice(text) => fill(self.twice, &[text]),
            FaultKind::Reserved(text) => fill(self.reserved, &[text]),
            FaultKind::WrongPack { kind, pack } => fill(self.wrong_pack, &[kind, pack]),
            FaultKind::UnknownState(text) => fill(self.unknown_state, &[text]),
            FaultKind::Unreachable(_) => self.unreachable.to_owned(),
            FaultKind::DeadEnd(_) => self.dead_end.to_owned(),
            FaultKind::UnknownField(text) => fill(self.unknown_field, &[text]),
            FaultKind::UnknownOption { field, option } => fill(self.unknown_option, &[field, option]),
            FaultKind::Circular(text) => fill(self.circular, &[text]),
            FaultKind::UnknownList(text) => fill(self.unknown_list, &[text]),
            FaultKind::UnknownScript(text) => fill(self.unknown_script, &[text]),
            FaultKind::UnknownPart(text) => fill(self.unknown_part, &[text]),
            FaultKind::Forbidden(text) => fill(self.forbidden, &[text]),
            FaultKind::UnknownKind(text) => fill(self.unknown_kind, &[text]),
            FaultKind::UnknownPlaceholder(text) => fill(self.unknown_placeholder, &[&format!("{{{text}}}")]),
            FaultKind::LooseBrace => self.loose_brace.to_owned(),
            FaultKind::BadSpan { text, .. } => fill(self.bad_span, &[text]),
            FaultKind::NotRunning(text) => fill(self.not_running, &[text]),
            FaultKind::NotATime(text) => fill(self.not_a_time, &[text]),
            FaultKind::BadShare(n) => fill(self.bad_share, &[n]),
            FaultKind::BadCopies(n) => fill(self.bad_copies, &[n]),
            FaultKind::NoItems => self.no_items.to_owned(),
            FaultKind::NoOptions => self.no_options.to_owned(),
            FaultKind::Misplaced(sort) => fill(self.misplaced, &[&packs.field_type(*sort)]),
            FaultKind::NotAChecklist(text) => fill(self.not_checklist, &[text]),
            FaultKind::BadValue { field, value } => fill(self.bad_value, &[field, value]),
            FaultKind::BadRole(role) => fill(self.bad_role, &[&errors.role(*role)]),
            FaultKind::Markup(fault) => errors.markup(fault),
        }
    }

    /// Where it is, by the names in the pack: `流程“退款” › 步骤“同意” › 须填字段第 1 项`.
    #[must_use]
    pub fn place(&self, fault: &Fault, pack: &Pack) -> String {
        let whole = serde_json::to_value(pack).unwrap_or_default();
        let mut here = Some(&whole);
        let mut words = Vec::new();
        for (name, key) in segments(&fault.at) {
            here = here.and_then(|here| here.get(name));
            let word = self.word(name);
            let Some(key) = key else {
                words.push(word.to_owned());
                continue;
            };
            let siblings = here.and_then(Json::as_array);
            let by_id = |all: &Vec<Json>| all.iter().position(|one| one.get("id").and_then(Json::as_str) == Some(key));
            let at = siblings.and_then(by_id).or_else(|| key.parse().ok());
            here = at.and_then(|at| siblings?.get(at));
            let called =
                here.and_then(|one| ["name", "label", "title", "text"].iter().find_map(|name| one.get(name)?.as_str()));
            words.push(match (called.filter(|called| !called.trim().is_empty()), at) {
                (Some(called), _) => fill(self.named, &[&word, &called]),
                (None, Some(at)) => fill(self.nth, &[&word, &(at + 1)]),
                (None, None) => fill(self.named, &[&word, &key]),
            });
        }
        words.join(" › ")
    }

    fn word<'a>(&'a self, name: &'a str) -> &'a str {
        match name {
            "kinds" | "kind" => self.kinds,
            "fields" | "field" => self.fields,
            "states" | "state" => self.states,
            "moves" | "steps" => self.moves,
            "choices" => self.choices,
            "asks" => self.asks,
            "clock" => self.clock,
            "stops" => self.stops,
            "start" => self.start,
            "limit" => self.limit,
            "limits" => self.limits,
            "papers" => self.papers,
            "lists" | "list" => self.lists,
            "items" => self.items,
            "options" => self.options,
            "scripts" | "say" => self.scripts,
            "chapters" => self.chapters,
            "guides" => self.guides,
            "source" => self.source,
            "effects" => self.effects,
            "needs" => self.needs,
            "complete" => self.complete,
            "from" => self.from,
            "to" => self.to,
            "until" => self.until,
            "pauses_in" => self.pauses_in,
            "when" => self.when,
            "warn" => self.warn,
            "escalate" => self.escalate,
            "follow_up" => self.follow_up,
            "signs" => self.signs,
            "name" | "label" | "title" => self.name,
            "text" => self.text,
            "within" | "after" => self.within,
            "copies" => self.copies,
            "role" => self.role,
            "id" => self.id,
            "prefix" => self.prefix,
            "note" => self.note,
            "value" => self.value,
            "share" => self.share,
            "set" => self.set,
            "promise" => self.promise,
            "open" => self.open,
            "tag" => self.tag,
            "copy" => self.copy,
            "is" => self.is,
            "about" => self.about,
            "format" => self.file_format,
            "released" => self.released,
            "code" => self.code,
            other => other,
        }
    }
}

/// The parts of a place: names, each with what stands in brackets behind it. Ids have dots in them.
fn segments(at: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let mut rest = at;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let key = after.strip_prefix('[').and_then(|inner| inner.split_once(']'));
        rest = key.map_or(after, |(_, after)| after);
        rest = rest.strip_prefix('.').unwrap_or(rest);
        parts.push((name, key.map(|(key, _)| key)));
    }
    parts
}

/// Why a text is no pack, as a sentence.
#[must_use]
pub fn unreadable(error: &PackError, t: &PackTexts) -> String {
    let (line, column, source) = match error {
        PackError::TooLarge(bytes) => return fill(t.too_large, &[&format::size(*bytes as u64)]),
        PackError::Json { line, column, source } => (line, column, source),
    };
    let said = source.to_string();
    let quoted = said.split('`').nth(1).unwrap_or_default();
    let why = match source.classify() {
        serde_json::error::Category::Eof => t.json_eof.to_owned(),
        serde_json::error::Category::Data if said.starts_with("missing field") => fill(t.json_missing, &[&quoted]),
        serde_json::error::Category::Data if said.starts_with("unknown") => fill(t.json_unknown, &[&quoted]),
        serde_json::error::Category::Data => t.json_type.to_owned(),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => t.json_syntax.to_owned(),
    };
    fill(t.at_line, &[line, column, &why])
}

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::*;
    use crate::model::check::{check, parse};

    const SERVICE: &str = include_str!("../../../public/handbooks/service.json");

    #[test]
    fn a_place_is_told_by_the_names_in_the_pack() {
        let mut pack = parse(SERVICE).unwrap();
        pack.kinds[0].moves[0].needs = vec!["nothing".to_owned()];
        let (kind, label) = (&pack.kinds[0].name, &pack.kinds[0].moves[0].label);
        let fault = check(&pack, &[]).into_iter().find(|fault| fault.at.ends_with("needs[0]")).unwrap();
        let t = FaultTexts::of(Lang::ZhCn);
        assert_eq!(t.place(&fault, &pack), format!("流程“{kind}” › 步骤“{label}” › 须填字段第 1 项"));
        let said = t.sentence(&fault.what, PackTexts::of(Lang::ZhCn), Errors::of(Lang::ZhCn));
        assert_eq!(said, "没有“nothing”这个字段。");
    }

    #[test]
    fn ids_with_dots_stay_whole() {
        let parts = segments("kinds[a.b].moves[x].effects[0].set.field");
        let wanted =
            [("kinds", Some("a.b")), ("moves", Some("x")), ("effects", Some("0")), ("set", None), ("field", None)];
        assert_eq!(parts, wanted);
    }

    #[test]
    fn a_broken_file_says_where() {
        let say = |text: &str| unreadable(&parse(text).unwrap_err(), PackTexts::of(Lang::En));
        assert_eq!(say("{}"), "Line 1, column 2: “format” is missing.");
        assert!(say("{\n\"format\":").ends_with("the file is incomplete and ends here. Download or export it again."));
        assert!(say("x").contains("this is no JSON"));
        assert!(say("{\"formats\": 1}").contains("“formats” is not known"));
    }
}
