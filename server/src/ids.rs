//! Random identifiers and their hashes. Secrets are stored as SHA-256 only.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// 256 bits from the system's generator as 64 hexadecimal digits.
///
/// # Errors
/// The system's generator does not answer; nothing safe can be made without it.
pub fn fresh_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Whether a text has the shape of [`fresh_token`]'s.
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a text is a UUID in its usual, hyphenated form.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::parse_str(text).is_ok()
}

/// A time-ordered id for rows: it keeps inserts at the end of the index.
pub fn row_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A random id for a form's next message.
pub fn client_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The same id for the same parts: what comes again from elsewhere is known again.
pub fn derived_id(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// Anything, for a pause's jitter; 0 when the system's generator does not answer.
pub fn random() -> u64 {
    getrandom::u64().unwrap_or(0)
}

pub fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

// Crockford's alphabet: no I, L, O or U, so a code survives being read aloud and written by hand.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The resume code of a conversation: 80 bits derived from the secret key, so that it can be shown
/// again without being stored. `XXXX-XXXX-XXXX-XXXX`.
pub fn resume_code(key: &str, conversation: &str) -> String {
    let bits = hmac(key, conversation);
    let bits = bits.iter().take(10).fold(0_u128, |all, byte| (all << 8) | u128::from(*byte));
    let symbol = |index: usize| char::from(CROCKFORD[((bits >> (75 - 5 * index)) & 31) as usize]);
    let mut code = String::with_capacity(19);
    for index in 0..16 {
        if index > 0 && index % 4 == 0 {
            code.push('-');
        }
        code.push(symbol(index));
    }
    code
}

fn hmac(key: &str, message: &str) -> [u8; 32] {
    // HMAC takes a key of any length, so the fallback is never reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return [0; 32] };
    mac.update(b"puente-resume-1|");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Undoes what hands and eyes do to a code: case, blanks, dashes, O for 0, I and L for 1.
pub fn normalize_code(text: &str) -> Option<String> {
    let symbols: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(17)
        .collect();
    let valid =
        symbols.len() == 16 && symbols.iter().all(|c| CROCKFORD.contains(&(*c as u8)) && c.is_ascii());
    valid.then(|| {
        let quarters: Vec<String> = symbols.chunks(4).map(|quarter| quarter.iter().collect()).collect();
        quarters.join("-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resume_code_survives_being_dictated() {
        let code = resume_code("k", "c");
        assert_eq!(code.len(), 19);
        assert_eq!(normalize_code(&code.to_lowercase().replace('-', " ")), Some(code.clone()));
        assert_eq!(normalize_code(&code.replace('0', "o").replace('1', "l")), Some(code));
        for wrong in ["", "ABCD", "ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ", "ABCD-EFGH-JKMN-PQRU", "ABCD-EFGH-JKMN-PQRS-T"]
        {
            assert_eq!(normalize_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_derived_id_is_a_uuid_that_stays() {
        let id = derived_id(&["pp", "wamid.1"]);
        assert!(is_uuid(&id));
        assert_eq!(id, derived_id(&["pp", "wamid.1"]));
        assert_ne!(id, derived_id(&["ref", "wamid.1"]));
    }

    #[test]
    fn codes_differ_by_conversation_and_key() {
        assert_ne!(resume_code("k", "a"), resume_code("k", "b"));
        assert_ne!(resume_code("k", "a"), resume_code("l", "a"));
    }

    #[test]
    fn tokens_have_their_own_shape() {
        let token = fresh_token().unwrap();
        assert!(is_token(&token));
        assert!(!is_token(&token.to_uppercase()) || token.bytes().all(|b| b.is_ascii_digit()));
        assert!(!is_token("x"));
    }
}
