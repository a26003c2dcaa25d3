// The gradient of an unspecified function under a metric of symbols, in one, two and three dimensions.
// Surace & Brea (2018), A.1 and A.2; Surace et al. (2020), Eqs 3 and 4 (SM-01).
// G v = df has the one solution v = grad f, and the partial derivatives are something else.
manifold Line  { chart t { x: real } }
manifold Plane { chart xy { x1: real, x2: real } }
manifold Space { chart xyz { y1: real, y2: real, y3: real } }

function f1(x)
function f2(x, y)
function f3(x, y, z)
function a1(x)
function a2(x, y)
function b2(x, y)
function a3(x, y, z)
function b3(x, y, z)
function c3(x, y, z)

cost F1 on Line.t = f1(x)
cost F2 on Plane.xy = f2(x1, x2)
cost F3 on Space.xyz = f3(y1, y2, y3)

metric g1 = symbolic(Line.t)
metric g2 = symbolic(Plane.xy)
metric g3 = symbolic(Space.xyz)

vector u1 on Line.t = a1(x)                                            // any vector field
vector u2 on Plane.xy = (a2(x1, x2), b2(x1, x2))
vector u3 on Space.xyz = (a3(y1, y2, y3), b3(y1, y2, y3), c3(y1, y2, y3))

// g(grad f, u) = df(u) for every u.
prove defines_1: inner(grad(F1, g1), u1, g1) == pair(d(F1), u1)
prove defines_2: inner(grad(F2, g2), u2, g2) == pair(d(F2), u2)
prove defines_3: inner(grad(F3, g3), u3, g3) == pair(d(F3), u3)

// It is unique: whatever has this property is recovered from its lowered field.
prove unique_1: sharp(flat(u1, g1), g1) == u1
prove unique_2: sharp(flat(u2, g2), g2) == u2
prove unique_3: sharp(flat(u3, g3), g3) == u3

// The inverse matrix is positive definite too.
let h1 = inverse(g1)
let h2 = inverse(g2)
let h3 = inverse(g3)
prove cometric_1: h1[1,1] > 0
prove cometric_2_entry: h2[1,1] == g2[2,2]/det(g2)
prove cometric_2_corner: h2[1,1] > 0
prove cometric_2_det: det(h2) == 1/det(g2)
prove cometric_2_det_positive: det(h2) > 0
prove cometric_3_det: det(h3) == 1/det(g3)
prove cometric_3_det_positive: det(h3) > 0
prove cometric_3_last: h3[3,3] == (g3[1,1]*g3[2,2] - g3[1,2]^2)/det(g3)
prove cometric_3_last_positive: h3[3,3] > 0
prove cometric_3_minor: h3[2,2]*h3[3,3] - h3[2,3]^2 == g3[1,1]/det(g3)
prove cometric_3_minor_positive: h3[2,2]*h3[3,3] - h3[2,3]^2 > 0

// Testing on unit vectors is testing on all: both sides are linear in u, and u/|u| has length 1.
function c(x, y)
let factor on Plane.xy = c(x1, x2)
prove linear_left:  inner(grad(F2, g2), factor*u2, g2) == factor*inner(grad(F2, g2), u2, g2)
prove linear_right: pair(d(F2), factor*u2) == factor*pair(d(F2), u2)
prove unit_vectors_suffice: norm(u2/norm(u2, g2), g2) == 1

// The partial derivatives are not the gradient.
metric gc on Plane.xy = [[2, 1], [1, 3]]
cost f on Plane.xy = 10*x1*x2
refute partials_for_every_metric: grad(F2, g2) == partials(F2)
refute partials_for_gc: grad(f, gc) == partials(f)
check partials_at_12: partials(f) at xy(x1 = 1, x2 = 2) == (20, 10)
check gradient_at_12: grad(f, gc) at xy(x1 = 1, x2 = 2) == (10, 0)

// What is no metric.
refuse G0506 { metric asymmetric on Plane.xy = [[1, 2], [0, 5]] }
refuse G0507 { metric indefinite on Plane.xy = [[1, x1], [x1, 1]] }
manifold Strip { chart s { z1: (-1, 1), z2: real } }
metric strip on Strip.s = [[1, z1], [z1, 1]]                           // the same matrix where it is definite
prove definite_on_the_strip: positive_definite strip
