//! Conversations: what a citizen and a desk can do to one. Each file is one action; every change is one
//! unit of work in `store::write`, and sockets are poked only after it is durable.

mod append;
mod attach;
mod end;
mod held;
mod pass;
mod queue;
mod read;
mod reply;
mod resume;
mod send;
mod take;
mod text;
mod tokens;
mod view;

pub use end::{by_citizen as end_by_citizen, by_staff as close_by_staff};
pub use held::{release, renew, renew_if_due, sweep};
pub use pass::pass;
pub use queue::{item_of, queue};
pub use read::{mark_read, open};
pub use reply::reply;
pub use resume::{Resumption, resume};
pub use send::{Outgoing, Stored, send};
pub use take::take;
pub use tokens::{Found, find};
pub use view::{by_token, seen_by_citizen};
