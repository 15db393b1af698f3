//! Ids that code and tests look for.

pub const CONVERSATION: &str = "conversacion";
pub const LOG: &str = "mensajes";
pub const REPLY: &str = "respuesta";
pub const KEYS: &str = "teclas";
pub const PASS_DESK: &str = "pasar-area";
pub const PASS_NOTE: &str = "pasar-nota";
pub const CLOSE_NO: &str = "cerrar-no";

/// A conversation's line in the queue.
pub fn line(id: &str) -> String {
    format!("fila-{id}")
}
