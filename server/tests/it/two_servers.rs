//! Two servers on one PostgreSQL: what one is told, the other shows. Part of every run.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use protocol::{
    chat::Sent,
    staff::{Opened, StaffFrame},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::{
    cluster,
    engine::Database,
    live::{Socket, staff_frame, staff_socket},
    support::{Citizen, PATIENCE, Server, Staff, WEDNESDAY, at, at_once, frozen, message, ok, tally},
};

/// What the specification gives a poke from one server's citizen to the other's screen.
const BAR: Duration = Duration::from_millis(250);
/// A socket reads by itself every 24 s.
const NEXT_LOOK: Duration = Duration::from_secs(26);

/// Two servers with one clock, each listening to the other.
async fn pair() -> (Server, Server) {
    let database = Arc::new(Database::postgres());
    let clock = frozen(at(WEDNESDAY));
    let flags = [("limits.messages_per_ten_seconds", "1000")];
    let one = Server::on(database.clone(), clock.clone(), &flags).await;
    let other = Server::on(database, clock, &flags).await;
    Line::of(&one).await.wait_for_listeners(2).await;
    (one, other)
}

fn at_other<'a>(citizen: &Citizen<'_>, other: &'a Server) -> Citizen<'a> {
    Citizen { server: other, token: citizen.token.clone(), cookie: citizen.cookie.clone() }
}

fn staff_at_other<'a>(staff: &Staff<'_>, other: &'a Server) -> Staff<'a> {
    Staff { server: other, id: staff.id.clone(), cookie: staff.cookie.clone() }
}

/// The connections that carry the pokes, in a superuser's hands.
struct Line {
    admin: DatabaseConnection,
    database: String,
}

impl Line {
    async fn of(server: &Server) -> Self {
        Self { admin: cluster::admin().await, database: server.database.name().to_owned() }
    }

    async fn listeners(&self) -> i64 {
        let query = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND query LIKE 'LISTEN%'",
            self.database
        );
        let query = Statement::from_string(self.admin.get_database_backend(), query);
        self.admin.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn wait_for_listeners(&self, count: i64) {
        until("the servers listen", async || self.listeners().await == count).await;
    }

    /// The servers keep the connections that they have, and no new one is made.
    async fn cut(&self) {
        self.execute(&format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", self.database)).await;
        self.end_connections().await;
    }

    async fn end_connections(&self) {
        self.execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND application_name = 'puente live'",
            self.database
        ))
        .await;
        self.wait_for_listeners(0).await;
    }

    async fn mend(&self) {
        self.execute(&format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", self.database)).await;
    }

    async fn execute(&self, sql: &str) {
        self.admin.execute_unprepared(sql).await.unwrap();
    }
}

async fn until(what: &str, mut met: impl AsyncFnMut() -> bool) {
    for _ in 0..500 {
        if met().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not within 10 s: {what}");
}

/// Has a server open all of its connections: once the line is cut it gets no others.
async fn keep_connections(server: &Server) {
    let db = server.app.store.reader();
    at_once((0..5).map(|_| db.execute_unprepared("SELECT pg_sleep(0.3)"))).await;
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_through_one_server_is_on_the_others_screens_at_once() {
    let (one, other) = pair().await;
    let citizen = one.citizen();
    citizen.say("pp", "hola").await;
    let ana = one.staff("ana", &["pp"]).await;
    let mut page = Socket::hello(&other, &citizen.token, 1).await;
    page.update().await;
    let mut console = staff_socket(&staff_at_other(&ana, &other)).await.unwrap();
    let (mut on_page, mut on_console) = (Vec::new(), Vec::new());
    for n in 0..20 {
        let text = format!("{n}");
        let sent = Instant::now();
        let (_, (), ()) = tokio::join!(
            citizen.add(&text),
            async {
                assert_eq!(page.update().await.messages[0].text, text);
                on_page.push(sent.elapsed());
            },
            async {
                let frame = staff_frame(&mut console).await;
                assert!(matches!(frame, StaffFrame::Conversation { .. }), "{frame:?}");
                on_console.push(sent.elapsed());
            }
        );
    }
    let (page, console) = (median(on_page), median(on_console));
    eprintln!("from the citizen's POST to the other server's page {page:?}, to its console {console:?}");
    assert!(page < BAR && console < BAR, "{page:?} {console:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_notifications_cut_news_comes_at_the_next_look_and_then_at_once_again() {
    let (one, other) = pair().await;
    let line = Line::of(&one).await;
    let citizen = one.citizen();
    citizen.say("pp", "hola").await;
    let mut page = Socket::hello(&other, &citizen.token, 1).await;
    page.update().await;
    let ana = one.staff("ana", &["pp"]).await;
    let mut console = staff_socket(&staff_at_other(&ana, &other)).await.unwrap();
    for server in [&one, &other] {
        keep_connections(server).await;
    }
    line.cut().await;
    citizen.add("en silencio").await;
    assert!(page.within(Duration::from_secs(2)).await.is_none(), "nobody told the other server");
    let seen = page.within(NEXT_LOOK).await.expect("the page looks by itself");
    assert_eq!(seen.messages[0].text, "en silencio");
    citizen.add("todavía en silencio").await;
    line.mend().await;
    line.wait_for_listeners(2).await;
    let seen = page.within(Duration::from_secs(2)).await.expect("everybody looks once the line is back");
    assert_eq!(seen.messages[0].text, "todavía en silencio");
    assert_eq!(staff_frame(&mut console).await, StaffFrame::Everything);
    until("one server tells the other again", async || {
        citizen.add("de nuevo").await;
        page.within(BAR * 2).await.is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_was_killed_comes_back_by_itself() {
    let (one, other) = pair().await;
    let line = Line::of(&one).await;
    let citizen = one.citizen();
    citizen.say("pp", "hola").await;
    let mut page = Socket::hello(&other, &citizen.token, 1).await;
    page.update().await;
    line.end_connections().await;
    citizen.add("mientras nadie oye").await;
    let seen = page.within(PATIENCE).await.expect("the listener came back and looked");
    assert_eq!(seen.messages[0].text, "mientras nadie oye");
    line.wait_for_listeners(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_who_take_on_two_servers_one_wins() {
    let (one, other) = pair().await;
    let citizen = one.citizen();
    citizen.say("pp", "hola").await;
    let names: Vec<String> = (0..50).map(|n| format!("persona{n}")).collect();
    let mut people = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let person = one.staff(name, &["pp"]).await;
        people.push(if n % 2 == 0 { person } else { staff_at_other(&person, &other) });
    }
    let id = people[0].only_waiting().await;
    let answers = at_once(people.iter().map(|person| person.act(&id, "take"))).await;
    let codes = tally(answers.iter().map(|answer| answer.status().as_u16()));
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), [(204, 1), (409, 49)]);
    let holders = at_once(people.iter().map(Staff::queue)).await;
    assert_eq!(holders.iter().map(|queue| queue.mine.len()).sum::<usize>(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_have_no_gaps_though_two_servers_give_them() {
    let (one, other) = pair().await;
    let citizen = one.citizen();
    citizen.say("pp", "0").await;
    let (citizen, second) = (&citizen, at_other(&citizen, &other));
    let drafts: Vec<_> = (1..60).map(|n| message(None, &format!("{n}"))).collect();
    let sends = drafts.iter().enumerate().map(|(n, draft)| {
        let citizen = if n % 2 == 0 { citizen } else { &second };
        // Each is sent through both, as by a browser that lost the first answer.
        let again = if n % 2 == 0 { &second } else { citizen };
        async move { (citizen.send(draft).await, again.send(draft).await) }
    });
    for (first, again) in at_once(sends).await {
        assert_eq!(ok::<Sent>(first).await.message.seq, ok::<Sent>(again).await.message.seq);
    }
    let numbers: Vec<i64> = second.conversation().await.messages.iter().map(|message| message.seq).collect();
    assert_eq!(numbers, (1..=60).collect::<Vec<i64>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_through_one_server_closes_the_others_socket() {
    let (one, other) = pair().await;
    let ana = one.staff("ana", &["pp"]).await;
    let mut console = staff_socket(&staff_at_other(&ana, &other)).await.unwrap();
    assert_eq!(console.next().await, Ok(StaffFrame::Tick));
    let asked = Instant::now();
    assert_eq!(ana.post("/consola/salir").send().await.unwrap().status(), 303);
    assert_eq!(staff_frame(&mut console).await, StaffFrame::SignedOut);
    assert_eq!(console.closed().await, 1001);
    assert!(asked.elapsed() < PATIENCE, "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_sees_that_the_page_is_open_with_the_other_server() {
    let (one, other) = pair().await;
    let citizen = one.citizen();
    citizen.say("pp", "hola").await;
    let ana = one.staff("ana", &["pp"]).await;
    let id = ana.only_waiting().await;
    let mut console = staff_socket(&ana).await.unwrap();
    assert_eq!(console.next().await, Ok(StaffFrame::Tick));
    let present = async || -> bool {
        let opened: Opened = ana.open(&id).await;
        opened.citizen_present
    };
    let mut page = Socket::hello(&other, &citizen.token, 1).await;
    page.update().await;
    assert!(!present().await, "the first look asks");
    let frame = staff_frame(&mut console).await;
    assert_eq!(
        frame,
        StaffFrame::Conversation { id: id.clone(), seq: 0 },
        "the answer tells the console to look"
    );
    assert!(present().await);
}
