//! Small models: random charts, maps and metrics, on which gradients and pullbacks must not depend on the chart.

use super::chance::Chance;

/// A model with one claim.
pub struct Model {
    /// The text.
    pub text: String,
    /// Whether the claim holds by construction; false ones are still to be certified.
    pub truth: bool,
}

/// Domains, with a map and the domain it leads onto.
const MAPS: [(&str, &str, &str); 10] = [
    ("positive", "2*@", "positive"),
    ("positive", "@^2", "positive"),
    ("positive", "1/@", "positive"),
    ("positive", "sqrt(@)", "positive"),
    ("positive", "log(@)", "real"),
    ("positive", "@^3", "positive"),
    ("real", "exp(@)", "positive"),
    ("real", "3*@ - 1", "real"),
    ("real", "sinh(@)", "real"),
    ("(0, 1)", "log(@/(1 - @))", "real"),
];

fn positive(x: &str, y: &str, chance: &mut Chance) -> String {
    let k = chance.between(1, 4);
    match chance.below(5) {
        0 => format!("{k}"),
        1 => format!("({k} + {x}^2)"),
        2 => format!("exp({x})"),
        3 => format!("({k} + {x}^2*{y}^2)"),
        _ => format!("({k} + exp({y}))"),
    }
}

fn any(x: &str, y: &str, chance: &mut Chance) -> String {
    let k = chance.between(-2, 3);
    match chance.below(6) {
        0 => format!("({k} + {x})"),
        1 => format!("{x}*{y}"),
        2 => format!("({x}^2 - {k}*{y})"),
        3 => format!("sin({x})"),
        4 => format!("({x} + {k}*{y})^2"),
        _ => format!("exp({y}/2)"),
    }
}

/// A random model.
pub fn model(chance: &mut Chance) -> Model {
    let (dx, fx, dr) = *chance.of(&MAPS);
    let (dy, fy, ds) = *chance.of(&MAPS);
    let (fx, mut fy) = (fx.replace('@', "x"), fy.replace('@', "y"));
    if ds == "real" && chance.once_in(2) {
        fy = format!("{fy} + {}*x", chance.between(1, 3));
    }
    let (e, g, k) = (positive("x", "y", chance), positive("y", "x", chance), any("x", "y", chance));
    let cost = format!("{} + {}*{}", any("x", "y", chance), chance.between(1, 3), any("y", "x", chance));
    let shear = if chance.once_in(2) { k } else { "0".to_owned() };
    let mut text = format!(
        "manifold M {{\n  chart a {{ x: {dx}, y: {dy} }}\n  chart b {{ r: {dr}, s: {ds} }}\n\
         \x20 map a -> b {{ r = {fx}, s = {fy} }}\n}}\n\
         metric g on M.a = {e}*dx^2 + 2*{e}*({shear})*dx*dy + ({e}*({shear})^2 + {g})*dy^2\n\
         cost C on M.a = {cost}\nflow steep = -grad(C, g)\nflow naive = -partials(C)\n"
    );
    let truth = chance.once_in(2);
    let claim = match (truth, chance.below(3)) {
        (true, 0) => "prove invariant g under a -> b".to_owned(),
        (true, 1) => "prove norm(steep, g)^2 == -pair(d(C), steep) in b".to_owned(),
        (true, _) => "prove invariant steep under a -> b".to_owned(),
        (false, 0) => "prove invariant naive under a -> b".to_owned(),
        (false, 1) => "prove -grad(C, 2*g) == steep in a".to_owned(),
        (false, _) => "prove norm(steep, g)^2 == pair(d(C), steep) in a".to_owned(),
    };
    text.push_str(&claim);
    text.push('\n');
    Model { text, truth }
}
