//! Limits that the browser and the server must agree on. Every other limit is in the server's own file.

/// Characters (Unicode scalar values) of one citizen message.
pub const CITIZEN_MESSAGE_CHARS: usize = 2_000;
/// Characters of one operator message.
pub const STAFF_MESSAGE_CHARS: usize = 10_000;
/// Characters of a hand-over note.
pub const NOTE_CHARS: usize = 1_000;
/// The client calls a socket dead after this silence: two missed ticks of 12 s and a margin.
pub const SOCKET_SILENCE_MS: i32 = 27_000;
