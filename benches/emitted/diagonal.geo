// Twenty positive weights with Weber's metric: change is measured in proportion.
const n = 20
param eta: positive = 1/2
param target: positive = 2
manifold Weights { chart w { w[1..n]: positive } }
cost C on Weights.w = (sum(i in 1..n, w[i]) - target)^2/2
metric weber on Weights.w = sum(i in 1..n, dw[i]^2/w[i]^2)
flow learning = -eta*grad(C, weber)
