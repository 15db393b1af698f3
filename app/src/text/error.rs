//! Pages for what went wrong: what happened, what was kept, what to do.

/// One error in words, and its one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub title: &'static str,
    pub what: &'static str,
    pub kept: &'static str,
    pub action: &'static str,
    pub href: &'static str,
}

const HOME: (&str, &str) = ("Ir al inicio", "/");
const CHAT: (&str, &str) = ("Volver al chat", "/chat");

/// The sentences for a status; one that has none of its own speaks as a fault of ours.
pub fn said(status: u16) -> Said {
    match status {
        403 => say("No podemos abrir esto desde aquí", FORBIDDEN, SAME, HOME),
        404 => say("No encontramos esta página", NOT_FOUND, SAME, HOME),
        405 => say("Esta dirección no se abre así", METHOD, SAME, HOME),
        413 => say("Lo que envió es demasiado largo", TOO_LARGE, NOT_SENT, CHAT),
        429 => say("Recibimos muchos intentos seguidos", TOO_MANY, NOT_SENT, HOME),
        400..=499 => say("No entendimos lo que llegó", UNCLEAR, SAME, HOME),
        503 => say("Ahora no podemos atenderle", BUSY, STORED, HOME),
        _ => say("Algo falló de nuestro lado", OURS, STORED, HOME),
    }
}

fn say(
    title: &'static str,
    what: &'static str,
    kept: &'static str,
    (action, href): (&'static str, &'static str),
) -> Said {
    Said { title, what, kept, action, href }
}

const SAME: &str = "No se perdió ni cambió nada de lo suyo.";
const NOT_SENT: &str = "Lo último no se envió. Lo anterior sigue guardado.";
const STORED: &str = "Los mensajes que ya vio como enviados siguen guardados.";
const FORBIDDEN: &str = "La página o el portal de donde viene no tiene permiso para abrirla.";
const NOT_FOUND: &str = "Tal vez la dirección tiene una letra de más o la página ya no está.";
const METHOD: &str = "Suele pasar al recargar o guardar la página de un formulario.";
const TOO_LARGE: &str =
    "Cada mensaje puede tener hasta 2,000 letras. Divídalo en partes y envíelas una por una.";
const TOO_MANY: &str = "Espere un minuto y vuelva a intentar.";
const UNCLEAR: &str = "Los datos llegaron incompletos. Vuelva atrás y envíelos de nuevo.";
const BUSY: &str = "Hay mucha demanda o estamos en mantenimiento. Intente de nuevo en unos minutos.";
const OURS: &str = "No fue por algo que usted hizo. Ya quedó registrado. Intente de nuevo en unos minutos.";
