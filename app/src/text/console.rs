//! The desks' console.

pub const TITLE: &str = "Consola";
pub const PERSON: &str = "Persona";
pub const ASSISTANT: &str = "Asistente";
pub const NO_SCRIPT: &str =
    "Para atender conversaciones hace falta JavaScript. Actívelo en su navegador y recargue la página.";

// Signing in.
pub const SIGN_IN_LEAD: &str = "Entre con su usuario de la institución.";
pub const USERNAME: &str = "Usuario";
pub const PASSWORD: &str = "Contraseña";
pub const SIGN_IN: &str = "Entrar";
pub const HAVE_CODE: &str = "Tengo un código de un solo uso";
pub const DEMO_ACCOUNTS: &str = "Cuentas de demostración (usuario / contraseña):";
pub const SHOW_PASSWORD: &str = "Ver";
pub const HIDE_PASSWORD: &str = "Ocultar";
/// Follows the two words above for screen readers, before the field's name.
pub const SHOWN_PASSWORD_OF: &str = "lo escrito en:";

// Passwords.
pub const CHANGE_PASSWORD: &str = "Cambiar contraseña";
pub const FIRST_PASSWORD: &str = "Crear mi contraseña";
pub const MUST_CHANGE: &str =
    "Otra persona eligió su contraseña actual. Elija una que solo usted conozca; después podrá atender.";
pub const FIRST_LEAD: &str =
    "Escriba el código que le dieron en sistemas. Sirve una sola vez, durante 30 minutos.";
pub const CODE: &str = "Código de un solo uso";
pub const CURRENT_PASSWORD: &str = "Contraseña actual";
pub const NEW_PASSWORD: &str = "Contraseña nueva";
pub const REPEAT_PASSWORD: &str = "Repita la contraseña nueva";
pub const PASSWORD_HINT: &str = "Al menos 15 caracteres: una frase de varias palabras es fácil de recordar.";
pub const PASSWORD_SHORT: &str =
    "Escriba al menos 15 caracteres. Una frase de varias palabras funciona bien.";
pub const PASSWORD_DIFFERENT: &str = "Las dos no son iguales. Escriba aquí la misma contraseña nueva.";
pub const SAVE_PASSWORD: &str = "Guardar contraseña";
pub const BACK_TO_CONSOLE: &str = "Volver a la consola";
pub const BACK_TO_SIGN_IN: &str = "Volver a la entrada";

// Head and menu.
pub const MENU: &str = "Menú de";
pub const SIGN_OUT: &str = "Salir";
pub const SOUND_ON: &str = "Sonido: sí";
pub const SOUND_OFF: &str = "Sonido: no";
pub const KEYS: &str = "Teclas";
pub const TABS: &str = "Partes de la consola";
pub const TAB_QUEUE: &str = "Fila";
pub const TAB_CONVERSATION: &str = "Conversación";
pub const TAB_PERSON: &str = "Persona";
pub const LOST: &str = "Sin conexión en vivo. La fila se revisa cada 5 segundos y lo que escriba se conserva; seguimos intentando.";
pub const RECONNECT: &str = "Reintentar ahora";

// The session's end.
pub const SESSION_IDLE: &str = "Su sesión se cierra en menos de 2 minutos por falta de actividad. Lo que escribió se conserva en esta ventana.";
pub const SESSION_OVER: &str = "Su sesión cumple su duración máxima y se cierra en menos de 2 minutos. Lo que escribió se conserva en esta ventana; entre de nuevo para continuar.";
pub const STAY: &str = "Seguir";

// Queue.
pub const QUEUE: &str = "Fila de conversaciones";
pub const MINE: &str = "Mis conversaciones";
pub const WAITING: &str = "En espera";
pub const OTHERS: &str = "De mis compañeros";
pub const NONE_MINE: &str = "Todavía no atiende ninguna.";
pub const NONE_WAITING: &str = "Nadie espera en este momento.";
pub const NONE_OTHERS: &str = "Sus compañeros no atienden ninguna.";
pub const UNREAD: &str = "Sin leer";
pub const PASSED: &str = "Pasada con nota";
pub const WAITS_FOR: &str = "Espera: ";
pub const TAKEN_FOR: &str = "Atendida: ";

// Conversation.
pub const CHOOSE: &str = "Elija una conversación de la fila.";
pub const TAKE_NEXT: &str = "Tomar la que lleva más tiempo";
pub const ALL_DONE: &str = "Nadie espera en este momento. Le avisaremos cuando alguien escriba.";
pub const REFRESH: &str = "Revisar la fila";
pub const LOADING: &str = "Abriendo la conversación…";
pub const BACK: &str = "Volver a la fila";
pub const STATE_WAITING: &str = "En espera";
pub const STATE_MINE: &str = "La atiende usted";
pub const STATE_CLOSED: &str = "Terminada";
pub const CLOSED: &str = "Esta conversación terminó. Ya no se puede escribir en ella.";
pub const TAKE: &str = "Tomar";
pub const TAKE_HINT: &str = "Tómela para responder; nadie más podrá atenderla mientras tanto.";
pub const PASS: &str = "Pasar a otra área";
pub const RELEASE: &str = "Devolver a la fila";
pub const CLOSE: &str = "Cerrar conversación";
pub const CLOSE_SURE: &str = "¿Cerrar esta conversación? La persona ya no podrá escribir en ella.";
pub const CLOSE_YES: &str = "Sí, cerrar";
pub const CANCEL: &str = "Cancelar";
pub const DISMISS: &str = "Entendido";
pub const LOG: &str = "Mensajes";
pub const NOTE_LABEL: &str = "Nota interna, la persona no la ve";
pub const SENDING: &str = "Enviando…";
/// Of a reply written after one that failed.
pub const HELD_BACK: &str = "Espera: antes va la que no se envió.";
pub const FAILED: &str = "No se envió.";
pub const RETRY: &str = "Reintentar";
pub const EDIT: &str = "Volver a editar";

// Writing.
pub const REPLY: &str = "Su respuesta";
pub const REPLY_HINT: &str = "Enter envía; Mayús + Enter agrega un renglón.";
pub const SEND: &str = "Enviar";
pub const REPLY_EMPTY: &str = "Escriba su respuesta antes de enviarla.";

// Passing.
pub const PASS_DESK: &str = "Área que sigue";
pub const PASS_CHOOSE: &str = "Elija un área";
pub const PASS_NOTE: &str = "Nota para quien sigue";
pub const PASS_NOTE_HINT: &str = "Qué pide la persona y qué falta. Ella no ve esta nota.";
pub const PASS_DESK_EMPTY: &str = "Elija el área que debe seguir.";
pub const PASS_NOTE_EMPTY: &str = "Escriba qué debe saber quien sigue.";
pub const PASS_NOTE_LONG: &str = "La nota es muy larga: caben 1,000 caracteres. Acórtela un poco.";
pub const PASS_SEND: &str = "Pasar conversación";

// Person.
pub const ABOUT: &str = "Sobre la conversación";
pub const TOPIC: &str = "Tema";
pub const DESK: &str = "Área";
pub const ORIGIN: &str = "Escribe desde";
pub const STARTED: &str = "Empezó";
pub const CHAT_STATE: &str = "Chat de la persona";
/// True of a chat that is open and of one that only shows its badge: both get the answer at once.
pub const PRESENT: &str = "En línea; su respuesta le llega al momento";
pub const ABSENT: &str = "Cerrado; leerá su respuesta al volver";
pub const NOTES: &str = "Notas internas";
pub const NO_NOTES: &str = "Sin notas.";
pub const NO_PERSON: &str = "Al abrir una conversación verá aquí de qué trata.";

// Keys.
pub const KEYS_TITLE: &str = "Teclas de la consola";
pub const KEYS_SWITCH: &str = "Usar teclas de una letra";
pub const KEYS_CLOSE: &str = "Cerrar";
/// Keys as printed on them, and what they do.
pub const KEY_LIST: [(&str, &str); 8] = [
    ("j  ↓", "Siguiente de la fila"),
    ("k  ↑", "Anterior de la fila"),
    ("Enter", "Abrir la elegida"),
    ("t", "Tomar la abierta, la elegida o la que lleva más tiempo"),
    ("r", "Ir a escribir la respuesta"),
    ("Esc", "Cancelar un paso o volver a la fila"),
    ("Mayús + Enter", "Otro renglón al escribir"),
    ("?", "Mostrar esta lista"),
];

// What went wrong or well, said by the page itself.
pub const OFFLINE: &str = "No hay conexión. Su texto sigue aquí; intente de nuevo.";
pub const GARBLED: &str = "La respuesta llegó incompleta. Su texto sigue aquí; intente de nuevo.";
pub const INTERRUPTED: &str = "La página se cerró antes de confirmar el envío.";
pub const GONE: &str = "Esa conversación ya no está en sus áreas.";
pub const RELEASED: &str = "La conversación volvió a la fila.";
pub const RESENT: &str = "El mensaje está en cola para enviarse de nuevo.";
pub const ENDED: &str = "La conversación quedó cerrada.";

pub fn attended_by(name: &str) -> String {
    format!("La atiende {name}")
}

pub fn passed_to(desk: &str) -> String {
    format!("La conversación pasó a {desk}.")
}

pub fn arrived(topic: &str) -> String {
    format!("Nueva conversación en espera: {topic}")
}

pub fn wrote(topic: &str) -> String {
    format!("Mensaje nuevo en su conversación: {topic}")
}

/// "(3) Consola".
pub fn window_title(count: usize) -> String {
    if count == 0 { TITLE.to_owned() } else { format!("({count}) {TITLE}") }
}

/// Shown only when a reply comes near its limit.
pub fn characters(count: usize, limit: usize) -> String {
    if count > limit {
        format!("Sobran {} caracteres; divida su respuesta en partes.", count - limit)
    } else {
        format!("Quedan {} caracteres.", limit - count)
    }
}
