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

pub const WHAT_TEXT: &str = "Para el chat: lo que usted escribe y el tema que elige. Para la calculadora: nada, los cálculos no se guardan. No hace falta decir su nombre. No escriba su CURP, su número de cuenta ni datos de salud en el chat.";
pub const WHY_TEXT: &str = "Para responderle y para que otra persona del instituto pueda continuar su caso. No los usamos para publicidad.";
pub const SHARED_TEXT: &str = "Con nadie fuera del instituto, salvo que una autoridad lo pida conforme a la ley. Los mensajes de este sitio no pasan por otra empresa.";
pub const REFUSE_TEXT: &str =
    "Puede no usar el chat y llamar o acudir al instituto. Su atención será la misma.";
pub const BASIS_LIST: [&str; 2] = [
    "Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados (DOF, 20 de marzo de 2025).",
    "Ley de Protección de Datos Personales en Posesión de Sujetos Obligados para el Estado de Guanajuato (texto vigente, por confirmar).",
];
pub const RIGHTS_TEXT: &str = "Puede pedir ver sus datos, corregirlos, que se borren, oponerse a un uso o llevárselos a otro lugar. El trámite es gratuito y necesita comprobar su identidad. La respuesta llega en 20 días hábiles; puede ampliarse 10 con aviso. Si no está de acuerdo con ella, tiene 15 días hábiles para pedir una revisión a la autoridad garante (por confirmar).";
pub const RIGHTS_WHERE: &str =
    "Unidad de Transparencia del instituto: domicilio y correo por confirmar. Teléfono:";
pub const COOKIES_TEXT: &str = "Solo una, necesaria para que su conversación siga ahí al recargar la página. Se renueva al usarla y dura 30 días; la conversación se cierra para ella tras 7 días sin uso. Además, su navegador guarda en su propio equipo, y no nos manda, lo que usted escribe y todavía no envía. Sin nada de esto el chat también funciona, con un código para volver. No medimos su navegación.";
pub const CHANGES_TEXT: &str =
    "Se publican en esta página con su fecha. Fecha y número de esta versión: por confirmar.";
/// Who keeps what for how long; periods are examples until confirmed.
pub const PERIODS: [(&str, &str); 2] = [
    ("Conversación sin identificarse", "90 días; el borrado automático está en preparación"),
    ("Cálculos de préstamos", "No se guardan"),
];
pub const PERIOD_HEADS: [&str; 2] = ["Dato", "Plazo (por confirmar)"];
pub const PERIODS_NAME: &str = "Plazos";

pub fn who(institution: &str) -> String {
    format!(
        "{institution}, con domicilio en Guanajuato, Guanajuato (domicilio completo por confirmar), es responsable de los datos que usted escribe aquí."
    )
}
