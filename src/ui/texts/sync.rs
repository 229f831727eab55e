//! Syncing with a team's server.

use super::fill;
use crate::desk::sync::{Fault, Refusal};

texts! {
    /// The quiet mark at the foot of the page.
    pub struct SyncMark {
        up_to_date: "已同步", "已同步", "In sync";
        waiting: "{} 条待同步", "{} 筆待同步", "{} to send";
        reading: "正在接收 {} / {}", "正在接收 {} / {}", "Receiving {} of {}";
        connecting: "正在连接服务器", "正在連線伺服器", "Connecting";
        log_in: "登录后发送 {} 条", "登入後傳送 {} 筆", "Log in to send {}";
        needs_you: "同步需要您处理", "同步需要您處理", "Sync needs you";
        offline: "离线", "離線", "Offline";
    }
}

texts! {
    /// The page on which syncing is set up and watched.
    pub struct SyncTexts {
        title: "同步", "同步", "Sync";
        paused: "同步已暂停，记录照常保存在本机。", "同步已暫停，紀錄照常保存在本機。", "Sync is paused; records are kept on this device as usual.";
        connecting: "正在连接服务器……", "正在連線伺服器……", "Connecting to the server…";
        reading: "正在接收记录：{} / {}。可以照常工作，新的在先。", "正在接收紀錄：{} / {}。可以照常工作，新的在先。", "Receiving records: {} of {}. You can work meanwhile; the newest come first.";
        up_to_date: "已同步，{} 核对过。", "已同步，{} 核對過。", "In sync, as of {}.";
        waiting: "还有 {} 条记录正在发送。", "還有 {} 筆紀錄正在傳送。", "{} {record|records} on {its|their} way.";
        offline: "离线。有 {} 条记录等待发送，联网后自动发送，不用您做什么。", "離線。有 {} 筆紀錄等待傳送，連網後自動傳送，不用您做什麼。", "Offline. {} {record|records} will be sent as soon as there is a network; nothing is for you to do.";
        other_tab: "另一个标签页正在同步，这里显示它的情况。", "另一個分頁正在同步，這裡顯示它的情況。", "Another tab syncs; this shows how it stands.";
        held_for: "等待 {} 或组长登录后发送：{} 条。", "等待 {} 或組長登入後傳送：{} 筆。", "To be sent once {} or a lead has logged in here: {}.";
        held_lead: "等待组长登录后发送：{} 条。", "等待組長登入後傳送：{} 筆。", "To be sent once a lead has logged in here: {}.";
        held_time: "有 {} 条记录的时间超前，到时间再发送。", "有 {} 筆紀錄的時間超前，到時間再傳送。", "{} {record is|records are} stamped ahead of time and {goes|go} out when that has come.";
        own_login: "您还没有在这台电脑上登录同步：别人写的照常收到，您写的先存在本机。登录后就会发送。", "您還沒有在這台電腦上登入同步：別人寫的照常收到，您寫的先存在本機。登入後就會傳送。", "You have no login on this computer yet: what others write arrives, what you write stays here until you log in.";
        signed_by: "现在用 {} 的账号同步。", "現在用 {} 的帳號同步。", "Syncing with {}'s login.";
        agree: "我不在这台电脑前时，没有自己账号的同事写的也用我的账号发送（服务器上会注明由我代发）", "我不在這台電腦前時，沒有自己帳號的同事寫的也用我的帳號傳送（伺服器上會註明由我代發）", "Also while I am not at this computer, send under my login what colleagues without one write here (the server notes that I sent it)";
        agreed: "约定：没有自己账号的同事，由 {} 的账号代发，服务器上会注明。", "約定：沒有自己帳號的同事，由 {} 的帳號代發，伺服器上會註明。", "Agreed: for colleagues without a login of their own {}'s login sends, and the server notes it.";
        missing: "其他设备有 {} 条记录还没有到达服务器。", "其他裝置有 {} 筆紀錄還沒有到達伺服器。", "{} {record|records} of other devices {has|have} not reached the server yet.";
        quarantined: "服务器上有 {} 条内容不是有效记录，已另存，没有并入。", "伺服器上有 {} 筆內容不是有效紀錄，已另存，沒有併入。", "{} {document|documents} on the server {is|are} no sound {record|records}: kept aside, not merged.";
        skew: "这台设备的时钟比服务器{}{}。请在系统设置里校准时间。", "這台裝置的時鐘比伺服器{}{}。請在系統設定裡校準時間。", "This device's clock is {} by {}. Set it right in the system's settings.";
        behind: "慢", "慢", "behind the server's";
        ahead: "快", "快", "ahead of the server's";
        server: "服务器", "伺服器", "Server";
        role: "服务器上的角色：{}", "伺服器上的角色：{}", "Role on the server: {}";
        pause: "暂停同步", "暫停同步", "Pause";
        resume: "继续同步", "繼續同步", "Resume";
        rules_missing: "服务器还没有安装校验规则：伪造或删改的记录不会被它拒绝。", "伺服器還沒有安裝校驗規則：偽造或刪改的紀錄不會被它拒絕。", "The server has no rules yet: it would not refuse forged or altered records.";
        rules_old: "服务器的校验规则是旧版本。", "伺服器的校驗規則是舊版本。", "The server's rules are of an earlier version.";
        rules_altered: "服务器的校验规则被改动过。", "伺服器的校驗規則被改動過。", "The server's rules have been altered.";
        rules_ours: "校验规则：已安装，版本 {}", "校驗規則：已安裝，版本 {}", "Rules: installed, version {}";
        rules_newer: "服务器的校验规则比本程序新，请更新首问。", "伺服器的校驗規則比本程式新，請更新首問。", "The server's rules are newer than this app. Update it.";
        rules_install: "安装校验规则", "安裝校驗規則", "Install the rules";
        rules_refused: "服务器不让这个账号安装校验规则：要组长或经理的账号，角色是 {}-lead 或 {}-manager。", "伺服器不讓這個帳號安裝校驗規則：要組長或經理的帳號，角色是 {}-lead 或 {}-manager。", "The server does not let this login install the rules: it takes a lead's or a manager's, with the role {}-lead or {}-manager.";
        rules_who: "请组长或经理在这台电脑上登录后安装。", "請組長或經理在這台電腦上登入後安裝。", "Have a lead or a manager log in here and install them.";
        rules_done: "校验规则已安装", "校驗規則已安裝", "The rules are installed";

        connect: "连接团队服务器", "連線團隊伺服器", "Connect to the team's server";
        connect_about: "多台设备共用一份数据，放在您团队自己的服务器上。离线时照常工作，联网后自动合并；不连接也能一直使用。", "多台裝置共用一份資料，放在您團隊自己的伺服器上。離線時照常工作，連網後自動合併；不連線也能一直使用。", "Several devices share one desk, kept on your team's own server. Work goes on offline and is merged afterwards; nobody needs a server.";
        technical: "给管理服务器的人", "給管理伺服器的人", "For whoever runs the server";
        technical_about: "服务器软件是 CouchDB 3。安装、https 和跨域（CORS）的做法写在说明文件里；“测试连接”会指出缺什么，并给出要执行的命令。", "伺服器軟體是 CouchDB 3。安裝、https 和跨來源（CORS）的做法寫在說明文件裡；「測試連線」會指出缺什麼，並給出要執行的命令。", "The server is a CouchDB 3. The README tells how to install it and to set up https and CORS; testing the connection names what is missing, with the commands to type.";
        address: "数据库地址", "資料庫位址", "Address of the database";
        address_hint: "https://服务器/数据库名", "https://伺服器/資料庫名", "https://server/database";
        user: "登录名", "登入名", "Login name";
        user_hint: "组长发给您的登录名（您在首问里的编号）", "組長發給您的登入名（您在首問裡的編號）", "The login name that your lead gave you";
        user_about: "登录名由首问自动生成，邀请链接里已带好，不用记。", "登入名由首問自動產生，邀請連結裡已帶好，不用記。", "The login name is made by Shouwen and stands in the invitation; nobody needs to remember it.";
        password: "密码", "密碼", "Password";
        token: "令牌", "權杖", "Token";
        by_password: "用密码", "用密碼", "By password";
        by_token: "用令牌", "用權杖", "By token";
        stay: "在这台设备上记住（加密保存，不进备份）", "在這台裝置上記住（加密保存，不進備份）", "Remember on this device (encrypted, in no backup)";
        not_sealed: "这个网址不是 https，密码没有保存，下次打开要重新输入。", "這個網址不是 https，密碼沒有保存，下次開啟要重新輸入。", "This page is not on https: the password was not kept and will be asked for at the next visit.";
        test: "测试连接", "測試連線", "Test the connection";
        testing: "正在测试……", "正在測試……", "Testing…";
        works: "连接正常：可以开始同步。", "連線正常：可以開始同步。", "The connection works: sync can begin.";
        begin: "开始同步", "開始同步", "Begin to sync";
        begun: "同步已开始", "同步已開始", "Sync has begun";
        log_in: "登录并继续同步", "登入並繼續同步", "Log in and go on";
        cors_type: "给管理服务器的人：在服务器上执行下面的命令，打开跨域（CORS）（把 admin 换成管理员名，会要求输入密码；集群要在每个节点上各执行一次），然后重新测试。", "給管理伺服器的人：在伺服器上執行下面的命令，開啟跨來源（CORS）（把 admin 換成管理員名，會要求輸入密碼；叢集要在每個節點上各執行一次），然後重新測試。", "For whoever runs the server: these commands allow it (CORS), with the administrator's name for admin; the password is asked for; in a cluster at every node. Then test again.";
        copy: "复制", "複製", "Copy";

        make: "第一次：在服务器上建库", "第一次：在伺服器上建庫", "The first time: set the server up";
        make_about: "填好上面的数据库地址，再用服务器管理员的账号一次建好数据库、校验规则和每位成员的账号。管理员密码用完即弃，不保存。", "填好上面的資料庫位址，再用伺服器管理員的帳號一次建好資料庫、校驗規則和每位成員的帳號。管理員密碼用完即棄，不保存。", "With the address above and the login of the server's administrator, one step makes the database, its rules and a login for each person. The administrator's password is not kept.";
        admin: "管理员账号", "管理員帳號", "Administrator";
        admin_password: "管理员密码", "管理員密碼", "Administrator's password";
        make_go: "一步建好", "一步建好", "Make the database, rules and logins";
        making: "正在建立……", "正在建立……", "Working…";
        made: "已建好。每位成员的账号如下，只显示这一次，请复制后分别发给本人。", "已建好。每位成員的帳號如下，只顯示這一次，請複製後分別發給本人。", "Done. These are the logins; they are shown this once. Copy each and send it to its person.";
        invitation: "{}，您的首问账号\n打开 {}\n密码 {}", "{}，您的首問帳號\n開啟 {}\n密碼 {}", "{}, your login for Shouwen\nOpen {}\nPassword {}";
        copy_invitation: "复制邀请", "複製邀請", "Copy the invitation";

        join: "加入团队", "加入團隊", "Join a team";
        join_about: "填组长发给您的地址、登录名和密码。数据会从服务器取来，最新的先到。", "填組長發給您的位址、登入名和密碼。資料會從伺服器取來，最新的先到。", "Enter the address, login name and password that your lead gave you. The data comes from the server, the newest first.";
        join_back: "返回", "返回", "Back";

        outbox: "待发送", "待傳送", "To be sent";
        outbox_none: "没有等待发送的记录。", "沒有等待傳送的紀錄。", "Nothing waits to be sent.";
        outbox_more: "等 {} 份", "等 {} 份", "and others, {} in all";
        outbox_count: "{}：{} 份", "{}：{} 份", "{}: {}";
        kind_agent: "成员资料", "成員資料", "People";
        kind_customer: "客户", "客戶", "Customers";
        kind_script: "话术", "話術", "Scripts";
        kind_book: "手册与练习", "手冊與練習", "Handbook and practice";
        kind_day: "日清", "日清", "Days cleared";
        kind_view: "视图", "視圖", "Views";
        kind_flow: "流程与行业包", "流程與行業包", "Flows and packs";
        kind_list: "选项与禁语", "選項與禁語", "Lists and taboos";
        kind_import: "导入", "匯入", "Imports";
        kind_uses: "话术使用统计", "話術使用統計", "Counts of script uses";
        kind_other: "其他设置", "其他設定", "Other settings";
        parked: "服务器拒收", "伺服器拒收", "Refused by the server";
        parked_about: "这些记录仍完好地保存在本机，只是服务器没有收下。处理原因后重试。", "這些紀錄仍完好地保存在本機，只是伺服器沒有收下。處理原因後重試。", "These records are safe on this device; the server alone did not take them. Mend the reason and try again.";
        retry: "全部重试", "全部重試", "Try all again";
        devices: "设备", "裝置", "Devices";
        device_this: "这台", "這台", "This one";
        device_seen: "最近记录 {}", "最近紀錄 {}", "Last entry {}";
        leave: "退出团队", "退出團隊", "Leave the team";
        leave_about: "停止同步，或连同本机的团队数据一起清除。服务器和其他设备上的数据不受影响。", "停止同步，或連同本機的團隊資料一起清除。伺服器和其他裝置上的資料不受影響。", "Stop syncing, or remove the team's data from this device too. The server and other devices keep theirs.";
        leave_unsent: "还有 {} 条记录没有发送：清除后就找不回来了。", "還有 {} 筆紀錄沒有傳送：清除後就找不回來了。", "{} {record|records} not sent yet: removed here, {it is|they are} gone.";
        stop: "停止同步，保留数据", "停止同步，保留資料", "Stop, keep the data";
        stopped: "同步已停止，数据都在本机", "同步已停止，資料都在本機", "Sync has stopped; the data is here";
        leave_go: "退出并清除本机数据", "退出並清除本機資料", "Leave and remove the data here";
        leave_sure: "确认清除", "確認清除", "Remove it";
        conflicts: "两边都改过", "兩邊都改過", "Changed on both sides";
        conflicts_about: "同一处在不同设备上各改了一次，两个值都留着。打开后点一下要用的那个。", "同一處在不同裝置上各改了一次，兩個值都留著。開啟後點一下要用的那個。", "The same thing was changed on two devices; both values are kept. Open it and choose one with a click.";
        at_fault: "地址不对：应是“https://服务器/数据库名”。", "位址不對：應是「https://伺服器/資料庫名」。", "That is no address: it should be https://server/database.";
        login_in_address: "地址里不要写登录名和密码，写在下面的格子里。", "位址裡不要寫登入名和密碼，寫在下面的格子裡。", "Leave name and password out of the address; they have fields of their own.";
        bad_name: "数据库名只能用小写字母、数字和 _ $ ( ) + -，并以字母开头。", "資料庫名只能用小寫字母、數字和 _ $ ( ) + -，並以字母開頭。", "A database's name has lower-case letters, digits and _ $ ( ) + - and begins with a letter.";
        mixed: "首问在 https 上打开，浏览器就不允许连 http 服务器。请管理服务器的人配上 https。", "首問在 https 上開啟，瀏覽器就不允許連 http 伺服器。請管理伺服器的人配上 https。", "This page is on https, and browsers then allow no http server. Ask whoever runs it for https.";
        unreachable: "连不上服务器：请核对地址、网络，以及服务器是否开着。", "連不上伺服器：請核對位址、網路，以及伺服器是否開著。", "The server cannot be reached: check the address, the network, and whether it runs.";
        cors: "服务器在，但还不允许这个网页连接。请管理服务器的人处理。", "伺服器在，但還不允許這個網頁連線。請管理伺服器的人處理。", "The server is there, but does not let this page in yet. Ask whoever runs it.";
        not_couch: "这个地址上不是团队服务器。请核对地址，或问管理服务器的人。", "這個位址上不是團隊伺服器。請核對位址，或問管理伺服器的人。", "What answers at that address is no team's server. Check the address, or ask whoever runs it.";
        login_asked: "请输入您的密码，继续同步。", "請輸入您的密碼，繼續同步。", "Enter your password to go on syncing.";
        login_wrong: "登录名或密码不对。连错五次账号会锁定五分钟，请核对后再试。", "登入名或密碼不對。連錯五次帳號會鎖定五分鐘，請核對後再試。", "Name or password are wrong. Five wrong ones lock the account for five minutes.";
        locked: "密码错得太多，账号锁定五分钟。请稍后再登录。", "密碼錯得太多，帳號鎖定五分鐘。請稍後再登入。", "Too many wrong passwords: the account is locked for five minutes.";
        other_login: "这个密码属于“{}”。请用您自己的登录名。", "這個密碼屬於「{}」。請用您自己的登入名。", "That login is {}'s. Use your own.";
        role_missing: "您的账号没有这个团队的角色，或不能读这个数据库。请组长在服务器上给您角色 {}-agent。", "您的帳號沒有這個團隊的角色，或不能讀這個資料庫。請組長在伺服器上給您角色 {}-agent。", "Your login has no role of this team, or may not read the database. Ask a lead for the role {}-agent on the server.";
        no_database: "服务器上没有这个数据库。请核对名字，或让组长先建库。", "伺服器上沒有這個資料庫。請核對名字，或讓組長先建庫。", "There is no such database. Check the name, or have a lead set it up.";
        failing: "服务器出错（{}）。会自动重试；一直如此请告诉管理服务器的人。", "伺服器出錯（{}）。會自動重試；一直如此請告訴管理伺服器的人。", "The server fails ({}). It is tried again by itself; if that lasts, tell whoever runs it.";
        storage: "本机存不下收到的记录。请腾出空间后重试。", "本機存不下收到的紀錄。請騰出空間後重試。", "This device cannot keep what came. Make space and try again.";
        refused_future: "时间超前：这台设备的时钟比服务器快十分钟以上。校准后重试。", "時間超前：這台裝置的時鐘比伺服器快十分鐘以上。校準後重試。", "Stamped ahead of time: this device's clock is over ten minutes fast. Set it right and try again.";
        refused_role: "您在服务器上的角色不允许这样改。请组长调整角色，或由组长来改。", "您在伺服器上的角色不允許這樣改。請組長調整角色，或由組長來改。", "Your role on the server does not allow it. Ask a lead to change the role, or to do it.";
        refused_author: "记录是另一位同事写的，要用本人的账号发送。", "紀錄是另一位同事寫的，要用本人的帳號傳送。", "It is a colleague's: it goes out under their own login.";
        refused_large: "比服务器允许的大。请管理员调大服务器的上限。", "比伺服器允許的大。請管理員調大伺服器的上限。", "Larger than the server takes. Ask its administrator for a higher limit.";
        refused_form: "服务器的校验规则不认识它（{}）。请更新首问和校验规则。", "伺服器的校驗規則不認識它（{}）。請更新首問和校驗規則。", "The server's rules do not know it ({}). Update the app and the rules.";
        refused_other: "服务器说：{}", "伺服器說：{}", "The server says: {}";
    }
}

impl SyncTexts {
    /// What people call documents of a kind.
    #[must_use]
    pub fn kind(&self, kind: &str) -> &'static str {
        match kind {
            "agent" => self.kind_agent,
            "customer" => self.kind_customer,
            "script" | "suggestion" => self.kind_script,
            "chapter" | "guide" | "exam" | "attempt" | "drill" | "reading" => self.kind_book,
            "clearing" => self.kind_day,
            "view" => self.kind_view,
            "kind" | "pack" => self.kind_flow,
            "list" | "taboo" => self.kind_list,
            "import" | "mapping" => self.kind_import,
            "uses" => self.kind_uses,
            _ => self.kind_other,
        }
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn fault(&self, fault: &Fault, team: &str) -> String {
        match fault {
            Fault::BadAddress => self.at_fault.to_owned(),
            Fault::LoginInAddress => self.login_in_address.to_owned(),
            Fault::BadName => self.bad_name.to_owned(),
            Fault::MixedContent => self.mixed.to_owned(),
            Fault::Unreachable => self.unreachable.to_owned(),
            Fault::Cors => self.cors.to_owned(),
            Fault::NotCouchDb => self.not_couch.to_owned(),
            Fault::LoginAsked => self.login_asked.to_owned(),
            Fault::LoginWrong => self.login_wrong.to_owned(),
            Fault::AccountLocked => self.locked.to_owned(),
            Fault::OtherLogin(name) => fill(self.other_login, &[name]),
            Fault::RoleMissing => fill(self.role_missing, &[&team]),
            Fault::DatabaseMissing => self.no_database.to_owned(),
            Fault::Server(status) => fill(self.failing, &[status]),
            Fault::Storage => self.storage.to_owned(),
        }
    }

    /// Why the server refused something, and what to do.
    #[must_use]
    pub fn refusal(&self, why: &Refusal) -> String {
        match why {
            Refusal::Future => self.refused_future.to_owned(),
            Refusal::Role => self.refused_role.to_owned(),
            Refusal::Author => self.refused_author.to_owned(),
            Refusal::TooLarge => self.refused_large.to_owned(),
            Refusal::Form(what) => fill(self.refused_form, &[what]),
            Refusal::Other(what) => fill(self.refused_other, &[what]),
        }
    }
}
