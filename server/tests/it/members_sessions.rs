//! How long a derechohabiente's session lives, what ends it, and who sees it.

use sea_orm::EntityTrait;
use server::{accounts, store::entities::session};

use crate::{
    members_support::{
        LUZ, MATEO, OTHER, PASSWORD, Person, cookie_of, enter, set_password, take_in, with_luz,
    },
    support::{MINUTE, Server, at_once, header, rows, set_cookie},
};

const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";

#[tokio::test]
async fn thirty_idle_minutes_end_a_session_and_use_prolongs_it() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    for _ in 0..3 {
        server.pass_time(30 * MINUTE - 1000);
        assert_eq!(luz.status().await, 200);
    }
    server.pass_time(30 * MINUTE);
    assert_eq!(luz.status().await, 303);
}

#[tokio::test]
async fn twelve_hours_end_it_whatever_is_done() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    for _ in 0..35 {
        server.pass_time(20 * MINUTE);
        assert_eq!(luz.status().await, 200);
    }
    server.pass_time(20 * MINUTE);
    assert_eq!(luz.status().await, 303);
}

#[tokio::test]
async fn signing_in_makes_a_new_id_that_nobody_chose() {
    let server = with_luz(&[]).await;
    let chosen = "AAAAAAAAAAAAAAAAAAAAAA";
    let sign_in = |cookie: String| {
        let form = [("curp", LUZ), ("password", PASSWORD)];
        server.post("/entrar").header("cookie", cookie).form(&form).send()
    };
    let first = sign_in(format!("__Host-sesion={chosen}")).await.unwrap();
    assert_ne!(set_cookie(&first, "__Host-sesion").unwrap(), chosen);
    let before = Person { server: &server, cookie: cookie_of(&first) };
    let again = sign_in(before.cookie.clone()).await.unwrap();
    let after = Person { server: &server, cookie: cookie_of(&again) };
    assert_ne!(before.cookie, after.cookie);
    assert_eq!((before.status().await, after.status().await), (303, 200));
    let tab = before.get("/mi-cuenta").send().await.unwrap();
    assert_eq!(header(&tab, "set-cookie"), "", "a second tab's request does not clear the new cookie");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_under_way_while_the_id_changes_sign_nobody_out() {
    let server = with_luz(&[]).await;
    let mut luz = Person::signed_in(&server, LUZ).await;
    for _ in 0..5 {
        server.pass_time(MINUTE);
        let form = [("curp", LUZ), ("password", PASSWORD)];
        let pages = at_once((0..4).map(|_| luz.get("/mi-cuenta").send()));
        let (pages, again) = tokio::join!(pages, luz.post("/entrar").form(&form).send());
        for page in pages {
            assert_eq!(header(&page.unwrap(), "set-cookie"), "", "the new cookie is not cleared");
        }
        luz = Person { server: &server, cookie: cookie_of(&again.unwrap()) };
        assert_eq!(luz.status().await, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_does_not_bring_an_ended_session_back() {
    let server = with_luz(&[]).await;
    for _ in 0..5 {
        let luz = Person::signed_in(&server, LUZ).await;
        server.pass_time(MINUTE);
        let pages = at_once((0..4).map(|_| luz.get("/mi-cuenta").send()));
        let (_, out) = tokio::join!(pages, luz.post("/salir").send());
        assert_eq!(out.unwrap().status(), 303);
        assert_eq!(luz.status().await, 303);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let out = luz.post("/salir").send().await.unwrap();
    assert_eq!((out.status().as_u16(), header(&out, "location")), (303, "/entrar?salida=1".to_owned()));
    assert_eq!(header(&out, "clear-site-data"), "\"storage\"");
    assert!(header(&out, "set-cookie").contains("Max-Age=0"), "{}", header(&out, "set-cookie"));
    let page = luz.get("/mi-cuenta").send().await.unwrap();
    assert_eq!((page.status().as_u16(), header(&page, "location")), (303, "/entrar".to_owned()));
    assert!(server.page("/entrar?salida=1").await.contains("Cerró su sesión"));
    assert_eq!(luz.post("/salir").send().await.unwrap().status(), 303, "signing out twice is no mistake");
}

#[tokio::test]
async fn the_database_holds_no_id_and_no_user_agent() {
    let server = with_luz(&[]).await;
    let form = [("curp", LUZ), ("password", PASSWORD)];
    let response = server.post("/entrar").header("user-agent", PHONE).form(&form).send().await.unwrap();
    let id = set_cookie(&response, "__Host-sesion").unwrap();
    let kept = session::Entity::find().all(server.app.store.reader()).await.unwrap();
    assert_eq!((kept.len(), kept[0].device.as_str()), (1, "Chrome en Android"));
    let text = format!("{kept:?}");
    assert!(!text.contains(&id) && !text.contains("142.0") && !text.contains("Mozilla"));
    let account = Person { server: &server, cookie: cookie_of(&response) }.account().await;
    assert!(account.contains("Chrome en Android") && !account.contains(&kept[0].id_hash));
}

#[tokio::test]
async fn the_two_kinds_of_session_never_meet() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let ana = server.staff("ana", &["pp"]).await;
    let as_staff = luz.cookie.replace("__Host-sesion", "__Host-consola");
    let queue = server.get("/api/v1/staff/queue").header("cookie", as_staff).send().await.unwrap();
    assert_eq!(queue.status(), 401);
    let as_member = Person { server: &server, cookie: ana.cookie.replace("__Host-consola", "__Host-sesion") };
    assert_eq!(as_member.status().await, 303);
    let both = format!("{}; {}", luz.cookie, ana.cookie);
    let out = server.post("/salir").header("cookie", &both).send().await.unwrap();
    assert_eq!(out.status(), 303);
    let queue = server.get("/api/v1/staff/queue").header("cookie", &both).send().await.unwrap();
    assert_eq!((queue.status().as_u16(), luz.status().await), (200, 303), "each ends alone");
}

/// Ids of the list's `close` fields.
fn closable(account: &str) -> Vec<String> {
    let fields = account.split("name=\"close\" value=\"").skip(1);
    let values = fields.map(|rest| rest.split('"').next().unwrap().to_owned());
    values.filter(|value| value.len() == 16).collect()
}

/// Where the form's answer leads, and that page.
async fn close(person: &Person<'_>, what: &str) -> (String, String) {
    let answer = person.post("/mi-cuenta/sesiones").form(&[("close", what)]).send().await.unwrap();
    assert_eq!(answer.status(), 303, "loading the page again must not send the form again");
    let place = header(&answer, "location");
    let page = person.get(&place).send().await.unwrap().text().await.unwrap();
    (place, page)
}

#[tokio::test]
async fn one_other_session_is_closed_and_only_that_one() {
    let server = with_luz(&[]).await;
    let here = Person::signed_in(&server, LUZ).await;
    let form = [("curp", LUZ), ("password", PASSWORD)];
    let phone = server.post("/entrar").header("user-agent", PHONE).form(&form).send().await.unwrap();
    let phone = Person { server: &server, cookie: cookie_of(&phone) };
    let account = here.account().await;
    assert!(account.contains("Chrome en Android"));
    let ids = closable(&account);
    assert_eq!(ids.len(), 1, "one's own has no button: {account}");
    let (place, page) = close(&here, &ids[0]).await;
    assert_eq!((place.as_str(), page.contains("Cerramos esa sesión")), ("/mi-cuenta?hecho=una", true));
    assert_eq!((here.status().await, phone.status().await), (200, 303));
    assert!(close(&here, &ids[0]).await.1.contains("ya estaba cerrada"));
}

#[tokio::test]
async fn the_others_are_closed_at_once_and_all_of_them_too() {
    let server = with_luz(&[]).await;
    let here = Person::signed_in(&server, LUZ).await;
    let elsewhere = [Person::signed_in(&server, LUZ).await, Person::signed_in(&server, LUZ).await];
    let (place, page) = close(&here, "others").await;
    assert_eq!(
        (place.as_str(), page.contains("Cerramos sus otras sesiones")),
        ("/mi-cuenta?hecho=otras", true)
    );
    let odd = here.get("/mi-cuenta?hecho=<b>").send().await.unwrap();
    assert_eq!(odd.status(), 200, "a word that is none of these says nothing");
    assert!(!odd.text().await.unwrap().contains("Cerramos"));
    assert_eq!(
        (elsewhere[0].status().await, elsewhere[1].status().await, here.status().await),
        (303, 303, 200)
    );
    let elsewhere = Person::signed_in(&server, LUZ).await;
    let all = elsewhere.post("/mi-cuenta/sesiones").form(&[("close", "all")]).send().await.unwrap();
    assert_eq!((all.status().as_u16(), header(&all, "clear-site-data")), (303, "\"storage\"".to_owned()));
    assert_eq!((elsewhere.status().await, here.status().await), (303, 303));
}

#[tokio::test]
async fn nobody_closes_the_sessions_of_somebody_else() {
    let server = with_luz(&[]).await;
    set_password(&server, MATEO, PASSWORD).await;
    let (luz, other) = (Person::signed_in(&server, LUZ).await, Person::signed_in(&server, LUZ).await);
    let mateo = Person::signed_in(&server, MATEO).await;
    let id = closable(&luz.account().await).remove(0);
    let kept = session::Entity::find().all(server.app.store.reader()).await.unwrap();
    for what in [id.as_str(), kept[0].id_hash.as_str(), "", "others"] {
        assert!(close(&mateo, what).await.0.starts_with("/mi-cuenta?hecho="), "{what}");
        assert_eq!((luz.status().await, other.status().await), (200, 200), "{what}");
    }
    close(&mateo, "all").await;
    assert_eq!((mateo.status().await, luz.status().await), (303, 200));
}

async fn first(server: &Server, code: &str, password: &str, repeat: &str) -> (u16, String) {
    let form = [("code", code), ("password", password), ("repeat", repeat)];
    let answer = server.post("/entrar/primera-clave").form(&form).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn invite(server: &Server, curp: &str) -> String {
    accounts::invite(&server.app, &curp.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_code_sets_the_first_password_once() {
    let server = with_luz(&[]).await;
    let code = invite(&server, MATEO).await;
    let (status, page) = first(&server, &code.to_lowercase().replace('-', " "), OTHER, OTHER).await;
    assert_eq!((status, page.contains("Su contraseña quedó lista")), (200, true));
    assert_eq!(enter(&server, MATEO, OTHER).await.status(), 303);
    assert_eq!(first(&server, &code, PASSWORD, PASSWORD).await.0, 422);
    assert_eq!(enter(&server, MATEO, PASSWORD).await.status(), 401);
}

#[tokio::test]
async fn a_refused_password_does_not_use_up_the_code() {
    let server = with_luz(&[]).await;
    let code = invite(&server, MATEO).await;
    for (password, said) in [
        ("corta", "15 caracteres"),
        ("mateo inventado 2026", "adivinar"),
        ("Prueba.Mateo.240879", "adivinar"),
        ("IEPM790824HGTNRT08", "adivinar"),
        ("naci el 24/08/1979", "adivinar"),
        ("guanajuato guanajuato", "adivinar"),
    ] {
        let (status, page) = first(&server, &code, password, password).await;
        assert_eq!((status, page.contains(said)), (422, true), "{password}");
        assert!(page.contains(&code), "the code need not be typed again");
        assert!(!page.contains(password), "{password} is not put back");
    }
    assert!(first(&server, &code, OTHER, PASSWORD).await.1.contains("no son iguales"));
    assert_eq!(first(&server, &code, OTHER, OTHER).await.0, 200);
}

#[tokio::test]
async fn a_code_lasts_thirty_minutes_and_guesses_cost_no_hash() {
    let server = with_luz(&[]).await;
    let code = invite(&server, MATEO).await;
    let before = server.app.hasher.hashes();
    for wrong in ["", "x", "ABCD-EFGH-JKMN-PQRS"] {
        assert_eq!(first(&server, wrong, OTHER, OTHER).await.0, 422, "{wrong}");
    }
    server.pass_time(30 * MINUTE);
    assert_eq!(first(&server, &code, OTHER, OTHER).await.0, 422);
    assert_eq!(server.app.hasher.hashes(), before);
    server.pass_time(-1);
    assert_eq!(first(&server, &code, OTHER, OTHER).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_spent_many_times_at_once_works_once() {
    let server = with_luz(&[]).await;
    let code = invite(&server, MATEO).await;
    let answers = at_once((0..8).map(|_| first(&server, &code, OTHER, OTHER))).await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 1);
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_every_other_code() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    let (code, other) = (invite(&server, LUZ).await, invite(&server, LUZ).await);
    assert_eq!(first(&server, &code, OTHER, OTHER).await.0, 200);
    assert_eq!(luz.status().await, 303);
    assert_eq!(first(&server, &other, PASSWORD, PASSWORD).await.0, 422);
    assert_eq!(enter(&server, LUZ, PASSWORD).await.status(), 401);
    assert_eq!(enter(&server, LUZ, OTHER).await.status(), 303);
}

#[tokio::test]
async fn a_new_password_by_code_takes_away_what_wrong_ones_have_cost() {
    let server = with_luz(&[]).await;
    for _ in 0..6 {
        assert_eq!(enter(&server, LUZ, OTHER).await.status(), 401);
    }
    assert_eq!(enter(&server, LUZ, PASSWORD).await.status(), 429);
    let code = invite(&server, LUZ).await;
    assert_eq!(first(&server, &code, OTHER, OTHER).await.0, 200);
    assert_eq!(enter(&server, LUZ, OTHER).await.status(), 303, "at once");
}

#[tokio::test]
async fn an_import_keeps_passwords_and_sessions() {
    let server = with_luz(&[]).await;
    let luz = Person::signed_in(&server, LUZ).await;
    take_in(&server, &crate::members_support::file().replace("Luz Ejemplo", "Luz María Ejemplo")).await;
    assert!(luz.account().await.contains("Luz María Ejemplo"));
    assert_eq!(enter(&server, LUZ, PASSWORD).await.status(), 303);
    assert_eq!(rows(&server, "member").await, 2);
}
