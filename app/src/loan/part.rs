//! A part of the page that answers for itself: closed it stands still, open it follows figures and form.

use leptos::prelude::*;
use protocol::loan::CalculatorForm;

use super::figures::Figures;
use super::markup::push;
use super::offer::Offer;
use super::outcome::Outcome;
use super::simulation::Simulation;

/// What a part says, as text: one shape for all of them costs the program's download far less than one each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The answer to the part's question.
    pub sentence: String,
    /// Lines or a table under it. Only our own words and figures: nothing a person wrote goes into it.
    pub html: String,
    /// Scenarios by their names in the link.
    pub others: Vec<String>,
}

impl Said {
    pub fn sentence(sentence: String) -> Self {
        Self { sentence, ..Self::default() }
    }

    pub fn html(html: String) -> Self {
        Self { html, ..Self::default() }
    }
}

/// How a part answers.
pub type Say = fn(&Offer, &Figures, &CalculatorForm) -> Outcome<Said>;

#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub sim: Simulation,
    pub shown: Memo<Outcome<Said>>,
    /// What it answers; empty without an answer.
    pub answer: Memo<String>,
    /// What is heard of it: its answer, or what to write instead.
    pub sentence: Memo<String>,
}

impl Part {
    /// Computed at first, whether open or not, and then while it is `open`. A fault waits until typing pauses.
    pub fn new(sim: Simulation, open: RwSignal<bool>, say: Say) -> Self {
        let shown = Memo::new(move |last: Option<&Outcome<Said>>| match last {
            Some(last) if !open.get() => last.clone(),
            _ => {
                let now = sim.with_figures(say);
                match last {
                    Some(last) if now.is_wrong() && !sim.calm.get() => last.clone(),
                    _ => now,
                }
            }
        });
        let answer = Memo::new(move |_| {
            shown.with(|shown| shown.ready().map(|said| said.sentence.clone()).unwrap_or_default())
        });
        let sentence = Memo::new(move |_| {
            shown.with(|shown| if shown.is_wrong() { shown.summary() } else { answer.get() })
        });
        Self { sim, shown, answer, sentence }
    }

    /// What to write into a field instead; empty when it is fine.
    pub fn fault(self, field: &'static str) -> Signal<String> {
        Signal::derive(move || self.shown.with(|shown| shown.fault(field).to_owned()))
    }

    pub fn html(self) -> Signal<String> {
        Signal::derive(move || {
            self.shown.with(|shown| shown.ready().map(|said| said.html.clone()).unwrap_or_default())
        })
    }
}

/// Names and figures, line by line.
pub fn lines(lines: &[(&str, String)]) -> String {
    let mut html = String::from("<dl class=\"p-rows\">");
    for (name, figure) in lines {
        push(&mut html, &["<div><dt>", name, "</dt><dd>", figure, "</dd></div>"]);
    }
    html.push_str("</dl>");
    html
}
