//! What packs say as it is written in Taiwan: the table `public/zh-TW.txt` over everything that the handbooks hold.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;

use shouwen::model::check::{check, parse};
use shouwen::model::pack::Pack;
use shouwen::model::words::{Wording, Words};

const PACKS: [&str; 4] = ["service", "ecommerce", "property", "logistics"];

fn table() -> String {
    fs::read_to_string("public/zh-TW.txt").unwrap()
}

fn packs() -> Vec<(String, Pack)> {
    let read = |name: &str| fs::read_to_string(format!("public/handbooks/{name}.json")).unwrap();
    let with = |text: String| {
        let pack = parse(&text).unwrap();
        (text, pack)
    };
    PACKS.map(read).map(with).into()
}

/// Characters that are written otherwise in Taiwan wherever they stand.
fn simplified() -> BTreeSet<char> {
    "万与专业丛东丝两严丧个丰临为丽举义乌乐乔习乡书买乱争亏亚产亲亿仅从仓仪们价众优会伟传伤伦伪体佣侠侣侦侧侨俩俭债倾偿储儿兑兰关兴养兽内冈册写军农冯决况冻净凉减凑凛凤凭凯击刘则刚创删别剂剑剥剧劝办务动励劲劳势华协单卖卢卫却厂厅厉压厌厕厢县参双变叙叠叶号听启员呛呜咏响哑哗哟唤啧喷嘱团园围国图圆圣场坏块坚坛坝坟坠垄垒垦垫墙壮声壳处备够头夸夹夺奋奖妆妇妈姗娄娱婴学宁宝实宠审宪宫宽宾对寻导寿将尔尘尝层属屿岁岂岗岛岭峡峦币帅师帐带帧帮庆庐库应庙庞废开异弃张弥弯弹强归当录彦彻忆忏忧怀态怜总恋恶恼悦悬惊惧惨惩惯愤愿懒戏战户扩扫扬扰抚抛抢护报担拟拥拦拧拨择挂挚挡挣挤挥损换据掷搁搅携摄摆摇摊撑数斋断无旧时旷显晋晒晓晕暂术机杀杂权条来极构枪柜栅标栈栋栏树样桥梦检楼欢欧残殴毁毕毙气汇汉沟泪泼洁浅浇测济浏浑浓涛润涨渐渔温湾湿溃滚满滤滥滩灭灯灵灾炉炼烁烂烛烦烧热爱爷牵犹狭狮独狱猎猪玛环现玺珐琐电画畅疗疮疯痒痪瘫盏盐监盖盘矫矿码砖砾确碍礼离种积称稳穷窃窜竖竞笔笼筛筹签简篮类粮紧纠红约级纪纬纯纱纲纳纵纷纸纹纺线练组细织终绊绍经绑绒结绕绘给络绝统绢继绩绪续绳维绵综绿缓编缘缝缠缩网罗罚罢职联聪肃肠肤肾肿胀胁胆胜脉脑脚脱脸腊腾舰舱艰艳节芜苏苹茎荐荡荣药莱莲获营萧萨葱蓝虏虑虚虽虾蚀蚁蚂蚕蛮补衬袄装见观规视览觉触誉计订认讨让训议讯记讲许论设访证评识诉词试诗诚话诞询该详语误说请诸课谁调谅谈谊谋谎谜谢谣谦谨谱贝负贡财责贤败账货质贩贪贫购贮贯贱贴贵贷贸费贺贼贿资赋赌赏赔赖赚赛赞赠赵赶趋跃践踪车轨转轮软轰轴轻载轿较辅辆辈辉输辑辖边辽达迁过迈运还这进远违连迟适选逊递逻遗邓邮邻郑酝酿释鉴钉针钓钙钟钢钥钩钱钻铁铃铅铜银铺链销锁锅锋错锡锤键锻镇镜长门闪闭问闯闲间闷闸闹闻阀阅阔队阳阴阵阶际陆陈险随隐难雾静韩页顶项顺须顾顿预领颇频颗题颜额风飘飞饥饭饮饰饱饼饿馆驱驳驶驻驾骂验骑骗骤鱼鲁鲜鸟鸡鸣鸽鸿鹅麦黄齐齿龄龙龟"
        .chars()
        .collect()
}

#[test]
fn every_character_of_the_packs_that_needs_one_has_one() {
    let words = Wording::parse(&table());
    let wrong = simplified();
    for (text, pack) in packs() {
        let shown = words.of(&text);
        let left: BTreeSet<char> = shown.chars().filter(|letter| wrong.contains(letter)).collect();
        assert_eq!(left, BTreeSet::new(), "{}: simplified characters left", pack.id);
        assert_eq!(words.of(&shown), shown, "{}: what is written so already stays", pack.id);
    }
}

#[test]
fn only_what_people_read_changes() {
    let words = Wording::parse(&table());
    for (text, pack) in packs() {
        let shown: Pack = parse(&words.of(&text)).unwrap();
        assert_eq!(check(&shown, &[]), [], "{}", pack.id);
        let ids = |pack: &Pack| {
            let scripts = pack.scripts.iter().map(|script| (script.id.clone(), script.code.clone()));
            let kinds = pack.kinds.iter().flat_map(|kind| {
                let fields = kind.fields.iter().map(|field| field.id.clone());
                let states = kind.states.iter().map(|state| state.id.clone());
                fields.chain(states).map(|id| (kind.id.clone(), id)).collect::<Vec<_>>()
            });
            scripts.chain(kinds).collect::<Vec<_>>()
        };
        assert_eq!(ids(&shown), ids(&pack));
    }
}

#[test]
fn words_are_those_said_in_taiwan() {
    let words = Wording::parse(&table());
    for (written, shown) in [
        ("{customer}您好，工单{number}的短信发您了", "{customer}您好，工單{number}的簡訊發您了"),
        ("质量问题来回邮费我们承担", "品質問題來回運費我們承擔"),
        ("您先别签收，头发、发票、后天、公里、这里", "您先別簽收，頭髮、發票、後天、公里、這裡"),
        ("每周一复查，重复的回复", "每週一複查，重複的回覆"),
        ("干净的抹布，干线车，不相干", "乾淨的抹布，幹線車，不相干"),
        ("客户口音重，查户口本", "客戶口音重，查戶口名簿"),
        ("水质检测、质检部", "水質檢測、品檢部"),
        ("请保安到场，先保安全", "請保全到場，先保安全"),
        ("当面点清，页面点修改，头发", "當面點清，頁面點修改，頭髮"),
        ("别着急，尽快给您答复", "別著急，儘快給您答覆"),
        ("只有一只，只退款", "只有一隻，只退款"),
        ("系统里联系不上，没关系", "系統裡聯絡不上，沒關係"),
        ("我微信号，信号不好", "我微信號，訊號不好"),
        ("水表电表抄表，表格", "水錶電錶抄錶，表格"),
        ("平台和后台，对讲机台数，主管免邮", "平台和後台，對講機台數，主管免運"),
        ("台风天到前台", "颱風天到櫃檯"),
    ] {
        assert_eq!(words.of(written), shown);
    }
}

#[test]
fn the_table_is_small_and_well_formed() {
    let table = table();
    assert!(table.len() < 60_000);
    let mut seen = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some(pairs) = line.strip_prefix('=') {
            let letters: Vec<char> = pairs.chars().collect();
            assert_eq!(letters.len() % 2, 0, "{line}");
            for pair in letters.chunks(2) {
                assert!(seen.insert(pair[0].to_string()) && pair[0] != pair[1], "{pair:?}");
            }
        } else {
            let (word, by) = line.split_once(' ').unwrap();
            // Packs are read through it as JSON, too.
            assert!(!by.is_empty() && !line.contains(['"', '\\', '{', '}']), "{line}");
            assert!(seen.insert(word.to_owned()), "{line} twice");
        }
    }
}
