use super::*;
use crate::model::script::{Answer, Fit};
use crate::model::words::Wording;

fn script(id: &str, code: &str, title: &str, text: &str, fits: &[(&str, &str)]) -> Arc<Script> {
    let fit = |&(kind, state): &(&str, &str)| Fit { kind: kind.to_owned(), states: vec![state.to_owned()] };
    Arc::new(Script {
        id: id.to_owned(),
        code: code.to_owned(),
        title: title.to_owned(),
        answers: vec![Answer { when: String::new(), text: text.to_owned() }],
        fits: fits.iter().map(fit).collect(),
        ..Script::default()
    })
}

fn library() -> Library {
    Library::new(
        [
            script("shop.postage", "thyf", "退货运费说明", "邮费我们承担", &[("return", "asked")]),
            script("shop.refund", "tksm", "退款说明", "退款三天内到账，运费另算", &[("refund", "agreed")]),
            script("house.hold", "qsh", "请稍候", "请稍候，我查一下", &[]),
        ]
        .into_iter(),
    )
}

fn found(text: &str, standing: Option<&Standing>) -> Vec<String> {
    let pinyin = Pinyin::parse(include_str!("../../../public/pinyin.txt"));
    let all = library().find(text, standing, &|_| Some(0), Some(&pinyin), 9);
    all.iter().map(|script| script.code.clone()).collect()
}

#[test]
fn by_code_words_and_sound() {
    assert_eq!(found("thyf", None), ["thyf"]);
    assert_eq!(found("tk", None), ["tksm"]);
    assert_eq!(found("运费", None), ["thyf", "tksm"], "in the title before in the text");
    assert_eq!(found("说明 退货", None), ["thyf"], "in any order");
    assert_eq!(found("yunfei", None), ["thyf"], "by sound");
    assert_eq!(found("shuom", None), ["thyf", "tksm"]);
    assert_eq!(found("没有", None), [""; 0]);
    assert_eq!(found(" ", None).len(), 3);
}

#[test]
fn what_fits_the_ticket_comes_first() {
    let standing = Standing { kind: "shop.refund".into(), state: "agreed".into(), channel: "phone".into() };
    assert_eq!(found("说明", Some(&standing)), ["tksm", "thyf"]);
    assert_eq!(found("", Some(&standing)).first().map(String::as_str), Some("tksm"));
    let elsewhere = Standing { kind: "house.refund".into(), ..standing };
    assert_eq!(found("", Some(&elsewhere)).first().map(String::as_str), Some("qsh"), "another pack's kind");
}

#[test]
fn of_one_code_the_open_tickets_pack_comes_first() {
    let of = |id: &str, title: &str| script(id, "why", title, "您好", &[]);
    let all = [of("house.hello", "问候"), of("shop.hello", "问候语"), of("team.a", "问候"), of("shop.other", "再见")];
    let library = Library::new(all[..2].iter().cloned());
    let first = |kind: &str, used: &str| {
        let standing = Standing { kind: kind.into(), state: "new".into(), channel: "phone".into() };
        let used = |id: &str| Some(gain(u32::from(id == used) * 1_000, 0));
        library.find("why", Some(&standing), &used, None, 9)[0].id.clone()
    };
    assert_eq!(first("shop.refund", "house.hello"), "shop.hello", "however often the other is used");
    assert_eq!(first("house.repair", "shop.hello"), "house.hello");
    assert_eq!(first("else.case", "shop.hello"), "shop.hello");
    assert_eq!(twins(all.iter().map(|script| &**script)), [true; 4], "by code");
    let renamed: Vec<_> =
        all.iter().enumerate().map(|(at, one)| Script { code: at.to_string(), ..(**one).clone() }).collect();
    assert_eq!(twins(renamed.iter()), [true, false, true, false], "by title");
}

#[test]
fn what_is_used_comes_first() {
    let used = |id: &str| Some(gain(u32::from(id == "shop.refund"), 0));
    let all = library().find("说明", None, &used, None, 9);
    assert_eq!(all.first().map(|script| &*script.code), Some("tksm"));
    assert!(gain(0, 0) == 0 && gain(1, 0) > gain(1, 9) && gain(1_000, 0) == USED);
    let hidden = library().find("说明", None, &|id| (id != "shop.refund").then_some(0), None, 9);
    assert_eq!(hidden.len(), 1, "what one does not see is not found");
}

#[test]
fn characters_with_several_sounds_are_found_by_each() {
    let names = ["重庆仓库发货", "解释合同条款", "单号查询", "曾经投诉过", "仇先生回访", "还款与还有"];
    let scripts = names.iter().enumerate().map(|(at, name)| script(&format!("shop.{at}"), "", name, "", &[]));
    let library = Library::new(scripts);
    let pinyin = crate::query::pinyin::tests::pinyin();
    for (typed, wanted) in [
        ("cqck", 0),
        ("chongqing", 0),
        ("jieshi", 1),
        ("danhao", 2),
        ("dhcx", 2),
        ("cengjing", 3),
        ("qiuxs", 4),
        ("chouxs", 4),
        ("huankuan", 5),
        ("haiyou", 5),
    ] {
        let found = library.find(typed, None, &|_| Some(0), Some(&pinyin), 9);
        assert_eq!(found.first().map(|script| &*script.title), Some(names[wanted]), "{typed}");
    }
}

#[test]
fn either_way_of_writing_finds_the_other() {
    let words = Rc::new(Wording::parse("=单單货貨运運费費\n短信 簡訊\n"));
    let of = |id: &str, title: &str| script(id, "", title, "", &[]);
    let all = [
        (of("shop.a", "退貨單"), of("shop.a", "退货单")),
        (of("shop.b", "簡訊"), of("shop.b", "短信")),
        (of("team.c", "退貨運費"), of("team.c", "退貨運費")),
    ];
    let library = Library::with_words(all.into_iter(), Some(words));
    let found = |text: &str| {
        let all = library.find(text, None, &|_| Some(0), None, 9);
        all.iter().map(|script| script.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("退貨"), ["退貨單", "退貨運費"], "as it is shown");
    assert_eq!(found("退货"), found("退貨"));
    assert_eq!((found("短信"), found("簡訊")), (found("簡"), found("短")));
    assert_eq!(found("运费"), ["退貨運費"], "what the team wrote, too");
}

#[test]
fn candidates_leave_nothing_out() {
    let title = |at: usize| format!("第{at}条退款说明{}", if at % 7 == 0 { "运费" } else { "" });
    let library = Library::new((0..500).map(|at| script(&format!("shop.{at}"), "", &title(at), "", &[])));
    let count = |text: &str| library.find(text, None, &|_| Some(0), None, usize::MAX).len();
    assert_eq!(
        (count("退款说明"), count("运费"), count("运"), count("说明 运费"), count("运款")),
        (500, 72, 72, 72, 0)
    );
    assert_eq!(library.find("退款", None, &|_| Some(0), None, 3).len(), 3);
}

#[test]
fn what_the_team_wrote_fits_by_the_whole_kind() {
    let standing = Standing { kind: "shop.refund".into(), state: "agreed".into(), channel: String::new() };
    let of = |kind: &str| script("team.1", "a", "说明", "", &[(kind, "agreed")]);
    assert_eq!(standing.fit("team.1", &of("shop.refund")), FITS);
    assert!(standing.fit("team.1", &of("house.refund")) < FITS / 2);
}
