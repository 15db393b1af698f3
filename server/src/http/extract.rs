//! Request bodies whose refusals speak our own error language.

use axum::{
    Json,
    extract::{
        Form, FromRequest, Request,
        rejection::{FormRejection, JsonRejection},
    },
    http::StatusCode,
};
use serde::de::DeserializeOwned;

use crate::error::Error;

/// `application/json`, fields as declared and no others.
pub struct JsonBody<T>(pub T);

/// `application/x-www-form-urlencoded`.
pub struct FormBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        Json::from_request(request, state).await.map(|Json(body)| Self(body)).map_err(|rejection| {
            match rejection {
                JsonRejection::MissingJsonContentType(_) => {
                    Error::BadBody("Mande el cuerpo como application/json.".into())
                }
                other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                other => {
                    Error::BadBody(format!("El cuerpo no tiene la forma esperada: {}", other.body_text()))
                }
            }
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for FormBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        Form::from_request(request, state).await.map(|Form(body)| Self(body)).map_err(|rejection| {
            match rejection {
                FormRejection::InvalidFormContentType(_) => {
                    Error::BadBody("Use el formulario de la página.".into())
                }
                other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                _ => Error::BadBody(
                    "El formulario llegó incompleto. Vuelva a la página e intente de nuevo.".into(),
                ),
            }
        })
    }
}
