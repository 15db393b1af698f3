//! The first page.

pub const TITLE: &str = "¿En qué le ayudamos?";
pub const LEAD: &str =
    "Calcule un préstamo, vea el suyo o escriba a una persona del instituto. Sin filas y sin instalar nada.";
pub const CALCULATE: &str = "Calcule su préstamo";
pub const CALCULATE_TEXT: &str = "Vea cuánto pagaría cada quincena y en total, antes de pedirlo.";
pub const CALCULATE_GO: &str = "Ir a la calculadora";
pub const WRITE: &str = "Escriba a una persona";
pub const WRITE_TEXT: &str =
    "Le responde quien atiende su tema. Si está cerrado, deje su mensaje y vuelva por la respuesta.";
pub const WRITE_GO: &str = "Abrir el chat";
pub const ACCOUNT: &str = "Vea su préstamo";
pub const ACCOUNT_TEXT: &str = "Cuánto debe y cuándo es su próximo pago. Entre con su CURP y su contraseña.";
pub const ACCOUNT_GO: &str = "Entrar a mi cuenta";
pub const TOPICS: &str = "Elija su tema";
pub const HOURS: &str = "Horario de atención";
pub const PHONE: &str = "¿Prefiere llamar?";
pub const SAFE: &str = "Cuide sus datos";
pub const SAFE_TEXT: &str =
    "Si alguien le pide dinero para darle un préstamo, no es del instituto. Cuelgue y avísenos.";
