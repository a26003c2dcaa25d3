// Normal laws of three variables with a full covariance matrix: Fisher metric, its inverse, entropy and divergence.
// Amari, Information Geometry and Its Applications, chapter 1; no paper's model.
manifold Laws {
  chart s {
    m1: real, m2: real, m3: real, a: positive, b: real, c: real, d: positive, e: real, f: positive
    where a*d > b^2, a*d*f + 2*b*c*e - a*e^2 - d*c^2 - f*b^2 > 0
  }
}
family x(x[1..3]: real) on Laws.s = MultivariateNormal(mean = (m1, m2, m3), covariance = [[a, b, c], [b, d, e], [c, e, f]])
metric fisher = Fisher(x)
let det on Laws.s = a*d*f + 2*b*c*e - a*e^2 - d*c^2 - f*b^2
prove of_the_mean: inverse(fisher)[1, 2] == b in s
prove of_the_spread: inverse(fisher)[5, 6] == a*e + b*c in s
prove precision: fisher[1, 1] == (d*f - e^2)/det in s
prove entropy: Entropy(x) == 3*(1 + log(2*pi))/2 + log(det)/2 in s
prove divergence: KL(x, MultivariateNormal(mean = (0, 0, 0), sds = (1, 1, 1))) == (a + d + f + m1^2 + m2^2 + m3^2 - 3 - log(det))/2 in s
prove fourth: E[x ~ x]((x[1] - m1)*(x[2] - m2)*(x[3] - m3)^2) == b*f + 2*c*e in s
