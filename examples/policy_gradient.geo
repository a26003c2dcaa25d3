// Learning by policy gradients: a policy over four actions, its chances or its logits. The mean of reward times score is the
// differential of the value (Williams, Machine Learning 8 (1992), 229), whatever the baseline; with the Fisher metric its gradient is
// the replicator equation in every chart (Kakade, NIPS 14 (2001); Amari, Neural Computation 10 (1998), 251). Without a metric each
// chart has a flow of its own.
param r[1..4]: real
param baseline: real
manifold Policy {
  chart chance { p: positive, q: positive, s: positive where 1 - p - q - s > 0 }
  chart logit { a: real, b: real, c: real }
  map logit -> chance {
    p = exp(a)/(1 + exp(a) + exp(b) + exp(c)),
    q = exp(b)/(1 + exp(a) + exp(b) + exp(c)),
    s = exp(c)/(1 + exp(a) + exp(b) + exp(c))
  }
}
family act(k: natural) on Policy.chance = Categorical(p = (p, q, s, 1 - p - q - s))
family uniform(k: natural) on Policy.chance = Categorical(p = (1/4, 1/4, 1/4, 1/4))
metric fisher = Fisher(act)
cost value on Policy.chance = r[1]*p + r[2]*q + r[3]*s + r[4]*(1 - p - q - s)
cost effort on Policy.chance = KL(uniform, act)

// Reward times score, over the actions: the reward of the k-th action is r[k], for numbers 1, 2, 3, 4 the number squared.
cost squares on Policy.chance = E[k ~ act](k^2)
prove score_rule: E[k ~ act](Score(act, k)*k^2) == d(squares)
prove any_baseline: E[k ~ act](Score(act, k)*(k^2 - baseline)) == d(squares)
prove scores_have_mean_0: E[k ~ act](Score(act, k)) == 0*d(squares)
refute square_of_score: E[k ~ act](Score(act, k)*k) == d(squares)

flow natural = grad(value, fisher)
flow calm = -grad(effort, fisher)
prove replicator: natural == (p*(r[1] - value), q*(r[2] - value), s*(r[3] - value)) in chance
prove in_logits: natural == (r[1] - r[4], r[2] - r[4], r[3] - r[4]) in logit
prove one_flow: invariant natural under logit -> chance
prove calms: decreasing effort along calm
prove to_the_middle: calm == (1/4 - p, 1/4 - q, 1/4 - s) in chance
prove never_negative: effort >= 0

flow plain_chance = partials(value)
refute two_flows: invariant plain_chance under logit -> chance
