//! The list as a table: columns, order, views.

texts! {
    /// The list as a table: columns, order, views.
    pub struct ListTexts {
        number: "工单号", "工單號", "Number";
        kind: "类型", "類型", "Kind";
        due: "时限", "時限", "Due";
        promise: "承诺", "承諾", "Promise";
        changed: "最近更新", "最近更新", "Changed";
        tags: "标签", "標籤", "Tags";
        order: "订单号", "訂單號", "Order";
        waybill: "运单号", "運單號", "Waybill";
        room: "房号", "房號", "Room";
        by_urgency: "最急在前", "最急在前", "Most urgent first";
        choose_rows: "全选", "全選", "Choose all";
        opened_at: "{} 受理", "{} 受理", "taken {}";
        changed_at: "{} 更新", "{} 更新", "changed {}";
        choose_row: "选中", "選取", "Choose";
        columns: "列", "欄", "Columns";
        columns_about: "勾选要显示的列，用箭头调整先后；表头按一下排序，拖动边缘改宽。", "勾選要顯示的欄，用箭頭調整先後；表頭按一下排序，拖曳邊緣改寬。", "Tick what to show, move it by the arrows; press a head to sort, drag its edge to widen.";
        earlier: "{} 前移", "{} 前移", "Move {} forward";
        later: "{} 后移", "{} 後移", "Move {} back";
        usual_columns: "恢复默认", "恢復預設", "Back to the usual";
        dense: "紧凑", "緊湊", "Compact";
        as_table: "表格", "表格", "Table";
        as_lines: "列表", "列表", "Lines";
        search_in: "在“{}”里搜索编号、客户、电话、内容", "在「{}」裡搜尋編號、客戶、電話、內容", "Search “{}”: number, customer, phone, text";
        found_inside: "“{}”里找到 {} 张，别处还有 {} 张", "「{}」裡找到 {} 張，別處還有 {} 張", "“{}”: {} found; {} more elsewhere";
        search_everywhere: "搜索全部", "搜尋全部", "Search everywhere";
        views: "视图", "檢視", "Views";
        this_view: "这个视图", "這個檢視", "This view";
        view_name: "视图名称", "檢視名稱", "The view's name";
        save_view: "存为视图", "存為檢視", "Save as a view";
        rename_view: "改名", "改名", "Rename";
        update_view: "更新为当前条件", "更新為目前條件", "Update to what is shown";
        view_earlier: "前移", "前移", "Move forward";
        view_later: "后移", "後移", "Move back";
        share_view: "与全组共享", "與全組共享", "Share with the team";
        unshare_view: "取消共享", "取消共享", "Share no longer";
        shared: "全组共享", "全組共享", "Shared with the team";
        stands_in: "代 {}", "代 {}", "For {}";
        recent: "最近搜索", "最近搜尋", "Recent";
        sort: "排序", "排序", "Order";
    }
}
