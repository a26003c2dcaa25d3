// One loss, one step, two metrics: the ball of the best metric touches the level line where the step g points.
// Shoji et al. (2024), Figs. 1 and 2; Surace et al. (2020), Fig. 1 (SM-78, first part).
manifold Plane { chart c { x: real, y: real } }
cost L on Plane.c = (x^2 + 3*y^2)/2
vector down on Plane.c = (-x, -3*y)                        // y = -dL at (1, 1) is (-1, -3)
vector step on Plane.c = (-2, -1)                          // g, the rule's own direction
metric plain = Euclidean(Plane.c)
metric best on Plane.c = [[3/5, -1/5], [-1/5, 17/5]]       // the canonical metric of y and g with the least condition number

check at_point: down at c(x = 1, y = 1) == (-1, -3)
check agrees: (-2)*(-1) + (-1)*(-3) at c(x = 1, y = 1) == 5 // y.g > 0, so a metric exists
check metric_of_step: -grad(L, best) at c(x = 1, y = 1) == (-2, -1)
prove definite: positive_definite best
prove sum_of_eigenvalues: best[1, 1] + best[2, 2] == 4     // 2 - sqrt(2) and 2 + sqrt(2)
prove product_of_eigenvalues: det(best) == 2
// The steepest direction of the ball of `best` at (1, 1) is along g, of the plain ball along y.
check along_g: steepest(L, best)[1] - 2*steepest(L, best)[2] at c(x = 1, y = 1) == 0
check along_y: 3*steepest(L, plain)[1] - steepest(L, plain)[2] at c(x = 1, y = 1) == 0

figure "figures/schematic.svg" columns 2 {
  plot in c over x = -1..2, y = -3/4..7/4
    contours L = [1/4, 1, 2, 4]
    arrows down, step at c(x = 1, y = 1) size 1/3
    title "y = −∂L and the step g"
  plot in c over x = 1/2..3/2, y = 3/5..7/5
    contours L = [1, 307/200, 2, 5/2]
    balls best, plain of L at c(x = 1, y = 1) size sqrt(1/20)
    title "balls of radius √0.05, steepest steps"
}
