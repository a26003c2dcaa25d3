// Heavy tails by their formulas: Student's law with a free number of degrees, and a log-logistic law as an image. Not from a
// paper; the moments are finite only where they say so.
manifold Tails { chart ns { n: positive, s: positive } }
family t(x: real) on Tails.ns = density gamma((n + 1)/2)/(gamma(n/2)*sqrt(pi*n)*s)*(1 + x^2/(n*s^2))^(-(n + 1)/2)
prove variance: E[x ~ t](x^2) == n*s^2/(n - 2) in ns given n > 2
prove size: E[x ~ t](abs(x)) == 2*sqrt(n)*s*gamma((n + 1)/2)/(sqrt(pi)*(n - 1)*gamma(n/2)) in ns given n > 1
prove spread_of_scale: E[x ~ t](Score(t, x)[2]^2) == 2*n/((n + 3)*s^2) in ns

manifold Times { chart ab { a: positive, b: positive } }
family wait(y: positive) on Times.ab = Logistic(mean = log(a), scale = 1/b) under x -> exp(x)
family direct(y: positive) on Times.ab = density b/a*(y/a)^(b - 1)/(1 + (y/a)^b)^2
metric of_image = Fisher(wait)
metric of_density = Fisher(direct)
prove one_metric: of_image == of_density
prove mean: E[y ~ direct](y) == a*gamma(1 + 1/b)*gamma(1 - 1/b) in ab given b > 1
prove log_mean: E[y ~ direct](log(y)) == log(a) in ab
refuse G0605 { let m = E[y ~ Student](y^2)
  manifold One { chart c { c: positive } }
  family Student(y: real) on One.c = density 1/(pi*c)*1/(1 + y^2/c^2) }
// Towards 1 on a logarithmic scale.
cost spread on Times.ab = E[y ~ direct](log(y)^2)
prove spread_is: spread in ab == log(a)^2 + pi^2/(3*b^2)
flow narrow = -grad(spread, of_image)
prove narrows: decreasing spread along narrow
