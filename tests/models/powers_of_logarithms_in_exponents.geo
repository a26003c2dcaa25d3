// Exponents in which a logarithm stands with several powers, as in the density of a log-normal law at a number: its first power is
// taken out, exp(a log u + rest) = u^a exp(rest). Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, chapter 14.
param u: positive
prove a: exp(log(u)/2) == sqrt(u)
prove b: exp(log(2)/2) == sqrt(2)
prove c: exp(-3*log(2)/2) == sqrt(2)/4
prove d: exp(-3*log(2)/2 - u) == sqrt(2)/4*exp(-u)
prove d3: exp(-3*log(2)/2 - log(2)*u) == sqrt(2)/4*2^(-u)
prove e: exp(-3*log(2)/2 - log(2)^2/u) == sqrt(2)/4*exp(-log(2)^2/u)
prove f: exp(-(log(2)^2 + u*log(2))/u) == exp(-log(2)^2/u)/2
prove g: exp(-(2*log(2)^2 + 3*u*log(2))/(2*u)) == exp(-log(2)^2/u)*sqrt(2)/4
prove h: exp(log(u)^2 + log(u)/2) == sqrt(u)*exp(log(u)^2)
prove i: exp(log(u)^3*2 - 2*log(u)) == exp(2*log(u)^3)/u^2
refute j: exp(log(u)^2 + log(u)/2) == u*exp(log(u)^2)
manifold N { chart c { m: real, s: positive } }
family y(v: positive) on N.c = LogNormal(log_mean = m, log_sd = s)
family x(x: real) on N.c = Normal(mean = m, sd = s)
family image(v: positive) on N.c = x under z -> exp(z)
prove at_two: density(y, 2) == exp(-(log(2) - m)^2/(2*s^2))/(2*s*sqrt(2*pi)) in c
prove of_image: density(image, 2) == exp(-(log(2) - m)^2/(2*s^2))/(2*s*sqrt(2*pi)) in c
metric of_law = Fisher(y)
