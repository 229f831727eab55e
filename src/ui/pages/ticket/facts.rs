//! Who it is about, who has it, how it came.

use leptos::prelude::*;

use super::Shown;
use crate::model::document::DocId;
use crate::model::ticket::{CHANNEL, CUSTOMER, PRIORITY, Priority, Ticket};
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, Tag, Tone};
use crate::ui::dates;
use crate::ui::pages::customers::CustomerPicker;
use crate::ui::parts::Phone;
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::ticket::TicketTexts;

/// The facts of a ticket.
#[component]
pub fn Facts() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let person = move |id: String| {
        let desk = app.live();
        desk.agent(&id)
            .map_or_else(|| TicketTexts::t().pool.to_owned(), |agent| format!("{} {}", agent.name, agent.number))
    };
    let first = shown.memo(|fold| Ticket(fold).first_owner().to_owned());
    let owner = shown.memo(|fold| Ticket(fold).owner().to_owned());
    let opened = shown.memo(|fold| Ticket(fold).opened_at());
    let t = TicketTexts::t;
    view! {
        <dl class="facts">
            <CustomerFact />
            <div><dt>{move || t().first_owner}</dt><dd>{move || person(first.get())}</dd></div>
            <div><dt>{move || t().owner}</dt><dd>{move || person(owner.get())}</dd></div>
            <div><dt>{move || t().opened}</dt>
                <dd title=move || dates::full(opened.get())>
                    {move || dates::when(opened.get(), app.now.get())}
                </dd>
            </div>
            <ChannelFact />
            <PriorityFact />
        </dl>
    }
}

#[component]
fn CustomerFact() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let id = shown.memo(|fold| Ticket(fold).customer().to_owned());
    let customer = Memo::new(move |_| app.live().customer(&DocId::new(&id.get())));
    let choosing = RwSignal::new(false);
    let choose = move |chosen: DocId| {
        choosing.set(false);
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.set(&id, CUSTOMER, Value::text(chosen.as_str()), None).await });
    };
    view! {
        <div class="two">
            <dt>{Common::t().customer}</dt>
            <dd>
                {move || match customer.get() {
                    Some(customer) => {
                        let href = Route::Customers(Some(customer.id.to_string()), Query::default()).href();
                        let name = if customer.name.is_empty() { TicketTexts::t().unnamed.to_owned() } else { customer.addressed() };
                        view! {
                            <a href=href>{name}</a>
                            {(!customer.grade.is_empty()).then(|| view! { " " <Tag text=customer.grade.to_uppercase() tone=Signal::stored(Tone::Accent) /> })}
                            {(!customer.phone().is_empty()).then(|| view! { " · " <Phone number=customer.phone().to_owned() of=customer.id.clone() /> })}
                            {(!customer.room.is_empty()).then(|| format!(" · {}", customer.room))}
                        }.into_any()
                    }
                    None => view! { <span class="faint">{TicketTexts::t().no_customer}</span> }.into_any(),
                }}
                " "
                <button type="button" class="btn" data-look="link" aria-label=move || format!("{} · {}", Common::t().customer, Common::t().edit)
                    on:click=move |_| choosing.update(|on| *on = !*on)>
                    {move || match (choosing.get(), customer.get()) {
                        (true, _) => Common::t().cancel.into_any(),
                        (false, None) => Common::t().add.into_any(),
                        (false, Some(_)) => view! { <Glyph icon=Icon::Note /> }.into_any(),
                    }}
                </button>
                {move || choosing.get().then(|| view! { <CustomerPicker on_choose=choose /> })}
            </dd>
        </div>
    }
    .into_any()
}

#[component]
fn ChannelFact() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let channel = shown.memo(|fold| Ticket(fold).channel().to_owned());
    let list = Memo::new(move |_| app.live().list("channels"));
    let change = move |event| {
        let value = event_target_value(&event);
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.set(&id, CHANNEL, Value::text(&value), None).await });
    };
    view! {
        <div>
            <dt>{TicketTexts::t().channel}</dt>
            <dd>
                <select class="plain" aria-label=TicketTexts::t().channel on:change=change prop:value=channel>
                    <option value="" selected=move || channel.get().is_empty()>"—"</option>
                    {move || list.get().items.iter().map(|item| {
                        let id = item.id.clone();
                        view! { <option value=item.id.clone() selected=move || channel.get() == id>{item.name.clone()}</option> }
                    }).collect_view()}
                </select>
            </dd>
        </div>
    }
    .into_any()
}

#[component]
fn PriorityFact() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let priority = shown.memo(|fold| Ticket(fold).priority());
    let change = move |event| {
        let value = event_target_value(&event);
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.set(&id, PRIORITY, Value::text(&value), None).await });
    };
    view! {
        <div>
            <dt>{TicketTexts::t().priority}</dt>
            <dd>
                <select class="plain" aria-label=TicketTexts::t().priority on:change=change
                    prop:value=move || priority.get().id()>
                    {Priority::ALL.map(|p| view! {
                        <option value=p.id() selected=move || priority.get() == p>{move || TicketTexts::t().priority_name(p)}</option>
                    }).collect_view()}
                </select>
            </dd>
        </div>
    }
    .into_any()
}
