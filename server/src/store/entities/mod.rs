//! The tables, one file each. Times are Unix milliseconds UTC.

pub mod conversation;
pub mod conversation_token;
pub mod message;
pub mod note;
pub mod session;
pub mod setting;
pub mod staff;
pub mod staff_code;
pub mod staff_desk;
pub mod throttle;
