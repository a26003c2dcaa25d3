// When a noisy integrator first reaches its threshold: the drift-diffusion model of decisions. The time is inverse Gaussian, a law
// that is written out here. Its moments, its Fisher metric, its divergence and the flow that fits a neuron to data are
// derived. Tweedie, Ann. Math. Statist. 28 (1957), 362; Folks and Chhikara, J. R. Statist. Soc. B 40 (1978), 263.
manifold Decisions {
  chart moments { mu: positive, lambda: positive }
  chart walk { drift: positive, threshold: positive }
  map moments -> walk { drift = sqrt(lambda)/mu, threshold = sqrt(lambda) }
    inverse { mu = threshold/drift, lambda = threshold^2 }
}
// The data have these.
param m: positive = 1/2
param l: positive = 2

family time(x in (0, inf)) on Decisions.moments = density sqrt(lambda/(2*pi*x^3))*exp(-lambda*(x - mu)^2/(2*mu^2*x))
family passage(x in (0, inf)) on Decisions.walk = density threshold/sqrt(2*pi*x^3)*exp(-(threshold - drift*x)^2/(2*x))
family observed(x in (0, inf)) on Decisions.moments = density sqrt(l/(2*pi*x^3))*exp(-l*(x - m)^2/(2*m^2*x))
family kernel(x in (0, inf)) on Decisions.moments = unnormalised x^(-3/2)*exp(-lambda*x/(2*mu^2) - lambda/(2*x)) with normaliser sqrt(2*pi/lambda)*exp(-lambda/mu)

metric fisher = Fisher(time)
metric by_hessian = FisherByHessian(time)
metric of_walk = Fisher(passage)
cost misfit on Decisions.moments = KL(observed, time)
flow fit = -grad(misfit, fisher)

prove mean: E[x ~ time](x) == mu
prove variance: E[x ~ time]((x - mu)^2) == mu^3/lambda
prove skewness: E[x ~ time]((x - mu)^3) == 3*mu^5/lambda^2
prove reciprocal: E[x ~ time](1/x) == 1/mu + 1/lambda
prove transform: E[x ~ time](exp(-m*x)) == exp(lambda/mu*(1 - sqrt(1 + 2*mu^2*m/lambda)))
prove both_definitions: fisher == by_hessian
prove one_metric: fisher == of_walk
prove never_negative: misfit >= 0
prove closed: misfit == lambda/2*(1/m + 1/l - 2/mu + m/mu^2) - 1/2 + log(l/lambda)/2
prove falls: decreasing misfit along fit
prove one_flow: invariant fit under moments -> walk
prove natural: NaturalParameters(time) == (-lambda/(2*mu^2), -lambda/2) in moments

// The time grows with the threshold, but not in proportion to the mean: these are near misses.
refute poisson_like: E[x ~ time]((x - mu)^2) == mu^2/lambda
refute reciprocal_of_mean: E[x ~ time](1/x) == 1/mu
// The vector of partial derivatives is another flow in each chart.
flow naive = -grad(misfit, Euclidean(Decisions.moments))
flow naive_walk = -grad(misfit, Euclidean(Decisions.walk))
refute same_naive: naive == naive_walk
plot fit in moments over mu = 0.2..1.2, lambda = 0.5..6 contours misfit = [0.05, 0.2, 0.5, 1] title "Fitting first passage times" to "figures/first_passage.svg"
