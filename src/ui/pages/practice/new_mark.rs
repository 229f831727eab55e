//! Who is new, and until when: for leads.

use leptos::prelude::*;

use crate::desk::UNTIL_LEAD;
use crate::model::agent::Role;
use crate::ui::app::App;
use crate::ui::components::{Choice, Select};
use crate::ui::texts::fill;
use crate::ui::texts::practice::PracticeTexts;

/// Until when somebody is new.
#[component]
pub fn NewMark(agent: String) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let agent = StoredValue::new(agent);
    let until = Memo::new(move |_| {
        let agent = agent.with_value(|id| app.live().agent(id));
        agent.and_then(|agent| agent.new.clone()).map(|(until, _)| until).unwrap_or_default()
    });
    let over =
        Memo::new(move |_| until.with(|until| !until.is_empty()) && !agent.with_value(|id| app.live().is_new_here(id)));
    let options = Signal::derive(move || {
        let mut all = vec![Choice::new("", t().not_new), Choice::new(UNTIL_LEAD, t().until_lead)];
        let exams = app.live().exams(false);
        all.extend(exams.iter().map(|exam| Choice::new(exam.id.clone(), fill(t().until_exam, &[&exam.name]))));
        all
    });
    let choose = move |until: String| {
        let (desk, agent) = (app.desk(), agent.get_value());
        app.act(async move { desk.set_new(&agent, &until).await });
    };
    let barred = Signal::derive(move || app.role() < Role::Lead);
    let shown = Signal::derive(move || if over.get() { String::new() } else { until.get() });
    view! {
        <span class="new-mark">
            <Select options value=shown on_choose=choose label=move || t().new_mark disabled=barred />
            {move || over.get().then(|| view! { <span class="good small">{t().new_over}</span> })}
        </span>
    }
}

/// Everybody with until when they are new.
#[component]
pub fn NewMarks() -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let people = Memo::new(move |_| app.live().agents());
    view! {
        <section class="card stack">
            <h2>{t().new_mark}</h2>
            <p class="dim">{t().new_about}</p>
            <ul class="stack">
                <For each=move || people.get() key=|agent| (agent.id.clone(), agent.name.clone()) let:agent>
                    <li class="line"><span class="who-new">{agent.name.clone()}" "{agent.number.clone()}</span><NewMark agent=agent.id.clone() /></li>
                </For>
            </ul>
        </section>
    }
}
