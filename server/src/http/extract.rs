//! Request bodies whose refusals speak our own error language.

use axum::{
    Json,
    extract::{
        Form, FromRequest, FromRequestParts, Path, Query, Request,
        rejection::{FormRejection, JsonRejection},
    },
    http::{StatusCode, request::Parts},
    response::Response,
};
use serde::de::DeserializeOwned;

use super::pages::error_page;
use crate::{error::Error, state::App};

/// `application/json`, fields as declared and no others.
pub struct JsonBody<T>(pub T);

/// `application/x-www-form-urlencoded`; a person reads the refusal, so it is a page.
pub struct FormBody<T>(pub T);

/// The variable parts of a path, usually one; what cannot be read names nothing.
pub struct Segment<T = String>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segment<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        // No text of PostgreSQL's can hold U+0000, so nothing is called that.
        if parts.uri.path().contains("%00") {
            return Err(Error::NotFound);
        }
        let path = Path::from_request_parts(parts, state).await;
        path.map(|Path(segment)| Self(segment)).map_err(|_| Error::NotFound)
    }
}

/// A query string, fields as declared.
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let query = Query::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|_| Error::BadQuery)
    }
}

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

impl<T: DeserializeOwned> FromRequest<App> for FormBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let form = Form::from_request(request, app).await;
        form.map(|Form(body)| Self(body)).map_err(|rejection| error_page(app, &refusal(&rejection)))
    }
}

fn refusal(rejection: &FormRejection) -> Error {
    match rejection {
        FormRejection::InvalidFormContentType(_) => Error::BadBody("Use el formulario de la página.".into()),
        other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::BadBody("El formulario llegó incompleto. Vuelva a la página e intente de nuevo.".into()),
    }
}
