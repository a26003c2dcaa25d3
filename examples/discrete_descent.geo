// A finite gradient step on a quadratic loss is exact descent: of the midpoint gradient, in the metric 1 - eta H/2.
// After Shoji et al. (2024), discrete-time descent (SM-70).
param eta: positive = 3/10
param h1: (0, 2/eta) = 1
param h2: (0, 2/eta) = 4
manifold Plane { chart c { x: real, y: real } }
cost L on Plane.c = (h1*x^2 + h2*y^2)/2
rule step on Plane.c: (x, y) -> (x - eta*h1*x, y - eta*h2*y)
metric M on Plane.c = [[1 - eta*h1/2, 0], [0, 1 - eta*h2/2]]
oneform midpoint on Plane.c = ((1 - eta*h1/2)*h1*x, (1 - eta*h2/2)*h2*y)

let gain on Plane.c = (h1*(x - eta*h1*x)^2 + h2*(y - eta*h2*y)^2)/2 - L
let v on Plane.c = -eta*sharp(midpoint, M)
prove discrete_gradient: midpoint[1]*(-eta*h1*x) + midpoint[2]*(-eta*h2*y) == gain in c
prove step_is_descent: step == (x + v[1], y + v[2])
prove definite: positive_definite M
prove never_up: h1*(x - eta*h1*x)^2/2 - h1*x^2/2 <= 0 in c
check M_at: M at c(x = 1, y = 1) given values == [[17/20, 0], [0, 2/5]]
check drop: -gain/eta at c(x = 1, y = 1) given values == 29/4
// Beyond 2/h the matrix is no metric, and the step goes up.
refuse G0507 { metric too_large on Plane.c = [[7/10, 0], [0, -1/5]] }
check uphill: (4*(y - 3/5*4*y)^2/2 - 2*y^2) at c(x = 0, y = 1) == 48/25

// In the long run: at 3/10 every step falls, at 3/5 the run passes every bound.
rule too_long on Plane.c: (x, y) -> (x - 3/5*h1*x, y - 3/5*h2*y)
simulate step from c(x = 1, y = 1) to n = 20 watch L
simulate too_long from c(x = 0, y = 1) to n = 5000 at n = [0, 1, 2, 3] watch L while L < 10^6
