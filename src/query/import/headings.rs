//! What columns are usually called, in simplified and traditional Chinese and in English.

use super::{Target, half_width, moment};
use crate::model::calendar::Calendar;
use crate::model::kind::FieldType;
use crate::query::table::{Record, plain};

/// Names of the columns every kind knows.
const STANDARD: [(Target, &str); 11] = [
    (
        Target::Number,
        "工单号 工单编号 单号 编号 流水号 受理号 受理编号 投诉编号 报修单号 工單號 工單編號 單號 編號 \
        number no ticket ticketno ticketnumber ticketid",
    ),
    (Target::Subject, "主题 标题 摘要 事由 主題 標題 subject title summary"),
    (
        Target::Customer,
        "客户 客户姓名 客户名称 客户名 姓名 用户 用户名 用户姓名 昵称 买家 买家昵称 买家姓名 业主 \
        业主姓名 住户 联系人 收件人 收货人 会员 会员名 投诉人 报修人 客戶 客戶姓名 顧客 聯絡人 業主 name \
        customer customername contact contactname buyer user username",
    ),
    (
        Target::Phone,
        "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 客户电话 来电号码 收货人手机 電話 手機 \
        手機號碼 聯絡電話 聯繫電話 phone phonenumber mobile mobilephone tel telephone",
    ),
    (Target::Channel, "渠道 来源 受理渠道 来源渠道 来源方式 管道 來源 來源渠道 channel source"),
    (Target::Priority, "优先级 紧急程度 优先 紧急 優先級 緊急程度 priority urgency"),
    (Target::State, "状态 工单状态 处理状态 当前状态 进度 狀態 工單狀態 處理狀態 state status"),
    (
        Target::Opened,
        "时间 日期 创建时间 创建日期 受理时间 受理日期 报修时间 投诉时间 提交时间 登记时间 登记日期 \
        评价时间 来电时间 反馈时间 時間 建立時間 創建時間 受理時間 date time datetime created createdat \
        createdtime opened openedat timestamp",
    ),
    (
        Target::Owner,
        "客服 客服工号 受理人 处理人 负责人 经办人 工号 坐席 座席 接待人 跟进人 受理客服 負責人 處理人 \
        經辦人 客服工號 agent owner assignee handler",
    ),
    (Target::Tag, "标签 標籤 标记 tag tags labels"),
    (Target::Note, "备注 说明 附注 備註 說明 note notes remark remarks memo"),
];

/// Names of columns that go to the kind's first field of a type.
const TYPED: [(FieldType, &str); 5] = [
    (
        FieldType::Long,
        "内容 工单内容 详细内容 问题 问题描述 描述 详情 现象 评论 评论内容 评价 评价内容 诉求 反馈 \
        反馈内容 留言 投诉内容 建议内容 內容 描述內容 問題 評論 評價 評價內容 訴求 反饋 content review \
        reviews text description detail details body message comment comments feedback question issue",
    ),
    (FieldType::Order, "订单号 订单编号 订单 交易号 交易编号 訂單號 訂單編號 order orderno ordernumber orderid"),
    (
        FieldType::Waybill,
        "运单号 运单编号 快递单号 物流单号 快递号 運單號 快遞單號 物流單號 waybill waybillno trackingno \
        trackingnumber tracking",
    ),
    (FieldType::Room, "房号 房间 房间号 室号 门牌 门牌号 单元房号 房號 房間 房間號 門牌號 room roomno"),
    (FieldType::Money, "金额 价格 费用 实付 金額 價格 費用 amount price fee total"),
];

/// Names of columns that say of which kind a row is.
const KIND: &str = "类型 工单类型 工单类别 类别 分类 业务类型 服务类型 類型 類別 分類 工單類型 kind type category \
    label class tickettype";

/// A heading as it is compared: lower case, half width, without spaces, joints, stars and what stands in brackets.
pub(super) fn normal(heading: &str) -> String {
    let text = half_width(heading).to_lowercase();
    let text = text.split(['(', '[', '【']).next().unwrap_or_default();
    text.chars().filter(|c| !c.is_whitespace() && !"_-*:#./".contains(*c)).collect()
}

fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// The meaning every kind gives a heading.
pub(super) fn standard(heading: &str) -> Option<Target> {
    let name = normal(heading);
    STANDARD.iter().find(|(_, names)| has(names, &name)).map(|(target, _)| target.clone())
}

/// The type of field a heading speaks of.
pub(super) fn typed(heading: &str) -> Option<FieldType> {
    let name = normal(heading);
    TYPED.iter().find(|(_, names)| has(names, &name)).map(|(sort, _)| *sort)
}

/// Whether a heading says that the column names the kind.
pub(super) fn is_kind(heading: &str) -> bool {
    has(KIND, &normal(heading))
}

/// Whether the first of these records seems to hold the columns' names.
#[must_use]
pub fn has_header(sample: &[Record<'_>]) -> bool {
    let mut records = sample.iter().filter(|record| !record.is_blank());
    let Some(first) = records.next() else { return false };
    let cells: Vec<&str> = first.cells.iter().map(|cell| plain(cell).trim()).collect();
    let known = |cell: &&str| standard(cell).is_some() || typed(cell).is_some() || is_kind(cell);
    if cells.iter().any(|cell| is_datum(cell)) {
        return false;
    }
    if cells.iter().any(known) {
        return true;
    }
    let mut names: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    names.sort_unstable();
    let distinct = names.windows(2).all(|pair| pair[0] != pair[1]);
    let short = names.iter().all(|name| name.chars().count() <= 16 && !name.contains(['，', '。', '！', '\n']));
    let again = |at: usize, cell: &str| !cell.is_empty() && cell == cells[at];
    let body: Vec<_> = records.collect();
    let repeated =
        body.iter().any(|r| r.cells.iter().take(cells.len()).enumerate().any(|(at, c)| again(at, plain(c).trim())));
    names.len() == cells.len() && distinct && short && !repeated && !body.is_empty()
}

/// Whether a cell is a number, a day or the like, which no column is called.
fn is_datum(cell: &str) -> bool {
    let text = half_width(cell);
    let number =
        text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || "+-., ¥%".contains(c));
    number || moment::day(&text, &Calendar::default()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::table::Table;

    #[test]
    fn headings_are_known_in_three_languages() {
        for (heading, target) in [
            ("工单号", Some(Target::Number)),
            ("單號", Some(Target::Number)),
            ("Ticket No.", Some(Target::Number)),
            ("*联系电话（必填）", Some(Target::Phone)),
            ("Customer_Name", Some(Target::Customer)),
            ("受理時間", Some(Target::Opened)),
            ("ＳＴＡＴＵＳ", Some(Target::State)),
            ("星座", None),
        ] {
            assert_eq!(standard(heading), target, "{heading}");
        }
        assert_eq!(typed("review"), Some(FieldType::Long));
        assert_eq!(typed("訂單號"), Some(FieldType::Order));
        assert!(is_kind("label") && is_kind("工单类型") && !is_kind("review"));
    }

    #[test]
    fn no_heading_is_listed_twice() {
        let mut names: Vec<&str> = STANDARD.iter().flat_map(|(_, names)| names.split(' ')).collect();
        names.extend(TYPED.iter().flat_map(|(_, names)| names.split(' ')));
        names.extend(KIND.split(' '));
        for name in &names {
            assert_eq!(normal(name), *name);
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_header_is_told_from_a_row() {
        for (text, expected) in [
            ("label,review\n1,好吃\n", true),
            ("姓名,电话\n王丽,13800138000\n", true),
            ("王丽,13800138000\n李四,13900139000\n", false),
            ("甲栏,乙栏\n一,二\n", true),
            ("好,坏\n好,坏\n", false),
            ("2026-11-22,好吃\n2026-11-23,慢\n", false),
            ("很快，好吃，味道足\n没有送水\n", false),
            ("\n,,\n备注,x,y\n1,2,3\n", true),
        ] {
            let table = Table::open(text.as_bytes(), None, |_, _| Err::<String, _>("UTF-8 only")).unwrap();
            assert_eq!(has_header(&table.sample(20).unwrap()), expected, "{text}");
        }
    }
}
