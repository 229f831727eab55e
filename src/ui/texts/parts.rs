//! Parts that many pages use.

texts! {
    /// Parts that many pages use.
    pub struct Parts {
        show_number: "显示完整号码", "顯示完整號碼", "Show the whole number";
        hide_number: "隐藏号码", "隱藏號碼", "Hide the number";
    }
}
