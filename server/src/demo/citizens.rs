//! Invented people with WhatsApp: the demo's waiting conversations are theirs, and the simulator's phones.

/// One of them. Meta always tells a `user_id`; the number only of people without a user name.
pub struct Citizen {
    /// Key in the simulator's addresses.
    pub id: &'static str,
    /// Profile name.
    pub name: &'static str,
    /// Number as Meta writes it: Mexican ones come with and without the 1 after 52.
    pub wa_id: Option<&'static str>,
    /// Business-scoped user id.
    pub user_id: &'static str,
    pub username: Option<&'static str>,
}

pub const CITIZENS: [Citizen; 4] = [
    Citizen {
        id: "rosa",
        name: "Rosa Hernández",
        wa_id: Some("5214735550101"),
        user_id: "MX.100000000000000101",
        username: None,
    },
    Citizen {
        id: "jacinto",
        name: "Jacinto Ramírez",
        wa_id: Some("524735550102"),
        user_id: "MX.100000000000000102",
        username: None,
    },
    Citizen {
        id: "lupita",
        name: "Lupita M.",
        wa_id: None,
        user_id: "MX.100000000000000103",
        username: Some("lupita.dolores"),
    },
    Citizen {
        id: "teresa",
        name: "Teresa Olvera",
        wa_id: Some("5214625550104"),
        user_id: "MX.100000000000000104",
        username: None,
    },
];
