//! The API and its description, from the same lines of code.

use axum::Router;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{citizen, loans, sessions, staff};
use crate::state::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Puente",
        description = "Citizen-service platform. Errors are `application/problem+json` with a stable `code` and a \
                       Spanish `detail`. Unsafe requests other than /api/v1/loans/* must come from the service's own \
                       origin. Times are Unix milliseconds UTC; money is a decimal string in pesos. \
                       /webhooks/whatsapp is Meta's: GET answers its verification (403), POST takes signed bodies \
                       (401 unsigned, 413 above 3 MiB, 503 when not stored); both are 404 while no line is connected."
    ),
    tags(
        (name = "loans", description = "Stateless calculations; any client may call them"),
        (name = "chat", description = "A citizen's conversation, by the token in X-Conv"),
        (name = "staff", description = "The desks' console, by its session cookie")
    )
)]
struct Described;

fn loans() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(loans::schedule::schedule))
        .routes(routes!(loans::due_dates::due_dates))
        .routes(routes!(loans::cat::cat))
        .routes(routes!(loans::payoff::payoff))
        .routes(routes!(loans::late_interest::late_interest))
        .routes(routes!(loans::solve::solve))
        .routes(routes!(loans::affordability::affordability))
        .routes(routes!(loans::renewal::renewal))
}

fn chat() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(citizen::messages::send))
        .routes(routes!(citizen::conversation::show))
        .routes(routes!(citizen::end::end))
        .routes(routes!(citizen::resume::resume))
        .routes(routes!(citizen::transcript::show))
}

fn desks() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(staff::queue::show))
        .routes(routes!(staff::conversation::show))
        .routes(routes!(staff::actions::take))
        .routes(routes!(staff::actions::release))
        .routes(routes!(staff::actions::close))
        .routes(routes!(staff::actions::pass))
        .routes(routes!(staff::actions::reply))
        .routes(routes!(staff::actions::resend))
        .routes(routes!(staff::actions::read))
        .routes(routes!(staff::stay::stay))
}

/// The API's routes and the document that describes them.
pub fn split(app: &App) -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Described::openapi())
        .merge(loans())
        .merge(chat().layer(sessions::member(app)))
        .merge(desks().layer(sessions::staff(app)))
        .split_for_parts()
}
