//! Several of a few options, as chips.

use leptos::prelude::*;

use crate::ui::components::Choice;

/// Several of a few options: boxes drawn as chips.
#[component]
pub fn Picks(
    /// The options.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The ids of the chosen ones.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// The chosen ones changed.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// What is chosen, read out.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let chip = move |choice: Choice| {
        let id = StoredValue::new(choice.id);
        let is_on = Memo::new(move |_| value.with(|value| id.with_value(|id| value.contains(id))));
        let switch = move |event| {
            let mut all = value.get_untracked();
            id.with_value(|id| {
                all.retain(|other| other != id);
                if event_target_checked(&event) {
                    all.push(id.clone());
                }
            });
            on_change.run(all);
        };
        view! {
            <label class="chip">
                <input type="checkbox" prop:checked=is_on on:change=switch />
                {choice.name}
            </label>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=move || label.get()>
            {move || options.get().into_iter().map(chip).collect_view()}
        </div>
    }
    .into_any()
}
