//! What leaves by WhatsApp, against a Graph API that answers as each test tells it to.

mod claims;
mod desk;
mod meta;
mod process;
mod sending;
mod statuses;
mod trouble;
mod unknown;
