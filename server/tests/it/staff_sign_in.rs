//! Signing in: alike for known and unknown people, counted before the password is looked at.

use std::time::{Duration, Instant};

use crate::support::{DAY, Server, at_once, header, rows, set_cookie, tally};

const PASSWORD: &str = "tres caballos verdes";

async fn with_ana(flags: &[(&str, &str)]) -> Server {
    let server = Server::with(flags).await;
    server.hire("ana", &["pp"], Some(PASSWORD)).await;
    server
}

#[tokio::test]
async fn the_right_password_opens_the_console_and_the_cookie_is_strict() {
    let server = with_ana(&[]).await;
    let response = server.sign_in(" Ana ", PASSWORD).await;
    assert_eq!((response.status().as_u16(), header(&response, "location")), (303, "/consola".to_owned()));
    let line = header(&response, "set-cookie");
    let mut parts: Vec<_> = line.split("; ").skip(1).collect();
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"], "{line}");
    let cookie = format!("__Host-consola={}", set_cookie(&response, "__Host-consola").unwrap());
    let page = server.get("/consola").header("cookie", &cookie).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Ana Pública"));
    let queue = server.get("/api/v1/staff/queue").header("cookie", cookie).send().await.unwrap();
    assert_eq!(queue.status(), 200);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_are_answered_alike() {
    let server = with_ana(&[]).await;
    server.hire("sin-clave", &["pp"], None).await;
    let mut answers = Vec::new();
    for username in ["ana", "eva", "sin-clave"] {
        let response = server.sign_in(username, "otra contraseña más").await;
        let status = response.status();
        let mut heads: Vec<String> = response
            .headers()
            .iter()
            .filter(|(name, _)| {
                !["date", "content-length", "content-security-policy"].contains(&name.as_str())
            })
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        heads.sort();
        answers.push((status, heads, response.text().await.unwrap().replace(username, "NOMBRE")));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].0, 401);
    assert!(!answers[0].1.iter().any(|head| head.starts_with("set-cookie")));
}

#[tokio::test]
async fn the_stored_hash_is_no_password() {
    use sea_orm::EntityTrait;
    let server = with_ana(&[]).await;
    let row =
        server::store::entities::staff::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap();
    let hash = row.password_hash.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_eq!(server.sign_in("ana", &hash).await.status(), 401);
}

#[tokio::test]
async fn after_five_failures_each_attempt_waits() {
    let server = with_ana(&[]).await;
    for _ in 0..6 {
        assert_eq!(server.sign_in("ana", "no es esta frase").await.status(), 401);
    }
    let refused = server.sign_in("ana", PASSWORD).await;
    assert_eq!(refused.status(), 429, "the right password must wait too");
    assert!(!header(&refused, "retry-after").is_empty());
    server.pass_time(1_001);
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 303);
    assert_eq!(server.sign_in("ana", "no es esta frase").await.status(), 401, "and was forgiven by it");
}

#[tokio::test]
async fn spelling_a_name_otherwise_gives_no_further_attempts() {
    let server = with_ana(&[]).await;
    for name in ["ana", "ANA", " ana", "ana ", "\tana", "ana\u{a0}"] {
        assert_eq!(server.sign_in(name, "no es esta frase").await.status(), 401, "{name:?}");
    }
    for name in ["  ana", "ana\n", "Ana\u{2003}", "\u{3000}aNa"] {
        assert_eq!(server.sign_in(name, "no es esta frase").await.status(), 429, "{name:?}");
    }
}

#[tokio::test]
async fn a_hundred_failures_are_a_days_worth() {
    let server = with_ana(&[("limits.sign_ins_per_minute", "100000")]).await;
    let mut statuses = Vec::new();
    for _ in 0..102 {
        server.pass_time(61_000);
        statuses.push(server.sign_in("ana", "no es esta frase").await.status().as_u16());
    }
    assert_eq!(tally(statuses), [(401, 100), (429, 2)].into());
    server.pass_time(DAY);
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_attempts_at_once_stay_within_the_limit() {
    let server = with_ana(&[("limits.sign_ins_per_minute", "100000")]).await;
    let answers = at_once((0..200).map(|_| server.sign_in("ana", "no es esta frase"))).await;
    let statuses = tally(answers.iter().map(|answer| answer.status().as_u16()));
    // The places to hash are fewer than 200: who finds none is told to come back, and is not counted.
    assert_eq!(statuses[&401], 6, "{statuses:?}");
    assert!(statuses.keys().all(|status| [401, 429, 503].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn an_attempt_nobody_could_look_at_is_not_counted() {
    let server = with_ana(&[]).await;
    let places: Vec<_> = std::iter::from_fn(|| server.app.hasher.enter().ok()).collect();
    for username in ["ana", "eva"] {
        for _ in 0..7 {
            assert_eq!(server.sign_in(username, PASSWORD).await.status(), 503, "known or not");
        }
    }
    assert_eq!(rows(&server, "throttle").await, 0);
    drop(places);
    assert_eq!(server.sign_in("ana", PASSWORD).await.status(), 303);
}

#[tokio::test]
async fn an_address_has_a_rate_whatever_names_it_tries() {
    let server = with_ana(&[("limits.sign_ins_per_minute", "4")]).await;
    let mut statuses = Vec::new();
    for n in 0..5 {
        statuses.push(server.sign_in(&format!("nadie{n}"), "no es esta frase").await.status().as_u16());
    }
    assert_eq!(tally(statuses), [(401, 4), (429, 1)].into());
}

#[tokio::test]
async fn a_megabyte_of_password_is_refused_fast_and_unhashed() {
    let server = with_ana(&[]).await;
    for (size, status) in [(1_000_000, 413), (60_000, 401), (1_025, 401)] {
        let mut fastest = Duration::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            assert_eq!(server.sign_in("ana", &"x".repeat(size)).await.status(), status, "{size}");
            fastest = fastest.min(start.elapsed());
        }
        assert!(fastest < Duration::from_millis(500), "{size}: {fastest:?}");
    }
    assert_eq!(rows(&server, "throttle").await, 0, "nothing was even counted");
}

#[tokio::test]
async fn objects_and_arrays_are_no_credentials() {
    let server = with_ana(&[]).await;
    for body in ["username[$ne]=x&password[$ne]=x", "username=ana&username=eva&password=x", "", "%FF=%FE"] {
        let request =
            server.post("/consola/entrar").header("content-type", "application/x-www-form-urlencoded");
        let response = request.body(body).send().await.unwrap();
        assert!(response.status().is_client_error(), "{body}: {}", response.status());
        assert_eq!(header(&response, "set-cookie"), "");
    }
}
