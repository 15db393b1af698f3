//! Pokes: "something changed, look". They carry no rows, so losing one loses nothing: the next look
//! reads by sequence number. On PostgreSQL several servers poke each other through its notifications.

mod hub;
mod poke;
mod postgres;
mod presence;

pub use hub::{Hub, StaffPoke, Watch};
pub use postgres::share;
