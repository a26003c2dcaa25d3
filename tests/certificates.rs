//! Certificates of whole models: they replay, and nothing in them can be altered.
//!
//! In: examples and small models. Out: a failure that names the alteration that is accepted. These tests start
//! `geoflow`, so none of them opens the engine in its own process.

#[path = "certificates/alterations.rs"]
mod alterations;

use alterations::{alterations, certificate, geoflow};
use geoflow::certificate::Certificate;
use geoflow::pipeline::replay_certificate;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What replay says: the number of accepted claims, or why not.
fn replay(data: &Value) -> Result<usize, String> {
    let read = Certificate::read(&data.to_string()).map_err(|e| e.to_string())?;
    replay_certificate(&read).map(|accepted| accepted.claims.len()).map_err(|e| format!("{e:?}"))
}

fn examples() -> Vec<PathBuf> {
    let mut out = Vec::new();
    for folder in ["examples", "tests/models", "tests/certificates/models"] {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "geo") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_proof_of_the_examples_replays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut proofs = 0;
    for path in examples() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned() + ".json";
        let model = path.to_string_lossy().into_owned();
        let out = geoflow(folder.path(), &["verify", &model, "--certificate", &name]);
        let report = String::from_utf8_lossy(&out.stdout);
        let proved = report.lines().filter(|l| l.contains("✓ proved")).count();
        let text = std::fs::read_to_string(folder.path().join(&name)).unwrap_or_else(|e| panic!("{model}: {e}"));
        let accepted = replay(&serde_json::from_str(&text).expect("JSON")).unwrap_or_else(|e| panic!("{model}: {e}"));
        assert!(accepted >= proved, "{model}: {proved} claims are proved, {accepted} are certified");
        proofs += accepted;
    }
    assert!(proofs > 50, "{proofs} proofs");
}

#[test]
fn the_command_tells_accepted_rejected_and_unreadable_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let mut data = certificate(SMALL[0].1);
    write("good.json", &data.to_string());
    data["claims"][0]["proof"]["steps"] = json!([]);
    write("bad.json", &data.to_string());
    data["version"] = json!(1);
    write("earlier.json", &data.to_string());
    data["version"] = json!(3);
    write("later.json", &data.to_string());
    write("no.json", "{");
    let code = |name: &str| geoflow(folder.path(), &["replay", name]).status.code();
    assert_eq!(code("good.json"), Some(0));
    assert_eq!(code("bad.json"), Some(1));
    assert_eq!(code("earlier.json"), Some(2));
    assert_eq!(code("later.json"), Some(2));
    let said = |name: &str| String::from_utf8_lossy(&geoflow(folder.path(), &["replay", name]).stderr).into_owned();
    assert!(said("earlier.json").contains("version 1, written by an earlier geoflow"), "{}", said("earlier.json"));
    assert!(said("earlier.json").contains("write it again"), "{}", said("earlier.json"));
    assert!(said("later.json").contains("version 3, written by a later geoflow"), "{}", said("later.json"));
    assert_eq!(code("no.json"), Some(2));
    assert_eq!(code("missing.json"), Some(2));
}

#[test]
fn a_claim_without_proof_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut data = certificate(SMALL[0].1);
    let dropped = data["claims"].as_array_mut().expect("claims").remove(0);
    let why = replay(&data).expect_err("a claim is dropped without a word");
    assert!(why.contains("log(x^2*y)"), "{why}");
    let named = json!({"claim": dropped["claim"], "text": dropped["text"]});
    data["unproved"] = json!([named]);
    assert_eq!(replay(&data), Ok(1), "it is said that there is no proof");
    std::fs::write(folder.path().join("fewer.json"), data.to_string()).expect("written");
    let out = geoflow(folder.path(), &["replay", "fewer.json"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&out.stdout).contains("no proof here: prove log(x^2*y)"), "{out:?}");
    // What is said to be unproved is a claim, is not proved as well, and is said once.
    for wrong in [json!([named, named]), json!([named, {"claim": 1, "text": data["claims"][0]["text"]}])] {
        data["unproved"] = wrong;
        assert!(replay(&data).is_err());
    }
}

/// Small models, one for each group of rules.
const SMALL: &[(&str, &str)] = &[
    (
        "logarithms and roots",
        "param x: positive\nparam y: positive\n\
         prove log(x^2*y) == 2*log(x) + log(y)\nprove sqrt(4*x^2*y) == 2*x*sqrt(y)\n",
    ),
    ("exponentials", "param a: real\nparam b: positive\nprove exp(2*a + log(b)) == b*exp(a)^2\n"),
    ("angles", "param t: real\nprove sin(2*t + pi/6) == sin(t)*cos(t)*sqrt(3) + (cos(t)^2 - sin(t)^2)/2\n"),
    ("signs", "param x: real\nparam z: positive\nprove x^2 - 2*x + 2 + z > 0\nprove abs(z*x^2) == z*x^2\n"),
    ("bound", "param x: positive\nprove x - 1 - log(x) >= 0\n"),
    (
        "conditions",
        "param x: real\nparam y: real\nprove x^2 + x - y > 0 given x > y\nprove x^3*y > 0 given x*y > 0\n\
         prove abs(x - y) == x - y given x > y\n",
    ),
    ("functions", "function f(x)\nparam u: positive\nprove f(u^2/u)*atan(-u) == -f(u)*atan(u)\n"),
    (
        "a metric and a flow",
        "manifold M { chart a { x: real, y: positive } }\nmetric g on M.a = dx^2/y^2 + dy^2/y^2\n\
         cost C on M.a = x^2/2 + y\nflow F = -grad(C, g)\nprove positive_definite g\nprove decreasing C along F\n",
    ),
    ("cases", "param x: real\nparam y: real\nprove sign(x)*abs(x) == x\nprove max(x, y) >= x\n"),
    ("bounds", "param x: real\nparam u: nonnegative\nprove exp(x) >= 1 + x\nprove sinh(u) >= u\n"),
    ("boxes", "param x: (0, 1)\nprove exp(x)*(2 - x) > 1/2 + x\n"),
    (
        "narrow ranges",
        "param x: positive\nparam t: (0, pi)\nparam r: real\nprove exp(x) > 1\nprove sin(t) > 0\nprove softplus(r) > 0\n\
         prove atan(r) < pi/2\nprove erf(x) > 0\n",
    ),
    (
        "roots beside each other",
        "param x: real\nparam p: positive\nparam q: positive\nprove sinh(asinh(x)) == x\nprove (p + q)/2 >= sqrt(p*q)\n",
    ),
    ("exponentials beside 1", "param x: real\nprove acosh(cosh(x)) == abs(x)\n"),
    (
        "other forms",
        "param x: (1, inf)\nprove sqrt(x + 2*sqrt(x - 1)) == 1 + sqrt(x - 1)\n\
         prove log(3 + 2*sqrt(2)) == 2*log(1 + sqrt(2))\nprove cosh(acosh(x)) == x\n",
    ),
    ("cube roots", "param x: real\nprove cbrt(-x) == -cbrt(x)\nprove cbrt(x)^3 == x\n"),
    (
        "integers",
        "param n: integer\nparam x: nonzero\nprove (-x)^n == (-1)^n*x^n\nprove cos(pi*n) == (-1)^n\n\
         prove (-1)^(n*(n + 1)) == 1\n",
    ),
    (
        "known angles",
        "param x: [-1, 1]\nparam v: real\nprove cos(2*acos(x)) == 2*x^2 - 1\nprove sin(atan(v)) == v/sqrt(1 + v^2)\n",
    ),
    (
        "inverse functions",
        "param t: (pi/2, 3*pi/2)\nparam x: negative\nparam y: positive\nprove asin(sin(t)) == pi - t\n\
         prove atan(sqrt(3)) == pi/3\nprove atan2(y, x) == atan(y/x) + pi\n",
    ),
    (
        "sums of angles",
        "param x: positive\nprove atan(x) + atan(1/x) == pi/2\nprove 4*atan(1/5) - atan(1/239) == pi/4\n",
    ),
    (
        "gamma and its relatives",
        "param x: positive\nparam a: (0, 1)\nprove gamma(x + 2) == x*(x + 1)*gamma(x)\nprove gamma(5/2) == 3*sqrt(pi)/4\n\
         prove trigamma(x + 1) == trigamma(x) - 1/x^2\nprove gamma(a)*gamma(1 - a) == pi/sin(pi*a)\nprove erf(-x) == -erf(x)\n",
    ),
    (
        "divergences and metrics of laws",
        "manifold G { chart ab { a: positive, b: positive } }\nparam c: positive\nparam d: positive\n\
         family p(x: positive) on G.ab = Gamma(shape = a, rate = b)\nmetric F on G.ab = Fisher(p)\n\
         cost K on G.ab = KL(Gamma(shape = c, rate = 1), p)\ncost J on G.ab = KL(p, Gamma(shape = c, rate = 1))\n\
         prove d*K + 2*J >= 0\nprove K > 0 given a > c\nprove positive_definite F\n",
    ),
];

/// So many of them are altered all over, the others in the steps of their proofs.
const ALL_OVER: usize = 8;

/// Alterations that make another proof of the same statement: another point at which everything is certainly defined (the
/// checker looks), and generators in another order where none of them is made of the other and no polynomial names one
/// of them (they are found by their meaning).
fn is_another_proof(what: &str) -> bool {
    let point = what.contains("/point/point") || what.contains("/point/instance");
    // Two conditions may say that the same factor is not 0.
    // In a case, the condition of the case and one written before it say the same: either fact will do.
    let either = what.ends_with("/claims/1/proof/steps/1/sign/answers/1/sign/product/facts/0: one more");
    point
        || either
        || what.contains("/non-zero/fact: ")
        || (what.contains("/generators: ") && what.ends_with("swapped"))
}

#[test]
fn no_alteration_is_accepted() {
    let mut accepted = Vec::new();
    let mut tried = 0;
    for (number, (name, text)) in SMALL.iter().enumerate() {
        let data = certificate(text);
        let claims = text.matches("prove ").count();
        assert_eq!(replay(&data), Ok(claims), "{name}: as it was written");
        for (what, altered) in alterations(&data, number >= ALL_OVER) {
            tried += 1;
            // A certificate of fewer claims is one of fewer claims; it is not one of these.
            if replay(&altered).is_ok_and(|n| n == claims) && !is_another_proof(&what) {
                accepted.push(format!("{name}: {what}"));
            }
        }
    }
    assert!(accepted.is_empty(), "of {tried} alterations {} are accepted:\n{}", accepted.len(), accepted.join("\n"));
    assert!(tried > 2_000, "{tried} alterations");
}

#[test]
fn another_claim_domain_or_assumption_is_not_certified() {
    let cases = [
        ("prove sqrt(x^2) == x\nparam x: positive\n", "x: positive", "x: real"),
        ("prove sqrt(x^2) == x\nparam x: positive\n", "== x", "== 2*x"),
        ("param x: real\nprove abs(x) == x given x > 0\n", "x > 0", "x > -1"),
        ("param x: real\nprove x^2 + 1 > 0\n", "> 0", ">= 0"),
        ("param x: (0, 1)\nprove x*(1 - x) > 0\n", "(0, 1)", "(0, 2)"),
    ];
    for (text, old, new) in cases {
        let data = certificate(text);
        assert_eq!(replay(&data), Ok(1), "{text}");
        for claim_too in [false, true] {
            let mut altered = data.clone();
            altered["sources"][0]["text"] = json!(text.replace(old, new));
            if claim_too {
                let claim = data["claims"][0]["text"].as_str().expect("a text").replace(old, new);
                altered["claims"][0]["text"] = json!(claim);
            }
            assert!(replay(&altered).is_err(), "{text}: {old} -> {new}");
        }
    }
}

/// Certificates of false statements that an attack had accepted once; what each of them got past is in its name.
#[test]
fn forged_certificates_of_false_statements_are_rejected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates/forged");
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of forgeries") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a file");
        let data: Value = serde_json::from_str(&text).expect("a certificate");
        let said = replay(&data).expect_err(&path.display().to_string());
        // It is read and found wrong, not misunderstood.
        assert!(!said.contains("not a certificate") && !said.contains("missing field"), "{}: {said}", path.display());
        tried += 1;
    }
    assert!(tried >= 5);
}

/// A closed form, a rewriting with a fact, a condition of a rule.
const EXPECTATIONS: &str = "param t: real\nparam s: positive\nrandom u ~ Uniform(-1, 1)\n\
     prove expected(exp(t*u)) == sinh(t)/t\n\
     prove E[x ~ Gamma(shape = s, rate = 1)](1/x - 1/x^2*(s - 2)) == 0\n";

#[test]
fn rules_for_expectations_are_named_and_cannot_be_altered() {
    let data = certificate(EXPECTATIONS);
    let accepted = replay_certificate(&Certificate::read(&data.to_string()).expect("read")).expect("accepted").claims;
    assert!(accepted[0].ends_with("(by formal-expectation, uniform-exponential)"), "{accepted:?}");
    let given = "(given s - 2 > 0, by the rule gamma-integral) (by gamma-integral)";
    assert!(accepted[1].trim_end().ends_with(given), "{accepted:?}");
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut other = data.clone();
        change(&mut other);
        assert_ne!(other, data, "nothing was altered");
        assert!(replay(&other).is_err());
    };
    altered(&|d| d["expectations"][0]["rules"] = json!(["stein"]));
    altered(&|d| d["expectations"] = json!([]));
    altered(&|d| d["claims"][1]["expectations"] = json!([]));
    // Without the fact that t is not 0 the rewriting leaves another residual.
    let step = |d: &Value| d["claims"][0]["proof"]["steps"][0]["formal"].clone();
    assert_eq!(step(&data)["relations"], json!(["NonZero"]));
    altered(&|d| {
        d["claims"][0]["proof"]["steps"][0]["formal"] =
            json!({ "facts": { "nodes": [], "roots": [] }, "relations": [] });
    });
    altered(&|d| d["claims"][0]["proof"]["steps"][0]["formal"]["relations"] = json!(["Positive"]));
    altered(&|d| d["claims"][0]["proof"]["statement"]["goals"][0]["formal"]["rules"] = json!([]));
    // What is supposed is written down.
    altered(&|d| {
        let steps = d["claims"][1]["proof"]["steps"].as_array_mut().expect("steps");
        steps.retain(|s| s != "supposed");
    });
}
