//! Derechohabientes with passwords, made as the institute makes them: roster, invitation, first password.

use std::{collections::HashMap, fmt::Write as _};

use reqwest::{Client, redirect::Policy};

use crate::{Outcome, server::Server};

pub const PASSWORD: &str = "siete caballos pintos y una carreta";

pub struct Members {
    http: Client,
    origin: String,
    pub curps: Vec<String>,
}

impl Members {
    /// Imports `count` invented people and gives each a password.
    pub async fn enrol(server: &Server, count: u32) -> Outcome<Self> {
        let http = Client::builder().redirect(Policy::none()).build()?;
        let curps: Vec<String> = (0..count).map(|number| curp("BECH", number)).collect();
        let file = server.folder().join("padron.csv");
        std::fs::write(&file, roster(&curps)?)?;
        server.command_line(&["padron", "import", &file.display().to_string()])?;
        let this = Self { http, origin: server.origin.clone(), curps };
        for curp in &this.curps {
            let printed = server.command_line(&["padron", "invite", curp])?;
            this.first_password(&code(&printed)?).await?;
        }
        Ok(this)
    }

    async fn first_password(&self, code: &str) -> Outcome<()> {
        let form = HashMap::from([("code", code), ("password", PASSWORD), ("repeat", PASSWORD)]);
        let answer = self.post("/entrar/primera-clave", &form).await?;
        if answer < 400 { Ok(()) } else { Err(format!("first password of a member: {answer}").into()) }
    }

    /// Status of one attempt at signing in: 303 when it went well.
    pub async fn sign_in(&self, curp: &str, password: &str) -> Outcome<u16> {
        self.post("/entrar", &HashMap::from([("curp", curp), ("password", password)])).await
    }

    async fn post(&self, path: &str, form: &HashMap<&str, &str>) -> Outcome<u16> {
        let request = self.http.post(format!("{}{path}", self.origin)).form(form);
        let answer =
            request.header("origin", &self.origin).header("sec-fetch-site", "same-origin").send().await?;
        let status = answer.status().as_u16();
        answer.bytes().await?;
        Ok(status)
    }
}

fn roster(curps: &[String]) -> Outcome<String> {
    let mut csv = String::from(
        "curp,nombre,numero_afiliacion,folio,producto,monto,tasa_anual,iva,plazo,fecha_entrega,quincenas_pagadas\n",
    );
    for (number, curp) in curps.iter().enumerate() {
        writeln!(
            csv,
            "{curp},Persona {number},A{number},F{number},personal,60000.00,13.67,16,59,2026-01-10,12"
        )?;
    }
    Ok(csv)
}

/// The one-use code is the only word of four groups of four.
fn code(printed: &str) -> Outcome<String> {
    let mut words = printed.split_whitespace();
    let found = words.find(|word| word.len() == 19 && word.matches('-').count() == 3);
    Ok(found.ok_or("padron invite printed no code")?.to_owned())
}

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

/// A CURP that is right by the algorithm and belongs to nobody: born 1970 to 1999, on the 1st to the 28th.
pub fn curp(letters: &str, number: u32) -> String {
    let (year, month, day) = (70 + number % 30, 1 + number / 30 % 12, 1 + number / 360 % 28);
    let body = format!("{letters}{year:02}{month:02}{day:02}HGTRRS0");
    let value = |symbol| ALPHABET.chars().position(|other| other == symbol).unwrap_or(0);
    let sum: usize = body.chars().enumerate().map(|(index, symbol)| value(symbol) * (18 - index)).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
