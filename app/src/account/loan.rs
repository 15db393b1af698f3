use leptos::prelude::*;
use protocol::account::{Loan, Payment};

use crate::text::{account as words, dates, money};
use crate::ui::{ButtonLink, Glyph, Icon, Label, Look};

/// What dates are said against.
#[derive(Debug, Clone, Copy)]
pub struct Today {
    /// Minutes to add to UTC for local times.
    pub offset_minutes: i32,
    /// Unix milliseconds UTC.
    pub now: i64,
}

impl Today {
    fn on(self, iso: &str) -> String {
        words::on(iso, self.offset_minutes, self.now)
    }
}

/// One loan: the next payment large, then what is left, how far one has come, and the payments that follow.
///
/// Accessibility: the payment's amount follows its name and is followed by its date, in one reading order; the
/// progress bar says in words what it draws; the table has headings both ways and fits a phone.
#[component]
pub fn LoanCard(loan: Loan, today: Today) -> impl IntoView {
    let (title, named) = (format!("prestamo-{}", loan.folio), format!("prestamo-{}", loan.folio));
    let settled = loan.is_settled();
    let table = (!settled && !loan.next.is_empty())
        .then(|| view! { <Upcoming next=loan.next.clone() today=today /> });
    view! {
        <article class="p-card p-loan" aria-labelledby=named>
            <div>
                <h3 id=title>{loan.name.clone()}</h3>
                <p class="p-loan__folio">{words::folio(&loan.folio)}</p>
            </div>
            <NextPayment next=loan.next.first().cloned() settled=settled today=today />
            <Progress paid=loan.paid term=loan.term />
            <Facts loan=loan.clone() />
            {table}
            <Legend notes=loan.notes as_of=words::as_of(loan.as_of, today.offset_minutes, today.now) />
            <Ask topic=loan.topic />
        </article>
    }
}

#[component]
fn NextPayment(next: Option<Payment>, settled: bool, today: Today) -> impl IntoView {
    match next.filter(|_| !settled) {
        None => {
            let said = if settled { words::SETTLED } else { words::NOTHING_COMPUTED };
            view! { <p class="p-loan__said">{said}</p> }.into_any()
        }
        Some(payment) => {
            let name = if payment.overdue { words::OVERDUE_PAYMENT } else { words::NEXT_PAYMENT };
            view! {
                <p class="p-loan__next">
                    <span class="p-loan__name">{name}</span>
                    " "
                    <strong class="p-loan__amount">{words::pesos(&payment.total)}</strong>
                    " "
                    <span class="p-loan__date">{today.on(&payment.date)}</span>
                </p>
            }
            .into_any()
        }
    }
}

/// The bar is the words drawn.
#[component]
fn Progress(paid: u32, term: u32) -> impl IntoView {
    let said = words::progress(paid, term);
    view! {
        <div class="p-loan__progress">
            <p>{said.clone()}</p>
            <progress max=term.to_string() value=paid.min(term).to_string() aria-label=said></progress>
        </div>
    }
}

#[component]
fn Facts(loan: Loan) -> impl IntoView {
    let rows = [
        Some((words::BALANCE, words::pesos(&loan.balance))),
        Some((words::LENT, words::pesos(&loan.amount))),
        Some((words::RATE, money::percent(&loan.annual_rate_pct))),
        loan.last_payment_on.map(|iso| (words::LAST_PAYMENT, dates::iso_day(&iso))),
    ];
    let rows = rows.into_iter().flatten();
    view! {
        <dl class="p-loan__facts">
            {rows.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn Upcoming(next: Vec<Payment>, today: Today) -> impl IntoView {
    let rows = next.into_iter().map(|payment| row(&payment, today)).collect_view();
    view! {
        <table class="p-table p-loan__table">
            <caption>{words::UPCOMING}</caption>
            <thead><tr>{words::UPCOMING_HEADS.map(|head| view! { <th scope="col">{head}</th> })}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(payment: &Payment, today: Today) -> impl IntoView + use<> {
    let overdue = payment.overdue.then(|| view! { " " <em>{words::OVERDUE}</em> });
    view! {
        <tr>
            <th scope="row">{today.on(&payment.date).trim_start_matches("el ").to_owned()} {overdue}</th>
            <td>{words::pesos(&payment.total)}</td>
            <td>{words::pesos(&payment.principal)}</td>
        </tr>
    }
}

#[component]
fn Legend(notes: Vec<String>, as_of: String) -> impl IntoView {
    let notes = notes.into_iter().map(|note| view! { <Label>{note}</Label> }).collect_view();
    view! {
        <div class="p-loan__legend">
            {notes}
            <p>{as_of}</p>
        </div>
    }
}

#[component]
fn Ask(topic: Option<String>) -> impl IntoView {
    let href = topic.map_or_else(|| "/chat".to_owned(), |topic| format!("/chat?tema={topic}"));
    view! {
        <p>
            <ButtonLink href=href look=Look::Quiet>
                <Icon glyph=Glyph::Bubble />
                {words::ASK}
            </ButtonLink>
        </p>
    }
}
