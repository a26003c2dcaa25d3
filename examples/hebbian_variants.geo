// Unequal decay constants and unequal amplitudes: what is left of the theorem.
// Schmidt-Hieber (2023), Section 4, with other constants (SM-82, SM-90, SM-91).
param A: positive = 1
param c: positive = 1
param alpha: positive = 1
param am: real = 9/10                                      // amplitude before the spike
param ap: real = 1                                         // amplitude after the spike
param u: real
function L(t)
manifold Weights { chart logw { theta: real } }
random U ~ Uniform(-A, A)

// The times before and after the last spike, in symmetric form; the rate goes into A, but not in the loss.
prove symmetric: exp(-c*(A + u)) - exp(-c*(A - u)) == -2*exp(-c*A)*sinh(c*u)
prove symmetric_written: exp(-c*(A + u)) - exp(-c*(A - u)) == exp(-c*A)*(exp(-c*u) - exp(c*u))

// Decay constant c in the rule, 1 in the loss.
let Kc = (exp(c*A) - exp(c*U))*(exp(c*A) - exp(-c*U))
rule decaying on Weights.logw: theta -> theta + alpha*L(theta + U)*(exp(-c*U) - exp(c*U))
prove decay: expected(decaying) == theta - alpha/c*exp(-c*A)*expected(D[1](L)(theta + U)*Kc)
prove decay_normaliser: 2*A*expected(Kc) == 2*A*(exp(2*c*A) + 1) - 2*(exp(2*c*A) - 1)/c
prove decay_quadratic: expected((theta + U)^2*(exp(-2*U) - exp(2*U))) == -2/exp(1)*theta given A = 1/2
refute absorbed: expected(decaying) == theta - alpha*exp(-c*A)*expected(D[1](L)(theta + U)*Kc)

// Unequal amplitudes: a second term that is no gradient, and a baseline that stays.
param Lbar: real = 0
let K = (exp(A) - exp(U))*(exp(A) - exp(-U))
rule lopsided on Weights.logw: theta -> theta + alpha*(L(theta + U) - Lbar)*(am*exp(-U) - ap*exp(U))
prove amplitudes: expected(lopsided) == theta
  - (am + ap)/2*alpha*exp(-A)*expected(D[1](L)(theta + U)*K)
  + alpha*(am - ap)*(expected(L(theta + U)*cosh(U)) - Lbar*sinh(A)/A)
refute baseline_cancels: expected(lopsided) == theta
  - (am + ap)/2*alpha*exp(-A)*expected(D[1](L)(theta + U)*K) + alpha*(am - ap)*expected(L(theta + U)*cosh(U))
let quadratic on Weights.logw = expected((theta + U)^2*(am*exp(-U) - ap*exp(U)))
prove amplitudes_quadratic: quadratic == -sinh(1)/10*theta^2 - 19/(5*exp(1))*theta + (5 - exp(2))/(20*exp(1))
  given A = 1, am = 9/10, ap = 1
check constant_part: quadratic at logw(theta = 0) given values ~ -0.0439442311300916814
check quadratic_part: sinh(1)/10 ~ 0.117520119364380146
check linear_part: 19/(5*exp(1)) ~ 1.39794187645148082
