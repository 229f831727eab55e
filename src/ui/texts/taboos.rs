//! Words never to say: told while somebody writes, counted in the timeline, the team's list.

texts! {
    /// Words never to say: told while somebody writes, counted in the timeline, the team's list.
    pub struct TabooTexts {
        never: "别说“{}”", "別說「{}」", "Never say “{}”";
        avoid: "少说“{}”", "少說「{}」", "Better not say “{}”";
        more: "本文还有 {} 处", "本文還有 {} 處", "{} more in this text";
        replace: "换成：{}", "換成：{}", "Say instead: {}";
        did_say: "照原样发出了这一类禁语：{}", "照原樣發出了這一類禁語：{}", "written all the same, words like: {}";
        did_mend: "按建议改掉了禁语：{}", "按建議改掉了禁語：{}", "said better instead of: {}";
        about: "写给客户或写到客户的每个文字框都按这张表检查：用波浪线标出，说明原因，一键换成更好的说法。只提醒，不拦着保存。", "寫給客戶或寫到客戶的每個文字框都按這張表檢查：用波浪線標出，說明原因，一鍵換成更好的說法。只提醒，不攔著儲存。", "Every field in which somebody writes to or about a customer is checked against this list: the words are underlined, explained and replaced with one key. It only tells; it keeps nobody from saving.";
        try_it: "试一句话", "試一句話", "Try a sentence";
        try_hint: "把一句话放进来，看看会不会被提醒", "把一句話放進來，看看會不會被提醒", "Type a sentence and see what is told of it";
        try_clean: "没有禁语。", "沒有禁語。", "Nothing to mend.";
        find: "在禁语里找", "在禁語裡找", "Find in the list";
        add: "添加禁语", "新增禁語", "Add words";
        archived: "已归档 {}", "已封存 {}", "{} archived";
        in_use: "看在用的", "看在用的", "Show those in use";
        nothing: "没有符合的禁语", "沒有符合的禁語", "Nothing fits";
        rest: "再显示（还有 {} 条）", "再顯示（還有 {} 條）", "Show more ({} left)";
        archive: "归档", "封存", "Archive";
        restore: "恢复使用", "恢復使用", "Use again";
        is_never: "禁说", "禁說", "never";
        is_avoid: "少说", "少說", "better not";
        words: "词句", "詞句", "Words";
        words_note: "一行一个；* 代表至多六个字，如“你找*部门”", "一行一個；* 代表至多六個字，如「你找*部門」", "One a line; * stands for up to six characters";
        severity: "轻重", "輕重", "How bad";
        pack: "归入手册包", "歸入手冊包", "Pack";
        why: "为什么不能说", "為什麼不能說", "Why";
        instead: "改说", "改說", "Say instead";
        instead_note: "一行一句，最多用前三句；可用 {promise} 这样的空位", "一行一句，最多用前三句；可用 {promise} 這樣的空位", "One sentence a line, the first three are offered; places such as {promise} are filled in";
        except: "这些说法不算", "這些說法不算", "Harmless wordings";
        except_note: "一行一个，如“不知道您*方便”", "一行一個，如「不知道您*方便」", "One a line; the words are harmless within them";
        except_of: "不算：{}", "不算：{}", "Harmless: {}";
        title: "禁语", "禁語", "Words never to say";
    }
}
