// Six centres that repel each other: the metric is a Gram matrix of Gaussian bumps plus the unit matrix, full everywhere.
const n = 6
param eta: positive = 1/2
manifold Centres { chart x { x[1..n]: real } }
cost C on Centres.x = sum(i in 1..n, (x[i] - i/4)^2/2)
metric gram on Centres.x = sum(i in 1..n, dx[i]^2) + sum(i in 1..n, sum(j in 1..n, exp(-(x[i] - x[j])^2)*dx[i]*dx[j]))
flow learning = -eta*grad(C, gram)
