//! Certificates of small models, and every single alteration of one.

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

pub fn geoflow(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoflow"));
    command.current_dir(folder).args(["--wait", "600"]).args(arguments).output().expect("geoflow runs")
}

/// The certificate of a text.
pub fn certificate(text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.geo"), text).expect("written");
    let out = geoflow(folder.path(), &["verify", "model.geo", "--timeout", "300", "--certificate", "proof.json"]);
    let said = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    let written = std::fs::read_to_string(folder.path().join("proof.json")).unwrap_or_else(|e| panic!("{e}: {said}"));
    serde_json::from_str(&written).expect("JSON")
}

/// Every single alteration of a value, in a fixed order; with `steps`, of the steps of proofs only.
pub fn alterations(data: &Value, steps: bool) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    walk(data, String::new(), &mut places);
    places.retain(|place| !steps || place.contains("/proof/steps"));
    let mut out = Vec::new();
    for place in places {
        // A text's name is a label; so is nothing else.
        if place.starts_with("/sources/") && place.ends_with("/name") {
            continue;
        }
        let at = data.pointer(&place).expect("a place");
        for (what, other) in others(at) {
            let mut altered = data.clone();
            *altered.pointer_mut(&place).expect("a place") = other;
            out.push((format!("{place}: {what}"), altered));
        }
    }
    out
}

fn walk(at: &Value, place: String, out: &mut Vec<String>) {
    out.push(place.clone());
    match at {
        Value::Array(v) => v.iter().enumerate().for_each(|(k, x)| walk(x, format!("{place}/{k}"), out)),
        Value::Object(m) => m.iter().for_each(|(k, x)| walk(x, format!("{place}/{k}"), out)),
        _ => {}
    }
}

fn others(at: &Value) -> Vec<(String, Value)> {
    match at {
        Value::Null => vec![("a number".into(), json!(0))],
        Value::Bool(b) => vec![("turned".into(), json!(!b))],
        Value::Number(n) => {
            let n = n.as_i64().expect("an integer");
            vec![("one more".into(), json!(n + 1)), ("negated".into(), json!(-n - 1))]
        }
        Value::String(s) => match s.parse::<num_rational::BigRational>() {
            Ok(q) => {
                vec![("one more".into(), json!((q + num_rational::BigRational::from_integer(1.into())).to_string()))]
            }
            Err(_) => vec![("longer".into(), json!(format!("{s}x")))],
        },
        Value::Array(v) => {
            let mut out = vec![("an entry more".to_owned(), json!([v.clone(), vec![json!(0)]].concat()))];
            for k in 0..v.len() {
                let mut less = v.clone();
                less.remove(k);
                out.push((format!("without {k}"), json!(less)));
                let mut twice = v.clone();
                twice.insert(k, v[k].clone());
                out.push((format!("{k} twice"), json!(twice)));
                if k > 0 && v[k] != v[k - 1] {
                    let mut swapped = v.clone();
                    swapped.swap(k - 1, k);
                    out.push((format!("{} and {k} swapped", k - 1), json!(swapped)));
                }
            }
            out
        }
        Value::Object(m) => {
            let mut out = Vec::new();
            let mut more = m.clone();
            more.insert("unknown".into(), json!(1));
            out.push(("an entry more".to_owned(), Value::Object(more)));
            for (k, x) in m {
                let mut renamed = m.clone();
                renamed.remove(k);
                out.push((format!("without {k}"), Value::Object(renamed.clone())));
                renamed.insert(format!("{k}s"), x.clone());
                out.push((format!("{k} renamed"), Value::Object(renamed)));
            }
            out
        }
    }
}
