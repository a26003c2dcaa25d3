// Means of functions of jointly normal variables that have no closed form, and laws of counts that begin later.
manifold M {
  chart c { m: real, a: positive, b: positive }
}
family apart(x[1..2]: real) on M.c = MultivariateNormal(mean = (m, 1), variances = (a, b))
family together(y[1..2]: real) on M.c = MultivariateNormal(mean = (m, 0), covariance = [[2, 1], [1, 3]])

prove bounded: E[x ~ apart](tanh(x[1])) < 1
prove marginal: E[x ~ apart](tanh(x[1])) == E[z ~ Normal(mean = m, variance = a)](tanh(z))
prove factors: E[x ~ apart](x[1]*tanh(x[2])) == m*E[z ~ Normal(mean = 1, variance = b)](tanh(z))
cost C on M.c = E[y ~ together](tanh(y[1] + y[2])^2)
check combined: C at c(m = 0, a = 1, b = 1) ~ 0.714286531

manifold Rates {
  chart r { r: positive }
}
family seen(k in 1..inf) on Rates.r = mass r^k/(gamma(k + 1)*(exp(r) - 1))
family again(k in 0..inf) on Rates.r = mass r^(k + 1)/(gamma(k + 2)*(exp(r) - 1))
metric g on Rates.r = Fisher(seen)
prove mean: E[k ~ seen](k) == r*exp(r)/(exp(r) - 1)
prove second_moment: E[k ~ seen](k^2) == (r + r^2)*exp(r)/(exp(r) - 1)
prove information: g[1,1] == exp(r)*(exp(r) - 1 - r)/(r*(exp(r) - 1)^2)
prove by_one_more: E[k ~ again](k + 1) == r*exp(r)/(exp(r) - 1)
refute untruncated: E[k ~ seen](k) == r
