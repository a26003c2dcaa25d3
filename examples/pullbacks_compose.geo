// Pulling back twice is pulling back along the composite: (J1 J2)^T G (J1 J2). Surace et al. (2020), Eq. 5 (SM-04).
manifold A { chart a { x1: real, x2: real } }
manifold B { chart b { u1: real, u2: real } }
manifold D { chart c { w1: real, w2: real } }
function p1(u, v)
function p2(u, v)
function q1(u, v)
function q2(u, v)
map outer: B.b -> A.a { x1 = p1(u1, u2), x2 = p2(u1, u2) }
map first: D.c -> B.b { u1 = q1(w1, w2), u2 = q2(w1, w2) }
map both:  D.c -> A.a { x1 = p1(q1(w1, w2), q2(w1, w2)), x2 = p2(q1(w1, w2), q2(w1, w2)) }
metric g = symbolic(A.a)
prove composite: pullback(both, g) == pullback(first, pullback(outer, g)) in D.c

// An example with numbers: G = 1 for x > 0, then x = u^2, then u = e^w.
manifold Half {
  chart x { x: positive }
  chart u { u: positive }
  chart w { w: real }
  map u -> x { x = u^2 }
  map w -> u { u = exp(w) }
}
metric one = Euclidean(Half.x)
prove squares: one in u == [[4*u^2]]
prove then_logarithm: one in w == [[4*exp(4*w)]]
