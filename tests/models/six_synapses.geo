// Of our own: six weights onto one neuron. Change is dear in proportion to 1/w[i], and two sums of the changes are dear
// as well: a Gram matrix plus a diagonal. Every entry of the metric is filled, so its inverse is no formula to print.
const n = 6
param eta: positive = 1/2
param rho: positive = 1/4
param kappa: positive = 1/3
manifold Weights { chart w { w[1..n]: positive } }
cost C on Weights.w = sum(i in 1..n, (w[i] - i/4)^2/2) + kappa*log(sum(i in 1..n, w[i]))
metric budget on Weights.w = sum(i in 1..n, dw[i]^2/w[i]) + rho*sum(i in 1..n, i*dw[i])^2 + kappa*sum(i in 1..n, dw[i])^2
flow learning = -eta*grad(C, budget)
