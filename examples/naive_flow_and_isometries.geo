// The naive flow made in another chart, seen here, is -J J^T dC: it survives a change of chart only if J J^T = 1.
// Surace et al. (2020), "The gradient is not equal to the vector of partial derivatives" (SM-05).
manifold OldLine  { chart a1 { x: real } }
manifold NewLine  { chart b1 { u: real } }
manifold OldPlane { chart a2 { x1: real, x2: real } }
manifold NewPlane { chart b2 { u1: real, u2: real } }
manifold OldSpace { chart a3 { y1: real, y2: real, y3: real } }
manifold NewSpace { chart b3 { w1: real, w2: real, w3: real } }
function p(u)
function p1(u, v)
function p2(u, v)
function q1(u, v, w)
function q2(u, v, w)
function q3(u, v, w)
function f1(x)
function f2(x, y)
function f3(x, y, z)
map psi1: NewLine.b1  -> OldLine.a1  { x = p(u) }
map psi2: NewPlane.b2 -> OldPlane.a2 { x1 = p1(u1, u2), x2 = p2(u1, u2) }
map psi3: NewSpace.b3 -> OldSpace.a3 { y1 = q1(w1, w2, w3), y2 = q2(w1, w2, w3), y3 = q3(w1, w2, w3) }
cost C1 on OldLine.a1 = f1(x)
cost C2 on OldPlane.a2 = f2(x1, x2)
cost C3 on OldSpace.a3 = f3(y1, y2, y3)
let J1 on NewLine.b1  = jacobian(psi1)
let J2 on NewPlane.b2 = jacobian(psi2)
let J3 on NewSpace.b3 = jacobian(psi3)
let n1 on NewLine.b1  = partials(pullback(psi1, C1))
let n2 on NewPlane.b2 = partials(pullback(psi2, C2))
let n3 on NewSpace.b3 = partials(pullback(psi3, C3))
let d1 = d(C1)
let d2 = d(C2)
let d3 = d(C3)
prove carried_1: J1[1,1]*n1[1] == J1[1,1]^2*pullback(psi1, d1[1]) in NewLine.b1
prove carried_2: J2[1,1]*n2[1] + J2[1,2]*n2[2] == (J2[1,1]^2 + J2[1,2]^2)*pullback(psi2, d2[1]) + (J2[1,1]*J2[2,1] + J2[1,2]*J2[2,2])*pullback(psi2, d2[2]) in NewPlane.b2
prove carried_3: sum(k in 1..3, J3[1,k]*n3[k]) == sum(k in 1..3, J3[1,k]^2)*pullback(psi3, d3[1]) + sum(k in 1..3, J3[1,k]*J3[2,k])*pullback(psi3, d3[2]) + sum(k in 1..3, J3[1,k]*J3[3,k])*pullback(psi3, d3[3]) in NewSpace.b3
let c2a on NewPlane.b2 = pullback(psi2, d2[1])
let c2b on NewPlane.b2 = pullback(psi2, d2[2])
let c3a on NewSpace.b3 = pullback(psi3, d3[1])
let c3b on NewSpace.b3 = pullback(psi3, d3[2])
let c3c on NewSpace.b3 = pullback(psi3, d3[3])
prove carried_2_second: J2[2,1]*n2[1] + J2[2,2]*n2[2] == (J2[1,1]*J2[2,1] + J2[1,2]*J2[2,2])*c2a + (J2[2,1]^2 + J2[2,2]^2)*c2b in NewPlane.b2
prove carried_3_second: sum(k in 1..3, J3[2,k]*n3[k]) == sum(k in 1..3, J3[2,k]*J3[1,k])*c3a + sum(k in 1..3, J3[2,k]^2)*c3b + sum(k in 1..3, J3[2,k]*J3[3,k])*c3c in NewSpace.b3
prove carried_3_third: sum(k in 1..3, J3[3,k]*n3[k]) == sum(k in 1..3, J3[3,k]*J3[1,k])*c3a + sum(k in 1..3, J3[3,k]*J3[2,k])*c3b + sum(k in 1..3, J3[3,k]^2)*c3c in NewSpace.b3

// Lowered by (J J^T)^-1 it is the differential: always a gradient flow, of that metric.
let K2 on NewPlane.b2 = inverse([[J2[1,1]^2 + J2[1,2]^2, J2[1,1]*J2[2,1] + J2[1,2]*J2[2,2]], [J2[1,1]*J2[2,1] + J2[1,2]*J2[2,2], J2[2,1]^2 + J2[2,2]^2]])
let K1 on NewLine.b1 = 1/J1[1,1]^2
prove lowered_1: K1*(J1[1,1]*n1[1]) == pullback(psi1, d1[1]) in NewLine.b1
prove lowered_2_first: K2[1,1]*(J2[1,1]*n2[1] + J2[1,2]*n2[2]) + K2[1,2]*(J2[2,1]*n2[1] + J2[2,2]*n2[2]) == c2a in NewPlane.b2
prove lowered_2_second: K2[2,1]*(J2[1,1]*n2[1] + J2[1,2]*n2[2]) + K2[2,2]*(J2[2,1]*n2[1] + J2[2,2]*n2[2]) == c2b in NewPlane.b2
let s11 on NewSpace.b3 = sum(k in 1..3, J3[1,k]^2)
let s12 on NewSpace.b3 = sum(k in 1..3, J3[1,k]*J3[2,k])
let s13 on NewSpace.b3 = sum(k in 1..3, J3[1,k]*J3[3,k])
let s22 on NewSpace.b3 = sum(k in 1..3, J3[2,k]^2)
let s23 on NewSpace.b3 = sum(k in 1..3, J3[2,k]*J3[3,k])
let s33 on NewSpace.b3 = sum(k in 1..3, J3[3,k]^2)
let K3 on NewSpace.b3 = inverse([[s11, s12, s13], [s12, s22, s23], [s13, s23, s33]])
let v1n on NewSpace.b3 = sum(k in 1..3, J3[1,k]*n3[k])
let v2n on NewSpace.b3 = sum(k in 1..3, J3[2,k]*n3[k])
let v3n on NewSpace.b3 = sum(k in 1..3, J3[3,k]*n3[k])
prove lowered_3_first: K3[1,1]*v1n + K3[1,2]*v2n + K3[1,3]*v3n == c3a in NewSpace.b3
prove lowered_3_second: K3[2,1]*v1n + K3[2,2]*v2n + K3[2,3]*v3n == c3b in NewSpace.b3
prove lowered_3_third: K3[3,1]*v1n + K3[3,2]*v2n + K3[3,3]*v3n == c3c in NewSpace.b3

// Where J J^T is a multiple c(x) of the identity, the orbits stay: a conformal map.
map square: NewPlane.b2 -> OldPlane.a2 { x1 = u1^2 - u2^2, x2 = 2*u1*u2 }
let Js on NewPlane.b2 = jacobian(square)
let ns on NewPlane.b2 = partials(pullback(square, C2))
let dsa on NewPlane.b2 = pullback(square, d2[1])
let dsb on NewPlane.b2 = pullback(square, d2[2])
prove conformal_keeps_orbits_first: Js[1,1]*ns[1] + Js[1,2]*ns[2] == 4*(u1^2 + u2^2)*dsa in NewPlane.b2
prove conformal_keeps_orbits_second: Js[2,1]*ns[1] + Js[2,2]*ns[2] == 4*(u1^2 + u2^2)*dsb in NewPlane.b2

// It is the gradient flow of the metric that is the identity in the new chart, whatever linear map joins the charts.
param k11: positive
param k21: real
param k22: positive
param angle: real
param shift1: real
param shift2: real
param shear: real
param scale: positive
manifold Flat {
  chart plain     { x: real, y: real }
  chart linear    { l1: real, l2: real }
  chart rotated   { r1: real, r2: real }
  chart mirrored  { m1: real, m2: real }
  chart moved     { t1: real, t2: real }
  chart sheared   { h1: real, h2: real }
  chart magnified { g1: real, g2: real }
  map linear -> plain { x = k11*l1, y = k21*l1 + k22*l2 }
  map plain -> rotated { r1 = cos(angle)*x - sin(angle)*y, r2 = sin(angle)*x + cos(angle)*y } inverse { x = cos(angle)*r1 + sin(angle)*r2, y = cos(angle)*r2 - sin(angle)*r1 }
  map plain -> mirrored { m1 = x, m2 = -y }
  map plain -> moved { t1 = x + shift1, t2 = y + shift2 }
  map plain -> sheared { h1 = x + shear*y, h2 = y }
  map magnified -> plain { x = scale*g1, y = scale*g2 }
}
function f(x, y)
cost C on Flat.plain = f(x, y)
let dC = d(C)
flow naive = -partials(C)
metric JJ on Flat.plain = inverse([[k11^2, k11*k21], [k11*k21, k21^2 + k22^2]])
prove linear_chart: partials(C, linear) == (k11^2*dC[1] + k11*k21*dC[2], k11*k21*dC[1] + (k21^2 + k22^2)*dC[2]) in plain
prove linear_chart_is_gradient: partials(C, linear) == grad(C, JJ) in plain
prove linear_chart_metric: JJ == Euclidean(Flat.linear) in plain
prove rotations_keep_it:    invariant naive under plain -> rotated
prove reflections_keep_it:  invariant naive under plain -> mirrored
prove translations_keep_it: invariant naive under plain -> moved
refute shears_keep_it:      invariant naive under plain -> sheared
refute scalings_keep_it:    invariant naive under plain -> magnified
prove scalings_keep_orbits: partials(C, magnified) == scale^2*partials(C, plain)      // rescaled time

// In one dimension, and in polar coordinates.
manifold Ray {
  chart x  { x: positive }
  chart xt { xt: positive }
  chart u  { u: positive }
  chart l  { l: real }
  map xt -> x { x = scale*xt }
  map u -> x { x = u^2 }
  map l -> x { x = exp(l) }
}
cost K on Ray.x = f1(x)
flow naive_ray = -partials(K)
prove speed_ratio: partials(K, xt) == scale^2*partials(K, Ray.x)
refute root_keeps_it:      invariant naive_ray under Ray.x -> Ray.u
refute logarithm_keeps_it: invariant naive_ray under Ray.x -> l

manifold Cartesian { chart cartesian { a: real, b: real } }
manifold Polar { chart polar { r: positive, phi: real } }
map turn: Polar.polar -> Cartesian.cartesian { a = r*cos(phi), b = r*sin(phi) }
cost Q on Cartesian.cartesian = f(a, b)
let dQ = d(Q)
let Jp on Polar.polar = jacobian(turn)
let np on Polar.polar = partials(pullback(turn, Q))
refute polar_keeps_it: Jp[1,1]*np[1] + Jp[1,2]*np[2] == pullback(turn, dQ[1]) in polar
prove polar_carried: Jp[1,1]*np[1] + Jp[1,2]*np[2] == (cos(phi)^2 + r^2*sin(phi)^2)*pullback(turn, dQ[1]) + (1 - r^2)*sin(phi)*cos(phi)*pullback(turn, dQ[2]) in polar
