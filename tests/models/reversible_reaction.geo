// A reversible first-order reaction with rates kf and kb (our own; no entry of the collection): three charts of rates,
// metrics by line element, matrix, cometric, Euclid, pullback and sum. Numbers computed apart with exact fractions.
param ratio: positive = 3
param speed: positive [1/s] = 5 [1/s]
manifold Rates {
  chart k    { kf: positive [1/s], kb: positive [1/s] }
  chart logs { a: real, b: real }
  chart mix  { K: positive, total: positive [1/s] }        // equilibrium constant and relaxation rate
  map k -> logs { a = log(kf*(1 [s])), b = log(kb*(1 [s])) }
  map k -> mix { K = kf/kb, total = kf + kb } inverse { kf = K*total/(1 + K), kb = total/(1 + K) }
}
cost C on Rates.mix = (K - ratio)^2/2 + (total/speed - 1)^2/2
metric weber on Rates.k = dkf^2/kf^2 + dkb^2/kb^2
metric coupled on Rates.k = [[2/kf^2, 1/(kf*kb)], [1/(kf*kb), 2/kb^2]]
metric upper on Rates.k = inverse([[kf^2, 0], [0, kb^2/4]])
metric blend = weber + 2*coupled
metric ruler = Euclidean(Rates.logs)
flow natural = -grad(C, weber)
flow strange = -grad(C, coupled)
flow naive = -partials(C, logs)

prove weber_is_euclid_in_logs: weber == ruler
prove mixed_in_logs: coupled == [[2, 1], [1, 2]] in logs
prove upper_in_logs: upper == [[1, 0], [0, 4]] in logs
prove blend_in_logs: blend == [[5, 2], [2, 5]] in logs
prove weber_in_mix: weber == [[(K^2 + 1)/(K^2*(1 + K)^2), (1 - K)/(K*total*(1 + K))], [(1 - K)/(K*total*(1 + K)), 2/total^2]] in mix
prove one_flow: invariant natural under k -> logs -> mix -> k
prove one_flow_strange: invariant strange under mix -> logs
prove inverse_is_right: inverse Rates.k -> Rates.mix
prove weber_positive: positive_definite weber
prove blend_positive: positive_definite blend
prove falls: decreasing C along natural
refute metrics_agree: weber == coupled
refute flows_agree: natural == strange
prove naive_in_logs: naive == natural
refute naive_is_strange: naive == strange in logs
refuse G0301 { flow bad = -partials(C, mix) }
refuse G0301 { metric bad = Euclidean(Rates.mix) }
refuse G0304 { cost bad on Rates.k = log(kf) }
refuse G0506 { metric bad on Rates.logs = [[1, 2], [3, 9]] }
refuse G0201 { cost bad on Rates.k = kf/kc }

check cost_at: C at k(kf = 4 [1/s], kb = 2 [1/s]) given values == 13/25
check differential_at: d(C) at k(kf = 4 [1/s], kb = 2 [1/s]) given values == (-(23/50) [s], (26/25) [s])
check natural_at: natural at k(kf = 4 [1/s], kb = 2 [1/s]) given values == ((184/25) [1/s], -(104/25) [1/s])
check strange_at: strange at k(kf = 4 [1/s], kb = 2 [1/s]) given values == ((192/25) [1/s], -4 [1/s])
check length_at: norm(d(C), weber) at k(kf = 4 [1/s], kb = 2 [1/s]) given values ~ 2.77704879323356506
