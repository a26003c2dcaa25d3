//! Which undecided declarations a claim may rest on.
//!
//! In: the model, the texts, a claim's place. Out: the hypotheses that its proof may use. It errs on one side only:
//! a declaration counts as used when its name occurs anywhere in the text of the claim, or of a declaration that
//! counts already. It must not look at formulas: what was cancelled there was used all the same. A coordinate or a chart counts
//! for the manifold on which the text that names it lives; where that is not known, for every one that has the name.

use crate::model::{Claim, Model};
use crate::syntax::source::Sources;
use crate::syntax::span::Span;
use crate::verify::Hypothesis;
use unicode_normalization::UnicodeNormalization;

/// A declaration: what it is called, and where it stands.
struct Node {
    names: Vec<String>,
    /// The manifold it declares, with its charts and its coordinates.
    manifold: Option<Local>,
    /// Where what it says is meant.
    place: Place,
    spans: Vec<Span>,
    words: Vec<String>,
}

/// Names that mean something on a manifold.
struct Local {
    index: usize,
    charts: Vec<String>,
    coordinates: Vec<String>,
}

/// The manifolds on which a text lives; `None`: it could be any.
type Place = Option<Vec<usize>>;

/// The declarations of a model with the words they are made of.
pub struct Dependencies {
    nodes: Vec<Node>,
    claims: Vec<(Span, Place)>,
}

impl Dependencies {
    /// Reads the declarations.
    #[must_use]
    pub fn new(model: &Model, sources: &Sources) -> Self {
        let mut nodes = Vec::new();
        let mut declare_on = |names: Vec<String>, spans: Vec<Span>, manifold: Option<Local>, place: Place| {
            let words = spans.iter().flat_map(|span| words(sources.slice(*span))).collect();
            nodes.push(Node { names, manifold, place, spans, words });
        };
        let mut declare = |names, spans| declare_on(names, spans, None, None);
        for p in &model.params {
            declare(vec![base(p.variable.symbol.name())], vec![p.span]);
        }
        for c in model.constants.iter().chain(&model.abbreviations) {
            declare(vec![c.name.clone()], vec![c.span]);
        }
        for c in &model.curves {
            declare(vec![c.name.clone()], vec![c.span]);
        }
        for (name, span) in &model.others {
            declare(vec![name.clone()], vec![*span]);
        }
        for r in &model.randoms {
            declare(vec![base(r.symbol.name())], vec![r.span]);
        }
        for m in &model.smooth_maps {
            declare(vec![m.name.clone()], vec![m.span]);
        }
        // The arguments of a function are names of its own.
        for f in &model.functions {
            declare_on(vec![f.symbol.name().to_owned()], vec![f.span], None, Some(Vec::new()));
        }
        for f in &model.fields {
            declare_on(vec![f.name.clone()], vec![f.span], None, Some(vec![f.manifold]));
        }
        for (index, (manifold, spans)) in model.manifolds.iter().zip(&model.manifold_spans).enumerate() {
            let charts = manifold.charts.iter().map(|c| c.name.clone()).collect();
            let coordinates = manifold.charts.iter().flat_map(|c| &c.coordinates);
            let coordinates = coordinates.map(|c| base(c.variable.symbol.name())).collect();
            let spans = [&[spans.name], spans.charts.as_slice(), spans.maps.as_slice()].concat();
            let local = Local { index, charts, coordinates };
            declare_on(vec![manifold.name.clone()], spans, Some(local), Some(vec![index]));
        }
        let claims = model.claims.iter().map(|c| (c.item_span, c.kind.manifolds())).collect();
        Self { nodes, claims }
    }

    /// Indices of the hypotheses that whatever stands at `span` may rest on.
    #[must_use]
    pub fn hypotheses_of(&self, span: Span, sources: &Sources, hypotheses: &[Hypothesis]) -> Vec<usize> {
        if hypotheses.is_empty() {
            return Vec::new();
        }
        let used = self.used(words(sources.slice(span)), self.place_of(span));
        let concerns = |hypothesis: &Hypothesis| {
            let mut home = self.nodes.iter().zip(&used).filter(|(n, _)| n.contains(hypothesis.span)).peekable();
            // One that belongs to no declaration known here concerns everything.
            home.peek().is_none() || home.any(|(_, used)| *used)
        };
        hypotheses.iter().enumerate().filter(|(_, h)| concerns(h)).map(|(index, _)| index).collect()
    }

    /// Indices of the closed forms that a claim may rest on: those in its own text, and in what it reaches.
    #[must_use]
    pub fn rule_uses_of(&self, claim: &Claim, model: &Model, sources: &Sources) -> Vec<usize> {
        let within = |own: Span, span: Span| own.file == span.file && own.start <= span.start && span.end <= own.end;
        let used = self.used(words(sources.slice(claim.item_span)), self.place_of(claim.item_span));
        let elsewhere = |span: Span| {
            let claims = model.claims.iter().map(|c| c.item_span);
            let mut items = claims.chain(model.checks.iter().map(|c| c.item_span));
            items.any(|item| item != claim.item_span && within(item, span))
        };
        let concerns = |span: Span| {
            let mut home = self.nodes.iter().zip(&used).filter(|(n, _)| n.contains(span)).peekable();
            within(claim.item_span, span)
                || (!elsewhere(span) && (home.peek().is_none() || home.any(|(_, used)| *used)))
        };
        let all = model.rule_uses.iter().enumerate();
        all.filter(|(_, made)| concerns(made.span)).map(|(index, _)| index).collect()
    }

    /// On which manifolds the claim at this place lives.
    fn place_of(&self, span: Span) -> Place {
        let within = |a: Span, b: Span| a.file == b.file && b.start <= a.start && a.end <= b.end;
        self.claims.iter().find(|(own, _)| within(span, *own)).and_then(|(_, place)| place.clone())
    }

    /// For each declaration, whether it is reached from these words, which stand on these manifolds.
    fn used(&self, start: Vec<String>, place: Place) -> Vec<bool> {
        let mut used = vec![false; self.nodes.len()];
        let mut pending: Vec<(&Place, String)> = start.into_iter().map(|word| (&place, word)).collect();
        while let Some((place, word)) = pending.pop() {
            for (node, used) in self.nodes.iter().zip(&mut used) {
                if !*used && (node.names.iter().any(|name| mentions(&word, name)) || self.means(node, &word, place)) {
                    *used = true;
                    pending.extend(node.words.iter().map(|w| (&node.place, w.clone())));
                }
            }
        }
        used
    }

    /// Whether the word may be a chart or a coordinate of the manifold that the node declares. Coordinates are named on their
    /// own manifold only; charts elsewhere too, unless a manifold of the place has a chart of that name.
    fn means(&self, node: &Node, word: &str, place: &Place) -> bool {
        let Some(local) = &node.manifold else { return false };
        let named = |names: &[String]| names.iter().any(|name| mentions(word, name));
        let Some(here) = place else { return named(&local.charts) || named(&local.coordinates) };
        if here.contains(&local.index) {
            return named(&local.charts) || named(&local.coordinates);
        }
        let own = |n: &Node| n.manifold.as_ref().is_some_and(|m| here.contains(&m.index) && named(&m.charts));
        named(&local.charts) && !self.nodes.iter().any(own)
    }
}

impl Node {
    fn contains(&self, span: Span) -> bool {
        self.spans.iter().any(|own| own.file == span.file && own.start <= span.start && span.end <= own.end)
    }
}

/// `w` of `w[1]`.
fn base(name: &str) -> String {
    name.split('[').next().unwrap_or(name).to_owned()
}

/// The pieces of a text between ASCII marks, each once, in the form in which names compare.
fn words(text: &str) -> Vec<String> {
    let text: String = text.nfc().collect();
    let separates = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_' && c != '\'';
    let mut out: Vec<String> = text.split(separates).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether the word is the name or its differential. A word with other than ASCII characters may hold signs such as `·`,
/// so that any part of it counts.
fn mentions(word: &str, name: &str) -> bool {
    word == name || word.strip_prefix('d') == Some(name) || (!word.is_ascii() && word.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::source::Sources;

    fn rests_on(text: &str, on: &str, claim: &str) -> bool {
        let mut sources = Sources::new();
        let file = sources.add("a.geo", text.as_bytes()).expect("UTF-8");
        let (tree, problems) = crate::syntax::parse(file, text);
        assert!(problems.is_empty(), "{problems:?}");
        let (model, problems) = crate::model::elaborate(&tree);
        assert!(problems.is_empty(), "{problems:?}");
        let place = |part: &str| {
            let at = text.find(part).expect("a part of the text");
            Span::new(file, at, at + part.len())
        };
        let none = String::new;
        let hypothesis =
            Hypothesis { declaration: none(), text: none(), reason: none(), span: place(on), obligation: 0 };
        !Dependencies::new(&model, &sources).hypotheses_of(place(claim), &sources, &[hypothesis]).is_empty()
    }

    const MODEL: &str = "manifold M { chart a { x: real, y: real } }
manifold N { chart b { u: real } }
metric g on M.a = dx^2 + (2 + x)*dy^2
metric h = Euclidean(M.a)
cost C on M.a = x^2
flow F = -grad(C, g)
flow G = -grad(C, h)
cost D on N.b = u^2
prove decreasing C along F
prove decreasing C along G
prove D >= 0
";

    #[test]
    fn laws_without_a_chart_concern_those_who_name_them() {
        let text = "param a: positive\nfamily p(x in (0, inf)) = density a*exp(-a*x)\nlet m = E[x ~ p](x)\n\
                    family q(x in (0, 1)) = density 1\nprove m > 0\nprove E[x ~ q](x) > 0\n";
        let law = "family p(x in (0, inf)) = density a*exp(-a*x)";
        assert!(rests_on(text, law, "prove m > 0"), "by way of m");
        assert!(!rests_on(text, law, "prove E[x ~ q](x) > 0"));
    }

    #[test]
    fn a_claim_rests_on_what_its_names_lead_to() {
        let metric = "metric g on M.a = dx^2 + (2 + x)*dy^2";
        assert!(rests_on(MODEL, metric, "decreasing C along F"));
        assert!(!rests_on(MODEL, metric, "decreasing C along G"));
        assert!(!rests_on(MODEL, metric, "D >= 0"));
        assert!(rests_on(MODEL, "chart a { x: real, y: real }", "decreasing C along G"));
        assert!(rests_on(MODEL, "prove D >= 0", "D >= 0"), "what belongs to no declaration concerns everything");
    }

    #[test]
    fn names_are_found_beside_unicode_signs_and_as_differentials() {
        assert!(mentions("a·μ", "μ"));
        assert!(mentions("dP", "P"));
        assert!(!mentions("dPq", "P"));
        assert_eq!(words("x^2 + w[i]*x"), ["2", "i", "w", "x"]);
    }
}
