//! The app's places, one after the other.

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The places that need no record, with a name for each.
pub const PLACES: [(&str, &str); 29] = [
    ("today", "#/"),
    ("tickets", "#/tickets?view=open"),
    ("registers", "#/registers"),
    ("capture", "#/new"),
    ("customers", "#/customers"),
    ("scripts", "#/scripts"),
    ("scripts-new", "#/scripts/new"),
    ("script", "#/scripts/property.dk_help"),
    ("suggestions", "#/scripts?view=suggestions"),
    ("guides", "#/guide"),
    ("guide-make", "#/guide?edit=new"),
    ("guide-edit", "#/guide/property.reception?edit=yes"),
    ("chapter", "#/handbook/chapter-property.daily_clear"),
    ("handbook", "#/handbook"),
    ("handbook-new", "#/handbook/new"),
    ("practice", "#/practice"),
    ("practice-exam", "#/practice/exam"),
    ("practice-questions", "#/practice/questions"),
    ("practice-team", "#/practice/team"),
    ("import", "#/import"),
    ("settings-profile", "#/settings/profile"),
    ("settings-team", "#/settings/team"),
    ("settings-lists", "#/settings/lists"),
    ("settings-packs", "#/settings/packs"),
    ("settings-kind", "#/settings/packs/property.repair"),
    ("settings-appearance", "#/settings/appearance"),
    ("settings-data", "#/settings/data"),
    ("nothing-found", "#/tickets?view=all&q=nothing"),
    ("unknown", "#/tickets/unknown"),
];

/// The place of the first ticket in the list, opened from there.
pub async fn a_ticket(desk: &Desk) -> Outcome<String> {
    desk.go("#/tickets?view=open").await?;
    desk.click("[role=row][data-at]:not([hidden])").await?;
    desk.find("#ticket-body").await?;
    desk.place().await
}

/// The place of that ticket's papers.
pub fn paper(ticket: &str) -> String {
    let id = ticket.trim_start_matches("#/tickets/").split('?').next().unwrap_or_default();
    format!("#/print/{id}/ticket")
}

/// The place of a customer, opened from the list.
pub async fn a_customer(desk: &Desk) -> Outcome<String> {
    desk.go("#/customers").await?;
    desk.click("section [role=option]:not([hidden])").await?;
    desk.until("a customer's place", async || Ok(desk.place().await?.starts_with("#/customers/"))).await?;
    desk.place().await
}
