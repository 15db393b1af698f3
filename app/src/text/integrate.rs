//! The webmaster's page.

pub const TITLE: &str = "Ponga el chat en el portal de su municipio";
pub const LEAD: &str =
    "Una línea de HTML. No cambia su página, no usa programas de otros y funciona sin cookies.";
pub const CHOOSE: &str = "1. Elija";
pub const SITE: &str = "Clave de su sitio";
pub const SITE_HINT: &str = "Se la da el instituto junto con el registro de sus dominios.";
pub const TOPIC: &str = "Tema con el que abre";
pub const ANY_TOPIC: &str = "Que la persona elija";
pub const OFFSET: &str = "Espacio bajo el botón";
pub const OFFSET_HINT: &str = "Si su página tiene una barra abajo, escriba su altura.";
pub const MAKE: &str = "Preparar el código";
pub const COPY: &str = "2. Copie";
pub const SNIPPET: &str = "Antes de </body>";
pub const SNIPPET_HINT: &str = "Si no hay JavaScript, queda un enlace al mismo chat.";
pub const PREVIEW: &str = "3. Pruebe";
pub const PREVIEW_TEXT: &str =
    "Así se ve el chat que abre el botón. Es el de verdad: lo que envíe llega al instituto.";
pub const PREVIEW_OPEN: &str = "Ver el botón en una página de ejemplo";
pub const FRAME: &str = "Sin JavaScript: un marco";
pub const FRAME_TEXT: &str = "Si su portal no permite scripts, ponga el chat directamente en la página.";
pub const FRAME_NAME: &str = "Código del marco";
pub const PINNED: &str = "Con huella fija";
pub const PINNED_TEXT: &str = "Esta dirección lleva versión y huella (SRI): su navegador la rechaza si cambia un solo byte. A cambio, usted actualiza la línea con cada versión: la anterior deja de servirse.";
pub const PINNED_NAME: &str = "Código con versión y huella";
pub const ATTRIBUTES: &str = "Atributos";
pub const ATTRIBUTES_NAME: &str = "Atributos de la etiqueta script";
pub const ATTRIBUTE_HEADS: [&str; 2] = ["Atributo", "Para qué"];
pub const ATTRIBUTE_ROWS: [(&str, &str); 3] = [
    ("data-site", "Clave de su sitio. Es el único obligatorio."),
    ("data-topic", "Tema con el que abre el chat, por ejemplo pp. Sin él, la persona elige."),
    ("data-offset", "Puntos (px) que el botón sube desde abajo, por ejemplo 64."),
];
pub const CSP: &str = "Si su portal usa CSP";
pub const CSP_TEXT: &str = "Agregue estas fuentes a su encabezado Content-Security-Policy. No hace falta ninguna otra: ni estilos, ni conexiones, ni 'unsafe-inline', ni 'wasm-unsafe-eval'.";
pub const CSP_NAME: &str = "Fuentes para su CSP";
pub const REFUSED: &str = "Si el botón no aparece o el chat no abre";
pub const REFUSED_LIST: [&str; 4] = [
    "El chat solo abre dentro de los dominios registrados para su clave. Uno distinto (por ejemplo con www, con otro puerto o de pruebas) se rechaza: pida que se agregue.",
    "La clave está mal escrita: al abrir el chat el botón desaparece, o muestra un enlace, y no se guarda nada.",
    "Su CSP no incluye las fuentes de arriba: la consola del navegador lo dice.",
    "La conexión es lenta: a los 10 segundos el chat muestra un enlace que lo abre en otra pestaña.",
];
pub const ORIGINS: &str = "Dominios registrados para esta clave:";
pub const NOSCRIPT: &str = "Abrir el chat";
