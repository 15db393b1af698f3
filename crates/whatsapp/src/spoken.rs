//! What a desk reads of something that is not plain text: what came, and what to do while it cannot be
//! opened here.

use crate::inbound::{Card, Event, Kind, Location, Media, MediaKind};

/// The words that stand in the conversation for a message.
pub fn text(kind: &Kind) -> String {
    match kind {
        Kind::Text(text) | Kind::Choice(text) => text.clone(),
        Kind::Form(summary) => with(summary.as_deref(), "[Formulario de WhatsApp contestado]"),
        Kind::CallPermission { granted: true } => "[Permite que el instituto le llame por WhatsApp]".into(),
        Kind::CallPermission { granted: false } => {
            "[No permite que el instituto le llame por WhatsApp]".into()
        }
        Kind::Media(media) => of_media(media),
        Kind::Location(location) => of_location(location),
        Kind::Cards(cards) => of_cards(cards),
        Kind::Order { products, text } => with(text.as_deref(), &of_order(*products)),
        Kind::Unsupported(name) => of_unsupported(name.as_deref()),
        Kind::Event(event) => self::event(event),
    }
}

fn with(said: Option<&str>, label: &str) -> String {
    said.map_or_else(|| label.to_owned(), |said| format!("{label} {said}"))
}

fn of_media(media: &Media) -> String {
    let (name, open) = match media.kind {
        MediaKind::Image => ("Imagen", "abrirla"),
        MediaKind::Video => ("Video", "abrirlo"),
        MediaKind::Audio => ("Audio", "escucharlo"),
        MediaKind::Voice => ("Nota de voz", "escucharla"),
        MediaKind::Document => ("Documento", "abrirlo"),
        MediaKind::Sticker => ("Sticker", "verlo"),
    };
    let file = media.filename.as_ref().map_or_else(String::new, |file| format!(" «{file}»"));
    let said = media.caption.as_ref().map_or_else(String::new, |caption| format!(" con el texto: {caption}"));
    format!("[{name}{file}]{said}\nAquí todavía no es posible {open}.")
}

fn of_location(location: &Location) -> String {
    let mut text = "[Ubicación]".to_owned();
    let place = [location.name.as_deref(), location.address.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        text = format!("{text} {}", place.join(", "));
    }
    if let (Some(latitude), Some(longitude)) = (&location.latitude, &location.longitude) {
        text = format!("{text}\nCoordenadas: {latitude}, {longitude}");
    }
    text
}

fn of_cards(cards: &[Card]) -> String {
    let lines: Vec<String> = cards.iter().map(of_card).collect();
    match lines.as_slice() {
        [] => "[Contacto compartido]".into(),
        [one] => format!("[Contacto compartido] {one}"),
        many => format!("[{} contactos compartidos]\n{}", many.len(), many.join("\n")),
    }
}

fn of_card(card: &Card) -> String {
    let name = card.name.as_deref().unwrap_or("Sin nombre");
    if card.phones.is_empty() { name.to_owned() } else { format!("{name}: {}", card.phones.join(", ")) }
}

fn of_order(products: usize) -> String {
    let what = if products == 1 { "artículo" } else { "artículos" };
    format!("[Pedido de un catálogo: {products} {what}]")
}

fn of_unsupported(name: Option<&str>) -> String {
    let name = name.map_or_else(String::new, |name| format!(" ({name})"));
    format!(
        "[Mensaje de un tipo que aquí no se puede mostrar{name}]\nPida a la persona que lo escriba como texto."
    )
}

/// What happened, as a line of the desk's view of the conversation.
pub fn event(event: &Event) -> String {
    match event {
        Event::Reaction { emoji: Some(emoji), .. } => format!("Reaccionó con {emoji} a un mensaje."),
        Event::Reaction { emoji: None, .. } => "Quitó su reacción a un mensaje.".into(),
        Event::Edited { now: Some(now), .. } => format!("Editó un mensaje. Ahora dice: {now}"),
        Event::Edited { now: None, .. } => "Editó un mensaje.".into(),
        Event::Revoked { .. } => "Eliminó un mensaje en WhatsApp. Aquí se conserva.".into(),
        Event::Moved { new, .. } if new.phone.is_some() => "Cambió de número en WhatsApp. Las respuestas ya van al número nuevo.".into(),
        Event::Moved { .. } => "WhatsApp le dio una identificación nueva. La conversación sigue siendo la misma.".into(),
        Event::IdentityChanged => {
            "WhatsApp avisa que cambió su código de seguridad: pudo cambiar de teléfono. Confirme quién es antes de dar datos personales.".into()
        }
        Event::Other(body) => with(body.as_deref(), "Aviso de WhatsApp:"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(kind: MediaKind, caption: Option<&str>, filename: Option<&str>) -> Kind {
        Kind::Media(Media {
            kind,
            caption: caption.map(str::to_owned),
            filename: filename.map(str::to_owned),
        })
    }

    #[test]
    fn a_placeholder_says_what_came_and_keeps_what_was_written() {
        let at = |latitude: &str, longitude: &str, name: Option<&str>| {
            Kind::Location(Location {
                latitude: Some(latitude.into()),
                longitude: Some(longitude.into()),
                name: name.map(str::to_owned),
                address: None,
            })
        };
        for (kind, words) in [
            (Kind::Choice("Saldo".into()), "Saldo"),
            (media(MediaKind::Image, None, None), "[Imagen]\nAquí todavía no es posible abrirla."),
            (
                media(MediaKind::Image, Some("mi recibo"), None),
                "[Imagen] con el texto: mi recibo\nAquí todavía no es posible abrirla.",
            ),
            (
                media(MediaKind::Document, None, Some("recibo.pdf")),
                "[Documento «recibo.pdf»]\nAquí todavía no es posible abrirlo.",
            ),
            (media(MediaKind::Voice, None, None), "[Nota de voz]\nAquí todavía no es posible escucharla."),
            (at("0", "0", None), "[Ubicación]\nCoordenadas: 0, 0"),
            (at("21.01", "-101.25", Some("Alhóndiga")), "[Ubicación] Alhóndiga\nCoordenadas: 21.01, -101.25"),
            (Kind::Location(Location::default()), "[Ubicación]"),
            (Kind::Order { products: 1, text: None }, "[Pedido de un catálogo: 1 artículo]"),
            (Kind::Form(Some("Enviado".into())), "[Formulario de WhatsApp contestado] Enviado"),
            (
                Kind::Unsupported(Some("poll".into())),
                "[Mensaje de un tipo que aquí no se puede mostrar (poll)]\nPida a la persona que lo escriba como texto.",
            ),
        ] {
            assert_eq!(text(&kind), words);
        }
    }

    #[test]
    fn cards_are_listed() {
        let card = |name: &str, phones: &[&str]| Card {
            name: Some(name.into()),
            phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
        };
        assert_eq!(text(&Kind::Cards(vec![])), "[Contacto compartido]");
        assert_eq!(text(&Kind::Cards(vec![card("Ana", &["473 1"])])), "[Contacto compartido] Ana: 473 1");
        let two = Kind::Cards(vec![card("Ana", &["1", "2"]), card("Eva", &[])]);
        assert_eq!(text(&two), "[2 contactos compartidos]\nAna: 1, 2\nEva");
    }
}
