use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use protocol::staff::ConsolePage;

use super::password_field::PasswordField;
use super::sign_in::{Gate, Outcome};
use crate::text::console as words;
use crate::ui::{Button, ButtonLink, Card, Field, Look, described_by};

/// The server's own limit; it has the last word.
const LEAST_CHARS: usize = 15;

/// `/consola/clave`, and all there is while the password is one that somebody else chose.
#[component]
pub fn ChangePassword(page: ConsolePage) -> impl IntoView {
    let must = page.me.as_ref().is_some_and(|me| me.must_change_password);
    let username = page.me.map(|me| me.username).unwrap_or_default();
    let new = NewPassword::new();
    view! {
        <Gate institution=page.institution title=words::CHANGE_PASSWORD demo_clock=page.demo_clock>
            <Outcome notice=page.notice success=page.success />
            <Card>
                <form method="post" action="/consola/clave" on:submit=move |event| new.check(&event)>
                    {must.then(|| view! { <p>{words::MUST_CHANGE}</p> })}
                    <HiddenUsername username=username />
                    <PasswordField id="clave-actual" name="current" label=words::CURRENT_PASSWORD
                        autocomplete="current-password" />
                    <NewPasswordFields new=new />
                    <button class="p-button p-button--wide" type="submit">{words::SAVE_PASSWORD}</button>
                </form>
            </Card>
            <WayBack must=must />
        </Gate>
    }
}

/// Password managers store the new password under this name.
#[component]
fn HiddenUsername(username: String) -> impl IntoView {
    view! {
        <input type="text" name="username" autocomplete="username" value=username hidden=true readonly=true
            aria-hidden="true" tabindex="-1" />
    }
}

#[component]
fn WayBack(must: bool) -> impl IntoView {
    if must {
        view! {
            <form method="post" action="/consola/salir">
                <Button look=Look::Quiet>{words::SIGN_OUT}</Button>
            </form>
        }
        .into_any()
    } else {
        view! { <ButtonLink look=Look::Quiet href="/consola">{words::BACK_TO_CONSOLE}</ButtonLink> }
            .into_any()
    }
}

/// `/consola/primera-clave`: a one-use code becomes a first password.
#[component]
pub fn FirstPassword(page: ConsolePage) -> impl IntoView {
    let new = NewPassword::new();
    view! {
        <Gate institution=page.institution title=words::FIRST_PASSWORD demo_clock=page.demo_clock>
            <Outcome notice=page.notice success=page.success />
            <Card>
                <form method="post" action="/consola/primera-clave" on:submit=move |event| new.check(&event)>
                    <Field id="codigo" label=words::CODE hint=words::FIRST_LEAD>
                        <input class="p-field__input" id="codigo" name="code" type="text" required=true
                            autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
                            aria-describedby=described_by("codigo") />
                    </Field>
                    <NewPasswordFields new=new />
                    <button class="p-button p-button--wide" type="submit">{words::SAVE_PASSWORD}</button>
                </form>
            </Card>
            <a class="p-signin__link" href="/consola">{words::BACK_TO_SIGN_IN}</a>
        </Gate>
    }
}

/// The new password, written twice. What the browser can see it says in place; the form then stays.
#[derive(Clone, Copy)]
struct NewPassword {
    password: NodeRef<Input>,
    repeat: NodeRef<Input>,
    short: RwSignal<String>,
    different: RwSignal<String>,
}

impl NewPassword {
    fn new() -> Self {
        Self {
            password: NodeRef::new(),
            repeat: NodeRef::new(),
            short: RwSignal::default(),
            different: RwSignal::default(),
        }
    }

    fn check(self, event: &SubmitEvent) {
        let (Some(password), Some(repeat)) = (self.password.get_untracked(), self.repeat.get_untracked())
        else {
            return;
        };
        let (short, different) = faults(&password.value(), &repeat.value());
        self.short.set(short.to_owned());
        self.different.set(different.to_owned());
        if !short.is_empty() || !different.is_empty() {
            event.prevent_default();
            let first = if short.is_empty() { repeat } else { password };
            let _ = first.focus();
        }
    }
}

/// What to say at the first and at the second box; empty means all is well.
fn faults(password: &str, repeat: &str) -> (&'static str, &'static str) {
    let short = if password.chars().count() < LEAST_CHARS { words::PASSWORD_SHORT } else { "" };
    let different = if password == repeat { "" } else { words::PASSWORD_DIFFERENT };
    (short, different)
}

#[component]
fn NewPasswordFields(new: NewPassword) -> impl IntoView {
    view! {
        <PasswordField id="clave-nueva" name="password" label=words::NEW_PASSWORD autocomplete="new-password"
            hint=words::PASSWORD_HINT error=new.short input=new.password />
        <PasswordField id="clave-repetida" name="repeat" label=words::REPEAT_PASSWORD autocomplete="new-password"
            error=new.different input=new.repeat />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_not_bytes() {
        assert_eq!(faults("ñandúñandúñandú", "ñandúñandúñandú"), ("", ""));
        assert_eq!(faults("ñandúñandú", "ñandúñandú").0, words::PASSWORD_SHORT);
        assert_eq!(faults("tres caballos verdes", "tres caballos verde").1, words::PASSWORD_DIFFERENT);
    }
}
