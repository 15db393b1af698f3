//! "Escuchar": the answer read aloud, where the device itself has a Spanish voice.

use leptos::prelude::*;

use super::figures::Figures;
use super::simulation::Simulation;
use crate::text::calculator_table as words;
use crate::ui::{Glyph, Icon};

/// Hidden until a voice is found: without script, and where there is none, nothing is promised.
///
/// Accessibility: a button whose words say what the next press does; what it reads is on the page too.
#[component]
pub fn Listen(sim: Simulation) -> impl IntoView {
    let (able, reading) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| voice::when_found(able));
    // Other figures are on the screen now: those of before are not read to the end.
    Effect::new(move |_| {
        sim.shown.track();
        if reading.get_untracked() {
            voice::stop();
            reading.set(false);
        }
    });
    let press = move |_| {
        if reading.get_untracked() {
            voice::stop();
            reading.set(false);
        } else {
            reading.set(voice::read(&untrack(|| sim.say(said)), reading));
        }
    };
    view! {
        <button
            class="p-button p-button--quiet p-listen"
            type="button"
            hidden=move || !able.get() || !sim.is_ready()
            on:click=press
        >
            <Icon glyph=Glyph::Speaker />
            <span>{move || if reading.get() { words::STOP } else { words::LISTEN }}</span>
        </button>
    }
}

fn said(figures: &Figures) -> String {
    words::spoken(figures)
}

#[cfg(feature = "hydrate")]
mod voice {
    use js_sys::{Function, Reflect};
    use leptos::prelude::*;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

    /// Some browsers have no voices at all, and the typed getter would throw.
    fn synthesis() -> Option<SpeechSynthesis> {
        let found = Reflect::get(&window(), &JsValue::from_str("speechSynthesis")).ok()?;
        found.is_object().then(|| found.unchecked_into())
    }

    /// A voice of the device: one of a company's servers would be told what the person owes.
    fn spanish() -> Option<SpeechSynthesisVoice> {
        let voices = synthesis()?.get_voices();
        let ours = voices.iter().map(JsCast::unchecked_into::<SpeechSynthesisVoice>);
        let ours =
            ours.filter(|voice| voice.local_service() && voice.lang().to_ascii_lowercase().starts_with("es"));
        ours.min_by_key(|voice| !voice.lang().to_ascii_lowercase().ends_with("mx"))
    }

    /// Voices arrive late, some after the page, and then the browser says so.
    pub fn when_found(able: RwSignal<bool>) {
        let look = move || {
            let _ = able.try_set(spanish().is_some());
        };
        look();
        if let Some(synthesis) = synthesis() {
            // Lives as long as the page.
            let again: Function = Closure::<dyn Fn()>::new(look).into_js_value().unchecked_into();
            synthesis.set_onvoiceschanged(Some(&again));
        }
    }

    /// Whether reading began; `reading` is told when it ends.
    pub fn read(text: &str, reading: RwSignal<bool>) -> bool {
        let (Some(synthesis), Some(voice)) = (synthesis(), spanish()) else { return false };
        let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(text) else { return false };
        utterance.set_lang(&voice.lang());
        utterance.set_voice(Some(&voice));
        // The end of one that was stopped comes when the next may already be speaking; some browsers tell both
        // an end and an error.
        let tell = move || {
            let _ = reading.try_set(is_speaking());
        };
        let ended: Function = Closure::<dyn Fn()>::new(tell).into_js_value().unchecked_into();
        utterance.set_onend(Some(&ended));
        utterance.set_onerror(Some(&ended));
        synthesis.cancel();
        synthesis.speak(&utterance);
        true
    }

    fn is_speaking() -> bool {
        synthesis().is_some_and(|synthesis| synthesis.speaking())
    }

    pub fn stop() {
        if let Some(synthesis) = synthesis() {
            synthesis.cancel();
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod voice {
    use leptos::prelude::RwSignal;

    pub fn when_found(_able: RwSignal<bool>) {}
    pub fn read(_text: &str, _reading: RwSignal<bool>) -> bool {
        false
    }
    pub fn stop() {}
}

#[cfg(test)]
mod tests {
    use super::super::figures::calculate;
    use super::super::figures::tests::{figures, form, offer};
    use super::*;

    #[test]
    fn a_voice_reads_words_and_not_signs() {
        let text = said(&figures("monto=60,000&plazo=59"));
        assert_eq!(
            text,
            "Su pago sería de mil doscientos treinta y un pesos con treinta y dos centavos cada quincena. Son 59 \
             pagos: el primero, el 15 de abril de 2026; el último, el 15 de septiembre de 2028. En total pagaría \
             setenta y dos mil seiscientos cuarenta y ocho pesos con dieciséis centavos. De eso, diez mil \
             novecientos tres pesos con cincuenta y seis centavos son intereses y mil setecientos cuarenta y cuatro \
             pesos con sesenta centavos son IVA de los intereses. El CAT es de 14.6 por ciento, sin IVA. \
             Simulación, no es una oferta."
        );
        assert!(said(&figures("monto=1,000&plazo=1")).starts_with("Pagaría una sola vez, mil seis pesos"));
    }

    #[test]
    fn only_what_is_paid_is_read() {
        let read = |rate: &str, iva: &str, fund: &str| {
            let mut offer = offer();
            offer.product.annual_rate_pct = rate.into();
            offer.product.iva_pct = iva.into();
            offer.product.conditions.fund_pct = fund.into();
            let outcome = calculate(&offer, &form("monto=60,000&plazo=59"), true);
            let figures = outcome.ready().expect("figures").clone();
            let parts = figures.amount + figures.interest + figures.iva + figures.fund;
            assert_eq!(parts, figures.total, "nothing else is paid");
            said(&figures)
        };
        let no_iva = read("13.67", "", "");
        assert!(!no_iva.contains("IVA de") && no_iva.contains(" son intereses. El CAT"), "{no_iva}");
        let fund = read("13.67", "16", "0.5");
        assert!(fund.contains(" son intereses, ") && fund.contains(" son IVA de los intereses y "), "{fund}");
        assert!(fund.contains(" son del Fondo Especial y Solidario. "), "{fund}");
        let free = read("0", "16", "");
        assert!(!free.contains("De eso") && !free.contains("cero pesos"), "{free}");
    }
}
