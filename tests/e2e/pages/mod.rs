//! Page objects: what a person does and sees, one file a page.

pub mod board;
pub mod bulk;
pub mod capture;
pub mod files;
pub mod first_run;
pub mod import;
pub mod list;
pub mod places;
pub mod settings;
pub mod shell;
pub mod ticket;
