//! The import of tables, step by step.

use serde_json::{Value, json};

use super::files::choose;
use crate::drive::Outcome;
use crate::drive::desk::Desk;

const FILE: &str = "main input[type=file]";

/// The wizard.
pub struct Import<'a> {
    desk: &'a Desk,
}

impl<'a> Import<'a> {
    /// Opens it at its first step.
    pub async fn open(desk: &'a Desk) -> Outcome<Self> {
        desk.go("#/import").await?;
        desk.shows("[aria-current=step]", "选择文件").await?;
        Ok(Self { desk })
    }

    /// Chooses the file and waits until it is read.
    pub async fn choose(&self, file: Value) -> Outcome {
        choose(self.desk, FILE, file).await?;
        self.desk.find("main table").await?;
        Ok(())
    }

    /// Whether there is a way on from the file.
    pub async fn can_go_on(&self) -> Outcome<bool> {
        let ask = "return [...document.querySelectorAll('main .actions button')]
            .some(button => !button.disabled && button.textContent.includes('下一步'))";
        Ok(self.desk.script(ask, vec![]).await? == true)
    }

    /// On to the columns.
    pub async fn next(&self) -> Outcome {
        self.desk.click_text("main .actions button", "下一步").await?;
        self.desk.shows("[aria-current=step]", "对应各列").await
    }

    /// All rows become that kind.
    pub async fn one_kind(&self, id: &str) -> Outcome {
        self.chip("全部是同一种").await?;
        self.desk.click(&format!("select[aria-label='导入成什么'] option[value='{id}']")).await
    }

    /// The kind is told by the column of that place.
    pub async fn by_column(&self, at: &str) -> Outcome {
        self.chip("按某一列的内容区分").await?;
        self.desk.click(&format!("label:has(select) option[value='{at}']")).await?;
        self.desk.find(".values li").await?;
        Ok(())
    }

    async fn chip(&self, name: &str) -> Outcome {
        let look = "
            const chip = [...document.querySelectorAll('main label.chip')].find(chip => chip.innerText.includes(arguments[0]));
            if (chip && !chip.querySelector('input').checked) chip.click();
            return !!chip";
        self.desk.until(name, async || Ok(self.desk.script(look, vec![json!(name)]).await? == true)).await
    }

    /// Chooses in a drop-down list by the option's text or id.
    async fn select(&self, label: &str, option: &str) -> Outcome {
        let choose = "
            const [label, option] = arguments;
            const list = [...document.querySelectorAll('main select')].find(list => list.getAttribute('aria-label') === label);
            const found = list && [...list.options].find(one => one.text.trim() === option || one.value === option);
            if (!found) return false;
            if (list.value !== found.value) {
                list.value = found.value;
                list.dispatchEvent(new Event('change', { bubbles: true }));
            }
            return true";
        self.desk
            .until(format_args!("{label} to offer {option}"), async || {
                Ok(self.desk.script(choose, vec![json!(label), json!(option)]).await? == true)
            })
            .await
    }

    /// Rows with that text in the kind's column become that kind.
    pub async fn value_is(&self, text: &str, kind: &str) -> Outcome {
        self.select(text, kind).await
    }

    /// The column of that name means that.
    pub async fn column_is(&self, name: &str, meaning: &str) -> Outcome {
        self.select(name, meaning).await
    }

    /// Looks for no duplicates.
    pub async fn no_duplicates(&self) -> Outcome {
        self.chip("不查重").await
    }

    /// Runs the trial.
    pub async fn try_it(&self) -> Outcome {
        self.desk.click_text("main .actions button", "试运行").await?;
        self.desk.shows("[aria-current=step]", "试运行").await
    }

    /// Waits until the trial tells that figure.
    pub async fn figure(&self, label: &str, count: usize) -> Outcome {
        let counted = format!("{count}");
        self.desk
            .until(format_args!("{count} {label}"), async || {
                let tiles = self.desk.texts(".tile").await?;
                Ok(tiles.iter().any(|tile| tile.contains(label) && tile.replace(label, "").trim() == counted))
            })
            .await
    }

    /// Imports.
    pub async fn go(&self) -> Outcome {
        self.desk.click_text("main .actions button", "导入").await?;
        Ok(())
    }

    /// Waits for the summary.
    pub async fn done(&self, count: usize) -> Outcome {
        self.desk.shows("main h2", &format!("已导入 {count} 张工单")).await
    }
}
