use gloo_net::http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Failure;

/// Longer than the server's own limit, so that its sentence arrives; without one a lost connection would hold
/// up every later fetch.
const TIMEOUT_MS: u32 = 35_000;

pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let signal = web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS);
    let response = Request::get(path).abort_signal(Some(&signal)).send().await;
    let text = accepted(response).await?;
    serde_json::from_str(&text).map_err(|_| Failure::Garbled)
}

/// Any 2xx is success; its body counts only when it is what was expected.
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<Option<T>, Failure> {
    let signal = web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS);
    let request = Request::post(path).abort_signal(Some(&signal)).json(body).map_err(|_| Failure::Garbled)?;
    let text = accepted(request.send().await).await?;
    Ok(serde_json::from_str(&text).ok())
}

async fn accepted(response: Result<Response, gloo_net::Error>) -> Result<String, Failure> {
    let response = response.map_err(|_| Failure::Offline)?;
    let ok = response.ok();
    let text = response.text().await.map_err(|_| Failure::Offline)?;
    if ok { Ok(text) } else { Err(serde_json::from_str(&text).map_or(Failure::Garbled, Failure::Refused)) }
}
