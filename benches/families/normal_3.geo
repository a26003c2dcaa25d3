manifold M {
  chart s {
    m1: real, m2: real, m3: real, a: positive, b: real, c: real, d: positive, e: real, f: positive
    where a*d > b^2, a*d*f + 2*b*c*e - a*e^2 - d*c^2 - f*b^2 > 0
  }
}
param k1: real
param k2: real
param k3: real
param A: (2, 3)
param B: (-1, 1)
param C: (-1, 1)
family x(x[1..3]: real) on M.s = MultivariateNormal(mean = (m1, m2, m3), covariance = [[a, b, c], [b, d, e], [c, e, f]])
metric G = Fisher(x)
cost K on M.s = KL(x, MultivariateNormal(mean = (k1, k2, k3), covariance = [[A, B, C], [B, A, B], [C, B, A]]))
