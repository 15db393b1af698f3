//! Every fixed limit, with its reason. Rates that an operator may need to move are in `[limits]`.

use std::time::Duration;

/// Body of a JSON or form request: more than the longest operator message in four-byte characters (40 kB).
pub const BODY_BYTES: usize = 64 * 1024;
/// Body of the composer's form: a pasted text of 100,000 characters comes back to the person who pasted it.
pub const COMPOSER_FORM_BYTES: usize = 512 * 1024;
/// A request's head must arrive within this time: slow-header attacks hold no connection longer.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// A request that takes longer is cut with 503; a long poll is shorter than this.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest wait of a long poll: under the usual 30 s of proxies.
pub const LONG_POLL: Duration = Duration::from_secs(25);
/// One socket message from a browser (axum's default is 64 MiB).
pub const SOCKET_MESSAGE_BYTES: usize = 16 * 1024;
/// Per-socket read buffer: 6 kB a connection instead of axum's 134 kB, and faster (measured).
pub const SOCKET_READ_BUFFER: usize = 4096;
/// The application's own tick; browsers' scripts never see protocol pings.
pub const TICK: Duration = Duration::from_secs(12);
/// A browser that has answered no tick for this long is gone (half-open TCP).
pub const SOCKET_SILENCE: Duration = Duration::from_secs(30);
/// A reader that takes this long to accept one frame is closed; it resumes by sequence number.
pub const SLOW_CONSUMER: Duration = Duration::from_secs(10);
/// Open sockets of one conversation or session: two devices with two tabs.
pub const SOCKETS_PER_SESSION: usize = 4;
/// Frames a browser may send on a socket in [`SOCKET_FRAMES_WINDOW`]; ours sends one every tick.
pub const SOCKET_FRAMES: u32 = 20;
pub const SOCKET_FRAMES_WINDOW: Duration = Duration::from_secs(10);
/// Rows in one answer; the rest follows by sequence number.
pub const ROWS_PER_ANSWER: u64 = 500;
/// Conversations in one answer of the queue.
pub const QUEUE_ROWS: u64 = 200;
/// Characters of a queue line's preview.
pub const PREVIEW_CHARS: usize = 120;

/// A citizen's token slides this far with each use ...
pub const TOKEN_IDLE_DAYS: i64 = 7;
/// ... and ends here: who writes on Friday 15:31 must be able to read on Monday.
pub const TOKEN_LIFE_DAYS: i64 = 30;

/// An operator's hold ends this long after their last sign of life.
pub const HOLD_SECONDS: i64 = 120;
/// How often vanished operators' holds are looked for.
pub const SWEEP: Duration = Duration::from_secs(5);

/// Staff session: idle and absolute life.
pub const STAFF_IDLE_MINUTES: i64 = 15;
pub const STAFF_LIFE_HOURS: i64 = 12;
/// A session id replaced by a new one stays readable, without rights, for other tabs.
pub const OLD_SESSION_SECONDS: i64 = 10;

/// OWASP's argon2id pair and the crate's default: 19 MiB, 2 passes, 1 lane; 28 ms on one core.
pub const ARGON2_KIB: u32 = 19 * 1024;
pub const ARGON2_PASSES: u32 = 2;
/// Hashes waiting for a core before the next one is refused with 503.
pub const HASH_QUEUE: usize = 32;
/// A password is refused before hashing above this: hashing megabytes is a way to stop a server.
pub const PASSWORD_BYTES: usize = 1024;
/// A password as the sole factor.
pub const PASSWORD_CHARS: usize = 15;
/// Failed sign-ins of one account before each further one must wait.
pub const FREE_FAILURES: i64 = 5;
/// Longest wait between two attempts at one account.
pub const LONGEST_DELAY_SECONDS: i64 = 60;
/// Failed sign-ins of one account in a day.
pub const FAILURES_PER_DAY: i64 = 100;
/// A one-use staff code.
pub const STAFF_CODE_MINUTES: i64 = 30;

/// Units the writer takes into one commit.
pub const WRITES_PER_COMMIT: usize = 64;
/// Units waiting for the writer before the next one is refused with 503.
pub const WRITE_QUEUE: usize = 1024;
/// SQLite readers.
pub const READERS: u32 = 4;
/// How long SQLite waits for another process (a backup) to release the file.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What an open request may take to finish after a stop signal.
pub const DRAIN: Duration = Duration::from_secs(10);
/// `check-config` warns when the loaded holidays end within this many days.
pub const HOLIDAY_WARNING_DAYS: i64 = 60;
