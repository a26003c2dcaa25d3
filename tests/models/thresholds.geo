// Threshold units: chances and means of what lies beyond a threshold, wherever that lies. Distribution functions as in Johnson, Kotz
// and Balakrishnan, Continuous Univariate Distributions; the mean excess is the price of a stop-loss contract.
param c: real
param d: real
param a: positive
param far: (2, 3) = 5/2

random l ~ Laplace(mean = 0, scale = 1)
random g ~ Logistic(mean = 0, scale = 1)
random e ~ Exponential(rate = a)
random u ~ Uniform(-1, 1)

prove expected(if l < c then 1 else 0) == (if c < 0 then exp(c)/2 else 1 - exp(-c)/2)
prove expected(if abs(l) < 1 then 1 else 0) == 1 - exp(-1)
prove expected(if g < d then 1 else 0) == logistic(d)
// A band is empty where its ends change places.
prove expected(if c < g and g < d then 1 else 0) == max(logistic(d) - logistic(c), 0)
refute expected(if c < g and g < d then 1 else 0) == logistic(d) - logistic(c)
prove expected(if e < d then 1 else 0) == (if d < 0 then 0 else 1 - exp(-a*d))
prove expected(if u < d then 1 else 0) == min(max((d + 1)/2, 0), 1)
prove expected(if a*abs(u) < 1/3 then 1 else 0) == min(1/(3*a), 1)
refute expected(if abs(u) < d then 1 else 0) == 1

// A weight of either sign.
param n: negative
param weight: real
param edge: real
random z ~ Normal(mean = 0, sd = 1)
prove expected(if n*l < c then 1 else 0) == (if c/n < 0 then 1 - exp(c/n)/2 else exp(-c/n)/2)
prove expected(if weight*z < c then 1 else 0) == (1 + erf(c/(abs(weight)*sqrt(2))))/2 given weight != 0
refute expected(if weight*z < c then 1 else 0) == (1 + erf(c/(weight*sqrt(2))))/2 given weight != 0
prove expected(sign(abs(z) - edge)) == 1 given edge < 0
check expected(sign(abs(z) - edge)) given edge = 0 == 1

// A corner that the ranges put beyond the end of the support.
family ramp(x in (0, 1)) = density abs(x - far)/(far - 1/2)
prove E[x ~ ramp](x) == (far/2 - 1/3)/(far - 1/2)
check E[x ~ ramp](abs(x - far)) given values ~ 2.0416667

manifold Unit {
  chart theta { t: real, r: positive }
}
family input(x in (0, inf)) on Unit.theta = Exponential(rate = r)
family noise(x: real) on Unit.theta = Laplace(mean = t, scale = r)
family box(x in (-1, 1)) on Unit.theta = Uniform(-1, 1)

cost excess on Unit.theta = E[x ~ input](max(x - t, 0)^2)
prove excess == 2*exp(-r*t)/r^2 in theta given t > 0
prove excess == t^2 - 2*t/r + 2/r^2 in theta given t <= 0
refute excess == 2*exp(-r*t)/r^2 in theta

cost fourth on Unit.theta = E[x ~ box](if x < t then x^3 else 0)
prove fourth == (t^4 - 1)/8 in theta given abs(t) < 1
prove fourth == 0 in theta given t > 1

cost below on Unit.theta = E[x ~ noise](if x < 1 then x^2 else 0)
check below at theta(t = 1/2, r = 3) ~ 7.668978
check below at theta(t = 2, r = 3) ~ 4.657454

// A branch may need what the law says of its variable.
cost inverse on Unit.theta = E[x ~ Gamma(shape = 2, rate = r)](if x < t then x else 1/x)
prove inverse == r in theta given t < 0
check inverse at theta(t = 1, r = 1) ~ 0.528482

metric h on Unit.theta = [[1, 0], [0, 1/r^2]]
flow descent = -grad(excess, h)
prove decreasing excess along descent
