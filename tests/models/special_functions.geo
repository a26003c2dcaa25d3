// Of our own: error, gamma, digamma, beta and Bessel functions in costs, metrics and flows, for emitted code. A detector whose
// threshold and slope are learned, and a compass with von Mises noise. Not from a paper.
manifold Detector {
  chart ab { a: positive, b: positive }
  chart logs { la: real, lb: real }
  map ab -> logs { la = log(a), lb = log(b) }
}
cost misses on Detector.ab = erfc(a - b)/2 + erf(b/a)^2
cost shape on Detector.ab = gamma(a + 1)/10 + lgamma(b + 2) + beta(a, b)
metric weber on Detector.ab = da^2/a^2 + db^2/b^2
flow learn = -grad(misses, weber)
flow reshape = -grad(shape, weber)
prove slope_of_misses: d(misses)[1] == -exp(-(a - b)^2)/sqrt(pi) - 4*b/a^2*exp(-b^2/a^2)/sqrt(pi)*erf(b/a) in ab
prove slope_of_shape: d(shape)[1] == gamma(a + 1)*digamma(a + 1)/10 + beta(a, b)*(digamma(a) - digamma(a + b)) in ab
prove invariant learn under ab -> logs
refute no_slope: d(shape)[2] == digamma(b + 2) in ab

manifold Compass { chart mk { m: (-3, 3), k: positive } }
family heading(x: (-pi, pi)) on Compass.mk = VonMises(mean = m, concentration = k)
metric fisher = Fisher(heading)
cost error on Compass.mk = 1 - E[x ~ heading](cos(x - m))
flow steady = -grad(error, fisher)
refute concentration: fisher[1, 1] == k in mk
