//! Who writes: the business-scoped user id (BSUID) first, the number second; either may be missing.

use serde_json::Value;

use crate::json;

/// What a webhook says of a person. Nothing of it proves who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// "CC." and 1 to 128 letters and digits; the same for all lines of the institute.
    pub bsuid: Option<String>,
    /// Canonical number, digits only: one person whether Meta writes 521 or 52.
    pub phone: Option<String>,
    /// The number as Meta wrote it, digits only: answers go to this form.
    pub wa_id: Option<String>,
    /// Name of the profile.
    pub name: Option<String>,
}

/// Characters of a profile's name that are kept; Meta allows 25 or so.
const NAME_CHARS: usize = 100;

impl Identity {
    pub fn is_nobody(&self) -> bool {
        self.bsuid.is_none() && self.phone.is_none()
    }

    /// From ids as they came; each may be either kind, and a BSUID is never taken for a number.
    pub(crate) fn of(ids: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut identity = Self::default();
        for id in ids.into_iter().flatten() {
            if is_bsuid(&id) {
                identity.bsuid.get_or_insert(id);
            } else if let Some(digits) = digits(&id) {
                identity.phone.get_or_insert_with(|| canonical(&digits));
                identity.wa_id.get_or_insert(digits);
            }
        }
        identity
    }

    /// Adds what the webhook's `contacts` say of the same person: matched by id, never by place.
    pub(crate) fn completed(mut self, contacts: &[Value]) -> Self {
        let same = |contact: &&Value| self.is_same(&of_contact(contact));
        let Some(contact) = contacts.iter().find(same) else { return self };
        let known = of_contact(contact);
        self.bsuid = self.bsuid.or(known.bsuid);
        if self.phone.is_none() {
            (self.phone, self.wa_id) = (known.phone, known.wa_id);
        }
        self.name = name(contact);
        self
    }

    /// Two ids that both know must not differ, and one must be shared.
    fn is_same(&self, other: &Self) -> bool {
        let bsuid = alike(self.bsuid.as_ref(), other.bsuid.as_ref());
        let phone = alike(self.phone.as_ref(), other.phone.as_ref());
        bsuid.or(phone) == Some(true)
    }
}

fn alike(one: Option<&String>, other: Option<&String>) -> Option<bool> {
    Some(one? == other?)
}

fn of_contact(contact: &Value) -> Identity {
    Identity::of([json::text(contact, "user_id"), json::text(contact, "wa_id")])
}

fn name(contact: &Value) -> Option<String> {
    let profile = json::member(contact, "profile")?;
    let name = json::text(profile, "name").or_else(|| json::text(profile, "username"))?;
    let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(NAME_CHARS).collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// Two capital letters, a point, and 1 to 128 letters and digits.
pub fn is_bsuid(id: &str) -> bool {
    let Some((country, rest)) = id.split_once('.') else { return false };
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The digits of an international number, with or without +; none when it is anything else.
fn digits(id: &str) -> Option<String> {
    let digits = id.strip_prefix('+').unwrap_or(id);
    // E.164 ends at 15; shorter than 6 is a short code or a mistake.
    let plausible = (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plausible.then(|| digits.to_owned())
}

/// One key for one number: Mexico's mobiles were 521 and ten digits, and are 52 and ten digits.
fn canonical(digits: &str) -> String {
    match digits.strip_prefix("521") {
        Some(rest) if digits.len() == 13 => format!("52{rest}"),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(id: &str) -> Identity {
        Identity::of([Some(id.to_owned())])
    }

    #[test]
    fn a_mexican_number_is_one_in_both_forms() {
        for (id, phone, wa_id) in [
            ("5214731234567", "524731234567", "5214731234567"),
            ("524731234567", "524731234567", "524731234567"),
            ("+5214731234567", "524731234567", "5214731234567"),
            // Twelve digits that begin with 521 are the ten-digit number 1...; thirteen of another country stay.
            ("521473123456", "521473123456", "521473123456"),
            ("5491123456789", "5491123456789", "5491123456789"),
            ("16505551234", "16505551234", "16505551234"),
        ] {
            let identity = of(id);
            assert_eq!(
                (identity.phone.as_deref(), identity.wa_id.as_deref()),
                (Some(phone), Some(wa_id)),
                "{id}"
            );
        }
    }

    #[test]
    fn a_bsuid_is_never_a_number() {
        for id in ["MX.13491208655302741918", "US.a", &format!("MX.{}", "9".repeat(128))] {
            let identity = of(id);
            assert_eq!((identity.bsuid.as_deref(), identity.phone.as_deref()), (Some(id), None));
        }
        for id in [
            "MX.",
            "mx.123456",
            "MEX.123456",
            "MX.12 34",
            "US.ENT.118157",
            "",
            "12345",
            "+52 473",
            "5247312345678901",
        ] {
            assert!(of(id).is_nobody(), "{id}");
        }
        assert!(of(&format!("MX.{}", "9".repeat(129))).is_nobody());
    }

    #[test]
    fn contacts_are_matched_by_id_and_never_by_place() {
        let contacts = [
            json!({"profile": {"name": "Otra"}, "wa_id": "5214730000000", "user_id": "MX.1"}),
            json!({"profile": {"name": " Rosa\u{7}"}, "wa_id": "524731234567", "user_id": "MX.2"}),
            json!({"profile": {"username": "@beto"}, "user_id": "MX.3"}),
        ];
        let rosa = of("5214731234567").completed(&contacts);
        assert_eq!((rosa.bsuid.as_deref(), rosa.name.as_deref()), (Some("MX.2"), Some("Rosa")));
        assert_eq!(rosa.wa_id.as_deref(), Some("5214731234567"), "the form this message came in");
        assert_eq!(of("MX.2").completed(&contacts).phone.as_deref(), Some("524731234567"));
        let beto = of("MX.3").completed(&contacts);
        assert_eq!((beto.name.as_deref(), beto.phone), (Some("@beto"), None));
        let stranger = of("5214739999999");
        assert_eq!(stranger.clone().completed(&contacts), stranger);
        assert!(Identity::default().completed(&contacts).is_nobody());
        let both = Identity::of([Some("MX.9".into()), Some("524731234567".into())]);
        assert_eq!(both.clone().completed(&contacts), both, "one number, another person");
    }
}
