// Two observers estimate the same quantity, each with a mean and a spread, and talk to each other: a coupling draws their
// means together. Four coordinates; the second chart has the mean of the means, their difference, and log spreads.
param m0: real = 1
param s0: positive = 1/2
param c: nonnegative = 3/4
manifold Beliefs {
  chart each   { mu1: real, s1: positive, mu2: real, s2: positive }
  chart joint  { m: real, d: real, a: real, b: real }
  map each -> joint { m = (mu1 + mu2)/2, d = mu1 - mu2, a = log(s1), b = log(s2) }
    inverse { mu1 = m + d/2, s1 = exp(a), mu2 = m - d/2, s2 = exp(b) }
}
family p(x: real) on Beliefs.each = Normal(mean = mu1, sd = s1)
family q(x: real) on Beliefs.each = Normal(mean = mu2, sd = s2)
cost C on Beliefs.each = log(s1/s0) + (s0^2 + (m0 - mu1)^2)/(2*s1^2) + log(s2/s0) + (s0^2 + (m0 - mu2)^2)/(2*s2^2) - 1 + c*(mu1 - mu2)^2/2
metric fisher on Beliefs.each = dmu1^2/s1^2 + 2*ds1^2/s1^2 + dmu2^2/s2^2 + 2*ds2^2/s2^2
flow learn = -grad(C, fisher)

prove definite: positive_definite fisher
prove same: invariant learn under each -> joint
prove falls: decreasing C along learn
prove uncoupled: learn in each == (m0 - mu1, (s0^2 + (m0 - mu1)^2 - s1^2)/(2*s1), m0 - mu2, (s0^2 + (m0 - mu2)^2 - s2^2)/(2*s2)) given c = 0

simulate learn from each(mu1 = -2, s1 = 1, mu2 = 3, s2 = 2) to t = 3 in joint at t = [1/2, 1, 3]
figure "figures/two_estimators.svg" columns 2 {
  plot mu1, mu2 of learn over t = 0..5 from each(mu1 = -2, s1 = 1, mu2 = 3, s2 = 2) title "means"
  plot s1, s2 of learn over t = 0..5 from each(mu1 = -2, s1 = 1, mu2 = 3, s2 = 2) title "spreads"
}
