//! The description of the calculator's API: its examples are true, and `docs/API.md` names all of it.

use serde_json::Value;

use crate::loans_support::{ask, patient};

#[tokio::test]
async fn the_examples_come_back_as_they_are_written() {
    let server = patient().await;
    let document: Value = server.get("/api/openapi.json").send().await.unwrap().json().await.unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut tried = 0;
    for (path, methods) in paths {
        let Some(endpoint) = path.strip_prefix("/api/v1/loans/") else { continue };
        let asked = &methods["post"]["requestBody"]["content"]["application/json"]["example"];
        let written = &methods["post"]["responses"]["200"]["content"]["application/json"]["example"];
        assert!(asked.is_object() && written.is_object(), "{path} has no examples");
        assert_eq!(ask(&server, endpoint, asked).await, (200, written.clone()), "{path}");
        tried += 1;
    }
    assert_eq!(tried, 8);
}

/// Fields of the loans' requests and answers, by the name of their schema.
fn schemas(document: &Value) -> Vec<(String, Vec<String>)> {
    let mut reached = Vec::new();
    let mut waiting: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, _)| path.starts_with("/api/v1/loans/"))
        .flat_map(|(_, methods)| references(methods))
        .filter(|name| name != "Problem")
        .collect();
    while let Some(name) = waiting.pop() {
        if reached.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let schema = &document["components"]["schemas"][&name];
        let fields = schema["properties"].as_object();
        waiting.extend(references(schema));
        reached.push((name, fields.map(|fields| fields.keys().cloned().collect()).unwrap_or_default()));
    }
    reached
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value) {
                ("$ref", Value::String(path)) => vec![path.rsplit('/').next().unwrap().to_owned()],
                _ => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn every_field_stands_in_the_documentation() {
    let server = patient().await;
    let document: Value = server.get("/api/openapi.json").send().await.unwrap().json().await.unwrap();
    let told = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/API.md")).unwrap();
    let schemas = schemas(&document);
    assert!(schemas.len() > 20, "{schemas:?}");
    for (schema, fields) in schemas {
        for field in fields {
            let is_told = told.contains(&format!("`{field}`")) || told.contains(&format!("\"{field}\""));
            assert!(is_told, "docs/API.md does not name {field} of {schema}");
        }
    }
}
