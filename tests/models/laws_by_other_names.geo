// Laws that geoflow has under no name of their own, written out as the diagnostic G0601 suggests: each density integrates to
// one, and moments come out as in Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions.
param m: real
param l: positive
param s: positive
param n: positive
param r: positive
param b: positive
param a: positive
param p: (0, 1)

manifold R {
  chart c { u: positive }
}

family inverse_gaussian(x in (0, inf)) on R.c = density sqrt(l/(2*pi*x^3))*exp(-l*(x - u)^2/(2*u^2*x))
family cauchy(x: real) on R.c = density s/(pi*(s^2 + (x - m)^2))
family student(x: real) on R.c = density gamma((n + 1)/2)/(gamma(n/2)*sqrt(n*pi))*(1 + x^2/n)^(-(n + 1)/2)
family chi_squared(x in (0, inf)) on R.c = Gamma(shape = n/2, rate = 1/2)
family erlang(x in (0, inf)) on R.c = Gamma(shape = n, rate = r)
family rayleigh(x in (0, inf)) on R.c = Weibull(shape = 2, scale = s*sqrt(2))
family maxwell(x in (0, inf)) on R.c = density sqrt(2/pi)*x^2/s^3*exp(-x^2/(2*s^2))
family half_normal(x in (0, inf)) on R.c = density sqrt(2/pi)/s*exp(-x^2/(2*s^2))
family levy(x in (0, inf)) on R.c = density sqrt(s/(2*pi*x^3))*exp(-s/(2*x))
family gumbel(x: real) on R.c = density exp(-(x - m)/s - exp(-(x - m)/s))/s
family gompertz(x in (0, inf)) on R.c = density b*n*exp(n + b*x - n*exp(b*x))
family kumaraswamy(x in (0, 1)) on R.c = density a*b*x^(a - 1)*(1 - x^a)^(b - 1)
family log_logistic(x in (0, inf)) on R.c = density b/a*(x/a)^(b - 1)/(1 + (x/a)^b)^2
family log_series(k in 1..inf) on R.c = mass -p^k/(k*log(1 - p))

metric of_passages = Fisher(inverse_gaussian)
metric by_hand on R.c = [[l/u^3]]
prove of_passages == by_hand
prove passage: E[x ~ inverse_gaussian](x) == u
prove lorentz: E[x ~ cauchy](1/(s^2 + (x - m)^2)) == 1/(2*s^2)
prove student: E[x ~ student](x^2) == n/(n - 2) given n > 2
prove chi: E[x ~ chi_squared](x) == n
prove erlang: E[x ~ erlang](x) == n/r
prove rayleigh: E[x ~ rayleigh](x^2) == 2*s^2
prove maxwell: E[x ~ maxwell](x^2) == 3*s^2
prove half: E[x ~ half_normal](x) == s*sqrt(2/pi)
prove levy: E[x ~ levy](1/x) == 1/s
prove gumbel: E[x ~ gumbel](exp(-x/s)) == exp(-m/s)
prove gompertz: E[x ~ gompertz](exp(b*x)) == 1 + 1/n
prove kumaraswamy: E[x ~ kumaraswamy](x^a) == 1/(1 + b)
prove loglogistic: E[x ~ log_logistic](log(x)) == log(a)
prove series: E[k ~ log_series](k) == -p/((1 - p)*log(1 - p))
