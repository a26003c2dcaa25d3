//! The elaborator against small texts.
use super::*;
use crate::syntax::span::FileId;

fn model(text: &str) -> (Model, Vec<crate::diagnostics::Diagnostic>) {
    let (file, problems) = crate::syntax::parse(FileId(0), text);
    assert!(problems.is_empty(), "{problems:#?}");
    elaborate(&file)
}

#[test]
fn it_runs() {
    let (m, d) = model(
        "param mu0: real = 4\nparam sigma0: positive = 2\nmanifold Normals {\n chart std { mu: real, sigma: positive }\n chart var { mu: real, s: positive }\n chart prec { mu: real, tau: positive }\n map std -> var { s = sigma^2 }\n map std -> prec { tau = 1/sigma^2 } }\nfamily p(x: real) on Normals.std = Normal(mean = mu, sd = sigma)\ncost C on Normals = KL(Normal(mean = mu0, sd = sigma0), p)\nmetric fisher = Fisher(p)\nmetric ruler = Euclidean(Normals.std)\nflow natural = -grad(C, fisher)\nflow naive = -partials(C)\n",
    );
    assert!(d.is_empty(), "{d:#?}");
    for f in &m.fields {
        println!("{} {:?}", f.name, f.in_charts);
    }
    for o in &m.obligations {
        println!("{:?} {} {:?}", o.kind, o.declaration, o.goal);
    }
}
