//! Transition maps within a manifold, and smooth maps between manifolds.
//!
//! In: map declarations. Out: components in the units of the charts, an inverse (given or found), and the obligations
//! that make them changes of coordinates. Coordinates of equal name and unit carry over.

use super::SmoothMap;
use super::changes_of_chart::Direction;
use super::elaborator::Elaborator;
use super::entries::Equation;
use super::kinds::ChartId;
use super::names::Scope;
use super::obligations::{Goal, Obligation, ObligationKind};
use super::problems::{self, Failure};
use super::quantities::{Quantity, add_fact};
use crate::diagnostics::suggest::nearest;
use crate::geometry::invert::{Inversion, invert};
use crate::geometry::manifold::TransitionMap;
use crate::geometry::polar::{angles_of_points, invert_polar};
use crate::symbolic::substitute::Substitution;
use crate::symbolic::{Expr as Term, Fact, Region};
use crate::syntax::ast::{Expr, Ident, ManifoldDecl, MapDecl};
use crate::syntax::span::Span;

/// Elaborates the transition maps of a manifold.
pub(super) fn transition_maps(el: &mut Elaborator<'_>, m: &ManifoldDecl, manifold: usize) {
    for decl in &m.maps {
        let made = el.transition_map(decl, manifold);
        if el.accept(made).is_none() {
            el.poisoned_maps.insert(manifold);
        }
    }
}

/// Elaborates a smooth map between manifolds.
pub(super) fn smooth_map(el: &mut Elaborator<'_>, decl: &MapDecl, span: Span) {
    let made = el.smooth_map_parts(decl, span);
    if let Some(map) = el.accept(made) {
        el.model.smooth_maps.push(map);
    }
}

/// Components of a map with the conditions under which they are defined.
struct Components {
    numbers: Vec<Term>,
    defined_where: Vec<Fact>,
}

impl<'a> Elaborator<'a> {
    fn transition_map(&mut self, decl: &MapDecl, manifold: usize) -> Result<(), Failure> {
        let from = self.resolve_chart(&decl.from, Some(manifold));
        let to = self.resolve_chart(&decl.to, Some(manifold));
        let (from, to) = match (from, to) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        if from.manifold != manifold || to.manifold != manifold || from == to {
            let headline = "a transition map joins two charts of its own manifold".to_owned();
            return Err(problems::bad_map(
                decl.span,
                headline,
                "maps between manifolds stand outside: `map phi: M.a -> N.b { .. }`".into(),
            )
            .into());
        }
        let known = self.model.manifolds[manifold]
            .maps
            .iter()
            .position(|m| (m.from, m.to) == (from.chart, to.chart) || (m.from, m.to) == (to.chart, from.chart));
        if let Some(k) = known {
            let first = self.model.manifold_spans[manifold].maps.get(k).copied().unwrap_or(decl.span);
            return Err(problems::map_twice(decl.span, first, &decl.start_name(), &decl.end_name()).into());
        }
        let forward = self.components(&decl.equations, from, to, decl.span, true);
        let mut overlap = Vec::new();
        let mut failure: Option<Failure> = None;
        for e in &decl.on {
            match self.facts(e, &Scope::on(from)) {
                Ok(facts) => {
                    for f in facts {
                        if let Err(closed) = super::emptiness::expect_open(&f, e.span) {
                            failure = Some(failure.map_or_else(|| closed.clone(), |old| old.and(closed.clone())));
                        }
                        add_fact(&mut overlap, f);
                    }
                }
                Err(f) => failure = Some(failure.map_or_else(|| f.clone(), |old| old.and(f.clone()))),
            }
        }
        let given = decl.inverse.as_ref().map(|equations| self.components(equations, to, from, decl.span, true));
        let forward = match (forward, failure) {
            (Ok(f), None) => f,
            (Ok(_), Some(f)) => return Err(f),
            (Err(a), f) => {
                let all = f.map_or_else(|| a.clone(), |f| a.clone().and(f));
                return Err(match given {
                    Some(Err(g)) => all.and(g),
                    _ => all,
                });
            }
        };
        let inverse = match given {
            Some(made) => made?,
            None => self.find_inverse(decl, &forward, from, to)?,
        };
        self.map_obligations(decl, &forward, &inverse, &overlap, from, to);
        let map = TransitionMap {
            from: from.chart,
            to: to.chart,
            forward: forward.numbers,
            inverse: inverse.numbers,
            overlap,
        };
        self.round_trip(decl, &map, from, to);
        self.other_way_round(decl, &map, from);
        self.model.manifolds[manifold].maps.push(map);
        self.model.manifold_spans[manifold].maps.push(decl.span);
        Ok(())
    }

    /// The components of a map in the units of the target's coordinates.
    fn components(
        &mut self,
        equations: &[(Ident, Expr)],
        from: ChartId,
        to: ChartId,
        span: Span,
        carry: bool,
    ) -> Result<Components, Failure> {
        let (Some(source), Some(target)) = (self.model.chart(from).cloned(), self.model.chart(to).cloned()) else {
            return Err(Failure::silent());
        };
        let mut failure: Option<Failure> = None;
        let mut fail = |f: Failure| failure = Some(failure.take().map_or_else(|| f.clone(), |old| old.and(f.clone())));
        let names: Vec<&str> = target.coordinates.iter().map(|c| c.variable.symbol.name()).collect();
        let equations = self.by_entry(equations, &names);
        for (k, Equation { name, .. }) in equations.iter().enumerate() {
            if !names.contains(&name.name.as_str()) {
                let near = nearest(&name.name, names.iter().copied()).map(str::to_owned);
                let what = format!("`{}` has no coordinate", target.full_name());
                let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
                let help =
                    near.map_or_else(|| format!("its coordinates are {list}"), |n| format!("did you mean `{n}`?"));
                fail(problems::bad_map(name.span, format!("{what} `{}`", name.name), help).into());
            } else if let Some(Equation { name: first, .. }) = equations[..k].iter().find(|e| e.name.name == name.name)
            {
                fail(problems::duplicate(&name.name, first.span, name.span).into());
            }
        }
        let mut numbers = Vec::new();
        let mut defined_where = Vec::new();
        let mut missing: Vec<&str> = Vec::new();
        for c in &target.coordinates {
            let name = c.variable.symbol.name();
            let own = source.coordinates.iter().find(|s| carry && s.variable.symbol.name() == name);
            let made = match (equations.iter().find(|e| e.name.name == name), own) {
                (Some(Equation { side, locals, .. }), _) => {
                    let scope = Scope { locals: locals.clone(), ..Scope::on(from) };
                    self.scalar(side, &scope).map(|q| (q, side.span, self.causes(side)))
                }
                (None, Some(s)) => Ok((Quantity::symbol(&s.variable.symbol, &s.unit), span, Vec::new())),
                (None, None) => {
                    missing.push(name);
                    continue;
                }
            };
            match made {
                Err(f) => fail(f),
                Ok((q, at, causes)) => match q.number_in(&c.unit) {
                    Some(number) => {
                        numbers.push(number);
                        q.defined_where.into_iter().for_each(|f| add_fact(&mut defined_where, f));
                    }
                    None => {
                        fail(
                            problems::unit_differs(at, &format!("the equation of `{name}`"), &q.unit, &c.unit, &causes)
                                .into(),
                        );
                    }
                },
            }
        }
        if !missing.is_empty() {
            let list = missing.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
            let headline = format!("the map to `{}` has no equation for {list}", target.full_name());
            fail(problems::bad_map(span, headline, format!("add `{} = ..`", missing[0])).into());
        }
        failure.map_or(Ok(Components { numbers, defined_where }), Err)
    }

    fn find_inverse(
        &self,
        decl: &MapDecl,
        forward: &Components,
        from: ChartId,
        to: ChartId,
    ) -> Result<Components, Failure> {
        let (Some(source), Some(target)) = (self.model.chart(from), self.model.chart(to)) else {
            return Err(Failure::silent());
        };
        let region = self.model.region(Some(from)).and(&target.region());
        match invert(&forward.numbers, &source.symbols(), &target.symbols(), &region) {
            Inversion::Found(numbers) => Ok(Components { numbers, defined_where: Vec::new() }),
            Inversion::NotFound { equation, remains, .. } => {
                let polar = invert_polar(&forward.numbers, &source.symbols(), &target.symbols(), &region);
                if let Some(numbers) = polar {
                    return Ok(Components { numbers, defined_where: Vec::new() });
                }
                let new = |x: &&crate::geometry::chart::Coordinate| {
                    !target.coordinates.iter().any(|y| y.variable.symbol.name() == x.variable.symbol.name())
                };
                let names: Vec<&str> =
                    source.coordinates.iter().filter(new).map(|x| x.variable.symbol.name()).collect();
                let d = problems::no_inverse(decl.span, &decl.start_name(), &decl.end_name(), &names);
                let left = target.coordinates.get(equation).map_or("", |c| c.variable.symbol.name());
                Err(d.note(format!("what remains to be solved: {left} = {remains}")).into())
            }
        }
    }

    /// The domain of a chart with some conditions.
    fn domain(&self, chart: ChartId, conditions: &[Fact]) -> Region {
        let mut region = self.model.region(Some(chart));
        conditions.iter().for_each(|f| add_fact(&mut region.conditions, f.clone()));
        region
    }

    pub(super) fn oblige(
        &mut self,
        kind: ObligationKind,
        declaration: String,
        chart: ChartId,
        region: Region,
        goal: Goal,
        span: Span,
    ) {
        let trivial = match &goal {
            Goal::Facts(facts) => facts.is_empty(),
            Goal::Equal(pairs) => pairs.iter().all(|(a, b)| a == b),
            _ => false,
        };
        if !trivial {
            self.model.obligations.push(Obligation { kind, declaration, chart: Some(chart), region, goal, span });
        }
    }

    /// The map is defined on its overlap and stays in the target chart.
    fn map_obligations(
        &mut self,
        decl: &MapDecl,
        forward: &Components,
        _: &Components,
        overlap: &[Fact],
        from: ChartId,
        to: ChartId,
    ) {
        let region = self.domain(from, overlap);
        let name = format!("{} -> {}", decl.start_name(), decl.end_name());
        let defined = Goal::Facts(forward.defined_where.clone());
        self.oblige(ObligationKind::Defined, name.clone(), from, region.clone(), defined, decl.span);
        let Some(target) = self.model.chart(to) else { return };
        let mut at = Substitution::of(target.symbols().into_iter().zip(forward.numbers.iter().cloned()));
        let mut inside = Vec::new();
        for f in target.region().facts() {
            add_fact(&mut inside, f.with(at.apply(&f.expr)));
        }
        self.oblige(ObligationKind::ImageInDomain, name, from, region, Goal::Facts(inside), decl.span);
    }

    /// Both ways round are the identity: on the overlap, and on its image.
    fn round_trip(&mut self, decl: &MapDecl, map: &TransitionMap, from: ChartId, to: ChartId) {
        let (Some(source), Some(target)) = (self.model.chart(from).cloned(), self.model.chart(to).cloned()) else {
            return;
        };
        let name = format!("{} -> {}", decl.start_name(), decl.end_name());
        let mut there = Substitution::of(target.symbols().into_iter().zip(map.forward.iter().cloned()));
        let overlap = self.domain(from, &map.overlap);
        let around = map.inverse.iter().map(|e| angles_of_points(&there.apply(e), &overlap));
        let pairs = around.zip(source.point()).collect();
        let goal = Goal::Equal(pairs);
        self.oblige(ObligationKind::InverseUndoesMap, name.clone(), from, overlap.clone(), goal, decl.span);
        let mut back = Substitution::of(source.symbols().into_iter().zip(map.inverse.iter().cloned()));
        // The image: points whose inverse image lies in the overlap.
        let mut image = Vec::new();
        for f in source.region().facts().iter().chain(&map.overlap) {
            add_fact(&mut image, f.with(back.apply(&f.expr)));
        }
        let image = self.domain(to, &image);
        let around = map.forward.iter().map(|e| angles_of_points(&back.apply(e), &image));
        let pairs = around.zip(target.point()).collect();
        let goal = Goal::Equal(pairs);
        self.oblige(ObligationKind::MapUndoesInverse, name.clone(), to, image.clone(), goal, decl.span);
        let (start, end) = (source.symbols(), target.symbols());
        let there = Direction { chart: from, coordinates: start, components: &map.forward, region: overlap };
        let back = Direction { chart: to, coordinates: end, components: &map.inverse, region: image };
        self.regular(&name, &there, &back, decl.span);
    }

    /// Where the maps declared before already lead from one chart to the other, this map goes where they go: otherwise
    /// a change of chart would depend on the path taken.
    fn other_way_round(&mut self, decl: &MapDecl, map: &TransitionMap, from: ChartId) {
        let Some(Ok(known)) = self.model.manifolds.get(from.manifold).map(|m| m.chart_map(map.from, map.to)) else {
            return;
        };
        let mut conditions = map.overlap.clone();
        for f in known.overlap {
            add_fact(&mut conditions, f);
        }
        let region = self.domain(from, &conditions);
        let pairs = map.forward.iter().cloned().zip(known.forward).collect();
        let name = format!("{} -> {}", decl.start_name(), decl.end_name());
        self.oblige(ObligationKind::MapsAgree, name, from, region, Goal::Equal(pairs), decl.span);
    }

    fn smooth_map_parts(&mut self, decl: &MapDecl, span: Span) -> Result<SmoothMap, Failure> {
        let (from, to) = match (self.resolve_chart(&decl.from, None), self.resolve_chart(&decl.to, None)) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(a), Err(b)) => return Err(a.and(b)),
            (Err(f), _) | (_, Err(f)) => return Err(f),
        };
        let made = self.components(&decl.equations, from, to, decl.span, true)?;
        let mut defined_where = made.defined_where;
        for e in &decl.on {
            for f in self.facts(e, &Scope::on(from))? {
                add_fact(&mut defined_where, f);
            }
        }
        let name = decl.name.as_ref().map(|n| n.name.clone()).unwrap_or_default();
        if let Some(target) = self.model.chart(to) {
            let mut at = Substitution::of(target.symbols().into_iter().zip(made.numbers.iter().cloned()));
            let mut inside = Vec::new();
            for f in target.region().facts() {
                add_fact(&mut inside, f.with(at.apply(&f.expr)));
            }
            let region = self.domain(from, &defined_where);
            self.oblige(ObligationKind::ImageInDomain, name.clone(), from, region, Goal::Facts(inside), span);
        }
        Ok(SmoothMap { name, from, to, components: made.numbers, defined_where, span })
    }
}

impl MapDecl {
    fn start_name(&self) -> String {
        super::names::names_joined(&self.from)
    }

    fn end_name(&self) -> String {
        super::names::names_joined(&self.to)
    }
}
