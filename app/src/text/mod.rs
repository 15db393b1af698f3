//! Every sentence a person reads, in Mexican Spanish: usted, short, one idea each; and how money, dates and
//! waiting times are said. Another language is another copy of these modules.

pub mod accessibility;
pub mod account;
pub mod calculator;
pub mod calculator_table;
pub mod channels;
pub mod chat;
pub mod console;
pub mod dates;
pub mod error;
pub mod glossary;
pub mod head;
pub mod home;
pub mod integrate;
pub mod loan;
pub mod money;
pub mod privacy;
pub mod site;
pub mod spoken;

pub use dates::{day, day_long, time_of_day, waited};
