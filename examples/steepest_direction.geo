// The direction of steepest ascent is the gradient, divided by its length in the metric at hand.
// Surace & Brea (2018), A.3; Surace et al. (2020), Eqs 6 and 7 (SM-02).
manifold Plane { chart xy { x1: real, x2: real } }
manifold Space { chart xyz { y1: real, y2: real, y3: real } }

function f2(x, y)
function f3(x, y, z)
function a2(x, y)
function b2(x, y)
function a3(x, y, z)
function b3(x, y, z)
function c3(x, y, z)
cost F2 on Plane.xy = f2(x1, x2)
cost F3 on Space.xyz = f3(y1, y2, y3)
metric g2 = symbolic(Plane.xy)
metric g3 = symbolic(Space.xyz)
vector u2 on Plane.xy = (a2(x1, x2), b2(x1, x2))
vector u3 on Space.xyz = (a3(y1, y2, y3), b3(y1, y2, y3), c3(y1, y2, y3))
let v2 = grad(F2, g2)
let v3 = grad(F3, g3)

// Cauchy-Schwarz, with its remainder: (df(u))^2 <= |df|^2 |u|^2, equal only where u is parallel to grad f.
prove remainder_2: inner(v2, v2, g2)*inner(u2, u2, g2) - pair(d(F2), u2)^2 == det(g2)*(u2[1]*v2[2] - u2[2]*v2[1])^2
prove bound_2: pair(d(F2), u2)^2 <= inner(v2, v2, g2)*inner(u2, u2, g2)
oneform w3 on Space.xyz = (u3[2]*v3[3] - u3[3]*v3[2], u3[3]*v3[1] - u3[1]*v3[3], u3[1]*v3[2] - u3[2]*v3[1])
prove remainder_3: inner(v3, v3, g3)*inner(u3, u3, g3) - pair(d(F3), u3)^2 == det(g3)*pair(w3, sharp(w3, g3))

// In three dimensions the remainder is a sum of three squares over leading minors, none of which is negative.
let m2 on Space.xyz = g3[1,1]*g3[2,2] - g3[1,2]^2
let along on Space.xyz = m2*w3[3] + (g3[1,2]*g3[1,3] - g3[1,1]*g3[2,3])*w3[2] + (g3[1,2]*g3[2,3] - g3[2,2]*g3[1,3])*w3[1]
let across on Space.xyz = g3[1,1]*w3[2] - g3[1,2]*w3[1]
prove squares_3: det(g3)*pair(w3, sharp(w3, g3)) == along^2/m2 + det(g3)*(across^2 + m2*w3[1]^2)/(g3[1,1]*m2)
prove bound_3_along:  along^2/m2 >= 0
prove bound_3_across: det(g3)*across^2/(g3[1,1]*m2) >= 0
prove bound_3_rest:   det(g3)*w3[1]^2/g3[1,1] >= 0

// Equality if and only if u is parallel to grad f.
function l2(x, y)
function l3(x, y, z)
let k2 on Plane.xy = l2(x1, x2)
let k3 on Space.xyz = l3(y1, y2, y3)
prove parallel_2: pair(d(F2), k2*v2)^2 == inner(v2, v2, g2)*inner(k2*v2, k2*v2, g2)
prove parallel_3: pair(d(F3), k3*v3)^2 == inner(v3, v3, g3)*inner(k3*v3, k3*v3, g3)
prove only_parallel_2: pair(d(F2), u2)^2 < inner(v2, v2, g2)*inner(u2, u2, g2) given u2[1]*v2[2] - u2[2]*v2[1] != 0

// The maximal value is the length of the gradient; the direction has length 1.
prove value_2: pair(d(F2), steepest(F2, g2)) == norm(grad(F2, g2), g2)
prove value_3: pair(d(F3), steepest(F3, g3)) == norm(grad(F3, g3), g3)
prove length_2: norm(steepest(F2, g2), g2) == 1
prove length_3: norm(steepest(F3, g3), g3) == 1
prove dual_2: norm(grad(F2, g2), g2) == norm(d(F2), g2)

// The length is the metric's: the Euclidean one does not give a unit vector.
metric gc on Plane.xy = [[2, 1], [1, 3]]
metric ruler = Euclidean(Plane.xy)
cost f on Plane.xy = 10*x1*x2
refute euclidean_length: norm(grad(f, gc)/norm(grad(f, gc), ruler), gc) == 1
check euclidean_length_at_12: norm(grad(f, gc)/norm(grad(f, gc), ruler), gc) at xy(x1 = 1, x2 = 2) == sqrt(2)
check direction_at_12: -steepest(f, gc) at xy(x1 = 1, x2 = 2) ~ (-0.7071067811865475, 0)

// At a critical point there is no steepest direction.
refuse G0511 { check steepest(f, ruler) at xy(x1 = 0, x2 = 0) == (1, 0) }
