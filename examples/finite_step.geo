// A finite step of gradient descent depends on the chart; the flow does not.
// Surace et al. (2020), Eq. 1 against Eq. 2 (SM-08).
param a: positive
param b: real
param h: positive = 1/10                                   // step size
manifold Line {
  chart x { x: positive }
  chart u { u: positive }
  chart w { w: real where w > b }
  map x -> u { u = sqrt(x) }
  map x -> w { w = a*x + b }
}
cost C on Line.x = (x - 1)^2
metric g = Euclidean(Line.x)
let v = grad(C, g)
flow F = -grad(C, g)
prove flow_is_one: invariant F under x -> u

let step_x on Line.x = x - h*v[1]
let step_u on Line.u = (u - h*v[1])^2                      // the step in u, read in x
let step_w on Line.w = (w - h*v[1] - b)/a
prove metric_in_u: g == [[4*u^2]] in u
refute same_step: step_x == step_u in x
check step_in_x: step_x at x(x = 2) given values == 9/5
check step_in_u: step_u at u(u = sqrt(2)) given values == 361/200
prove same_step_affine: step_x == step_w in x
// The difference begins with the second order in h.
prove second_order: step_u - step_x == h^2*v[1]^2 in u
// The same as rules: two steps, one small-step limit.
rule rule_x on Line.x: x -> x - h*v[1]
rule rule_u on Line.u: u -> u - h*v[1]
rule rule_w on Line.w: w -> w - h*v[1]
refute same_rule: rule_x == rule_u
prove same_rule_affine: rule_x == rule_w
prove same_limit: mean_flow(rule_x, h) == mean_flow(rule_u, h)
prove limit_is_flow: mean_flow(rule_u, h) == F
check rule_at: expected(rule_u) at x(x = 2) given values == 361/200
