//! Graph's way to say no.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::ids;

/// Code, message and details as Graph words them.
pub(in crate::whatsapp_sim) struct GraphError {
    pub status: StatusCode,
    pub code: i64,
    pub message: String,
    pub details: String,
}

impl GraphError {
    pub fn parameter(details: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 100, "(#100) Invalid parameter", details)
    }

    pub fn token() -> Self {
        let message = "Invalid OAuth access token - Cannot parse access token";
        Self::new(StatusCode::UNAUTHORIZED, 190, message, "")
    }

    pub fn version() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 2500, "Unknown path components", "")
    }

    pub fn unknown_object(id: &str) -> Self {
        let message = format!(
            "Unsupported post request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
             permissions, or does not support this operation."
        );
        Self::new(StatusCode::BAD_REQUEST, 100, &message, "")
    }

    pub fn window() -> Self {
        let details = "Message failed to send because more than 24 hours have passed since the customer last \
                       replied to this number.";
        Self::new(StatusCode::BAD_REQUEST, 131_047, "(#131047) Re-engagement message", details)
    }

    pub fn pair_rate() -> Self {
        let message = "(#131056) (Business Account, Consumer Account) pair rate limit hit";
        let details = "Message failed to send because there were too many messages sent from this phone number \
                       to the same phone number in a short period of time.";
        Self::new(StatusCode::BAD_REQUEST, 131_056, message, details)
    }

    fn new(status: StatusCode, code: i64, message: &str, details: &str) -> Self {
        Self { status, code, message: message.to_owned(), details: details.to_owned() }
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let mut error = json!({
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": ids::client_id(),
        });
        if !self.details.is_empty() {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": self.details });
        }
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}
