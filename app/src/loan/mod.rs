//! The loan calculator: what the form says, what the engine answers, how it is shown.
//!
//! Which struct offers what:
//!
//! - [`protocol::loan::CalculatorForm`] is the single truth: every field as text, as it was written. The server
//!   reads it off the query and [`settled`] takes buttons in; the browser keeps it in `Simulation::form`.
//! - `Offer` (`offer.rs`): the chosen product, the moved pay dates and today. `Offer::of(&page)`.
//! - [`calculate`] (`figures.rs`): offer + form -> [`Outcome`]: nothing yet, faults per field, or [`Figures`].
//!   [`outcome`] does it for a whole page (the CSV, the page's title).
//! - [`Figures`]: everything the answer shows, in centavos; `plan` is the loan as the engine takes it
//!   (`plan.terms()`), `schedule` its rows with their dates, `due(row)` a row's date as people are shown it.
//! - `sections/`: what the page offers after the answer. Each file has a function offer/figures + form ->
//!   `Outcome` of its own (`extra::plan`, `payoff::quote`, `late::cost`, `compare::scenarios`) and the component
//!   that shows it. [`table_of`] is the schedule a table or a CSV lists: with the extra payments when there are any.
//! - `Simulation` (`simulation.rs`): the page's signals. `shown` holds the outcome on the screen, `form` the
//!   text; `Part::new(sim, open, say)` (`part.rs`) stands still while it is closed; `sim.say(|figures| ..)` is text
//!   about the figures on the screen.
//! - The table is text: `chart.rs` and `payments.rs` write HTML from rows (`sums.rs` adds rows up), `table.rs` puts
//!   it on the page while it is open, [`csv`] writes the same rows as a file, `paper.rs` is what only paper shows.
//! - `glossary.rs`: "¿Qué es esto?" beside a word; `listen.rs`: the answer read aloud.
//! - `redraw.rs`: new figures written into the cells that are there.
//! - `fold.rs`: a `details` with heading and question whose `open` signal follows the browser.

mod amount;
mod answer;
mod browser;
mod chart;
pub mod csv;
mod figures;
mod fold;
mod form;
mod glossary;
mod inputs;
mod link;
mod listen;
mod markup;
mod offer;
mod outcome;
mod paper;
mod part;
mod payments;
mod plan;
mod reader;
mod redraw;
mod sections;
mod share;
mod simulation;
mod start;
mod sums;
mod table;
mod view;

pub use figures::{Figures, Goal, calculate};
pub use form::{Start, settled};
pub use link::shared;
pub use offer::Offer;
pub use outcome::Outcome;
pub use plan::Plan;
pub use sections::compare::Scenario;
pub use sections::extra::{ExtraPlan, table_of};
pub use sections::late::Late;
pub use sections::payoff::Quote;
pub use simulation::{is_wrong, outcome};
pub use view::Calculator;
