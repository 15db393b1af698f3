//! A desk that answers by WhatsApp, and the worker that sends.

use protocol::staff::{Delivery, DeliveryState};
use reqwest::StatusCode;
use server::{jobs, state::App};
use tokio::task::JoinHandle;

use super::meta::{Meta, until, writes};
use crate::support::{Server, Staff, ok};

pub const ANA: &str = "5214731112233";

pub async fn served(meta: &Meta) -> Server {
    Server::with(&[("whatsapp.graph_url", &meta.url)]).await
}

pub fn worker(app: &App) -> JoinHandle<()> {
    tokio::spawn(jobs::outbox::run(app.clone()))
}

/// A person's conversation held by an operator.
pub struct Talk<'a> {
    pub staff: Staff<'a>,
    pub id: String,
}

impl<'a> Talk<'a> {
    /// Ana has written to line PP.
    pub async fn begin(server: &'a Server) -> Self {
        let staff = server.staff("rosa", &["pp"]).await;
        Self::with(server, staff, ANA).await
    }

    pub async fn with(server: &'a Server, staff: Staff<'a>, from: &str) -> Self {
        writes(server, from, "Buenos días").await;
        let id = staff.only_waiting().await;
        assert_eq!(staff.act(&id, "take").await.status(), StatusCode::NO_CONTENT);
        Self { staff, id }
    }

    /// After a time in which the session has ended.
    pub async fn signed_in_again(self, server: &'a Server) -> Self {
        let cookie = server.session_of(&self.staff.id).await;
        Self { staff: Staff { cookie, ..self.staff }, id: self.id }
    }

    /// Answers; the message's number.
    pub async fn reply(&self, text: &str) -> i64 {
        let message: protocol::chat::Message = ok(self.staff.reply(&self.id, text).await).await;
        message.seq
    }

    pub async fn delivery(&self, seq: i64) -> Delivery {
        let opened = self.staff.open(&self.id).await;
        opened.deliveries.into_iter().find(|delivery| delivery.seq == seq).unwrap()
    }

    /// Waits until a message has this state.
    pub async fn reaches(&self, seq: i64, state: DeliveryState) -> Delivery {
        until(&format!("{state:?}"), || async {
            Some(self.delivery(seq).await).filter(|delivery| delivery.state == state)
        })
        .await
    }

    pub async fn resend(&self, seq: i64) -> reqwest::Response {
        self.staff.act(&self.id, &format!("messages/{seq}/resend")).await
    }
}
