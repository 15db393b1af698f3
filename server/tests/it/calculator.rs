//! `GET /calculadora`: a form without script.

use crate::support::{Server, state_of};

#[tokio::test]
async fn a_link_reproduces_a_simulation() {
    let server = Server::start().await;
    let html = server.page("/calculadora?producto=personal&monto=60000&plazo=59").await;
    assert!(html.contains("1,231.32"), "the level payment is on the page");
    assert!(html.contains("10,903.56"), "so is the interest");
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_in_its_field_and_said() {
    let server = Server::start().await;
    for wrong in ["cincuenta", "-5", "99999999999999999999", "1.2.3", "<script>alert(1)</script>", "0"] {
        let response =
            server.get("/calculadora").query(&[("producto", "personal"), ("monto", wrong), ("plazo", "59")]);
        let response = response.send().await.unwrap();
        assert_eq!(response.status(), 200, "{wrong}");
        let html = response.text().await.unwrap();
        assert_eq!(state_of(&html)["form"]["monto"], wrong);
        assert!(!html.contains("<script>alert"), "{wrong} is text");
        assert!(html.contains("aria-invalid"), "{wrong} is marked");
    }
}

#[tokio::test]
async fn a_query_that_is_nonsense_shows_the_empty_form() {
    let server = Server::start().await;
    for query in ["?monto=1&monto=2", "?plazo[]=x", "?producto=nonesuch", "?%00=%FF", "?plazo=999999999999"] {
        let response = server.get(&format!("/calculadora{query}")).send().await.unwrap();
        assert_eq!(response.status(), 200, "{query}");
    }
}
