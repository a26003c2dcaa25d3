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

// In one and in three dimensions.
manifold A1 { chart p { x: real } }
manifold B1 { chart q { u: real } }
manifold D1 { chart r { w: real } }
function p(u)
function q(w)
map outer_1: B1.q -> A1.p { x = p(u) }
map first_1: D1.r -> B1.q { u = q(w) }
map both_1:  D1.r -> A1.p { x = p(q(w)) }
metric g_1 = symbolic(A1.p)
prove composite_1: pullback(both_1, g_1) == pullback(first_1, pullback(outer_1, g_1)) in D1.r
manifold A3 { chart a3 { y1: real, y2: real, y3: real } }
manifold B3 { chart b3 { v1: real, v2: real, v3: real } }
manifold D3 { chart c3 { z1: real, z2: real, z3: real } }
function o1(u, v, w)
function o2(u, v, w)
function o3(u, v, w)
function i1(u, v, w)
function i2(u, v, w)
function i3(u, v, w)
map outer_3: B3.b3 -> A3.a3 { y1 = o1(v1, v2, v3), y2 = o2(v1, v2, v3), y3 = o3(v1, v2, v3) }
map first_3: D3.c3 -> B3.b3 { v1 = i1(z1, z2, z3), v2 = i2(z1, z2, z3), v3 = i3(z1, z2, z3) }
map both_3: D3.c3 -> A3.a3 {
  y1 = o1(i1(z1, z2, z3), i2(z1, z2, z3), i3(z1, z2, z3)),
  y2 = o2(i1(z1, z2, z3), i2(z1, z2, z3), i3(z1, z2, z3)),
  y3 = o3(i1(z1, z2, z3), i2(z1, z2, z3), i3(z1, z2, z3))
}
metric g_3 = symbolic(A3.a3)
prove composite_3: pullback(both_3, g_3) == pullback(first_3, pullback(outer_3, g_3)) in D3.c3

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
