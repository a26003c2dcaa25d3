// A potential that decays between arrivals: it can cross the threshold upwards only where a spike arrives.
// Schmidt-Hieber (2023), Section 2, Fig. 2 (SM-81).
param t: [0, 10] = 0
param S: positive = 1                                      // threshold
// A kernel of a spike at `a`, which counts from its arrival on.
let on(a) = if t >= a then exp(a - t) else 0
