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
/// A derechohabiente's session: idle and absolute life.
pub const MEMBER_IDLE_MINUTES: i64 = 30;
pub const MEMBER_LIFE_HOURS: i64 = 12;
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
/// A one-use code with which a derechohabiente sets a password.
pub const MEMBER_CODE_MINUTES: i64 = 30;
/// The way from the widget to the institution's own page takes one redirect; a minute is for bad networks.
pub const TICKET_SECONDS: i64 = 60;
/// A conversation's old token lives this much longer once its person is known: other tabs finish what they do.
pub const OLD_TOKEN_SECONDS: i64 = 60;
/// Payments to come that an account shows of each loan.
pub const NEXT_PAYMENTS: usize = 6;

/// Units the writer takes into one commit.
pub const WRITES_PER_COMMIT: usize = 64;
/// Units waiting for the writer before the next one is refused with 503.
pub const WRITE_QUEUE: usize = 1024;
/// SQLite readers.
pub const READERS: u32 = 4;
/// How long SQLite waits for another process (a backup) to release the file.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for one of PostgreSQL's connections before it is refused with 503; also for a new
/// connection to be made.
pub const POOL_PATIENCE: Duration = Duration::from_secs(5);
/// A pooled connection that rested this long is asked whether it still lives before it is used.
pub const POOL_REST: Duration = Duration::from_secs(1);
/// PostgreSQL ends a statement, a wait for a row and an abandoned transaction by itself: all under
/// [`REQUEST_TIMEOUT`], so that nobody's request is cut while its transaction lives on.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
pub const IDLE_TRANSACTION: Duration = Duration::from_secs(15);

/// What an open request may take to finish after a stop signal.
pub const DRAIN: Duration = Duration::from_secs(10);
/// `check-config` warns when the loaded holidays end within this many days.
pub const HOLIDAY_WARNING_DAYS: i64 = 60;

/// Requests to the Graph API under way at once, each for another person: Meta takes 80 messages a second.
pub const OUTBOX_IN_FLIGHT: usize = 16;
/// How often the outbox is looked at when nobody wakes its worker.
pub const OUTBOX_POLL: Duration = Duration::from_secs(2);
/// A claim on a message: three times what a request to the Graph API may take.
pub const OUTBOX_LEASE_SECONDS: i64 = 30;
/// A person's next message leaves when the previous one is `sent`, or after this: Meta promises no order.
pub const OUTBOX_GAP_SECONDS: i64 = 3;
/// Messages to one person by one line in a burst, and the seconds after which one more may follow.
pub const PAIR_BURST: u32 = 45;
pub const PAIR_SECONDS: i64 = 6;
/// Longest pause between two tries of a message or a line.
pub const OUTBOX_LONGEST_PAUSE_SECONDS: i64 = 300;
/// Tries of a message whose failure Meta does not explain (131000).
pub const UNEXPLAINED_TRIES: i64 = 3;
/// Tries of a message that meets passing faults of Meta's other than a request to go slower: some faults are
/// one message's own, and the desk can still send it again.
pub const PASSING_FAULT_TRIES: i64 = 8;
/// Longest pause of a whole line because of one message: the message itself may wait longer.
pub const LINE_PAUSE_SECONDS: i64 = 30;
/// A message of which nothing was heard may be sent again by its desk after this.
pub const UNKNOWN_RESEND_MINUTES: i64 = 15;
/// How often a stopped line tries one message.
pub const LINE_PROBE_MINUTES: i64 = 5;
/// A request to the Graph API, and its connection; they answer in under a second.
pub const GRAPH_TIMEOUT: Duration = Duration::from_secs(10);
pub const GRAPH_CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// An answer of the Graph API is under 1 kB.
pub const GRAPH_ANSWER_BYTES: usize = 64 * 1024;

/// Conversations deleted in one transaction, with all that is in them: people who write wait that long.
pub const PURGE_CONVERSATIONS: u64 = 200;
/// Rows of any other kind deleted in one transaction.
pub const PURGE_ROWS: u64 = 1_000;
/// How often the service asks whether the day's purge is due.
pub const PURGE_CHECK: Duration = Duration::from_mins(5);

/// Body of a webhook: Meta's own limit.
pub const WEBHOOK_BYTES: usize = 3 * 1024 * 1024;
/// How often webhooks that wait are looked for when nobody wakes their worker.
pub const WEBHOOK_POLL: Duration = Duration::from_secs(5);
/// A claim on a webhook: a thousand items take a few seconds.
pub const WEBHOOK_LEASE_SECONDS: i64 = 60;
/// Webhooks claimed, and items stored in one unit: other writers wait for as long.
pub const WEBHOOKS_PER_CLAIM: u64 = 32;
pub const ITEMS_PER_UNIT: usize = 64;
/// Pause after the first failure, before it is doubled.
pub const WEBHOOK_RETRY_SECONDS: i64 = 5;
/// Tries of a webhook before what still fails goes to quarantine.
pub const WEBHOOK_TRIES: i64 = 5;
/// A WhatsApp message older than this gets no instant answer: its person has long put the phone away.
pub const LATE_MINUTES: i64 = 10;
/// How far ahead of our clock Meta's may be.
pub const CLOCK_SKEW_SECONDS: i64 = 60;
/// WhatsApp's window for free answers, after the person's last message.
pub const WINDOW_HOURS: i64 = 24;
