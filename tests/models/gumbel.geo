// The largest of many: Gumbel's law by its density, with Euler's constant -digamma(1), and as the image of an exponential
// law. Not from a paper.
manifold Extremes { chart ms { m: real, s: positive } }
family top(x: real) on Extremes.ms = log_density -log(s) - (x - m)/s - exp(-(x - m)/s)
metric fisher = Fisher(top)
metric second = FisherByHessian(top)
prove mean: E[x ~ top](x) == m - s*digamma(1) in ms
prove variance: E[x ~ top](x^2) - E[x ~ top](x)^2 == pi^2*s^2/6 in ms
prove entropy: Entropy(top) == log(s) - digamma(1) + 1 in ms
prove both_ways: fisher == second
prove location: fisher[1, 1] == 1/s^2 in ms
family image(x: real) on Extremes.ms = Exponential(rate = 1) under u -> m - s*log(u)
metric of_image = Fisher(image)
prove same: of_image == fisher
