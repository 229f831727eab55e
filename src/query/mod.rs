//! What is asked of many documents, and what goes in and out as files. Pure: bytes and texts in, plain data out.

pub mod backup;
pub mod caller;
pub mod changes;
pub mod chapters;
pub mod columns;
pub mod cover;
pub mod diff;
pub mod export;
pub mod find;
pub mod fuzzy;
pub mod grid;
pub mod import;
pub mod opening;
pub mod paper;
pub mod pinyin;
pub mod rows;
pub mod script_table;
pub mod scripts;
pub mod search;
pub mod table;
pub mod taboos;
pub mod text;
pub mod today;
pub mod unfill;
