//! A short tone, made by the browser: no file to load.

use std::cell::RefCell;

use web_sys::AudioContext;

thread_local! {
    static AUDIO: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

const PITCH_HZ: f32 = 660.0;
const LOUDNESS: f32 = 0.08;
const SECONDS: f64 = 0.18;

/// Browsers let a page sound only after a gesture: called by the first one.
pub fn allow_sound() {
    AUDIO.with_borrow_mut(|audio| {
        if audio.is_none() {
            *audio = AudioContext::new().ok();
        }
    });
}

/// A machine without sound stays silent; the title and the live region tell the same.
pub fn tone() {
    AUDIO.with_borrow(|audio| {
        if let Some(audio) = audio {
            let _ = play(audio);
        }
    });
}

fn play(audio: &AudioContext) -> Result<(), wasm_bindgen::JsValue> {
    let _ = audio.resume()?;
    let (voice, volume) = (audio.create_oscillator()?, audio.create_gain()?);
    voice.frequency().set_value(PITCH_HZ);
    volume.gain().set_value(LOUDNESS);
    // Fades out: a cut wave clicks.
    volume.gain().linear_ramp_to_value_at_time(0.0, audio.current_time() + SECONDS)?;
    voice.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&audio.destination())?;
    voice.start()?;
    voice.stop_with_when(audio.current_time() + SECONDS)
}
