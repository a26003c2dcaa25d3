// Covectors, metrics and gradients under an unspecified change of chart x = psi(u), in one, two and three dimensions.
// Surace et al. (2020), Eqs 4 and 5 and the rule between them; Fig. 1A (SM-04).
// Only det J != 0 is used: where it vanishes the new gradient is not defined, and the verdict says so.
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
map psi1: NewLine.b1  -> OldLine.a1  { x = p(u) }
map psi2: NewPlane.b2 -> OldPlane.a2 { x1 = p1(u1, u2), x2 = p2(u1, u2) }
map psi3: NewSpace.b3 -> OldSpace.a3 { y1 = q1(w1, w2, w3), y2 = q2(w1, w2, w3), y3 = q3(w1, w2, w3) }

function f1(x)
function f2(x, y)
function f3(x, y, z)
cost C1 on OldLine.a1 = f1(x)
cost C2 on OldPlane.a2 = f2(x1, x2)
cost C3 on OldSpace.a3 = f3(y1, y2, y3)
metric g1 = symbolic(OldLine.a1)
metric g2 = symbolic(OldPlane.a2)
metric g3 = symbolic(OldSpace.a3)
let v1 = grad(C1, g1)
let v2 = grad(C2, g2)

let J1 on NewLine.b1  = jacobian(psi1)
let J2 on NewPlane.b2 = jacobian(psi2)
let J3 on NewSpace.b3 = jacobian(psi3)

// Differentials are pulled back.
prove covector_1: d(pullback(psi1, C1)) == pullback(psi1, d(C1)) in NewLine.b1
prove covector_2: d(pullback(psi2, C2)) == pullback(psi2, d(C2)) in NewPlane.b2
prove covector_3: d(pullback(psi3, C3)) == pullback(psi3, d(C3)) in NewSpace.b3

// The gradient made in the new chart, pushed forward by J, is the gradient made in the old chart.
let n1 on NewLine.b1  = grad(pullback(psi1, C1), pullback(psi1, g1))
let n2 on NewPlane.b2 = grad(pullback(psi2, C2), pullback(psi2, g2))
prove gradient_1: J1[1,1]*n1[1] == pullback(psi1, v1[1]) in NewLine.b1
prove gradient_2_first:  J2[1,1]*n2[1] + J2[1,2]*n2[2] == pullback(psi2, v2[1]) in NewPlane.b2
prove gradient_2_second: J2[2,1]*n2[1] + J2[2,2]*n2[2] == pullback(psi2, v2[2]) in NewPlane.b2

// Inner products do not depend on the chart: for any two vectors, and their images under J.
function r1(u, v, w)
function r2(u, v, w)
function r3(u, v, w)
function s1(u, v, w)
function s2(u, v, w)
function s3(u, v, w)
vector a on NewSpace.b3 = (r1(w1, w2, w3), r2(w1, w2, w3), r3(w1, w2, w3))
vector b on NewSpace.b3 = (s1(w1, w2, w3), s2(w1, w2, w3), s3(w1, w2, w3))
let g11 on NewSpace.b3 = pullback(psi3, g3[1,1])
let g12 on NewSpace.b3 = pullback(psi3, g3[1,2])
let g13 on NewSpace.b3 = pullback(psi3, g3[1,3])
let g22 on NewSpace.b3 = pullback(psi3, g3[2,2])
let g23 on NewSpace.b3 = pullback(psi3, g3[2,3])
let g33 on NewSpace.b3 = pullback(psi3, g3[3,3])
let Ja1 on NewSpace.b3 = sum(k in 1..3, J3[1,k]*a[k])
let Ja2 on NewSpace.b3 = sum(k in 1..3, J3[2,k]*a[k])
let Ja3 on NewSpace.b3 = sum(k in 1..3, J3[3,k]*a[k])
let Jb1 on NewSpace.b3 = sum(k in 1..3, J3[1,k]*b[k])
let Jb2 on NewSpace.b3 = sum(k in 1..3, J3[2,k]*b[k])
let Jb3 on NewSpace.b3 = sum(k in 1..3, J3[3,k]*b[k])
prove inner_products_3: inner(a, b, pullback(psi3, g3)) == g11*Ja1*Jb1 + g22*Ja2*Jb2 + g33*Ja3*Jb3 + g12*(Ja1*Jb2 + Ja2*Jb1) + g13*(Ja1*Jb3 + Ja3*Jb1) + g23*(Ja2*Jb3 + Ja3*Jb2) in NewSpace.b3

// The same in one and in two dimensions.
function r(u)
function s(u)
function ra(u, v)
function rb(u, v)
function sa(u, v)
function sb(u, v)
vector a_1 on NewLine.b1 = r(u)
vector b_1 on NewLine.b1 = s(u)
vector a_2 on NewPlane.b2 = (ra(u1, u2), rb(u1, u2))
vector b_2 on NewPlane.b2 = (sa(u1, u2), sb(u1, u2))
let old11 on NewPlane.b2 = pullback(psi2, g2[1,1])
let old12 on NewPlane.b2 = pullback(psi2, g2[1,2])
let old22 on NewPlane.b2 = pullback(psi2, g2[2,2])
let ia on NewPlane.b2 = J2[1,1]*a_2[1] + J2[1,2]*a_2[2]
let ja on NewPlane.b2 = J2[2,1]*a_2[1] + J2[2,2]*a_2[2]
let ib on NewPlane.b2 = J2[1,1]*b_2[1] + J2[1,2]*b_2[2]
let jb on NewPlane.b2 = J2[2,1]*b_2[1] + J2[2,2]*b_2[2]
prove inner_products_1: inner(a_1, b_1, pullback(psi1, g1)) == pullback(psi1, g1[1,1])*(J1[1,1]*a_1[1])*(J1[1,1]*b_1[1]) in NewLine.b1
prove inner_products_2: inner(a_2, b_2, pullback(psi2, g2)) == old11*ia*ib + old12*(ia*jb + ja*ib) + old22*ja*jb in NewPlane.b2

// In three dimensions the same statement for the gradient: lowered by the new metric, J^-1 grad C gives the new dC.
let n3 on NewSpace.b3 = grad(pullback(psi3, C3), pullback(psi3, g3))
let v3 = grad(C3, g3)
prove gradient_3_first:  sum(k in 1..3, J3[1,k]*n3[k]) == pullback(psi3, v3[1]) in NewSpace.b3
prove gradient_3_second: sum(k in 1..3, J3[2,k]*n3[k]) == pullback(psi3, v3[2]) in NewSpace.b3
prove gradient_3_third:  sum(k in 1..3, J3[3,k]*n3[k]) == pullback(psi3, v3[3]) in NewSpace.b3
