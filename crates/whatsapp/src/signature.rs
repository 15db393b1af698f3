//! `X-Hub-Signature-256`: HMAC-SHA256 of the raw bytes under the app secret. What is signed is never parsed
//! and written again first: Meta may escape letters that another writer would not.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "sha256=";
const DIGITS: usize = 64;

/// Whether one of the secrets signed these bytes. A missing header, another algorithm, another length or no
/// secret at all is no; the comparison takes the same time wherever it fails.
pub fn is_signed(header: Option<&str>, body: &[u8], secrets: &[&str]) -> bool {
    let Some(given) = header.and_then(digest_of) else { return false };
    secrets
        .iter()
        .filter(|secret| !secret.is_empty())
        .any(|secret| mac(secret, body).is_some_and(|mac| mac.verify_slice(&given).is_ok()))
}

/// The header that Meta sends with these bytes; for its double and for tests.
pub fn sign(secret: &str, body: &[u8]) -> String {
    let digest = mac(secret, body).map(|mac| mac.finalize().into_bytes());
    let nibbles = digest.iter().flatten().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex = nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16));
    PREFIX.chars().chain(hex).collect()
}

/// Whether a text is the expected one, in a time that tells nothing of where they differ.
pub fn is_same(given: &str, expected: &str) -> bool {
    let tag = mac(expected, expected.as_bytes()).map(|mac| mac.finalize().into_bytes());
    let (Some(tag), Some(mac)) = (tag, mac(expected, given.as_bytes())) else { return false };
    !expected.is_empty() && mac.verify_slice(&tag).is_ok()
}

fn mac(secret: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    // HMAC takes a key of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    Some(mac)
}

fn digest_of(header: &str) -> Option<Vec<u8>> {
    let hex = header.strip_prefix(PREFIX).filter(|hex| hex.len() == DIGITS)?;
    let digits: Option<Vec<u8>> = hex.bytes().map(digit).collect();
    Some(digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    const KNOWN: &str = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    const BODY: &[u8] = b"what do ya want for nothing?";

    #[test]
    fn a_known_signature_is_made_and_believed() {
        assert_eq!(sign("Jefe", BODY), KNOWN);
        assert!(is_signed(Some(KNOWN), BODY, &["Jefe"]));
        assert!(is_signed(Some(KNOWN), BODY, &["new secret", "Jefe"]), "the former secret still counts");
        assert!(is_signed(Some(&sign("k", &[0xff, 0])), &[0xff, 0], &["k"]), "bytes need not be text");
    }

    #[test]
    fn anything_else_is_refused() {
        let upper = KNOWN.to_uppercase().replace("SHA256", "sha256");
        let last_changed = format!("{}4", &KNOWN[..KNOWN.len() - 1]);
        for header in [
            None,
            Some(""),
            Some("sha256="),
            Some(&KNOWN[..KNOWN.len() - 2]),
            Some(&KNOWN[7..]),
            Some(&KNOWN.replace("sha256", "sha1")),
            Some(&last_changed),
            Some(&upper),
            Some(&format!("{KNOWN}00")),
            Some(&format!("sha256={}", "ñ".repeat(32))),
        ] {
            assert!(!is_signed(header, BODY, &["Jefe"]), "{header:?}");
        }
        assert!(!is_signed(Some(KNOWN), b"what do ya want for nothing", &["Jefe"]));
        assert!(!is_signed(Some(KNOWN), BODY, &["jefe"]));
        assert!(!is_signed(Some(KNOWN), BODY, &[]));
        assert!(!is_signed(Some(&sign("", BODY)), BODY, &[""]), "an empty secret signs nothing");
    }

    #[test]
    fn a_text_is_the_expected_one_or_not() {
        assert!(is_same("token", "token"));
        for (given, expected) in
            [("token", "tokem"), ("", "token"), ("token", ""), ("", ""), ("tokentoken", "token")]
        {
            assert!(!is_same(given, expected), "{given:?} {expected:?}");
        }
    }
}
