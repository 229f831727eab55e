//! Made-up tickets, the same in every run.

use std::fmt::Write;

const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄"];
const MATTERS: [&str; 8] = [
    "收到的货有破损，要求换货",
    "退款一直没有到账，请核实",
    "快递三天没有更新，催派送",
    "家里停水，请尽快安排师傅",
    "发票抬头开错了，需要重开",
    "空调安装后漏水，预约上门",
    "签收人不是本人，查找包裹",
    "楼道灯不亮，已经报修一次",
];

/// A CSV file of that many tickets: number, customer, phone, subject, text, time.
pub fn csv(rows: usize) -> String {
    let mut text = String::from("\u{feff}工单号,客户,电话,主题,内容,时间\r\n");
    for n in 0..rows {
        let (surname, matter) = (SURNAMES[n % 8], MATTERS[n / 8 % 8]);
        let (day, minute) = (n % 28 + 1, n % 60);
        let _ = write!(
            text,
            "T-{n:06},{surname}女士,138{:08},{matter},\"{matter}。客户来电，第 {} 次联系；已登记并告知处理时限。\",2026-11-{day:02} 09:{minute:02}\r\n",
            n * 7_919 % 100_000_000,
            n % 5 + 1,
        );
    }
    text
}
