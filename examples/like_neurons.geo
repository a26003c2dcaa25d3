// Metrics that treat N like neurons alike: a I + b 1 1^T with a > 0 and c = a + N b > 0, and one that depends on the place.
// Surace et al. (2020), "On choosing a metric" (SM-35).
param a: positive
param c: positive

manifold Pair  { chart x { x1: positive, x2: positive } }
manifold Three { chart x { x1: positive, x2: positive, x3: positive } }
manifold Four  { chart x { x1: real, x2: real, x3: real, x4: real } }

let b2 = (c - a)/2
let b3 = (c - a)/3
let b4 = (c - a)/4
metric g2 on Pair.x  = [[a + b2, b2], [b2, a + b2]]
metric g3 on Three.x = [[a + b3, b3, b3], [b3, a + b3, b3], [b3, b3, a + b3]]
metric g4 on Four.x  = [[a + b4, b4, b4, b4], [b4, a + b4, b4, b4], [b4, b4, a + b4, b4], [b4, b4, b4, a + b4]]

prove definite_2: positive_definite g2
prove definite_3: positive_definite g3
prove definite_4: positive_definite g4
prove det_2: det(g2) == a*(a + 2*b2)
prove det_3: det(g3) == a^2*(a + 3*b3)
prove det_4: det(g4) == a^3*(a + 4*b4)
// G^-1 = (I - b/(a + N b) 1 1^T)/a
prove inverse_2: inverse(g2) == [[(1 - b2/c)/a, -b2/(a*c)], [-b2/(a*c), (1 - b2/c)/a]]
prove inverse_3: inverse(g3)[1, 1] == (1 - b3/(a + 3*b3))/a
prove inverse_3_off: inverse(g3)[1, 3] == -b3/((a + 3*b3)*a)
prove inverse_4_off: inverse(g4)[2, 4] == -b4/((a + 4*b4)*a)
check inverse_at: inverse(g3)[1, 1] at x(x1 = 1, x2 = 1, x3 = 1) given a = 2, c = 5 ~ 0.4

// The flow splits: the mean moves with rate 1/(a + N b), what deviates from it with rate 1/a.
function f(x, y, z)
cost F on Three.x = f(x1, x2, x3)
flow steep = -grad(F, g3)
let mean_slope on Three.x = (d(F)[1] + d(F)[2] + d(F)[3])/3
prove mean_moves: (steep[1] + steep[2] + steep[3])/3 == -mean_slope/c
prove deviation_moves: steep[1] - (steep[1] + steep[2] + steep[3])/3 == -(d(F)[1] - mean_slope)/a

// A swap of two neurons is an isometry. So it is of a metric that depends on the place and is not Euclidean.
map swap: Three.x -> Three.x { x1 = x2, x2 = x1, x3 = x3 }
map turn: Three.x -> Three.x { x1 = x2, x2 = x3, x3 = x1 }
param r: positive
metric weber on Three.x = dx1^2/x1^2 + dx2^2/x2^2 + dx3^2/x3^2 + r*(dx1 + dx2 + dx3)^2/(x1 + x2 + x3)^2
metric uneven on Three.x = [[1, 0, 0], [0, 2, 0], [0, 0, 1]]
prove swapped: isometry swap for g3
prove turned: isometry turn for g3
prove swapped_weber: isometry swap for weber
prove turned_weber: isometry turn for weber
prove definite_weber: positive_definite weber
refute swapped_uneven: isometry swap for uneven
map swap4: Four.x -> Four.x { x1 = x2, x2 = x1, x3 = x3, x4 = x4 }
map turn4: Four.x -> Four.x { x1 = x2, x2 = x3, x3 = x4, x4 = x1 }
prove swapped_four: isometry swap4 for g4
prove turned_four: isometry turn4 for g4
// Where a + N b is negative it is no metric.
refuse G0507 { metric indefinite on Three.x = [[a - c, -c, -c], [-c, a - c, -c], [-c, -c, a - c]] }
