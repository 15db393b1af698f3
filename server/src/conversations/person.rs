//! Who writes, as far as the institute knows: what was proved by signing in, and what WhatsApp says.

use protocol::{curp::mask, staff::Person};
use sea_orm::EntityTrait;

use crate::{
    error::Error,
    state::App,
    store::entities::{contact, conversation, member},
};

pub(super) async fn person(app: &App, row: &conversation::Model) -> Result<Person, Error> {
    let (db, mut person) = (app.store.reader(), Person::default());
    if let Some(id) = &row.member_id
        && let Some(member) = member::Entity::find_by_id(id.as_str()).one(db).await?
    {
        person.curp = Some(mask(&member.curp));
        person.member = Some(member.name);
        person.affiliation = member.affiliation;
    }
    if let Some(id) = &row.contact_id
        && let Some(contact) = contact::Entity::find_by_id(id.as_str()).one(db).await?
    {
        person.phone = contact.phone.as_deref().map(spaced);
        person.profile = contact.name;
    }
    Ok(person)
}

/// Area codes of two digits: Mexico City, Guadalajara, Monterrey.
const SHORT_AREAS: [&str; 4] = ["55", "56", "33", "81"];

/// A canonical number as people write it: "+52 473 100 0387", "+52 55 1234 5678"; abroad "+13125550123".
fn spaced(digits: &str) -> String {
    let Some(national) = digits.strip_prefix("52").filter(|rest| rest.len() == 10 && rest.is_ascii()) else {
        return format!("+{digits}");
    };
    let area = if SHORT_AREAS.iter().any(|area| national.starts_with(area)) { 2 } else { 3 };
    let (area, rest) = national.split_at(area);
    let (exchange, last) = rest.split_at(rest.len() - 4);
    format!("+52 {area} {exchange} {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(spaced("524731000387"), "+52 473 100 0387");
        assert_eq!(spaced("525512345678"), "+52 55 1234 5678");
        assert_eq!(spaced("13125550123"), "+13125550123");
        assert_eq!(spaced("52473"), "+52473", "too short for a number of Mexico");
    }
}
