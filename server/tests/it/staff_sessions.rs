//! How long a session lives, and what ends it.

use reqwest::Response;
use server::accounts;

use crate::support::{HOUR, MINUTE, Server, Staff, at_once, header, set_cookie, uuid};

const PASSWORD: &str = "tres caballos verdes";
const OTHER: &str = "siete gatos morados";

async fn status(staff: &Staff<'_>) -> u16 {
    staff.get("/api/v1/staff/queue").send().await.unwrap().status().as_u16()
}

async fn ana(server: &Server) -> Staff<'_> {
    let id = server.hire("ana", &["pp"], Some(PASSWORD)).await;
    Staff { server, id, cookie: enter(server, PASSWORD).await }
}

async fn enter(server: &Server, password: &str) -> String {
    let response = server.sign_in("ana", password).await;
    assert_eq!(response.status(), 303);
    cookie_of(&response)
}

fn cookie_of(response: &Response) -> String {
    format!("__Host-consola={}", set_cookie(response, "__Host-consola").unwrap())
}

async fn change(staff: &Staff<'_>, current: &str, new: &str) -> Response {
    let form = [("current", current), ("password", new), ("repeat", new)];
    staff.post("/consola/clave").form(&form).send().await.unwrap()
}

#[tokio::test]
async fn fifteen_idle_minutes_end_a_session() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    server.pass_time(15 * MINUTE - 1000);
    assert_eq!(status(&ana).await, 200);
    server.pass_time(1000);
    assert_eq!(status(&ana).await, 401, "looking at the queue is the page's doing, not the person's");
}

#[tokio::test]
async fn doing_something_keeps_a_session_but_not_beyond_twelve_hours() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    for _ in 0..71 {
        server.pass_time(10 * MINUTE);
        assert_eq!(ana.get("/consola").send().await.unwrap().status(), 200);
        assert_eq!(status(&ana).await, 200);
    }
    server.pass_time(10 * MINUTE);
    assert_eq!(status(&ana).await, 401, "twelve hours after signing in");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    let out = ana.post("/consola/salir").send().await.unwrap();
    assert_eq!((out.status().as_u16(), header(&out, "clear-site-data")), (303, "\"storage\"".to_owned()));
    assert!(header(&out, "set-cookie").contains("Max-Age=0"), "{}", header(&out, "set-cookie"));
    assert_eq!(status(&ana).await, 401);
    let page = ana.get("/consola").send().await.unwrap();
    assert_eq!(header(&page, "cache-control"), "no-store");
    assert!(!page.text().await.unwrap().contains("Ana Pública"));
}

#[tokio::test]
async fn a_request_under_way_does_not_bring_an_ended_session_back() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    for _ in 0..5 {
        let cookie = enter(&server, PASSWORD).await;
        let tab = Staff { server: &server, id: ana.id.clone(), cookie };
        server.pass_time(MINUTE);
        let pages = at_once((0..4).map(|_| tab.get("/consola").send()));
        let (_, out) = tokio::join!(pages, tab.post("/consola/salir").send());
        assert_eq!(out.unwrap().status(), 303);
        assert_eq!(status(&tab).await, 401);
    }
}

#[tokio::test]
async fn a_session_ended_between_reading_and_saving_stays_ended() {
    use tower_sessions::{SessionStore, session::Id};
    let server = Server::start().await;
    let ana = ana(&server).await;
    let sessions =
        accounts::Sessions::new(server.app.store.clone(), server.app.clock.clone(), accounts::Kind::Staff);
    let id: Id = ana.cookie.trim_start_matches("__Host-consola=").parse().unwrap();
    let record = sessions.load(&id).await.unwrap().unwrap();
    assert_eq!(ana.post("/consola/salir").send().await.unwrap().status(), 303);
    sessions.save(&record).await.unwrap();
    assert_eq!(status(&ana).await, 401);
}

#[tokio::test]
async fn signing_in_again_makes_a_new_id_and_kills_the_old_one() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    let form = [("username", "ana"), ("password", PASSWORD)];
    let again = ana.post("/consola/entrar").form(&form).send().await.unwrap();
    let fresh = Staff { server: &server, id: ana.id.clone(), cookie: cookie_of(&again) };
    assert_ne!(fresh.cookie, ana.cookie);
    assert_eq!((status(&fresh).await, status(&ana).await), (200, 401));
    let tab = ana.get("/consola").send().await.unwrap();
    assert_eq!(header(&tab, "set-cookie"), "", "a second tab's request does not clear the new cookie");
}

#[tokio::test]
async fn an_id_chosen_by_someone_else_is_never_used() {
    let server = Server::start().await;
    server.hire("ana", &["pp"], Some(PASSWORD)).await;
    let chosen = "AAAAAAAAAAAAAAAAAAAAAA";
    let request = server.post("/consola/entrar").header("cookie", format!("__Host-consola={chosen}"));
    let response = request.form(&[("username", "ana"), ("password", PASSWORD)]).send().await.unwrap();
    assert_eq!(response.status(), 303);
    assert_ne!(set_cookie(&response, "__Host-consola").unwrap(), chosen);
}

#[tokio::test]
async fn the_database_holds_no_session_id() {
    use sea_orm::EntityTrait;
    let server = Server::start().await;
    let ana = ana(&server).await;
    let id = ana.cookie.trim_start_matches("__Host-consola=");
    let rows = server::store::entities::session::Entity::find().all(server.app.store.reader()).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains(id));
    assert_eq!(rows[0].id_hash.len(), 64);
}

#[tokio::test]
async fn a_new_password_closes_the_persons_other_sessions() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    let elsewhere = Staff { server: &server, id: ana.id.clone(), cookie: enter(&server, PASSWORD).await };
    let luis = server.staff("luis", &["pp"]).await;
    let changed = change(&ana, PASSWORD, OTHER).await;
    assert_eq!(changed.status(), 200);
    let mine = Staff { server: &server, id: ana.id.clone(), cookie: cookie_of(&changed) };
    assert_eq!((status(&mine).await, status(&elsewhere).await, status(&ana).await), (200, 401, 401));
    assert_eq!(status(&luis).await, 200, "nobody else's");
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 401);
    assert_eq!(server.sign_in("ana", OTHER).await.status(), 303);
}

#[tokio::test]
async fn a_new_password_is_checked_before_it_counts() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    for (current, new) in [
        ("otra cosa larga", OTHER),
        (PASSWORD, "corta"),
        (PASSWORD, "guanajuato isseg 2026"),
        (PASSWORD, "aaaaaaaaaaaaaaaaaaaaaaa"),
        (PASSWORD, &"x".repeat(1_025)),
    ] {
        assert_eq!(change(&ana, current, new).await.status(), 422, "{new:.30}");
    }
    let form = [("current", PASSWORD), ("password", OTHER), ("repeat", "siete gatos azules")];
    assert_eq!(ana.post("/consola/clave").form(&form).send().await.unwrap().status(), 422);
    assert_eq!(status(&ana).await, 200);
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 303);
}

#[tokio::test]
async fn the_current_password_cannot_be_guessed_without_end() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    for _ in 0..6 {
        assert_eq!(change(&ana, "no es esta frase", OTHER).await.status(), 422);
    }
    assert_eq!(change(&ana, PASSWORD, OTHER).await.status(), 429);
}

async fn first(server: &Server, code: &str, password: &str) -> u16 {
    let form = [("code", code), ("password", password), ("repeat", password)];
    server.post("/consola/primera-clave").form(&form).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_one_use_code_sets_the_first_password_once() {
    let server = Server::start().await;
    server.hire("ana", &["pp"], None).await;
    let code = accounts::issue_code(&server.app, "ana").await.unwrap();
    let spare = accounts::issue_code(&server.app, "ana").await.unwrap();
    assert_eq!(first(&server, "0000-0000-0000-0000", PASSWORD).await, 422);
    assert_eq!(first(&server, &code, "corta").await, 422, "a weak password does not spend the code");
    assert_eq!(first(&server, &code.to_lowercase(), PASSWORD).await, 200);
    assert_eq!(first(&server, &code, OTHER).await, 422);
    assert_eq!(first(&server, &spare, OTHER).await, 422, "a code issued before is spent with it");
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 303);
    assert_eq!(server.sign_in("ana", OTHER).await.status(), 401);
}

#[tokio::test]
async fn a_one_use_code_lasts_thirty_minutes() {
    let server = Server::start().await;
    server.hire("ana", &["pp"], None).await;
    let (one, two) =
        (accounts::issue_code(&server.app, "ana").await, accounts::issue_code(&server.app, "ana").await);
    server.pass_time(30 * MINUTE);
    assert_eq!(first(&server, &one.unwrap(), PASSWORD).await, 422);
    server.pass_time(-1000);
    assert_eq!(first(&server, &two.unwrap(), PASSWORD).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_spent_many_times_at_once_works_once() {
    let server = Server::start().await;
    server.hire("ana", &["pp"], None).await;
    let code = accounts::issue_code(&server.app, "ana").await.unwrap();
    let answers = at_once((0..8).map(|_| first(&server, &code, PASSWORD))).await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn a_forgotten_password_set_by_code_ends_every_session() {
    let server = Server::start().await;
    let ana = ana(&server).await;
    let code = accounts::issue_code(&server.app, "ana").await.unwrap();
    assert_eq!(first(&server, &code, OTHER).await, 200);
    assert_eq!(status(&ana).await, 401);
}

#[tokio::test]
async fn a_password_set_by_code_takes_away_what_wrong_ones_have_cost() {
    let server = Server::start().await;
    server.hire("ana", &["pp"], Some(PASSWORD)).await;
    for _ in 0..6 {
        assert_eq!(server.sign_in("ana", OTHER).await.status(), 401);
    }
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 429);
    let code = accounts::issue_code(&server.app, "ana").await.unwrap();
    assert_eq!(first(&server, &code, OTHER).await, 200);
    assert_eq!(server.sign_in("ana", OTHER).await.status(), 303, "at once");
}

#[tokio::test]
async fn no_staff_route_answers_without_a_session() {
    let server = Server::start().await;
    let id = uuid();
    let stale = format!("__Host-consola={}", uuid());
    for cookie in ["", "__Host-consola=x", "consola=1; admin=1", &stale] {
        for path in ["queue".to_owned(), format!("conversations/{id}")] {
            let request = server.get(&format!("/api/v1/staff/{path}")).header("cookie", cookie);
            assert_eq!(request.send().await.unwrap().status(), 401, "{path}");
        }
        for action in ["take", "release", "close", "pass", "messages", "read"] {
            let request =
                server.post(&format!("/api/v1/staff/conversations/{id}/{action}")).header("cookie", cookie);
            let body = serde_json::json!({});
            assert_eq!(request.json(&body).send().await.unwrap().status(), 401, "{action}");
        }
    }
}

#[tokio::test]
async fn a_person_taken_from_the_database_is_signed_out() {
    use sea_orm::{EntityTrait, ModelTrait};
    let server = Server::start().await;
    let ana = server.staff("ana", &["pp"]).await;
    server.app.clock.set(server.app.clock.now() + HOUR / 60);
    let id = ana.id.clone();
    let removed = server.app.store.write(move |tx| {
        Box::pin(async move {
            let row = server::store::entities::staff::Entity::find_by_id(id).one(tx).await?;
            row.unwrap().delete(tx).await?;
            Ok(())
        })
    });
    removed.await.unwrap();
    assert_eq!(status(&ana).await, 401);
}

#[tokio::test]
async fn a_password_that_somebody_else_chose_is_changed_first() {
    let server = Server::start().await;
    let new = accounts::NewStaff {
        username: "ana".into(),
        display_name: "Ana".into(),
        desks: vec!["pp".into()],
        password: Some(PASSWORD.into()),
        must_change_password: true,
    };
    let id = accounts::add(&server.app, new).await.unwrap();
    let ana = Staff { server: &server, id, cookie: enter(&server, PASSWORD).await };
    assert_eq!(status(&ana).await, 403);
    let changed = change(&ana, PASSWORD, OTHER).await;
    let ana = Staff { cookie: cookie_of(&changed), ..ana };
    assert_eq!(status(&ana).await, 200);
}
