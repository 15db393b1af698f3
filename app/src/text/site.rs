//! What stands on every page.

pub const SKIP: &str = "Saltar al contenido";
pub const NAV: &str = "Principal";
pub const NAV_CALCULATOR: &str = "Calculadora";
pub const NAV_CHAT: &str = "Chat";
pub const NAV_ACCOUNT: &str = "Mi cuenta";
pub const FOOTER_NAV: &str = "Sobre este sitio";
pub const PRIVACY: &str = "Aviso de privacidad";
pub const ACCESSIBILITY: &str = "Accesibilidad";
pub const INTEGRATE: &str = "Para municipios";
/// The institute's switchboard.
pub const PHONE: &str = "473 735 1400";
pub const PHONE_LINK: &str = "tel:+524737351400";

/// The sentence against fraud.
pub fn guard(institution: &str) -> String {
    format!("{institution} nunca pide anticipos, contraseñas ni su llave privada.")
}

/// Over a table that is wider than a phone.
pub const SCROLL_HINT: &str = "Deslice la tabla hacia un lado para verla completa.";
