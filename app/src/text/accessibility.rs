//! The accessibility statement.

pub const TITLE: &str = "Accesibilidad";
pub const LEAD: &str = "Queremos que cualquier persona pueda usar este sitio, con cualquier equipo.";
pub const BAR: &str = "Nuestra medida";
pub const BAR_TEXT: &str = "Nos pedimos cumplir las pautas WCAG 2.2, nivel AA. Es una medida propia: todavía no la ha revisado nadie externo.";
pub const WORKS: &str = "Lo que puede hacer";
pub const WORKS_LIST: [&str; 6] = [
    "Usar todo con el teclado, con lector de pantalla o con el dedo: los botones miden al menos 44 puntos.",
    "Agrandar la letra o la página al 200 % sin perder nada.",
    "Usar el modo oscuro o el contraste de su equipo.",
    "Quitar el movimiento: respetamos la opción de su equipo.",
    "Usar la calculadora y el chat aunque su navegador no ejecute programas.",
    "Entrar desde un teléfono antiguo o con mala señal.",
];
pub const TESTED: &str = "Cómo lo probamos";
pub const TESTED_LIST: [&str; 3] = [
    "Cada pantalla pasa una revisión automática (axe), en claro y en oscuro, al 100 % y al 200 %.",
    "Una prueba revisa el contraste de cada color con su fondo.",
    "Probamos en Chromium, en tamaño de teléfono y de escritorio, con y sin programas.",
];
pub const MISSING: &str = "Lo que falta";
pub const MISSING_LIST: [&str; 3] = [
    "Pruebas con personas que usan lector de pantalla todos los días.",
    "Versiones en otomí y en chichimeca jonaz.",
    "Una versión en Lengua de Señas Mexicana.",
];
pub const COMPLAIN: &str = "Si algo no le funciona";
pub const COMPLAIN_TEXT: &str = "Díganos qué página era y qué quería hacer. Puede llamar o escribir por el chat; también le damos la información de otra forma.";
pub const CALL: &str = "Llame al";
pub const WRITE: &str = "Escribir por el chat";
