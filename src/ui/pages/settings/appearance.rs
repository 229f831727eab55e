//! How it looks on this device.

use leptos::prelude::*;

use crate::ui::app::App;
use crate::ui::components::{Chips, Choice, Switch};
use crate::ui::lang::lang;
use crate::ui::prefs::{Kept, Prefs, Theme};
use crate::ui::texts::Lang;
use crate::ui::texts::settings::SettingsTexts;

/// The appearance.
#[component]
pub fn Appearance() -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let read = move |get: fn(&Kept) -> &'static str| Signal::derive(move || get(&prefs.kept()).to_owned());
    let language = Signal::derive(|| lang().tag().to_owned());
    let languages = Lang::ALL.map(|lang| Choice::new(lang.tag(), lang.name())).to_vec();
    let themes = Signal::derive(|| {
        let t = SettingsTexts::t();
        let options = [("system", t.theme_system), ("light", t.theme_light), ("dark", t.theme_dark)];
        options.map(|(id, name)| Choice::new(id, name)).to_vec()
    });
    let densities = Signal::derive(|| {
        let t = SettingsTexts::t();
        [("roomy", t.roomy), ("compact", t.compact)].map(|(id, name)| Choice::new(id, name)).to_vec()
    });
    let theme = read(|kept| match kept.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    });
    let set_theme = move |id: String| {
        let theme = match id.as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        };
        prefs.change(app, |kept| kept.theme = theme);
    };
    let density = read(|kept| if kept.compact { "compact" } else { "roomy" });
    let row = |label: fn() -> &'static str, input: AnyView| {
        view! {
            <div class="setting">
                <h3>{move || label()}</h3>
                {input}
            </div>
        }
    };
    view! {
        <header class="page-head"><h1>{SettingsTexts::t().appearance}</h1></header>
        <section class="card stack">
            {row(|| SettingsTexts::t().language, view! {
                <Chips options=languages value=language required=true label=SettingsTexts::t().language
                    on_choose=move |tag| prefs.change(app, |kept| kept.lang = tag) />
            }.into_any())}
            {row(|| SettingsTexts::t().theme, view! {
                <Chips options=themes value=theme required=true label=SettingsTexts::t().theme on_choose=set_theme />
            }.into_any())}
            {row(|| SettingsTexts::t().density, view! {
                <Chips options=densities value=density required=true label=SettingsTexts::t().density
                    on_choose=move |id: String| prefs.change(app, |kept| kept.compact = id == "compact") />
            }.into_any())}
            {row(|| SettingsTexts::t().help_pane, view! {
                <Switch value=Signal::derive(move || !prefs.kept().no_help) label=SettingsTexts::t().help_shown
                    on_change=move |on: bool| prefs.change(app, |kept| kept.no_help = !on) />
            }.into_any())}
            <p class="small faint">{SettingsTexts::t().this_device}</p>
        </section>
    }
}
