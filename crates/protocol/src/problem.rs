//! Errors as `application/problem+json` (RFC 9457).

use serde::{Deserialize, Serialize};

/// What went wrong, in words a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable machine code, `snake_case`, such as `message_too_long`.
    pub code: String,
    /// HTTP status, repeated from the response.
    pub status: u16,
    /// One Spanish sentence or two: what happened, what was kept, what to do.
    pub detail: String,
    /// The request field at fault, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The row of the table or the item of the list at fault, from 1, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
}
