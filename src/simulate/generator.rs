//! A generator of random numbers that gives the same numbers everywhere.
//!
//! In: a seed and the number of a stream. Out: numbers. It is xoshiro256++ (Blackman and Vigna 2021), its state filled by
//! SplitMix64 from the seed; stream `k` begins after `k` jumps of 2^128 numbers, so that streams never meet. Uniform numbers
//! are the same on every machine; what needs a logarithm may differ in its last digit with the machine's library.

/// The state of xoshiro256++.
#[derive(Clone, Debug, PartialEq)]
pub struct Generator {
    state: [u64; 4],
    /// The second number of a pair of normal ones.
    spare: Option<f64>,
}

/// The polynomial of the jump by 2^128 numbers.
const JUMP: [u64; 4] = [0x180e_c6d3_3cfd_0aba, 0xd5a6_1266_f0c9_392c, 0xa958_2618_e03f_c9aa, 0x39ab_dc45_29b1_661c];

impl Generator {
    /// The first stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut x = seed;
        let mut next = || {
            x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = x;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        Self { state: [next(), next(), next(), next()], spare: None }
    }

    /// The next stream.
    #[must_use]
    pub fn next_stream(&self) -> Self {
        let mut from = Self { state: self.state, spare: None };
        let mut state = [0; 4];
        for word in JUMP {
            for bit in 0..64 {
                if word >> bit & 1 == 1 {
                    state.iter_mut().zip(from.state).for_each(|(s, x)| *s ^= x);
                }
                from.next();
            }
        }
        Self { state, spare: None }
    }

    /// 64 random bits.
    #[allow(clippy::should_implement_trait)] // it never ends
    pub fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let out = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        out
    }

    /// Uniform in (0, 1): the middles of 2^52 equal pieces, so that neither end comes.
    pub fn uniform(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)] // 52 bits
        let k = (self.next() >> 12) as f64;
        (k + 0.5) * 2.0_f64.powi(-52)
    }

    /// Normal with mean 0 and variance 1, by the polar method (Marsaglia).
    pub fn normal(&mut self) -> f64 {
        if let Some(z) = self.spare.take() {
            return z;
        }
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s < 1.0 {
                let factor = (-2.0 * s.ln() / s).sqrt();
                self.spare = Some(v * factor);
                return u * factor;
            }
        }
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_reference() {
        // From the state 1, 2, 3, 4, by the authors' program.
        let mut g = Generator { state: [1, 2, 3, 4], spare: None };
        let first: Vec<u64> = (0..4).map(|_| g.next()).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
        // SplitMix64 of 0.
        assert_eq!(Generator::new(0).state[0], 0xe220_a839_7b1d_cdaf);
        assert_eq!(Generator::new(0).state[1], 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn streams_differ_and_come_again() {
        let first = Generator::new(7);
        let second = first.next_stream();
        assert_eq!(second, Generator::new(7).next_stream());
        let numbers = |g: &Generator| {
            let mut g = g.clone();
            (0..8).map(|_| g.next()).collect::<Vec<_>>()
        };
        assert!(numbers(&first).iter().all(|x| !numbers(&second).contains(x)));
        assert_ne!(numbers(&first), numbers(&Generator::new(8)));
    }

    #[test]
    fn moments_are_right_within_their_error() {
        const COUNT: u32 = 200_000;
        let mut g = Generator::new(1);
        let mean = |f: &mut dyn FnMut() -> f64| (0..COUNT).map(|_| f()).sum::<f64>() / f64::from(COUNT);
        let root = f64::from(COUNT).sqrt();
        assert!((mean(&mut || g.uniform()) - 0.5).abs() < 4.0 * 0.2887 / root);
        assert!(mean(&mut || g.normal()).abs() < 4.0 / root);
        assert!((mean(&mut || g.normal().powi(2)) - 1.0).abs() < 4.0 * 1.4143 / root);
        assert!((mean(&mut || g.normal().powi(4)) - 3.0).abs() < 4.0 * 9.8 / root);
        assert!((mean(&mut || g.exponential()) - 1.0).abs() < 4.0 / root);
    }
}
