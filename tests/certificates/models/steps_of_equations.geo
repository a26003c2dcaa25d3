// Claims whose proofs hold every step that leads an equation back to others.
param x: real
param y: real
param z: real
param u: real
param v: positive
manifold M { chart a { p: real, q: real } }
metric g on M.a = [[abs(u)*abs(p) + 1, 0], [0, 1 + abs(q)]]

prove separation: cbrt(cbrt(2) - 1) == cbrt(1/9) - cbrt(2/9) + cbrt(4/9)
prove exponential: 3*log((1 + sqrt(5))/2) == log(2 + sqrt(5))
prove shift: x == 1 given x + y == 3, y + z == 5, x + z == 4
prove split: sign(x)*abs(x) == x
prove each: g == [[abs(u*p) + 1, 0], [0, 1 + sign(q)*q]]
prove gamma_relations: gamma(v)*gamma(v + 1/2) == 2^(1 - 2*v)*sqrt(pi)*gamma(2*v)
prove constant_angles: asin(sin(10)) == 3*pi - 10
prove constancy: 3*asin(x) == asin(3*x - 4*x^3) given x >= -1/2, x <= 1/2
prove combination: x^4 + y^4 == 1 - 2*x^2*y^2 given x^2 + y^2 == 1
prove factors: x == z given x^3 + x*z^2 == 2*z^3, x > 0, z > 0
prove place: x^5 == 5*x + 3 given x^2 == x + 1
