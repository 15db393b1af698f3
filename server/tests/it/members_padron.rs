//! `padron import`: a file is taken whole or not at all, and every line at fault is named.

use std::fmt::Write;

use sea_orm::{EntityTrait, QueryOrder};
use server::{
    padron::{self, Counts, Report},
    store::entities::{member, member_loan},
};

use crate::{
    binary::{self, Served},
    members_support::{HEADING, LUZ, MATEO, NOBODY, OTHER, PASSWORD, file, take_in},
    support::{DAY, Server, mint, rows, set_cookie, uuid},
};

/// What `read` finds wrong, each as it is printed.
fn faults(server: &Server, bytes: &[u8]) -> Vec<String> {
    let faults = padron::read(bytes, &server.app.config.products).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

/// A heading and lines.
fn lines(lines: &[&str]) -> String {
    format!("{HEADING}\n{}\n", lines.join("\n"))
}

fn counts(new: usize, changed: usize, same: usize) -> Counts {
    Counts { new, changed, same }
}

#[tokio::test]
async fn people_and_loans_are_stored_as_the_file_has_them() {
    let server = Server::start().await;
    let report = take_in(&server, &file()).await;
    assert_eq!(report, Report { people: counts(2, 0, 0), loans: counts(1, 0, 0) });
    let db = server.app.store.reader();
    let people = member::Entity::find().order_by_asc(member::Column::Curp).all(db).await.unwrap();
    assert_eq!((people[0].curp.as_str(), people[0].affiliation.as_deref()), (LUZ, Some("900001")));
    assert_eq!(
        (people[1].name.as_str(), people[1].password_hash.as_deref()),
        ("Mateo Inventado Prueba", None)
    );
    let loan = member_loan::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((loan.member_id.as_str(), loan.name.as_str()), (people[0].id.as_str(), "Préstamo personal"));
    assert_eq!(
        (loan.amount, loan.annual_rate, loan.iva, loan.term, loan.paid),
        (6_000_000, 13_670_000, 16_000_000, 59, 4)
    );
}

#[tokio::test]
async fn the_next_file_changes_what_it_names_and_leaves_the_rest() {
    let server = Server::start().await;
    take_in(&server, &file()).await;
    server.pass_time(DAY);
    let next = lines(&[
        &format!("{LUZ},Luz Ejemplo Demostrador,900001,LZ-1,personal,60000.00,13.67,16,59,2026-08-31,5"),
        &format!("{LUZ},Luz Ejemplo Demostrador,900001,LZ-2,hipotecario,500000,9,16,240,2026-09-15,0"),
        &format!("{NOBODY},Socorro Ficticia Muestra,,,,,,,,,"),
    ]);
    assert_eq!(take_in(&server, &next).await, Report { people: counts(1, 0, 1), loans: counts(1, 1, 0) });
    assert_eq!(take_in(&server, &next).await, Report { people: counts(0, 0, 2), loans: counts(0, 0, 2) });
    assert_eq!((rows(&server, "member").await, rows(&server, "member_loan").await), (3, 2));
    let loans = member_loan::Entity::find().order_by_asc(member_loan::Column::Folio);
    let loans = loans.all(server.app.store.reader()).await.unwrap();
    assert_eq!(
        (loans[0].paid, loans[0].updated_at),
        (5, server.app.clock.now()),
        "also told when nothing changed"
    );
}

#[tokio::test]
async fn every_fault_is_told_with_its_line() {
    let server = Server::start().await;
    let file = lines(&[
        &format!("{LUZ},Luz Ejemplo,1,LZ-1,personal,60000,13.67,16,59,2026-08-31,4"),
        "EEDL850312MGTJMZ01,Luz Ejemplo,1,,,,,,,,",
        &format!("{MATEO},,2,F-2,coche,\"60,000\",13.67%,x,0,31/08/2026,-1"),
        &format!("{LUZ},Otra Persona,1,,,,,,,,"),
        &format!("{MATEO},Mateo,2,LZ-1,personal,60000,13.67,16,59,2026-08-31,4"),
        &format!("{MATEO},Mateo,2,F-3,personal,60000,13.67,16,12,2026-08-31,13"),
        &format!("{MATEO},Mateo,2"),
        "",
        &format!("{MATEO},Mateo,2,F-4,personal,0,13.67,16,12,2026-02-30,1"),
        &format!("{MATEO},Mateo,2,,personal,1000,13.67,16,12,2026-02-28,1"),
    ]);
    let said = faults(&server, file.as_bytes());
    for expected in [
        "renglón 3, curp: Esta CURP no está bien escrita",
        "renglón 4, nombre: está vacío",
        "renglón 4, producto: escriba uno de estos: hipotecario, personal.",
        "renglón 4, monto: escriba pesos sin comas",
        "renglón 4, tasa_anual: escriba un porcentaje",
        "renglón 4, iva: escriba un porcentaje",
        "renglón 4, plazo: escriba el número de quincenas",
        "renglón 4, fecha_entrega: escriba una fecha como 2026-08-31",
        "renglón 4, quincenas_pagadas: escriba cuántas",
        "renglón 5, nombre: el nombre o el número de afiliación no son los del renglón 2",
        "renglón 6, folio: este folio ya está en el renglón 2",
        "renglón 7, quincenas_pagadas: son más que el plazo",
        "renglón 8: tiene 3 columnas y deben ser 11",
        "renglón 10, monto: escriba pesos",
        "renglón 10, fecha_entrega: escriba una fecha",
        "renglón 11, folio: está vacío",
    ] {
        assert!(said.iter().any(|fault| fault.starts_with(expected)), "{expected}\n{said:#?}");
    }
    assert_eq!(said.len(), 16, "{said:#?}");
    let all = said.concat();
    assert!(!all.contains(LUZ) && !all.contains(MATEO) && !all.contains("EEDL85"), "no cell is repeated");
}

#[tokio::test]
async fn headings_are_known_or_named() {
    let server = Server::start().await;
    for (heading, expected) in [
        ("curp,nombre", "renglón 1, numero_afiliacion: falta esta columna."),
        (&HEADING.replace("folio", "folio,folio"), "renglón 1, folio: esta columna está dos veces."),
        (&format!("{HEADING},rfc"), "renglón 1: no conocemos la columna «rfc»."),
        ("", "renglón 1, curp: falta esta columna."),
        (HEADING, "renglón 1: el archivo no trae a nadie."),
    ] {
        let said = faults(&server, heading.as_bytes());
        assert!(said.iter().any(|fault| fault == expected), "{heading}: {said:?}");
    }
    let another_order = "\u{feff}Nombre;CURP;folio;producto;monto;tasa_anual;iva;plazo;fecha_entrega;quincenas_pagadas;numero_afiliacion\r\n\
         \"Luz; la maestra\";eedl850312mgtjmz00;;;;;;;;;7\r\n";
    let roster = padron::read(another_order.as_bytes(), &server.app.config.products).unwrap();
    padron::import(&server.app, roster, false).await.unwrap().unwrap();
    let row = member::Entity::find().one(server.app.store.reader()).await.unwrap().unwrap();
    assert_eq!(
        (row.curp.as_str(), row.name.as_str(), row.affiliation.as_deref()),
        (LUZ, "Luz; la maestra", Some("7"))
    );
}

#[tokio::test]
async fn other_encodings_are_refused_with_what_to_do() {
    let server = Server::start().await;
    let mut latin = lines(&[&format!("{LUZ},Luz,1,,,,,,,,")]).into_bytes();
    latin.extend(b"X,Mu\xf1oz,1,,,,,,,,\n");
    let said = faults(&server, &latin);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("renglón 3: el archivo no está en UTF-8.") && said[0].contains("CSV UTF-8"));
    let utf16: Vec<u8> = file().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(!faults(&server, &[&[0xff, 0xfe], utf16.as_slice()].concat()).is_empty());
}

#[tokio::test]
async fn a_folio_of_somebody_else_stops_the_whole_file() {
    let server = Server::start().await;
    take_in(&server, &file()).await;
    let theft = lines(&[
        &format!("{NOBODY},Socorro Ficticia,,,,,,,,,"),
        &format!("{MATEO},Mateo Cambiado,2,LZ-1,personal,1000,13.67,16,12,2026-08-31,0"),
    ]);
    let roster = padron::read(theft.as_bytes(), &server.app.config.products).unwrap();
    let faults = padron::import(&server.app, roster, false).await.unwrap().unwrap_err();
    assert_eq!(faults[0].to_string(), "renglón 3, folio: en el padrón este folio es de otra persona.");
    assert_eq!(rows(&server, "member").await, 2, "nothing of the file was stored");
    let names: Vec<String> = member::Entity::find()
        .all(server.app.store.reader())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.name)
        .collect();
    assert!(!names.contains(&"Mateo Cambiado".to_owned()));
}

#[tokio::test]
async fn a_trial_says_what_would_happen_and_keeps_nothing() {
    let server = Server::start().await;
    let roster = padron::read(file().as_bytes(), &server.app.config.products).unwrap();
    let report = padron::import(&server.app, roster, true).await.unwrap().unwrap();
    assert_eq!(report, Report { people: counts(2, 0, 0), loans: counts(1, 0, 0) });
    assert_eq!((rows(&server, "member").await, rows(&server, "member_loan").await), (0, 0));
}

#[tokio::test]
async fn thousands_of_lines_fit_in_one_import() {
    let server = Server::start().await;
    let mut file = format!("{HEADING}\n");
    let mut made = 0;
    for day in 1..=28 {
        for month in 1..=12 {
            for consonants in ["BBB", "CCC", "DDD", "FFF"] {
                let curp = with_digit(&format!("XEXX60{month:02}{day:02}HGT{consonants}0"));
                let loan = "personal,1000,13.67,16,24,2026-01-15,0";
                writeln!(file, "{curp},Persona {made},,F-{made},{loan}").unwrap();
                made += 1;
            }
        }
    }
    let report = take_in(&server, &file).await;
    assert_eq!((report.people.new, report.loans.new), (made, made));
    assert_eq!(rows(&server, "member_loan").await, i64::try_from(made).unwrap());
}

/// The last digit is found by trying: only one of ten is right.
fn with_digit(seventeen: &str) -> String {
    let all = (0..10).map(|digit| format!("{seventeen}{digit}"));
    all.into_iter().find(|curp| curp.parse::<protocol::curp::Curp>().is_ok()).unwrap()
}

#[test]
fn the_command_line_imports_invites_and_explains() {
    let home = binary::folder();
    let write = |text: &str| std::fs::write(home.path().join("padron.csv"), text).unwrap();
    let run = |arguments: &[&str]| binary::run(home.path(), arguments, &[]);
    write(&file());
    let (code, out, said) = run(&["padron", "import", "padron.csv", "--dry-run"]);
    assert_eq!((code, out.contains("prueba sin guardar")), (Some(0), true), "{said}");
    let (code, _, said) = run(&["padron", "invite", LUZ]);
    assert_eq!(
        (code, said.contains("no está en el padrón") && !said.contains(LUZ)),
        (Some(1), true),
        "{said}"
    );
    let (code, out, said) = run(&["padron", "import", "padron.csv"]);
    assert_eq!(
        (code, out.contains("personas: 2 (2 nuevos, 0 con cambios, 0 iguales)")),
        (Some(0), true),
        "{out}{said}"
    );
    let (code, out, said) = run(&["padron", "invite", &LUZ.to_lowercase()]);
    assert_eq!(
        (code, out.contains("/entrar/primera-clave") && !out.contains(LUZ)),
        (Some(0), true),
        "{said}"
    );
    let (code, _, said) = run(&["padron", "invite", "EEDL"]);
    assert_eq!((code, said.contains("aquí hay 4")), (Some(1), true), "{said}");
    write(&file().replace("2026-08-31", "31-08-26"));
    let (code, _, said) = run(&["padron", "import", "padron.csv"]);
    assert_eq!(
        (code, said.contains("renglón 2, fecha_entrega") && said.contains("no se guardó nada")),
        (Some(1), true),
        "{said}"
    );
    let (code, _, said) = run(&["padron", "import", "nada.csv"]);
    assert_eq!((code, said.contains("nada.csv")), (Some(1), true), "{said}");
}

/// What must be in no log: people's keys and names, what they typed, and what a session or a ticket is.
#[tokio::test]
async fn no_log_holds_a_curp_a_password_a_session_or_a_ticket() {
    let home = binary::folder();
    std::fs::write(home.path().join("padron.csv"), file()).unwrap();
    let run = |arguments: &[&str]| binary::run(home.path(), arguments, &[]);
    assert_eq!(run(&["padron", "import", "padron.csv"]).0, Some(0));
    let (_, out, _) = run(&["padron", "invite", LUZ]);
    let code = out.lines().find_map(|line| line.split_once("30 minutos: ")).unwrap().1.to_owned();
    let mut served = Served::start(home.path(), &[], &[("PUENTE__LOG__LEVEL", "debug")]).await;
    let form = [("code", code.as_str()), ("password", PASSWORD), ("repeat", PASSWORD)];
    assert_eq!(served.post("/entrar/primera-clave").form(&form).send().await.unwrap().status(), 200);
    let mut secrets = Vec::new();
    for (curp, password, status) in
        [(LUZ, OTHER, 401), (NOBODY, OTHER, 401), ("EEDL85", OTHER, 422), (LUZ, PASSWORD, 303)]
    {
        let answer =
            served.post("/entrar").form(&[("curp", curp), ("password", password)]).send().await.unwrap();
        assert_eq!(answer.status(), status, "{curp}");
        if status == 303 {
            secrets = ticket_and_account(&served, &set_cookie(&answer, "__Host-sesion").unwrap()).await;
        }
    }
    assert_eq!(served.stop().await, Some(0));
    let log = ["log", "out"].map(|name| std::fs::read_to_string(home.path().join(name)).unwrap()).concat();
    assert!(log.lines().count() > 10, "it was a talkative log: {log}");
    let log = log.to_lowercase();
    assert_eq!(secrets.len(), 4);
    let known = [LUZ, NOBODY, "eedl85", "luz ejemplo", PASSWORD, OTHER, code.as_str(), "900001"];
    for secret in known.into_iter().chain(secrets.iter().map(String::as_str)) {
        assert!(secret.len() > 5 && !log.contains(&secret.to_lowercase()), "{secret} is in the log");
    }
}

/// Uses the session and a ticket; answers with what must stay secret.
async fn ticket_and_account(served: &Served, session: &str) -> Vec<String> {
    let cookie = format!("__Host-sesion={session}");
    let token = mint();
    let body =
        serde_json::json!({ "site": "isseg", "client_id": uuid(), "topic": "pp", "text": "Buenos días" });
    let sent =
        served.post("/api/v1/chat/messages").header("x-conv", &token).header("cookie", &cookie).json(&body);
    assert_eq!(sent.send().await.unwrap().status(), 200);
    let opened = served.post("/w/isseg/abrir").form(&[("token", &token)]).send().await.unwrap();
    let ticket = set_cookie(&opened, "__Host-boleto").unwrap();
    let cookies = format!("{cookie}; __Host-boleto={ticket}");
    let there = served.post("/chat/continuar").header("cookie", cookies).form(&[("token", &token)]);
    assert_eq!(there.send().await.unwrap().status(), 303);
    let closed = served.post("/mi-cuenta/sesiones").header("cookie", &cookie).form(&[("close", "others")]);
    assert_eq!(closed.send().await.unwrap().status(), 303);
    let hash = server::ids::sha256_hex(session);
    vec![session.to_owned(), token, ticket, hash]
}
