// The three flows of three_metrics.geo in closed form. Surace & Brea (2018), Fig. 1 (SM-10).
// The position-dependent metric is a cone: R = 2r, Phi = phi/2 make it Euclidean, so depending on position is not curvature.
param a0: real = 1
param b0: real = 2
param t: real = 1/10
manifold Plane { chart xy { x1: real, x2: real } }
cost C on Plane.xy = 10*x1*x2
metric gE = Euclidean(Plane.xy)
metric gc on Plane.xy = [[2, 1], [1, 3]]
flow red = -grad(C, gE)
flow green = -grad(C, gc)
curve red_curve(t: real) in Plane.xy = (a0*cosh(10*t) - b0*sinh(10*t), b0*cosh(10*t) - a0*sinh(10*t))
curve green_curve(t: real) in Plane.xy = (exp(2*t)*(a0*cosh(2*sqrt(6)*t) - 6*b0*sinh(2*sqrt(6)*t)/(2*sqrt(6))), exp(2*t)*(b0*cosh(2*sqrt(6)*t) - 4*a0*sinh(2*sqrt(6)*t)/(2*sqrt(6))))
prove red_solved: solves red_curve red
prove green_solved: solves green_curve green
check red_at_tenth: (a0*cosh(10*t) - b0*sinh(10*t), b0*cosh(10*t) - a0*sinh(10*t)) given values ~ (-0.807321752472359135, 1.91096007598668610)
check green_at_tenth: (exp(2*t)*(a0*cosh(2*sqrt(6)*t) - 6*b0*sinh(2*sqrt(6)*t)/(2*sqrt(6))), exp(2*t)*(b0*cosh(2*sqrt(6)*t) - 4*a0*sinh(2*sqrt(6)*t)/(2*sqrt(6)))) given values ~ (-0.154092196297915037, 2.23351261367474212)

// The third metric in polar coordinates, and in those of a cone: the plane is pulled back along its coordinates.
manifold Punctured { chart pq { p: real, q: real where p^2 + q^2 > 0 } }
manifold Polar { chart polar { r: positive, phi: real } }
manifold Flat { chart flat { X: real, Y: real } }
map turn: Polar.polar -> Punctured.pq { p = r*cos(phi), q = r*sin(phi) }
map unroll: Polar.polar -> Flat.flat { X = 2*r*cos(phi/2), Y = 2*r*sin(phi/2) }      // R = 2r, Phi = phi/2
cost D on Punctured.pq = 10*p*q
metric gp on Punctured.pq = [[1 + 3*p^2/(p^2 + q^2), 3*p*q/(p^2 + q^2)], [3*p*q/(p^2 + q^2), 1 + 3*q^2/(p^2 + q^2)]]
cost D_polar on Polar.polar = 10*r^2*sin(phi)*cos(phi)
metric gp_polar on Polar.polar = [[4, 0], [0, r^2]]
prove cost_in_polar: pullback(turn, D) == D_polar in polar
prove metric_in_polar: pullback(turn, gp) == gp_polar in polar
prove flat_although_position_dependent: pullback(unroll, Euclidean(Flat.flat)) == gp_polar in polar
flow orange = -grad(D_polar, gp_polar)
prove orange_in_polar: orange == (-5*r*sin(2*phi)/2, -10*cos(2*phi)) in polar

// From (1, 2): sin(2 phi) = 4/5 = tanh(log 3), and phi lies between pi/4 and 3 pi/4.
curve orange_curve(t: real) in Polar.polar = (sqrt(5)*(cosh(log(3) - 20*t)/cosh(log(3)))^(1/8), pi/2 - atan(tanh((log(3) - 20*t)/2)))
prove orange_solved: solves orange_curve orange
let r_t = sqrt(5)*(cosh(log(3) - 20*t)/cosh(log(3)))^(1/8)
let phi_t = pi/2 - atan(tanh((log(3) - 20*t)/2))
check orange_starts: (r_t*cos(phi_t), r_t*sin(phi_t)) given t = 0 ~ (1.00000000000000000, 2.00000000000000000)
check orange_at_tenth: (r_t*cos(phi_t), r_t*sin(phi_t)) given values ~ (-0.8540353251120556, 2.021532808664566)
