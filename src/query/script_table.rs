//! Scripts as a table: written for a spreadsheet and read back, with everything that is wrong named by its row.
//!
//! A row holds one way of saying it; further ways stand in rows below with the same code and title.

use std::borrow::Cow;

use super::table::{Cell, Record, Table, TableError, plain};
use crate::model::check::PLACEHOLDERS;
use crate::model::fault::FaultKind;
use crate::model::kind::Named;
use crate::model::list::List;
use crate::model::script::{Answer, Script, Stage, faults};

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Nothing.
    Skip,
    /// The code.
    Code,
    /// What it is for.
    Title,
    /// Groups, apart by `、` or `;`.
    Groups,
    /// The stage.
    Stage,
    /// What the customer says.
    Question,
    /// What an answer holds for.
    When,
    /// What is said.
    Text,
    /// What is done, a line each.
    Steps,
    /// What not to say, a line each.
    Never,
    /// Channels.
    Channels,
}

impl Column {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 11] = [
        Self::Skip,
        Self::Code,
        Self::Title,
        Self::Groups,
        Self::Stage,
        Self::Question,
        Self::When,
        Self::Text,
        Self::Steps,
        Self::Never,
        Self::Channels,
    ];

    /// Headings that are taken for it, in lower case.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Skip => &[],
            Self::Code => &["代码", "代碼", "编码", "编号", "快捷码", "快捷语编码", "code", "shortcut"],
            Self::Title => &["标题", "標題", "名称", "名稱", "话术标题", "title", "name"],
            Self::Groups => &["分组", "分組", "组", "组名", "分类", "分類", "类别", "group", "groups", "category"],
            Self::Stage => &["通话阶段", "通話階段", "阶段", "階段", "stage"],
            Self::Question => &["客户会问", "客戶會問", "问题", "問題", "问法", "the customer asks", "question"],
            Self::When => &[
                "什么情况下用",
                "什麼情況下用",
                "什么情况",
                "什麼情況",
                "条件",
                "條件",
                "情况",
                "情況",
                "when it holds",
                "when",
                "condition",
            ],
            Self::Text => &[
                "说法",
                "說法",
                "话术",
                "話術",
                "话术内容",
                "内容",
                "內容",
                "回答",
                "答案",
                "回复",
                "回复内容",
                "快捷语",
                "words",
                "text",
                "answer",
                "content",
                "message",
                "reply",
            ],
            Self::Steps => &["处理步骤", "處理步驟", "步骤", "步驟", "处理方式", "what to do", "steps"],
            Self::Never => &["别这样", "別這樣", "禁语", "禁忌", "what not to do", "never"],
            Self::Channels => &["渠道", "管道", "channel", "channels"],
        }
    }
}

/// What the columns seem to mean: by their headings, each meaning once.
#[must_use]
pub fn propose(header: &Record<'_>) -> Vec<Column> {
    let mut taken = Vec::new();
    let one = |cell: &Cow<'_, str>| {
        let heading = plain(cell).trim().to_lowercase();
        let found = Column::ALL.into_iter().find(|column| column.headings().contains(&&*heading));
        let found = found.filter(|column| !taken.contains(column)).unwrap_or(Column::Skip);
        taken.push(found);
        found
    };
    header.cells.iter().map(one).collect()
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: ProblemKind,
}

/// What can be wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// There is no title.
    NoTitle,
    /// There are no words to say.
    NoText,
    /// There is no such stage.
    Stage(String),
    /// There is no such channel.
    Channel(String),
    /// Nothing fills a placeholder.
    Placeholder(String),
    /// A brace has no partner.
    Brace,
    /// The table itself is broken here.
    Broken,
}

/// What a table comes to, without any change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// The scripts, with group names that the team does not have as they stand in the table.
    pub scripts: Vec<Script>,
    /// Names of groups that would be new.
    pub groups: Vec<String>,
    /// What is wrong; nothing is imported while there is anything.
    pub problems: Vec<Problem>,
}

/// What the team has.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The groups of scripts.
    pub groups: &'a List,
    /// The channels.
    pub channels: &'a List,
    /// The ids of all kinds' fields.
    pub fields: &'a [String],
}

/// Reads a table whose first row is its header.
#[must_use]
pub fn read(table: &Table, columns: &[Column], known: Known<'_>) -> Trial {
    let mut trial = Trial::default();
    for record in table.records().skip(1) {
        match record {
            Ok(record) if record.is_blank() => {}
            Ok(record) => row(&record, columns, known, &mut trial),
            Err(error) => {
                let line = match error {
                    TableError::UnclosedQuote { line } | TableError::AfterQuote { line, .. } => line,
                    _ => 1,
                };
                trial.problems.push(Problem { line, what: ProblemKind::Broken });
                break;
            }
        }
    }
    trial
}

fn row(record: &Record<'_>, columns: &[Column], known: Known<'_>, trial: &mut Trial) {
    let cell = |column: Column| {
        let at = columns.iter().position(|one| *one == column);
        at.and_then(|at| record.cells.get(at)).map_or("", |cell| plain(cell).trim())
    };
    let mut wrong = |what: ProblemKind| trial.problems.push(Problem { line: record.line, what });
    let mut script = Script {
        code: cell(Column::Code).to_lowercase(),
        title: cell(Column::Title).to_owned(),
        question: cell(Column::Question).to_owned(),
        steps: lines(cell(Column::Steps)),
        never: lines(cell(Column::Never)),
        ..Script::default()
    };
    if script.title.is_empty() {
        wrong(ProblemKind::NoTitle);
    }
    let answer = Answer { when: cell(Column::When).to_owned(), text: cell(Column::Text).to_owned() };
    if answer.text.is_empty() {
        wrong(ProblemKind::NoText);
    }
    script.answers.push(answer);
    match cell(Column::Stage) {
        "" => {}
        text => match stage(text) {
            Some(stage) => script.stage = stage,
            None => wrong(ProblemKind::Stage(text.to_owned())),
        },
    }
    for name in parts(cell(Column::Channels)) {
        match id_of(known.channels, name) {
            Some(id) => script.channels.push(id),
            None => wrong(ProblemKind::Channel(name.to_owned())),
        }
    }
    for fault in faults(&script, &|name| known.fields.iter().any(|field| field == name)) {
        match fault.what {
            FaultKind::UnknownPlaceholder(name) => wrong(ProblemKind::Placeholder(name)),
            FaultKind::LooseBrace => wrong(ProblemKind::Brace),
            _ => {}
        }
    }
    for name in parts(cell(Column::Groups)) {
        script.groups.push(id_of(known.groups, name).unwrap_or_else(|| name.to_owned()));
        if id_of(known.groups, name).is_none() && !trial.groups.iter().any(|group| group == name) {
            trial.groups.push(name.to_owned());
        }
    }
    match trial.scripts.last_mut() {
        Some(last) if last.title == script.title && last.code == script.code => {
            last.answers.append(&mut script.answers);
        }
        _ => trial.scripts.push(script),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ';', '；', '|', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

fn id_of(list: &List, name: &str) -> Option<String> {
    let found = list.items.iter().find(|Named { id, name: called }| called == name || id == name);
    found.map(|item| item.id.clone())
}

/// The names of stages, simplified and traditional; ids count too.
const STAGES: [(Stage, &[&str]); 11] = [
    (Stage::Greet, &["问候", "問候", "Greeting"]),
    (Stage::Identify, &["核对身份", "核對身分", "Identify"]),
    (Stage::Listen, &["倾听", "傾聽", "Listen"]),
    (Stage::Restate, &["复述确认", "複述確認", "Restate"]),
    (Stage::Hold, &["请稍候", "請稍候", "Hold"]),
    (Stage::Answer, &["答复", "答覆", "Answer"]),
    (Stage::Solve, &["解决", "解決", "Solve"]),
    (Stage::Promise, &["承诺", "承諾", "Promise"]),
    (Stage::Close, &["结束", "結束", "Close"]),
    (Stage::Outbound, &["外呼", "外撥", "Outbound"]),
    (Stage::Any, &["任何时候", "任何時候", "Any time"]),
];

fn stage(text: &str) -> Option<Stage> {
    let named = STAGES.iter().find(|(stage, names)| stage.id() == text || names.contains(&text));
    named.map(|(stage, _)| *stage)
}

/// A script as rows of `Column::ALL` but the first, one for each way of saying it.
#[must_use]
pub fn rows(script: &Script, groups: &List, channels: &List) -> Vec<Vec<Cell<'static>>> {
    let text = |text: &str| Cell::Text(Cow::Owned(text.to_owned()));
    let names = |list: &List, ids: &[String]| {
        let names: Vec<&str> = ids.iter().map(|id| list.name_of(id)).collect();
        Cell::Text(Cow::Owned(names.join("、")))
    };
    let stage = STAGES.iter().find(|(stage, _)| *stage == script.stage).map_or("", |(_, names)| names[0]);
    let one = |(at, answer): (usize, &Answer)| {
        let first = |cell: Cell<'static>| if at == 0 { cell } else { text("") };
        vec![
            text(&script.code),
            text(&script.title),
            first(names(groups, &script.groups)),
            first(text(stage)),
            first(text(&script.question)),
            text(&answer.when),
            text(&answer.text),
            first(text(&script.steps.join("\n"))),
            first(text(&script.never.join("\n"))),
            first(names(channels, &script.channels)),
        ]
    };
    script.answers.iter().enumerate().map(one).collect()
}

/// The placeholders that may stand in a table, for a sentence about them.
#[must_use]
pub fn placeholders() -> String {
    let names = PLACEHOLDERS.iter().map(|name| ["{", name, "}"].concat());
    names.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::table::{Charset, Writer};

    fn list(id: &str, items: &[(&str, &str)]) -> List {
        let items = items.iter().map(|(id, name)| Named { id: (*id).into(), name: (*name).into() }).collect();
        List { id: id.into(), name: id.into(), items }
    }

    fn table(bytes: &[u8]) -> Table {
        Table::open(bytes, None, |_: &[u8], _: Charset| Err::<String, _>("only UTF-8 here")).unwrap()
    }

    fn trial(text: &str) -> Trial {
        let (groups, channels) = (list("g", &[("ship", "发货")]), list("c", &[("phone", "电话")]));
        let table = table(text.as_bytes());
        let columns = propose(&table.sample(1).unwrap()[0]);
        let fields = ["amount".to_owned()];
        read(&table, &columns, Known { groups: &groups, channels: &channels, fields: &fields })
    }

    #[test]
    fn a_table_becomes_scripts() {
        let found = trial(
            "\u{feff}代码,标题,分组,说法,条件,步骤,渠道,阶段,别的\n\
             YFSM,运费说明,发货、新组,{customer}您好，运费{amount}。,,\"查订单\n记下来\",电话,答复,x\n\
             yfsm,运费说明,,您有运费险。,运费险,,,,\n\
             thdz,退货地址,,请寄到仓库。,,,,,\n",
        );
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        assert_eq!((found.scripts.len(), &found.groups[..]), (2, &["新组".to_owned()][..]));
        let first = &found.scripts[0];
        assert_eq!((first.answers.len(), &*first.answers[1].when, first.stage), (2, "运费险", Stage::Answer));
        assert_eq!(
            (&first.groups[..], &first.channels[..]),
            (&["ship".to_owned(), "新组".to_owned()][..], &["phone".to_owned()][..])
        );
        assert_eq!(first.steps, ["查订单", "记下来"]);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        let found = trial("标题,内容,渠道,阶段\n一,{nobody},,\n,好,飞鸽,哪里\n三,,,\n四,半个{,,\n");
        let of = |line: usize, what: ProblemKind| Problem { line, what };
        assert_eq!(
            found.problems,
            [
                of(2, ProblemKind::Placeholder("nobody".into())),
                of(3, ProblemKind::NoTitle),
                of(3, ProblemKind::Stage("哪里".into())),
                of(3, ProblemKind::Channel("飞鸽".into())),
                of(4, ProblemKind::NoText),
                of(5, ProblemKind::Brace),
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let (groups, channels) = (list("g", &[("ship", "发货")]), list("c", &[("phone", "电话")]));
        let answer = |when: &str, text: &str| Answer { when: when.into(), text: text.into() };
        let script = Script {
            code: "yf".into(),
            title: "=运费".into(),
            groups: vec!["ship".into()],
            stage: Stage::Hold,
            question: "谁出，运费？".into(),
            channels: vec!["phone".into()],
            answers: vec![answer("", "我们\n\"承担\""), answer("运费险", "-保险")],
            steps: vec!["查".into(), "记".into()],
            never: vec!["不知道".into()],
            ..Script::default()
        };
        let mut writer = Writer::new();
        let heads = ["代码", "标题", "分组", "阶段", "问题", "条件", "说法", "步骤", "禁忌", "渠道"];
        writer.row(heads.map(|head| Cell::Text(head.into())));
        for row in rows(&script, &groups, &channels) {
            writer.row(row);
        }
        let table = table(&writer.take());
        let columns = propose(&table.sample(1).unwrap()[0]);
        assert!(!columns.contains(&Column::Skip));
        let known = Known { groups: &groups, channels: &channels, fields: &[] };
        assert_eq!(read(&table, &columns, known).scripts, [script]);
    }
}
