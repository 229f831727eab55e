//! Page objects: what a person does and sees, one file a page.

pub mod shell;
