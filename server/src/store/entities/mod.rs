//! The tables, one file each. Times are Unix milliseconds UTC.

pub mod contact;
pub mod conversation;
pub mod conversation_event;
pub mod conversation_token;
pub mod line_state;
pub mod member;
pub mod member_code;
pub mod member_loan;
pub mod message;
pub mod note;
pub mod outbox;
pub mod quarantine;
pub mod session;
pub mod setting;
pub mod staff;
pub mod staff_code;
pub mod staff_desk;
pub mod throttle;
pub mod ticket;
pub mod wa_message;
pub mod wa_status;
pub mod webhook;
