// Polynomials in one variable where polynomial conditions on it hold, by the rule Sturm under conditions.
manifold M { chart c { x: real } }
prove two: x > 1 in c given (x - 1)*(x - 2) < 0
prove three: x > 0 in c given x*(x - 1)*(x - 2) > 0
prove cube: x*(x^2 - 1) == 0 in c given x^3 == x
prove apart: x^2 != 9 in c given x^2 >= 4, x^2 < 9
prove near: x^2 <= 10001/10000 in c given 10000*x^2 <= 10001
refute beyond: x^2 <= 1 in c given 10000*x^2 <= 10001
