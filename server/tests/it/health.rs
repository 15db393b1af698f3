//! What a load balancer asks.

use crate::support::{PATIENCE, Server};

async fn probe(server: &Server, path: &str) -> (u16, String) {
    let response = server.get(path).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_running_service_is_healthy_and_ready() {
    let server = Server::start().await;
    assert_eq!(probe(&server, "/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(probe(&server, "/readyz").await, (200, "ok\n".to_owned()));
}

#[tokio::test]
async fn a_stopping_service_is_healthy_and_not_ready() {
    let server = Server::start().await;
    server.app.stop.cancel();
    assert_eq!(probe(&server, "/healthz").await.0, 200);
    assert_eq!(probe(&server, "/readyz").await, (503, "stopping\n".to_owned()));
}

#[tokio::test]
async fn a_service_without_its_database_is_not_ready_and_says_no_more_than_that() {
    let server = Server::start().await;
    let citizen = server.citizen();
    server.app.store.reader().clone().close().await.unwrap();
    assert_eq!(probe(&server, "/readyz").await, (503, "database\n".to_owned()));
    assert_eq!(probe(&server, "/healthz").await.0, 200);
    let refused = citizen.send(&crate::support::message(Some("pp"), "hola")).await;
    assert_eq!(crate::support::header(&refused, "retry-after"), "2");
    assert_eq!(crate::support::problem(refused).await, (503, "storage".to_owned()));
    assert_eq!(
        server.get("/calculadora").send().await.unwrap().status(),
        200,
        "what needs no database goes on"
    );
}

#[tokio::test]
async fn a_stop_ends_waiting_long_polls() {
    let server = Server::start().await;
    let citizen = server.citizen();
    citizen.say("pp", "hola").await;
    let start = std::time::Instant::now();
    let stop = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        server.app.stop.cancel();
    };
    let (answer, ()) = tokio::join!(citizen.read("?after=1&wait=25"), stop);
    assert_eq!(answer.status(), 200);
    assert!(start.elapsed() < PATIENCE);
}

#[tokio::test]
async fn metrics_are_not_served_to_the_public() {
    let server = Server::start().await;
    assert_eq!(probe(&server, "/metrics").await.0, 404);
}

#[tokio::test]
async fn a_stop_is_heard_even_when_every_place_is_taken() {
    use server::http::{listener, router};
    let server = Server::start().await;
    let bound = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = bound.local_addr().unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let serving = tokio::spawn(listener::serve(bound, router(&server.app), 1, stop.clone()));
    let client = server.http.get(format!("http://{address}/healthz")).send().await.unwrap();
    assert_eq!(client.text().await.unwrap(), "ok\n");
    let waiting = tokio::net::TcpStream::connect(address).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    stop.cancel();
    tokio::time::timeout(PATIENCE, serving).await.expect("it ends").unwrap();
    drop(waiting);
}
