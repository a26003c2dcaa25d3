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

// The third metric on the upper half plane, where polar coordinates are a chart.
manifold Upper {
  chart pq { p: real, q: positive }
  chart polar { r: positive, phi: (0, pi) }
  chart cone { R: positive, Phi: (0, pi/2) }
  chart flat { X: positive, Y: positive }
  map polar -> pq { p = r*cos(phi), q = r*sin(phi) } inverse { r = sqrt(p^2 + q^2), phi = acos(p/sqrt(p^2 + q^2)) }
  map polar -> cone { R = 2*r, Phi = phi/2 }
  map cone -> flat { X = R*cos(Phi), Y = R*sin(Phi) } inverse { R = sqrt(X^2 + Y^2), Phi = acos(X/sqrt(X^2 + Y^2)) }
}
cost D on Upper.pq = 10*p*q
metric gp on Upper.pq = [[1 + 3*p^2/(p^2 + q^2), 3*p*q/(p^2 + q^2)], [3*p*q/(p^2 + q^2), 1 + 3*q^2/(p^2 + q^2)]]
flow orange = -grad(D, gp)
prove eigenvalues: gp == [[4, 0], [0, r^2]] in polar
prove cone: gp == [[1, 0], [0, R^2]] in cone
prove flat_although_position_dependent: gp == [[1, 0], [0, 1]] in flat
prove orange_in_polar: orange == (-5*r*sin(2*phi)/2, -10*cos(2*phi)) in polar

// From (1, 2): sin(2 phi) = 4/5, and phi lies between pi/4 and 3 pi/4.
curve orange_curve(t: real) in Upper.polar = (sqrt(5)*(cosh(atanh(4/5) - 20*t)/cosh(atanh(4/5)))^(1/8), (pi - asin(tanh(atanh(4/5) - 20*t)))/2)
prove orange_solved: solves orange_curve orange
let r_t = sqrt(5)*(cosh(atanh(4/5) - 20*t)/cosh(atanh(4/5)))^(1/8)
let phi_t = (pi - asin(tanh(atanh(4/5) - 20*t)))/2
check orange_at_tenth: (r_t*cos(phi_t), r_t*sin(phi_t)) given values ~ (-0.8540353251120556, 2.021532808664566)
