//! Working hours: the calendars of the firm and of its teams.

use crate::model::calendar::ShiftError;
use crate::model::calendar::ical::{IcalError, MOST_BYTES, ProblemKind};
use crate::ui::texts::fill;

texts! {
    /// Working hours: the calendars of the firm and of its teams.
    pub struct HoursTexts {
        about: "时限里的“工作小时”和“工作日”按这里计算。班组可以有自己的日历；改动立即影响未办结工单的时限，可以撤销。", "時限裡的「工作小時」和「工作日」按這裡計算。班組可以有自己的日曆；改動立即影響未辦結工單的時限，可以復原。", "Working hours and working days in time limits are counted by this. A team may have a calendar of its own. A change moves open deadlines at once, and can be undone.";
        firm: "全公司", "全公司", "The firm";
        whose: "适用班组", "適用班組", "Teams";
        whose_about: "没有自己日历的班组用全公司的。工单按负责人的班组计算。", "沒有自己日曆的班組用全公司的。工單按負責人的班組計算。", "Teams without a calendar of their own have the firm's. A ticket runs by its owner's team.";
        no_teams: "还没有班组。请先在“团队”里给成员填写班组。", "還沒有班組。請先在「團隊」裡給成員填寫班組。", "There are no teams yet. Give people a team under Team first.";
        calendar_name: "日历名称", "日曆名稱", "Name";
        week: "每周", "每週", "Every week";
        off: "休息", "休息", "Off";
        add_span: "加一段", "加一段", "Add hours";
        from: "{}，第 {} 段，开始", "{}，第 {} 段，開始", "{}, hours {}, from";
        until: "{}，第 {} 段，结束", "{}，第 {} 段，結束", "{}, hours {}, until";
        next_day: "次日", "隔日", "next day";
        remove_span: "去掉这一段", "去掉這一段", "Remove these hours";
        like_monday: "周一至周五都这样", "週一至週五都這樣", "Same Monday to Friday";
        zone: "时区", "時區", "Time zone";
        days: "节假日和补班", "節假日和補班", "Holidays and make-up days";
        no_days: "以后还没有节假日。可以导入日历文件，或在下面添加。", "以後還沒有節假日。可以匯入日曆檔案，或在下面新增。", "No holidays ahead. Import a calendar file, or add some below.";
        holiday: "放假", "放假", "Off";
        make_up: "补班", "補班", "Worked";
        like: "按{}上班", "按{}上班", "hours of {}";
        back_to_normal: "恢复平常", "恢復平常", "Back to normal";
        first: "从", "從", "From";
        last: "到（选填）", "到（選填）", "To (optional)";
        day_name: "名称", "名稱", "Name";
        day_hint: "如 国庆节", "如 國慶節", "National Day, for example";
        no_day: "请选日期；结束不能早于开始，最多 62 天。", "請選日期；結束不能早於開始，最多 62 天。", "Choose the days: the last one not before the first, 62 at most.";
        import: "导入日历文件（.ics）", "匯入日曆檔案（.ics）", "Import a calendar file (.ics)";
        import_about: "各地公布的节假日日历都可以：订阅地址下载下来的 .ics 文件。", "各地公布的節假日日曆都可以：訂閱網址下載下來的 .ics 檔案。", "Any published calendar of public holidays, as an .ics file.";
        imported: "读到放假 {} 天、补班 {} 天，其中 {} 天是新的。", "讀到放假 {} 天、補班 {} 天，其中 {} 天是新的。", "{} days off and {} make-up days were read, {} of them new.";
        problems: "{} 条没有采用：", "{} 筆沒有採用：", "{} {entry|entries} not taken:";
        problem: "第 {} 行“{}”：{}", "第 {} 行「{}」：{}", "Line {}, “{}”: {}";
        new_calendar: "新建班组日历", "新增班組日曆", "New calendar for a team";
        new_name: "日历名称，如“夜班”", "日曆名稱，如「夜班」", "Its name, “Night shift” for example";
        shift_form: "请把时间填完整。", "請把時間填完整。", "Fill in both times.";
        shift_time: "开始和结束不能相同。", "開始和結束不能相同。", "Beginning and end must differ.";
        shift_overlap: "两段时间重叠了，还没有保存。", "兩段時間重疊了，還沒有儲存。", "Two of them overlap; nothing is saved yet.";
        unclear: "看不出是放假还是补班", "看不出是放假還是補班", "neither a holiday nor a make-up day";
        no_start: "没有开始日期", "沒有開始日期", "it has no beginning";
        bad_date: "“{}”不是日期", "「{}」不是日期", "“{}” is not a date";
        backwards: "结束早于开始", "結束早於開始", "it ends before it begins";
        too_long: "长达 {} 天", "長達 {} 天", "it lasts {} days";
        rule: "重复规则看不懂：{}", "重複規則看不懂：{}", "it repeats in a way that is not understood: {}";
        too_large: "文件太大，最多 {} MB。没有任何改动。", "檔案太大，最多 {} MB。沒有任何改動。", "The file is too large, {} MB is the most. Nothing was changed.";
        not_text: "文件不是 UTF-8 文本。没有任何改动。", "檔案不是 UTF-8 文字。沒有任何改動。", "The file is not UTF-8 text. Nothing was changed.";
        not_calendar: "这不是日历文件（.ics）。没有任何改动。", "這不是日曆檔案（.ics）。沒有任何改動。", "This is no calendar file (.ics). Nothing was changed.";
        incomplete: "文件不完整：第 {} 行开始的内容没有结尾。请重新下载。没有任何改动。", "檔案不完整：第 {} 行開始的內容沒有結尾。請重新下載。沒有任何改動。", "The file is incomplete: what begins on line {} has no end. Download it again. Nothing was changed.";
    }
}

impl HoursTexts {
    /// Why hours are not taken.
    #[must_use]
    pub fn shift(&self, error: ShiftError) -> &'static str {
        match error {
            ShiftError::Form => self.shift_form,
            ShiftError::Time => self.shift_time,
            ShiftError::Overlap => self.shift_overlap,
        }
    }

    /// What is wrong with an event of a file.
    #[must_use]
    pub fn what(&self, problem: &ProblemKind) -> String {
        match problem {
            ProblemKind::Unclear => self.unclear.to_owned(),
            ProblemKind::NoStart => self.no_start.to_owned(),
            ProblemKind::BadDate(text) => fill(self.bad_date, &[text]),
            ProblemKind::Backwards => self.backwards.to_owned(),
            ProblemKind::TooLong(days) => fill(self.too_long, &[days]),
            ProblemKind::Rule(rule) => fill(self.rule, &[rule]),
        }
    }

    /// Why a file is not read.
    #[must_use]
    pub fn unreadable(&self, error: IcalError) -> String {
        match error {
            IcalError::TooLarge(_) => fill(self.too_large, &[&(MOST_BYTES / 1_048_576)]),
            IcalError::NotText(_) => self.not_text.to_owned(),
            IcalError::NotCalendar => self.not_calendar.to_owned(),
            IcalError::Incomplete(line) => fill(self.incomplete, &[&line]),
        }
    }
}
