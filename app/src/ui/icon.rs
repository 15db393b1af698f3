use leptos::prelude::*;

/// Every drawing of the interface: strokes on a 24 x 24 grid, drawn for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Alert,
    Arrow,
    Back,
    Banknote,
    Bell,
    Bubble,
    Calculator,
    Calendar,
    Check,
    Checks,
    Clock,
    Close,
    Copy,
    Download,
    Exit,
    Eye,
    Globe,
    House,
    Key,
    Menu,
    Minus,
    Note,
    Offline,
    Person,
    Phone,
    Plus,
    Print,
    Question,
    Receipt,
    Retry,
    Send,
    Shield,
    Speaker,
    Swap,
    Umbrella,
}

impl Glyph {
    /// The drawing a configuration names for a topic; a speech bubble when it names none of ours.
    pub fn named(name: &str) -> Self {
        match name {
            "house" | "home" | "mortgage" | "casa" => Self::House,
            "banknote" | "loan" | "money" | "billete" => Self::Banknote,
            "receipt" | "reference" | "recibo" => Self::Receipt,
            "calendar" | "late" | "clock" | "calendario" => Self::Calendar,
            "umbrella" | "insurance" | "pension" | "paraguas" => Self::Umbrella,
            "shield" | "escudo" => Self::Shield,
            "person" | "persona" => Self::Person,
            "calculator" | "calculadora" => Self::Calculator,
            _ => Self::Bubble,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.01",
            Self::Arrow => "M5 12h14M13 6l6 6-6 6",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Banknote => {
                "M2.5 6.5h19v11h-19zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M6 12h.01M18 12h.01"
            }
            Self::Bell => "M6 16.5v-6a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5h4",
            Self::Bubble => {
                "M5.5 4.5h13a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6.5l-4.5 4v-4h-2a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M8 9h8M8 12.5h5"
            }
            Self::Calculator => {
                "M5 3h14v18H5zM8.5 6.5h7v3h-7zM8.5 13.5h.01M12 13.5h.01M15.5 13.5h.01M8.5 17.5h.01M12 17.5h.01M15.5 17.5h.01"
            }
            Self::Calendar => "M4 5.5h16v15H4zM4 10h16M8 3v4M16 3v4M12 13v2.5M12 17.8v.01",
            Self::Check => "M5 12.5l5 5 9.5-10.5",
            Self::Checks => "M2 12.5l4.5 4.5 8.5-9.5M11.5 16l1 1 9-9.5",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Copy => "M9 9h11v11H9zM15 9V4H4v11h5",
            Self::Download => "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
            Self::Exit => "M10 4H4v16h6M9 12h11M15.5 7.5 20 12l-4.5 4.5",
            Self::Eye => {
                "M2.5 12C5 7.6 8.4 5.5 12 5.5s7 2.1 9.5 6.5c-2.5 4.4-5.9 6.5-9.5 6.5S5 16.4 2.5 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6"
            }
            Self::Globe => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c4.7 5 4.7 12 0 17M12 3.5c-4.7 5-4.7 12 0 17"
            }
            Self::House => "M3 11.5 12 4l9 7.5M5.5 9.8V20h13V9.8M10 20v-5.5h4V20",
            Self::Key => "M8 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M12.5 12H21v4M17 12v3",
            Self::Menu => {
                "M12 4.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6M12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6M12 17.7a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6"
            }
            Self::Minus => "M5 12h14",
            Self::Note => "M5 3.5h14V15l-5.5 5.5H5zM19 15h-5.5v5.5M8.5 8h7M8.5 12h4",
            Self::Offline => {
                "M4 4l16 16M8.5 16a5 5 0 0 1 5.8-1M5.5 12.5a9 9 0 0 1 4-2.3M14 10.2a9 9 0 0 1 4.5 2.3M12 19.5v.01"
            }
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.6-4 3.7-6 7.5-6s6.9 2 7.5 6",
            Self::Phone => {
                "M5 3.5h4l1.5 5-2.3 1.7a12 12 0 0 0 5.6 5.6l1.7-2.3 5 1.5v4a1.5 1.5 0 0 1-1.6 1.5C10.5 20 4 13.5 3.5 5.1A1.5 1.5 0 0 1 5 3.5"
            }
            Self::Plus => "M5 12h14M12 5v14",
            Self::Print => "M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z",
            Self::Question => {
                "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9.5 9.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5v.01"
            }
            Self::Receipt => {
                "M5.5 3v18l2.2-1.5L9.8 21l2.2-1.5 2.2 1.5 2.1-1.5 2.2 1.5V3l-2.2 1.5L14.2 3 12 4.5 9.8 3 7.7 4.5zM9 9h6M9 13h6"
            }
            Self::Retry => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.3M20 4v5.3h-5.3",
            Self::Send => "M3.5 12 20.5 4 16 20l-4.5-6.5zM20.5 4l-9 9.5",
            Self::Shield => "M12 3l8 3v5.5c0 4.5-3.2 7.8-8 9.5-4.8-1.7-8-5-8-9.5V6zM8.5 11.8l2.5 2.5 4.5-5",
            Self::Speaker => "M4 9.5v5h4l5 4.5v-14l-5 4.5zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
            Self::Swap => "M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5",
            Self::Umbrella => "M12 3v1.5M3 13a9 8.5 0 0 1 18 0zM12 13v5.5a2 2 0 0 0 4 0",
        }
    }
}

/// A drawing beside words.
///
/// Accessibility: always decoration (`aria-hidden`); a button with an icon alone carries an `aria-label`.
/// Its colour is that of the text beside it, so it has that text's contrast.
#[component]
pub fn Icon(glyph: Glyph, #[prop(optional)] large: bool) -> impl IntoView {
    let class = if large { "p-icon p-icon--large" } else { "p-icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
            <path d=glyph.path()></path>
        </svg>
    }
}
