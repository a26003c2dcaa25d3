manifold M { chart c { m1: real, m2: real, a: positive, b: real, d: positive where a*d > b^2 } }
param n1: real
param n2: real
param e: positive
param f: (-1, 1)
param g: positive
family x(x[1..2]: real) on M.c = MultivariateNormal(mean = (m1, m2), covariance = [[a, b], [b, d]])
metric G = Fisher(x)
cost C on M.c = KL(x, MultivariateNormal(mean = (n1, n2), covariance = [[e^2, e*f*g], [e*f*g, g^2]]))
