//! The board.

use crate::query::find::lanes::Lane;

texts! {
    /// The board.
    pub struct BoardTexts {
        board: "看板", "看板", "Board";
        list: "列表", "列表", "List";
        new: "待处理", "待處理", "To do";
        working: "处理中", "處理中", "In progress";
        waiting: "等待", "等待", "Waiting";
        solved: "已解决", "已解決", "Solved";
        closed: "已关闭", "已關閉", "Closed";
        by_category: "全部类型（按进度）", "全部類型（按進度）", "All kinds, by progress";
        everybody: "全组", "全組", "Everybody";
        mine: "我的", "我的", "Mine";
        lane: "{}，{} 张", "{}，{} 張", "{}: {}";
        empty: "没有工单", "沒有工單", "None";
        steps_of: "{} 的下一步", "{} 的下一步", "Next step of {}";
        no_way: "这张工单现在走不到“{}”。", "這張工單現在走不到「{}」。", "This ticket cannot go to “{}” now.";
        no_steps: "这张工单现在没有下一步。", "這張工單現在沒有下一步。", "This ticket has no next step now.";
        keys: "方向键移动，Enter 打开，M 走下一步；也可以用鼠标拖动", "方向鍵移動，Enter 開啟，M 走下一步；也可以用滑鼠拖曳", "Arrows move, Enter opens, M takes the next step; or drag with the mouse";
    }
}

impl BoardTexts {
    /// What a column is called; nothing for a kind's own state.
    #[must_use]
    pub fn lane_name(&self, lane: &Lane) -> &'static str {
        match lane {
            Lane::New => self.new,
            Lane::Working => self.working,
            Lane::Waiting => self.waiting,
            Lane::Solved => self.solved,
            Lane::Closed => self.closed,
            Lane::State { .. } => "",
        }
    }
}
