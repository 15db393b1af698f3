//! The privacy notice, first version: simplified, then whole. What the institute has not confirmed says so.

pub const TITLE: &str = "Aviso de privacidad";
pub const LEAD: &str =
    "Qué datos guarda este sitio, para qué, por cuánto tiempo y cómo pedir que se corrijan o se borren.";
pub const DRAFT: &str = "Primera versión. Lo marcado «por confirmar» lo confirma el instituto antes de publicar el aviso definitivo.";
pub const SHORT: &str = "Aviso simplificado";
pub const WHOLE: &str = "Aviso integral";
pub const WHO: &str = "Quién responde por sus datos";
pub const WHAT: &str = "Qué datos pedimos";
pub const WHY: &str = "Para qué los usamos";
pub const SHARED: &str = "Con quién se comparten";
pub const REFUSE: &str = "Si no está de acuerdo";
pub const BASIS: &str = "Fundamento";
pub const KEPT: &str = "Por cuánto tiempo";
pub const RIGHTS: &str = "Sus derechos";
pub const COOKIES: &str = "Cookies";
pub const CHANGES: &str = "Cambios a este aviso";

pub const WHAT_TEXT: &str = "Para el chat: lo que usted escribe y el tema que elige; no hace falta decir su nombre. Para la calculadora: nada, los cálculos no se guardan. Si entra a su cuenta: su CURP, su nombre, los préstamos que el instituto tiene registrados y desde qué equipo entró; de su contraseña solo se guarda una huella que no permite leerla. Si nos escribe por WhatsApp: su número, el nombre de su perfil y lo que escribe. No escriba su CURP, su número de cuenta ni datos de salud en el chat ni en WhatsApp.";
pub const WHY_TEXT: &str = "Para responderle y para que otra persona del instituto pueda continuar su caso. No los usamos para publicidad.";
pub const SHARED_TEXT: &str = "Con nadie fuera del instituto, salvo que una autoridad lo pida conforme a la ley. Los mensajes del chat de este sitio no pasan por otra empresa. WhatsApp es distinto: es de Meta, una empresa de otro país. Lo que se escribe ahí pasa por ella; es una transferencia de datos y también valen sus reglas. Nunca mande por WhatsApp su CURP, contraseñas, números de cuenta ni documentos: para eso están su cuenta en este sitio y la ventanilla. Usted decide si lo usa.";
pub const REFUSE_TEXT: &str =
    "Puede no usar el chat y llamar o acudir al instituto. Su atención será la misma.";
pub const BASIS_LIST: [&str; 2] = [
    "Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados (DOF, 20 de marzo de 2025).",
    "Ley de Protección de Datos Personales en Posesión de Sujetos Obligados para el Estado de Guanajuato (texto vigente, por confirmar).",
];
pub const RIGHTS_TEXT: &str = "Puede pedir ver sus datos, corregirlos, que se borren, oponerse a un uso o llevárselos a otro lugar. El trámite es gratuito y necesita comprobar su identidad. La respuesta llega en 20 días hábiles; puede ampliarse 10 con aviso. Si no está de acuerdo con ella, tiene 15 días hábiles para pedir una revisión a la autoridad garante (por confirmar).";
pub const RIGHTS_WHERE: &str =
    "Unidad de Transparencia del instituto: domicilio y correo por confirmar. Teléfono:";
pub const COOKIES_TEXT: &str = "Solo las necesarias. Una, para que su conversación siga ahí al recargar la página: se renueva al usarla y dura 30 días; la conversación se cierra para ella tras 7 días sin uso. Otra, solo si entra a su cuenta, la mantiene abierta hasta que usted salga o pase un tiempo sin usarla. Además, su navegador guarda en su propio equipo, y no nos manda, lo que usted escribe y todavía no envía. Sin nada de esto el chat también funciona, con un código para volver. No medimos su navegación.";
pub const CHANGES_TEXT: &str =
    "Se publican en esta página con su fecha. Fecha y número de esta versión: por confirmar.";
pub const PERIOD_HEADS: [&str; 2] = ["Dato", "Plazo (por confirmar)"];
pub const PERIODS_NAME: &str = "Plazos";

/// Days after which the service deletes things, as it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub anonymous_chat: i64,
    pub identified_chat: i64,
    pub webhook: i64,
    pub whatsapp_id: i64,
    pub quarantine: i64,
}

/// What is kept for how long. The service deletes by the same figures.
pub fn periods(days: Days) -> [(&'static str, String); 8] {
    let since_last = |days| format!("{} después del último mensaje", spoken(days));
    [
        ("Conversación sin identificarse", since_last(days.anonymous_chat)),
        ("Conversación por WhatsApp o con la sesión iniciada", since_last(days.identified_chat)),
        (
            "Su número y su nombre en WhatsApp",
            format!("{}, cuando ya no queda ninguna conversación suya", since_last(days.identified_chat)),
        ),
        ("Lo que WhatsApp nos entrega, tal como llegó", spoken(days.webhook)),
        ("Los números de sus mensajes de WhatsApp, sin lo que dicen", spoken(days.whatsapp_id)),
        ("Mensajes de WhatsApp que no pudimos mostrar", spoken(days.quarantine)),
        ("Cálculos de préstamos", "No se guardan".to_owned()),
        (
            "Copias de respaldo",
            "Lo borrado sigue en ellas hasta que se sustituyen (por confirmar)".to_owned(),
        ),
    ]
}

/// "1 día", "90 días".
fn spoken(days: i64) -> String {
    if days == 1 { "1 día".to_owned() } else { format!("{days} días") }
}

pub fn who(institution: &str) -> String {
    format!(
        "{institution}, con domicilio en Guanajuato, Guanajuato (domicilio completo por confirmar), es responsable de los datos que usted escribe aquí."
    )
}
