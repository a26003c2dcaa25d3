// Of our own: two evaluations of a loss in opposite directions estimate its gradient without the bias of a baseline
// (Nesterov and Spokoiny 2017, random gradient-free minimisation); odd noise alone decides.
param s: positive = 1/2
param A: positive = 1
param eta: positive = 1/16
function L(x, y)
random xi[1..2] ~ Normal(mean = 0, sd = 1)
random U ~ Uniform(-A, A)
manifold Plane { chart c { x: real, y: real } }
let gap on Plane.c = (L(x + s*xi[1], y + s*xi[2]) - L(x - s*xi[1], y - s*xi[2]))/(2*s)
rule estimate on Plane.c: (x, y) -> (x - eta*gap*xi[1], y - eta*gap*xi[2])
prove smoothed: mean_flow(estimate, eta) == (
  -expected(D[1, 0](L)(x + s*xi[1], y + s*xi[2])),
  -expected(D[0, 1](L)(x + s*xi[1], y + s*xi[2])))
refute unsmoothed: mean_flow(estimate, eta) == (-D[1, 0](L)(x, y), -D[0, 1](L)(x, y))
// For a quadratic loss smoothing changes nothing.
cost Q on Plane.c = x^2 + x*y + 2*y^2
let q_gap on Plane.c = ((x + s*xi[1])^2 + (x + s*xi[1])*(y + s*xi[2]) + 2*(y + s*xi[2])^2
  - (x - s*xi[1])^2 - (x - s*xi[1])*(y - s*xi[2]) - 2*(y - s*xi[2])^2)/(2*s)
rule quadratic on Plane.c: (x, y) -> (x - eta*q_gap*xi[1], y - eta*q_gap*xi[2])
prove exact: mean_flow(quadratic, eta) == -partials(Q, c)
prove noise_left: variance(q_gap*xi[1]) == 2*(2*x + y)^2 + (x + 4*y)^2 in c
// With bounded noise the weight is a parabola (the Epanechnikov kernel).
prove bounded: expected(L(x + U, y)*U) == expected(D[1, 0](L)(x + U, y)*(A^2 - U^2))/2 in c
