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
// Towards the standard law, by the divergence from it and the Fisher metric.
family target(x: real) = log_density -x - exp(-x)
cost D on Extremes = KL(top, target)
check at_the_target: D at ms(m = 0, s = 1) == 0
check apart: D at ms(m = 1, s = 2) ~ 0.619827366684472
flow learn = -grad(D, fisher)
prove falls: decreasing D along learn
