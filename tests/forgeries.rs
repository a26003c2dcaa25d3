//! Forged certificates: every kind of step, lemma, generator and answer that the format knows is bent to prove something false.
//!
//! In: true claims with near misses ([`cases`]). A near miss gets the proof of the true claim, as it is and with every
//! single alteration. Out: a failure where the checker walks through to the end, whatever the statement in the certificate
//! says (who forges a proof writes a fitting statement), or where a kind of the format occurs in no case.

#[path = "forgeries/cases.rs"]
mod cases;

#[path = "certificates/alterations.rs"]
mod alterations;

use alterations::{alterations, certificate};
use cases::{CASES, Case};
use geoflow::certificate::{Answer, Certificate, Lemma, Meaning, Step};
use geoflow::pipeline::{Refusal, replay_certificate};
use geoflow::replay::Rejection;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Alterations of one proof that are tried against each of its near misses; of longer lists every so-manieth.
const MOST_ALTERATIONS: usize = 150;

/// Whether the steps lead to the end: the certificate is accepted, or rejected for its statement alone.
fn is_walked_through(data: &Value) -> Result<(), String> {
    let read = Certificate::read(&data.to_string()).map_err(|e| e.to_string())?;
    match replay_certificate(&read) {
        Ok(_) | Err(Refusal::Step { rejection: Rejection::OtherStatement, .. }) => Ok(()),
        Err(why) => Err(format!("{why:?}")),
    }
}

/// The certificate of the true claim of a case.
fn honest(case: &Case) -> Value {
    let mut data = certificate(case.text);
    // Steps written by hand are put in the place of what was found.
    if let Some(steps) = case.steps {
        data["claims"][0]["proof"]["steps"] = serde_json::from_str(steps).expect("steps");
    }
    data
}

/// The certificate with its obligations as hypotheses: what is left to reject a forgery is the proof of the claim.
fn without_obligations(data: &Value) -> Value {
    let count = data["obligations"].as_array().expect("a list").len();
    let mut out = data.clone();
    out["obligations"] = json!(vec![Value::Null; count]);
    for subset in 0..1_u32 << count {
        let given: Vec<usize> = (0..count).filter(|k| subset >> k & 1 == 1).collect();
        out["claims"][0]["given"] = json!(given);
        if is_walked_through(&out).is_ok() {
            return out;
        }
    }
    panic!("no hypotheses fit");
}

/// The same proof for another text.
fn transplanted(data: &Value, old: &str, new: &str) -> Value {
    let mut out = data.clone();
    let text = data["sources"][0]["text"].as_str().expect("a text");
    assert!(text.contains(old), "`{old}` is not in {text}");
    let changed = text.replacen(old, new, 1);
    let claim = changed[changed.rfind("prove ").expect("a claim")..].trim_end();
    out["sources"][0]["text"] = json!(changed);
    out["claims"][0]["text"] = json!(claim);
    out
}

/// The names of all variants of a kind, as the reader of the format lists them.
fn variants<T: DeserializeOwned>() -> BTreeSet<String> {
    let Err(why) = serde_json::from_str::<T>("\"no-such-variant\"") else { panic!("it was read") };
    let why = why.to_string();
    let (_, list) = why.split_once("expected one of ").unwrap_or_else(|| panic!("{why}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn tag(v: &Value) -> Option<String> {
    match v {
        Value::String(s) => Some(s.clone()),
        Value::Object(m) => m.keys().next().cloned(),
        _ => None,
    }
}

/// The tags of the entries of the lists of this name.
fn tags_in(at: &Value, name: &str, out: &mut BTreeSet<String>) {
    match at {
        Value::Array(v) => v.iter().for_each(|x| tags_in(x, name, out)),
        Value::Object(m) => {
            for (k, x) in m {
                if let (true, Value::Array(v)) = (k == name, x) {
                    out.extend(v.iter().filter_map(tag));
                }
                tags_in(x, name, out);
            }
        }
        _ => {}
    }
}

#[test]
fn no_proof_is_bent_to_prove_a_near_miss() {
    let mut seen: [BTreeSet<String>; 4] = Default::default();
    let (mut tried, mut bent) = (0, Vec::new());
    for case in CASES {
        let data = honest(case);
        if data.pointer("/claims/0").is_none() {
            bent.push(format!("{} is not proved", case.name));
            continue;
        }
        if let Err(why) = is_walked_through(&data) {
            bent.push(format!("{}: as it was written: {why}", case.name));
            continue;
        }
        for (k, list) in ["steps", "bound", "generators", "answers"].iter().enumerate() {
            tags_in(&data["claims"], list, &mut seen[k]);
        }
        let data = without_obligations(&data);
        let all = alterations(&data, true);
        let stride = all.len().div_ceil(MOST_ALTERATIONS).max(1);
        for (old, new) in case.misses {
            let altered = all.iter().step_by(stride).map(|(what, d)| (what.as_str(), d));
            for (what, d) in [("unaltered", &data)].into_iter().chain(altered) {
                tried += 1;
                if is_walked_through(&transplanted(d, old, new)).is_ok() {
                    bent.push(format!("{}: `{old}` -> `{new}`: {what}", case.name));
                }
            }
        }
    }
    assert!(bent.is_empty(), "of {tried} forgeries {} are walked through:\n{}", bent.len(), bent.join("\n"));
    let wanted = [variants::<Step>(), variants::<Lemma>(), variants::<Meaning>(), variants::<Answer>()];
    for (wanted, seen) in wanted.iter().zip(&seen) {
        let missing: Vec<_> = wanted.difference(seen).collect();
        assert!(missing.is_empty(), "nothing forges {missing:?}");
    }
    assert!(tried > 5_000, "{tried} forgeries");
}
