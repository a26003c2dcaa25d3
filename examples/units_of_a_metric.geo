// Coordinates with units: a probability P and an amplitude q in mV. Surace & Brea (2018), "Physical units", Fig. 2;
// Surace et al. (2020), "unit problem" (SM-07). Each component of a metric has its own unit, and no bare number will do.
param eta: positive [1] = 1
param q0: positive [mV] = 2 [mV]
manifold Release {
  chart pq { P: (0, 1), q: positive [mV] }
  chart volts { P: (0, 1), qV: positive [V] }
  chart micro { P: (0, 1), qu: positive [uV] }
  chart plain { P: (0, 1), z: positive }                   // z = q/q0
  map pq -> volts { qV = q }                               // units are converted
  map pq -> micro { qu = q }
  map pq -> plain { z = q/q0 }
}
function f(P, q [mV])
cost C on Release.pq = f(P, q)
metric g on Release.pq = 3*dP^2 + 2*dP*dq/(1 [mV]) + 5*dq^2/(1 [mV^2])
let h = inverse(g)
check units_of_g: g at pq(P = 1/2, q = 1 [mV]) == [[3, 1 [1/mV]], [1 [1/mV], 5 [1/mV^2]]]
check units_of_inverse: h at pq(P = 1/2, q = 1 [mV]) == [[5/14, -(1/14) [mV]], [-(1/14) [mV], (3/14) [mV^2]]]

// A change of unit is a change of chart.
flow F = -eta*grad(C, g)
prove one_flow: invariant F under pq -> volts -> micro
prove in_volts: g in volts == [[3, 1000 [1/V]], [1000 [1/V], 5000000 [1/V^2]]]
prove square_volts: 1 [1/mV^2] == 1000000 [1/V^2]
prove square_microvolts: 1 [1/mV^2] == (1/1000000) [1/uV^2]
prove mixed_volts: 1 [1/mV] == 1000 [1/V]
prove mixed_microvolts: 1 [1/mV] == (1/1000) [1/uV]
prove inverse_volts: 1 [V^2] == 1000000 [mV^2]
prove inverse_microvolts: 1 [uV^2] == (1/1000000) [mV^2]

// The same with any scales and any metric, written by its Cholesky factors.
param l1: positive
param l2: positive
manifold Any {
  chart x { x1: real, x2: real }
  chart scaled { y1: real, y2: real }
  map x -> scaled { y1 = l1*x1, y2 = l2*x2 }
}
positive function h1(x, y)
function h2(x, y)
positive function h3(x, y)
function c(x, y)
metric G on Any.x = (h1(x1, x2)*dx1 + h2(x1, x2)*dx2)^2 + h3(x1, x2)*dx2^2
let G11 on Any.x = h1(x1, x2)^2
let G12 on Any.x = h1(x1, x2)*h2(x1, x2)
let G22 on Any.x = h2(x1, x2)^2 + h3(x1, x2)
cost K on Any.x = c(x1, x2)
flow N = -grad(K, G)
prove scaled_metric: G == [[G11/l1^2, G12/(l1*l2)], [G12/(l1*l2), G22/l2^2]] in scaled
prove scaled_flow: invariant N under x -> scaled
refute unscaled_metric: G == [[G11, G12], [G12, G22]] in scaled

// Ill-posed statements.
let dC = d(C)
refuse G0301 { metric bad = Euclidean(Release.pq) }
refuse G0301 { let total on Release.pq = dC[1] + dC[2] }
refuse G0301 { flow bad = -eta*partials(C) }
metric scaled = Euclidean(Release.pq, scale = { q: 1 [mV] })                      // the cure

// The logarithmic metric needs no scale: it looks the same in every unit.
manifold Amplitude {
  chart mv { a: positive [mV] }
  chart v  { b: positive [V] }
  chart n  { c1: positive }
  map mv -> v { b = a }
  map mv -> n { c1 = a/q0 }
}
metric weber on Amplitude.mv = da^2/a^2
prove weber_in_volts: weber == [[1/b^2]] in v
prove weber_normalised: weber == [[1/c1^2]] in n
// Normalising moves the choice into q0.
prove choice_in_q0: Euclidean(Amplitude.n) == [[1/q0^2]] in mv
