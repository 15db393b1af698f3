//! One error type for the services. A variant names a fact; one `match` makes the status, the code and
//! the sentence. Logged once, at the boundary; internals are never shown.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::{curp::CurpError, problem::Problem};

use crate::quotes::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    EmptyMessage,
    MessageTooLong {
        limit: usize,
    },
    ControlCharacters,
    TopicNeeded,
    UnknownTopic,
    UnknownDesk,
    UnknownSite,
    BadClientId,
    BadToken,
    ConversationOver,
    TokenExpired,
    NoConversation,
    WrongResumeCode,
    NotHolding,
    /// WhatsApp no longer delivers our answer.
    WindowClosed,
    NothingToResend,
    AlreadyTaken {
        by: String,
    },
    SignInFailed,
    SignInNeeded,
    PasswordChangeNeeded,
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooCommon,
    PasswordsDiffer,
    WrongPassword,
    CodeSpent,
    /// The CURP is not one by its own algorithm.
    BadCurp(CurpError),
    MemberSignInFailed,
    InviteSpent,
    TicketSpent,
    /// A resume code of a conversation whose person is known.
    SignInToResume,
    CrossSite,
    /// A webhook that Meta did not sign, or signed with another secret.
    BadSignature,
    /// Meta's verify token is not ours.
    BadVerifyToken,
    TooMany {
        seconds: u64,
    },
    Busy,
    TooLarge,
    BadBody(String),
    BadQuery,
    /// A calculation that cannot be made.
    Loan(Refusal),
    NotFound,
    MethodNotAllowed,
    Timeout,
    /// Cause for the log; people read that nothing was lost.
    Storage(String),
    Internal(String),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        if crate::store::passes(&error) { Self::Busy } else { Self::Storage(error.to_string()) }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Loan(refusal)
    }
}

impl From<getrandom::Error> for Error {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(format!("random generator: {error}"))
    }
}

type Facts = (StatusCode, &'static str, String);

impl Error {
    pub fn status(&self) -> StatusCode {
        self.facts().0
    }

    /// What a person reads.
    pub fn detail(&self) -> String {
        self.facts().2
    }

    pub fn code(&self) -> String {
        self.facts().1.to_owned()
    }

    fn field(&self) -> Option<String> {
        let name = match self {
            Self::EmptyMessage | Self::MessageTooLong { .. } | Self::ControlCharacters => "text",
            Self::TopicNeeded | Self::UnknownTopic => "topic",
            Self::UnknownDesk => "desk",
            Self::UnknownSite => "site",
            Self::BadClientId => "client_id",
            Self::WrongResumeCode => "code",
            Self::PasswordTooShort | Self::PasswordTooLong | Self::PasswordTooCommon => "password",
            Self::BadCurp(_) => "curp",
            Self::Loan(refusal) => refusal.field,
            _ => return None,
        };
        Some(name.to_owned())
    }

    pub fn problem(&self) -> Problem {
        let status = self.status().as_u16();
        let row = match self {
            Self::Loan(refusal) => refusal.about.row,
            _ => None,
        };
        Problem { code: self.code(), status, detail: self.detail(), field: self.field(), row }
    }

    /// Seconds after which trying again makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany { seconds } => Some(*seconds),
            Self::Busy | Self::Storage(_) | Self::Timeout => Some(2),
            _ => None,
        }
    }

    /// The page's refusal with its status and, where waiting helps, for how long.
    pub fn mark(&self, response: &mut Response) {
        *response.status_mut() = self.status();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }

    /// Logs the failure once: ours as an error with its cause, theirs as a warning by name.
    pub fn log(&self) {
        match self {
            Self::Storage(cause) | Self::Internal(cause) => {
                tracing::error!(code = self.code(), cause, "request failed");
            }
            other => tracing::warn!(code = other.code(), "request refused"),
        }
    }

    fn facts(&self) -> Facts {
        self.message_facts()
            .or_else(|| self.staff_facts())
            .or_else(|| self.member_facts())
            .unwrap_or_else(|| self.platform_facts())
    }

    fn message_facts(&self) -> Option<Facts> {
        use StatusCode as S;
        let unprocessable = S::UNPROCESSABLE_ENTITY;
        Some(match self {
            Self::EmptyMessage => (unprocessable, "message_empty", "Escriba su mensaje antes de enviarlo.".into()),
            Self::MessageTooLong { limit } => (
                unprocessable,
                "message_too_long",
                format!("Su mensaje es muy largo: caben {limit} caracteres. Su texto sigue aquí; divídalo en partes."),
            ),
            Self::ControlCharacters => (
                unprocessable,
                "control_characters",
                "Su mensaje trae caracteres que no se pueden mostrar. Escríbalo de nuevo sin copiarlo de otro programa.".into(),
            ),
            Self::TopicNeeded => (unprocessable, "topic_needed", "Elija un tema para saber qué área le responde. Su texto sigue aquí.".into()),
            Self::UnknownTopic => (unprocessable, "unknown_topic", "Ese tema no existe. Elija uno de la lista.".into()),
            Self::UnknownSite => (S::NOT_FOUND, "unknown_site", "Este sitio no está registrado para usar el chat.".into()),
            Self::BadClientId => (unprocessable, "bad_client_id", "Recargue la página e intente de nuevo.".into()),
            Self::BadToken | Self::NoConversation => (S::NOT_FOUND, "no_conversation", "No encontramos esta conversación. Puede empezar una nueva o usar su código.".into()),
            Self::TokenExpired => (S::GONE, "token_expired", "Esta conversación ya caducó. Su texto sigue aquí: envíelo para empezar una nueva.".into()),
            Self::ConversationOver => (S::CONFLICT, "conversation_over", "Esta conversación ya terminó. Su texto sigue aquí: puede empezar una nueva.".into()),
            Self::WrongResumeCode => (unprocessable, "wrong_resume_code", "No encontramos ese código. Revise que tenga 16 letras y números.".into()),
            _ => return None,
        })
    }

    fn staff_facts(&self) -> Option<Facts> {
        use StatusCode as S;
        let unprocessable = S::UNPROCESSABLE_ENTITY;
        Some(match self {
            Self::UnknownDesk => {
                (unprocessable, "unknown_desk", "Esa área no existe. Elija una de la lista.".into())
            }
            Self::NotHolding => (
                S::CONFLICT,
                "not_holding",
                "Usted ya no atiende esta conversación. Tómela de nuevo para escribir; su texto sigue aquí."
                    .into(),
            ),
            Self::WindowClosed => (
                S::CONFLICT,
                "window_closed",
                "Pasaron más de 24 horas desde el último mensaje de la persona y WhatsApp ya no deja responderle por aquí. Llámele o espere a que escriba de nuevo; su texto sigue aquí."
                    .into(),
            ),
            Self::NothingToResend => (
                S::CONFLICT,
                "nothing_to_resend",
                "Este mensaje ya salió o todavía está en camino. No hace falta reenviarlo; revise su estado."
                    .into(),
            ),
            Self::AlreadyTaken { by } => {
                (S::CONFLICT, "already_taken", format!("{by} tomó esta conversación antes que usted."))
            }
            Self::SignInFailed => (
                S::UNAUTHORIZED,
                "sign_in_failed",
                "El usuario o la contraseña no coinciden. Revise e intente de nuevo.".into(),
            ),
            Self::SignInNeeded => {
                (S::UNAUTHORIZED, "sign_in_needed", "Su sesión terminó. Entre de nuevo.".into())
            }
            Self::PasswordChangeNeeded => {
                (S::FORBIDDEN, "password_change_needed", "Cambie primero su contraseña.".into())
            }
            Self::PasswordTooShort => (
                unprocessable,
                "password_too_short",
                "Use al menos 15 caracteres. Una frase de varias palabras funciona bien.".into(),
            ),
            Self::PasswordTooLong => (
                unprocessable,
                "password_too_long",
                "Esa contraseña es demasiado larga: caben unas 1,000 letras.".into(),
            ),
            Self::PasswordTooCommon => (
                unprocessable,
                "password_too_common",
                "Esa contraseña es fácil de adivinar. Elija otra frase.".into(),
            ),
            Self::PasswordsDiffer => (
                unprocessable,
                "passwords_differ",
                "Las dos contraseñas nuevas no son iguales. Escríbalas de nuevo.".into(),
            ),
            Self::WrongPassword => {
                (unprocessable, "wrong_password", "Su contraseña actual no coincide.".into())
            }
            Self::CodeSpent => (
                unprocessable,
                "code_spent",
                "Ese código no coincide, ya se usó o caducó. Revise las letras o pida otro a sistemas."
                    .into(),
            ),
            _ => return None,
        })
    }

    fn member_facts(&self) -> Option<Facts> {
        use StatusCode as S;
        let unprocessable = S::UNPROCESSABLE_ENTITY;
        Some(match self {
            Self::BadCurp(fault) => (unprocessable, fault.code(), fault.to_string()),
            Self::MemberSignInFailed => (
                S::UNAUTHORIZED,
                "sign_in_failed",
                "La CURP o la contraseña no coinciden. Revise las dos e intente de nuevo.".into(),
            ),
            Self::InviteSpent => (
                unprocessable,
                "invite_spent",
                "Ese código no coincide, ya se usó o caducó: dura 30 minutos. Revise las letras o pida otro al instituto."
                    .into(),
            ),
            Self::SignInToResume => (
                S::FORBIDDEN,
                "sign_in_to_resume",
                "Esta conversación es de una cuenta. Entre con su CURP en la página de chat del instituto y escriba ahí el código."
                    .into(),
            ),
            Self::TicketSpent => (
                unprocessable,
                "ticket_spent",
                "No pudimos traer aquí su conversación: el permiso dura un minuto y sirve una sola vez. Vuelva a la página donde estaba el chat y pida otra vez abrirlo en una página, o use su código."
                    .into(),
            ),
            _ => return None,
        })
    }

    fn platform_facts(&self) -> Facts {
        use StatusCode as S;
        match self {
            Self::CrossSite => (
                S::FORBIDDEN,
                "cross_site",
                "Esta acción se hace desde la propia página. Ábrala e intente de nuevo.".into(),
            ),
            Self::BadSignature => (
                S::UNAUTHORIZED,
                "bad_signature",
                "La firma no corresponde. Revise whatsapp.app_secret y el secreto de la aplicación en Meta.".into(),
            ),
            Self::BadVerifyToken => (
                S::FORBIDDEN,
                "bad_verify_token",
                "El token de verificación no corresponde. Revise whatsapp.verify_token.".into(),
            ),
            Self::TooMany { seconds } => (
                S::TOO_MANY_REQUESTS,
                "too_many",
                format!("Hubo muchos intentos seguidos. Espere {} e intente de nuevo.", spoken_wait(*seconds)),
            ),
            Self::TooLarge => (
                S::PAYLOAD_TOO_LARGE,
                "too_large",
                "Lo que envió es demasiado grande. Divídalo en partes.".into(),
            ),
            Self::BadBody(what) => (S::UNPROCESSABLE_ENTITY, "bad_body", what.clone()),
            Self::BadQuery => (
                S::UNPROCESSABLE_ENTITY,
                "bad_query",
                "La dirección trae un dato que no se entiende. Revise lo que sigue al signo de interrogación.".into(),
            ),
            Self::Loan(refusal) => (S::UNPROCESSABLE_ENTITY, refusal.code, refusal.to_string()),
            Self::NotFound => (S::NOT_FOUND, "not_found", "No encontramos lo que busca.".into()),
            Self::MethodNotAllowed => {
                (S::METHOD_NOT_ALLOWED, "method_not_allowed", "Esta dirección no admite esa acción.".into())
            }
            Self::Busy => (
                S::SERVICE_UNAVAILABLE,
                "busy",
                "Hay mucha gente en este momento. Su texto sigue aquí; intente de nuevo en unos segundos."
                    .into(),
            ),
            Self::Timeout => (
                S::SERVICE_UNAVAILABLE,
                "timeout",
                "Tardamos demasiado en responder. Su texto sigue aquí; intente de nuevo.".into(),
            ),
            Self::Storage(_) => (
                S::SERVICE_UNAVAILABLE,
                "storage",
                "En este momento no pudimos guardar ni leer. Lo que escribió sigue aquí; intente de nuevo en unos minutos."
                    .into(),
            ),
            _ => (
                S::INTERNAL_SERVER_ERROR,
                "internal",
                "Algo falló de nuestro lado. Intente de nuevo en unos minutos.".into(),
            ),
        }
    }
}

/// "1 segundo", "40 segundos", "3 minutos", "5 horas".
fn spoken_wait(seconds: u64) -> String {
    let (count, one, many) = match seconds {
        0..=90 => (seconds.max(1), "segundo", "segundos"),
        91..=5_400 => (seconds.div_ceil(60), "minuto", "minutos"),
        _ => (seconds.div_ceil(3_600), "hora", "horas"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let mut response = Json(self.problem()).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.mark(&mut response);
        response
    }
}
