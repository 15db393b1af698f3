//! Randomness from the browser's generator. `crypto.randomUUID` is missing on plain http and in Safari
//! before 15.4, so ids are put together here.

use leptos::prelude::window;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// 256 bits as 64 hexadecimal digits: the shape of the server's tokens.
pub fn token() -> Option<String> {
    let mut bytes = [0_u8; 32];
    fill(&mut bytes).then(|| hex(&bytes))
}

/// UUID, version 4. It names a message and is no secret: where the generator fails, a weaker one will do.
pub fn uuid() -> String {
    let mut bytes = [0_u8; 16];
    if !fill(&mut bytes) {
        bytes.fill_with(weak);
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = hex(&bytes);
    for place in [20, 16, 12, 8] {
        text.insert(place, '-');
    }
    text
}

fn fill(bytes: &mut [u8]) -> bool {
    window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok())
}

fn weak() -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    let byte = (js_sys::Math::random() * 256.0) as u8;
    byte
}

fn hex(bytes: &[u8]) -> String {
    let pair = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    bytes.iter().flat_map(pair).map(char::from).collect()
}
