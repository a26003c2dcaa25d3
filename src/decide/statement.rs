//! A statement as text, and as a model of its own.
//!
//! In: names with domains, conditions, a comparison or two sides, all as written. Out: a model of params with one claim
//! per comparison, or every diagnostic. It must not decide anything.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Model, elaborate, elaborate_here};
use crate::syntax::ast::{
    self, Arg, Binder, Claim, CompareOp, Expr, ExprKind, File, Given, Ident, Item, ItemKind, Path, StatementKind, Verb,
};
use crate::syntax::source::Sources;
use crate::syntax::span::{FileId, Span};
use crate::syntax::{parse_domain, parse_expression, parse_name};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Texts of so many bytes are elaborated on the stack at hand.
const SHORT: usize = 256;

/// Most comparisons that one statement may join.
const MOST_COMPARISONS: usize = 16;

/// A statement as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Names and their domains, in the order written.
    pub variables: Vec<(String, String)>,
    /// Conditions under which it is stated.
    pub conditions: Vec<String>,
    /// What is stated.
    pub wording: Wording,
}

/// What is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wording {
    /// `x^2 >= 0`
    Claim(String),
    /// Both sides of an equation.
    Sides(String, String),
}

/// One line of a batch: a statement under a name of the caller's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whatever the caller calls it; `null` without one.
    pub id: serde_json::Value,
    /// The statement.
    pub statement: Statement,
}

/// A line whose form may be wrong: its name is known even so, where it can be read at all.
pub struct Named<T> {
    /// Whatever the caller calls it; `null` where it cannot be read.
    pub id: serde_json::Value,
    /// The rest.
    pub value: T,
}

/// The fields of a line. Fields of other names are the caller's own.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    vars: Variables,
    #[serde(default, rename = "where")]
    conditions: Conditions,
    claim: Option<String>,
    lhs: Option<String>,
    rhs: Option<String>,
}

#[derive(Default)]
struct Variables(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Variables {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Variables;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of names and domains, such as {\"x\": \"positive\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Variables, A::Error> {
                let mut out: Vec<(String, String)> = Vec::new();
                while let Some((name, domain)) = map.next_entry::<String, String>()? {
                    if out.iter().any(|(other, _)| *other == name) {
                        return Err(A::Error::custom(format!("the variable `{name}` stands twice")));
                    }
                    out.push((name, domain));
                }
                Ok(Variables(out))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// One condition, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Conditions {
    One(String),
    Many(Vec<String>),
}

impl Default for Conditions {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Line {
    /// Reads a line of JSON.
    #[must_use]
    pub fn read(text: &str) -> Named<Result<Statement, Box<Diagnostic>>> {
        let wrong =
            |why: String| {
                let finding = Diagnostic::error(Code::G0908, format!("the line is no statement: {why}"));
                Err(Box::new(finding.help(
                    "for example {\"id\": 1, \"vars\": {\"x\": \"positive\"}, \"claim\": \"log(x^2) == 2*log(x)\"}",
                )))
            };
        let value: serde_json::Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return Named { id: serde_json::Value::Null, value: wrong(error.to_string()) },
        };
        let id = value.get("id").cloned().unwrap_or_default();
        if !value.is_object() {
            return Named { id, value: wrong("it is not an object".into()) };
        }
        // Read anew from the text: a `Value` has forgotten the order of the variables.
        let value = match serde_json::from_str::<Fields>(text) {
            Err(error) => wrong(error.to_string()),
            Ok(fields) => match fields.wording() {
                Err(why) => wrong(why),
                Ok(wording) => {
                    let conditions = match fields.conditions {
                        Conditions::One(text) => vec![text],
                        Conditions::Many(texts) => texts,
                    };
                    Ok(Statement { variables: fields.vars.0, conditions, wording })
                }
            },
        };
        Named { id, value }
    }
}

impl Fields {
    fn wording(&self) -> Result<Wording, String> {
        match (&self.claim, &self.lhs, &self.rhs) {
            (Some(claim), None, None) => Ok(Wording::Claim(claim.clone())),
            (None, Some(left), Some(right)) => Ok(Wording::Sides(left.clone(), right.clone())),
            (None, None, None) => Err("it has neither `claim` nor `lhs` and `rhs`".into()),
            (None, ..) => Err("`lhs` and `rhs` come together".into()),
            (Some(_), ..) => Err("it has both `claim` and a side".into()),
        }
    }
}

impl Statement {
    /// Bytes of all its texts.
    fn length(&self) -> usize {
        let wording = match &self.wording {
            Wording::Claim(claim) => claim.len(),
            Wording::Sides(left, right) => left.len() + right.len(),
        };
        let variables = self.variables.iter().map(|(name, domain)| name.len() + domain.len());
        wording + variables.chain(self.conditions.iter().map(String::len)).sum::<usize>()
    }
}

/// A statement that has been read.
pub struct Stated {
    /// The texts, one per piece of the statement.
    pub sources: Sources,
    /// Params and claims; complete only without diagnostics.
    pub model: Model,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a statement: its model has one claim for each comparison that it joins.
#[must_use]
pub fn state(statement: &Statement) -> Stated {
    let mut reader = Reader { sources: Sources::new(), diagnostics: Vec::new(), items: Vec::new() };
    reader.variables(&statement.variables);
    reader.constants(statement);
    let given = reader.conditions(&statement.conditions);
    let comparisons = reader.comparisons(&statement.wording);
    if !reader.diagnostics.is_empty() {
        return Stated { sources: reader.sources, model: Model::default(), diagnostics: reader.diagnostics };
    }
    for (left, op, right) in comparisons {
        let span = left.span;
        let kind = StatementKind::Compare { left, op, right };
        let statement = ast::Statement { kind, span };
        let claim = Claim { verb: Verb::Prove, strict: false, label: None, statement, given: given.clone() };
        reader.items.push(Item { kind: ItemKind::Claim(claim), span });
    }
    let file = File { items: reader.items, ..File::default() };
    // A text is never deeper than it is long: a short one needs no stack of its own.
    let (model, diagnostics) = if statement.length() <= SHORT { elaborate_here(&file) } else { elaborate(&file) };
    Stated { sources: reader.sources, model, diagnostics }
}

struct Reader {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    items: Vec<Item>,
}

impl Reader {
    /// Enters a text; what is wrong with it is kept.
    fn piece<T>(&mut self, name: &str, text: &str, read: fn(FileId, &str) -> Result<T, Box<Diagnostic>>) -> Option<T> {
        let file = match self.sources.add(name, text.as_bytes()) {
            Ok(file) => file,
            Err(finding) => {
                self.diagnostics.push(finding);
                return None;
            }
        };
        match read(file, self.sources.text(file)) {
            Ok(value) => Some(value),
            Err(finding) => {
                self.diagnostics.push(*finding);
                None
            }
        }
    }

    fn variables(&mut self, variables: &[(String, String)]) {
        for (name, domain) in variables {
            let ident = self.piece("variable", name, parse_name);
            let domain = self.piece(&format!("domain of {name}"), domain, parse_domain);
            let (Some(ident), Some(domain)) = (ident, domain) else { continue };
            let span = ident.span;
            let binder = Binder { name: ident, range: None, domain, unit: None, value: None, span };
            self.items.push(Item { kind: ItemKind::Param(binder), span });
        }
    }

    /// Euler's number, where `E` is no variable. (Pi belongs to the language.)
    fn constants(&mut self, statement: &Statement) {
        let sides = match &statement.wording {
            Wording::Claim(claim) => [claim.as_str(), ""],
            Wording::Sides(left, right) => [left.as_str(), right.as_str()],
        };
        let domains = statement.variables.iter().map(|(_, domain)| domain.as_str());
        let mut texts = sides.into_iter().chain(statement.conditions.iter().map(String::as_str)).chain(domains);
        if !texts.any(|text| text.contains('E')) || statement.variables.iter().any(|(name, _)| name == "E") {
            return;
        }
        let Ok(file) = self.sources.add("E", b"exp(1)") else { return };
        let span = Span::new(file, 0, 6);
        let ident = |name: &str| Ident { name: name.into(), span };
        let one = Expr { kind: ExprKind::Number { value: num_traits::One::one(), text: "1".into() }, span };
        let callee = Path { segments: vec![ident("exp")], span };
        let value = Expr { kind: ExprKind::Call { callee, args: vec![Arg { name: None, value: one }] }, span };
        self.items.push(Item { kind: ItemKind::Let { name: ident("E"), chart: None, value }, span });
    }

    fn conditions(&mut self, conditions: &[String]) -> Vec<Given> {
        let several = conditions.len() > 1;
        let name = |k: usize| if several { format!("where {}", k + 1) } else { "where".to_owned() };
        let read = |(k, text): (usize, &String)| self.piece(&name(k), text, parse_expression).map(Given::Condition);
        conditions.iter().enumerate().filter_map(read).collect()
    }

    /// `a < b <= c` is `a < b` and `b <= c`.
    fn comparisons(&mut self, wording: &Wording) -> Vec<(Expr, CompareOp, Expr)> {
        match wording {
            Wording::Sides(left, right) => {
                let sides = (self.piece("lhs", left, parse_expression), self.piece("rhs", right, parse_expression));
                let (Some(left), Some(right)) = sides else { return Vec::new() };
                vec![(left, CompareOp::Eq, right)]
            }
            Wording::Claim(claim) => {
                let Some(claim) = self.piece("claim", claim, parse_expression) else { return Vec::new() };
                let mut out = Vec::new();
                let span = claim.span;
                if !joined(claim, &mut out) || out.len() > MOST_COMPARISONS {
                    let finding = Diagnostic::error(Code::G0702, "the statement is not a comparison");
                    let finding = finding.primary(span, "two sides are compared by one of == != < <= > >=");
                    self.diagnostics.push(finding.help("for example `x + 1 > x`; several are joined by `and`"));
                }
                out
            }
        }
    }
}

/// Takes comparisons joined by `and` apart; false where something else stands among them.
fn joined(e: Expr, out: &mut Vec<(Expr, CompareOp, Expr)>) -> bool {
    match e.kind {
        ExprKind::And(a, b) => joined(*a, out) && joined(*b, out),
        ExprKind::Compare { first, rest } => {
            let mut left = *first;
            for (op, right) in rest {
                out.push((left, op, right.clone()));
                left = right;
            }
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str) -> Stated {
        let line = Line::read(text);
        state(&line.value.expect("a statement"))
    }

    #[test]
    fn variables_may_be_named_like_functions_and_constants() {
        let s =
            stated(r#"{"vars": {"pi": "positive", "E": "real", "log": "real"}, "claim": "E*pi + log(pi) == log*1"}"#);
        assert!(s.diagnostics.is_empty(), "{:?}", s.diagnostics);
        let names: Vec<&str> = s.model.params.iter().map(|p| p.variable.symbol.name()).collect();
        assert_eq!(names, ["pi", "E", "log"]);
        let s = stated(r#"{"claim": "log(E) == 1"}"#);
        assert!(s.diagnostics.is_empty(), "{:?}", s.diagnostics);
    }

    #[test]
    fn a_text_cannot_say_more_than_its_piece() {
        for line in [
            r#"{"vars": {"x": "real"}, "claim": "x == x\nparam y: real"}"#,
            r#"{"vars": {"x": "real = 3"}, "claim": "x == 3"}"#,
            r#"{"vars": {"x: real\nparam y": "real"}, "claim": "x == x"}"#,
            r#"{"vars": {"x": "real"}, "where": ["x > 0 given x = 3"], "claim": "x == 3"}"#,
            r#"{"vars": {"x": "real"}, "claim": "x"}"#,
            r#"{"vars": {"x": "real"}, "claim": ""}"#,
            r#"{"vars": {"x": "real"}, "claim": "x == 1 /* "}"#,
            r#"{"vars": {"x": "real"}, "claim": "y == 1"}"#,
            r#"{"vars": {"x": "(2, 1)"}, "claim": "x == 1"}"#,
        ] {
            assert!(!stated(line).diagnostics.is_empty(), "{line}");
        }
    }

    #[test]
    fn lines_without_the_form_keep_their_name() {
        let line = Line::read(r#"{"id": [1, "a"], "lhs": "x"}"#);
        assert_eq!(line.id, serde_json::json!([1, "a"]));
        assert!(line.value.is_err());
        for text in ["", "[]", "{", "{\"vars\": {\"x\": \"real\", \"x\": \"real\"}, \"claim\": \"x == x\"}"] {
            assert!(Line::read(text).value.is_err(), "{text}");
        }
        assert!(Line::read(&"[".repeat(100_000)).value.is_err());
    }

    #[test]
    fn a_chain_is_several_comparisons() {
        let s = stated(r#"{"vars": {"x": "(0, 1)"}, "claim": "0 < x < 1 and x^2 <= x"}"#);
        assert_eq!(s.model.claims.len(), 3, "{:?}", s.diagnostics);
    }
}
