//! Conversations: what a citizen and a desk can do to one. Each file is one action; every change is one
//! unit of work in `store::write`, and sockets are poked only after it is durable.

mod append;
mod attach;
mod begin;
mod closure;
mod end;
mod held;
mod identify;
mod pass;
mod person;
mod places;
mod queue;
mod read;
mod receive;
mod reply;
mod resend;
mod resume;
mod send;
mod take;
mod text;
mod tickets;
mod tokens;
mod view;

pub use end::{by_citizen as end_by_citizen, by_staff as close_by_staff};
pub use held::{release, renew, renew_if_due, sweep};
pub use identify::{Claim, Identity, claim, may_frame, may_see};
pub use pass::pass;
pub use places::{Places, place_of};
pub use queue::{item_of, queue};
pub use read::{mark_read, open};
pub(crate) use receive::{Arrival, open as open_on_line, receive};
pub use reply::reply;
pub use resend::resend;
pub use resume::{Resumption, resume};
pub use send::{Outgoing, Stored, send};
pub use take::take;
pub(crate) use text::received as as_received;
pub use tickets::{issue_ticket, redeem_ticket};
pub use tokens::{Found, find};
pub use view::{by_token, seen_by_citizen};
