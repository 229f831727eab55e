//! One module a page.

pub mod board;
pub mod bulk;
pub mod capture;
pub mod clearing;
pub mod customers;
pub mod finds;
pub mod first_run;
pub mod guide;
pub mod handbook;
pub mod import;
pub mod paper;
pub mod person;
pub mod practice;
pub mod quick;
pub mod scripts;
mod search_box;
pub mod settings;
pub mod table_file;
pub mod ticket;
pub mod tickets;
pub mod today;
