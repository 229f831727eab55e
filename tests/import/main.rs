//! Tables in and out: whole files from bytes to tickets, laws over any input, and how long a large file takes.

#![allow(clippy::unwrap_used)]

mod files;
mod laws;

use std::borrow::Cow;
use std::sync::Arc;

use shouwen::model::agent::{Agent, Role};
use shouwen::model::kind::{Named, TicketKind};
use shouwen::model::list::List;
use shouwen::query::import::{Index, Mapping, NewTicket, Planner, Report, Target, Team, Trial, has_header, propose};
use shouwen::query::table::{Charset, Table};

fn decode(bytes: &[u8], charset: Charset) -> Result<String, String> {
    let encoding = encoding_rs::Encoding::for_label(charset.label().as_bytes()).ok_or("no such label")?;
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    if faulty { Err("malformed".into()) } else { Ok(text.into_owned()) }
}

fn open(bytes: &[u8]) -> Table {
    Table::open(bytes, None, decode).unwrap()
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    table.records().map(|record| record.unwrap().cells.into_iter().map(Cow::into_owned).collect()).collect()
}

fn kind(json: serde_json::Value) -> Arc<TicketKind> {
    Arc::new(serde_json::from_value(json).unwrap())
}

fn team() -> Team {
    let states = serde_json::json!([
        {"id": "new", "name": "待处理", "category": "open"},
        {"id": "done", "name": "已解决", "short": "完成", "category": "solved"}]);
    let options = serde_json::json!([{"id": "own", "name": "自营店"}, {"id": "mall", "name": "商城"}]);
    let make = |id: &str, name: &str, register: bool, fields: serde_json::Value| {
        kind(serde_json::json!({"id": id, "name": name, "prefix": "X", "register": register,
            "fields": fields, "states": states, "start": "new", "moves": []}))
    };
    let review = serde_json::json!([
        {"id": "review", "name": "评价内容", "type": "long"}, {"id": "order", "name": "订单号", "type": "order"}]);
    let agent = |id: &str, number: &str, name: &str| {
        let (id, number, name) = (id.into(), number.into(), name.into());
        Arc::new(Agent {
            id,
            name,
            number,
            role: Role::Agent,
            team: String::new(),
            pin: String::new(),
            left: false,
            absence: None,
            new: None,
        })
    };
    let item = |id: &str, name: &str| Named { id: id.into(), name: name.into() };
    let channels = vec![item("phone", "电话"), item("wechat", "微信")];
    Team {
        kinds: vec![
            make(
                "shop.refund",
                "退款",
                false,
                serde_json::json!([
                {"id": "order", "name": "订单号", "type": "order"}, {"id": "amount", "name": "退款金额", "type": "money"},
                {"id": "shop", "name": "店铺", "type": "choice", "options": options},
                {"id": "paid_at", "name": "退款时间", "type": "moment"}, {"id": "ok", "name": "退货完好", "type": "yes_no"},
                {"id": "waybill", "name": "退货运单号", "type": "waybill"}, {"id": "reason", "name": "退款原因", "type": "long"},
                {"id": "due", "name": "到期日", "type": "date"}, {"id": "score", "name": "评分", "type": "number"},
                {"id": "call", "name": "来电", "type": "phone"}, {"id": "hour", "name": "几点", "type": "time"},
                {"id": "room", "name": "房号", "type": "room"}, {"id": "who", "name": "经手", "type": "agent"}]),
            ),
            make("shop.bad_review", "中差评", false, review.clone()),
            make("shop.good_review", "好评", true, review),
        ],
        lists: vec![Arc::new(List { id: "channels".into(), name: "渠道".into(), items: channels })],
        agents: vec![agent("a-1", "A07", "小张"), agent("a-2", "A08", "小李")],
        ..Team::default()
    }
}

fn proposal(table: &Table) -> Mapping {
    let sample = table.sample(100).unwrap();
    propose(&sample, has_header(&sample), None, &team())
}

/// The report of a table and the tickets it comes to.
fn run(table: &Table, mapping: Mapping, mut index: Option<Index>) -> (Report, Vec<NewTicket>) {
    let (header, body) = table.body(mapping.header).unwrap();
    let index = index.take().unwrap_or_else(|| Index::new(mapping.identity()));
    let mut trial = Trial::new(Planner::new(team(), mapping, header.as_ref()), index);
    let mut cursor = body;
    while let Some(record) = table.next(&mut cursor) {
        trial.feed(&record.unwrap());
    }
    let (report, planner) = trial.finish();
    let mut cursor = body;
    let mut tickets = Vec::new();
    while let Some(record) = table.next(&mut cursor) {
        let record = record.unwrap();
        tickets.extend(planner.plan(&record).ticket.filter(|_| !report.is_duplicate(record.line)));
    }
    assert_eq!(tickets.len(), report.ready);
    assert_eq!(report.rows, report.ready + report.left_out + report.stopped + report.duplicates.len());
    (report, tickets)
}

fn field(id: &str) -> Target {
    Target::Field(id.into())
}

const REFUNDS: &str = "工单号,客户姓名,联系电话,订单号,退款金额,店铺,状态,受理时间,客服,渠道,标签,备注,紧急程度\r\n\
    T-1,王丽,+86 138 0013 8000,202611220001234567,\"¥1,234.50\",自营店,已解决,2026/11/22 9:05,A07,微信,\"加急、老客户\",先联系,紧急\r\n\
    T-2,李四,13900139000,6.22848E+17,abc,别处,没有,昨天,A99,QQ,,,?\r\n\
    T-1,王丽,,,,,,,,,,,\r\n\
    T-3,多一格,,,,,,,,,,,,x\r\n\
    T-4,少几格\r\n\
    ,,,,,,,,,,,,\r\n";
