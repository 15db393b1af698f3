//! Each page's `<title>` and description.

use super::{account, calculator, error, home, integrate, privacy};

/// What stands in a page's head and is read in a search result or a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub title: String,
    pub description: String,
}

fn head(title: &str, institution: &str, description: &str) -> Head {
    Head { title: format!("{title} · {institution}"), description: description.to_owned() }
}

pub fn home(institution: &str) -> Head {
    head("Puente", institution, home::LEAD)
}

/// `wrong` when the form came back with faults: a reader hears it before anything else.
pub fn calculator(institution: &str, wrong: bool) -> Head {
    let title =
        if wrong { "Revise los datos: calculadora de préstamos" } else { "Calculadora de préstamos" };
    head(title, institution, calculator::LEAD)
}

pub fn chat(institution: &str) -> Head {
    head("Chat", institution, "Escriba a una persona del instituto, por tema, sin instalar nada.")
}

pub fn console(institution: &str) -> Head {
    head("Consola", institution, "Atención por chat.")
}

pub fn privacy(institution: &str) -> Head {
    head("Aviso de privacidad", institution, privacy::LEAD)
}

pub fn accessibility(institution: &str) -> Head {
    head("Accesibilidad", institution, super::accessibility::LEAD)
}

pub fn integrate(institution: &str) -> Head {
    head("Chat para el portal de su municipio", institution, integrate::LEAD)
}

pub fn sign_in(institution: &str, wrong: bool) -> Head {
    let title = if wrong { "Revise los datos: entrar" } else { "Entrar" };
    head(title, institution, account::SIGN_IN_LEAD)
}

pub fn first_password(institution: &str, wrong: bool) -> Head {
    let title = if wrong { "Revise los datos: crear contraseña" } else { "Crear contraseña" };
    head(title, institution, account::FIRST_LEAD)
}

pub fn account(institution: &str) -> Head {
    head(account::ACCOUNT_TITLE, institution, account::SIGN_IN_LEAD)
}

pub fn continue_here(institution: &str) -> Head {
    head(account::CONTINUE_TITLE, institution, account::CONTINUE_TEXT)
}

pub fn error(institution: &str, status: u16) -> Head {
    let said = error::said(status);
    head(said.title, institution, said.what)
}
