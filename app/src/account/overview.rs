use leptos::prelude::*;
use protocol::account::AccountPage;

use super::loan::{LoanCard, Today};
use super::outcome::Outcome;
use super::sessions::Sessions;
use crate::text::account as words;
use crate::ui::{Button, ButtonLink, Layout, Look, Section};

/// `/mi-cuenta`: loans first, then where the account is open, then the way out.
///
/// Accessibility: one `h1`, an `h2` a block, an `h3` a loan; every figure stands after the words that name it.
#[component]
pub fn Account(page: AccountPage) -> impl IntoView {
    let today = Today { offset_minutes: page.utc_offset_minutes, now: page.now };
    let who = words::who(&page.curp, page.affiliation.as_deref());
    let empty = page.loans.is_empty();
    let loans =
        page.loans.into_iter().map(|loan| view! { <LoanCard loan=loan today=today /> }).collect_view();
    view! {
        <Layout institution=page.institution section=Section::Account demo_clock=page.demo_clock>
            <div class="p-account">
                <div class="p-account__head">
                    <div>
                        <h1>{words::greeting(&page.name)}</h1>
                        <p class="p-account__who">{who}</p>
                    </div>
                    <form method="post" action="/salir">
                        <Button look=Look::Quiet>{words::SIGN_OUT}</Button>
                    </form>
                </div>
                <Outcome notice=page.notice success=page.success />
                <section class="p-account__loans" aria-labelledby="prestamos">
                    <h2 id="prestamos">{words::LOANS}</h2>
                    {loans}
                    {empty.then(|| view! { <NoLoans /> })}
                </section>
                <Sessions sessions=page.sessions today=today />
            </div>
        </Layout>
    }
}

#[component]
fn NoLoans() -> impl IntoView {
    view! {
        <div class="p-card p-loan">
            <h3>{words::NO_LOANS}</h3>
            <p>{words::NO_LOANS_TEXT}</p>
            <div class="p-account__actions">
                <ButtonLink href="/calculadora">{words::CALCULATE}</ButtonLink>
                <ButtonLink href="/chat" look=Look::Quiet>{words::WRITE}</ButtonLink>
            </div>
        </div>
    }
}
