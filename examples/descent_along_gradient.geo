// The gradient is orthogonal to the level lines, in its own metric, and the cost falls along -grad C.
// Surace et al. (2020), introduction and Fig. 2 (SM-06).
manifold Plane { chart xy { x1: real, x2: real } }
function f(x, y)
param eta: positive
cost C on Plane.xy = f(x1, x2)
metric g = symbolic(Plane.xy)
let dC = d(C)
vector T on Plane.xy = (-dC[2], dC[1])                     // tangent to the level lines
flow F = -eta*grad(C, g)

prove tangent: pair(d(C), T) == 0
prove orthogonal: inner(T, grad(C, g), g) == 0
prove rate: pair(d(C), F) == -eta*norm(d(C), g)^2
prove falls: decreasing C along F
prove falls_strictly: strictly decreasing C along F

// Euclidean right angles are seen only by the Euclidean metric; shear_map.geo has the numbers.
metric ruler = Euclidean(Plane.xy)
refute euclidean_right_angles: inner(T, grad(C, g), ruler) == 0
