// Claims whose proofs hold every step that leads a sign back to others, by the rules that the comments name.
param x: real
param y: real
param z: nonnegative
param u: positive
param s: positive
param r: positive
param t: (0, 1)
param v: (1, 2)
param w: [0, pi/2]
param q: (0, pi/2)
param h: (1, inf)
param n: integer
param m: integer
param p: integer
param a: nonnegative
param b: nonnegative
param c: nonnegative

prove slope: exp(z) >= 1 + z + z^2/2
prove slope_from_an_open_end: log(1 + u) < u
prove concave: sin(w) + cos(w) >= 1
prove amplitude: 3*sin(x^3) + 4*cos(x^3) < 51/10
prove half_angle: sin(x)*cos(x) < 51/100
prove shift: x^2 + y^2 > 1/4 given x > y + 1
prove translate: (r^2 + (x - y)^2)^2 + s^2*r^2 > 0
prove cases_by_order: a*(a - b)*(a - c) + b*(b - a)*(b - c) + c*(c - a)*(c - b) >= 0
prove monotone: exp(x) > exp(y) given x > y
prove sturm: x^4 - x + 1 > 0
prove integers: n*(n + 1) >= 0
prove series: sinh(z) >= z
prove circular: cos(x) >= 1 - x^2/2
prove slopes_of_functions: tanh(z) <= z
prove above: softplus(x) - x + y^2 > 0
prove convex_sum: trigamma(u) > 1/u
prove boxes: exp(sin(3*t*v)) + cos(exp(t - v)) - t*v*cos(v) > 1/10
prove nowhere: 1/(abs(x) + x) > 0
prove cases: abs(x)*sign(x) <= abs(x)
prove multiply: tan(q)/q > 1
prove logarithm: h^h > h
prove either: abs(sin(exp(x))) <= 1
prove multiply_in_either: abs(x*exp(-x^2)) <= 1
prove absolute: log(1 + x^2) <= abs(x)
prove means: x^4*y^2 + x^2*y^4 + 1 >= 3*x^2*y^2
prove regroup: u*(log(u) - log(h)) + h - u >= 0
prove combination: x*y <= 1/2 given x^2 + y^2 == 1
prove factors: u <= 2*h given u^2 == h^2
prove induction: 2^m > m given m >= 0
prove left_out: exp(x) > 1 + x given x != 0
prove residues: n^2 != 4*m + 3
prove relaxed: (1 + 1/p)^p <= exp(1) given p >= 1
prove hill: erfc(u) < exp(-u^2)
prove hill_of_a_slope: cos(q) < 1 - 4*q^2/pi^2
prove fold: x^2*exp(-x^2) <= 1/exp(1)
prove period: abs(sin(x)) + abs(cos(x)) >= 1
prove lipschitz: abs(atan(x) - atan(y)) <= abs(x - y)
prove increments: (logistic(x) - logistic(y))*(x - y) >= 0
prove increments_strict: x + sin(x) > y + sin(y) given x > y
prove increments_apart: (atan(x) - atan(y))*(x - y) > 0 given x != y
prove increments_of_ends: u*log(u) - u > h*log(h) - h given u > h, h > 1
prove integral: (n - m)^2 >= 1 given n != m
prove square: x^2 - y^2 != 0 given x - y != 0, x + y != 0
