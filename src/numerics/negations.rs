//! Changes of sign that cost nothing: a difference the other way round, a sum in place of a difference.
//!
//! In: a program. Out: an equal one. The values are the same doubles, but for the sign of a 0.

use super::program::{Instruction, Program, Register};

impl Program {
    /// The program without the changes of sign that can be had otherwise.
    pub(super) fn without_negations(mut self) -> Self {
        let mut uses = vec![0_usize; self.instructions.len()];
        for i in &self.instructions {
            i.operands().for_each(|r| uses[r] += 1);
        }
        self.outputs.iter().for_each(|r| uses[*r] += 1);
        // Where a value is to be found.
        let mut place: Vec<Register> = (0..self.instructions.len()).collect();
        for k in 0..self.instructions.len() {
            let instruction = self.instructions[k].clone().renumbered(&place);
            self.instructions[k] = instruction.clone();
            match instruction {
                Instruction::Negate(r) if flipped(&mut self.instructions, &uses, r) => {
                    uses[r] = uses[k];
                    place[k] = r;
                }
                Instruction::Add(a, b) => {
                    let negated = |r: Register| match self.instructions[r] {
                        Instruction::Negate(x) if uses[r] == 1 => Some(x),
                        _ => None,
                    };
                    if let Some(x) = negated(b) {
                        uses[x] += 1;
                        self.instructions[k] = Instruction::Subtract(a, x);
                    } else if let Some(x) = negated(a) {
                        uses[x] += 1;
                        self.instructions[k] = Instruction::Subtract(b, x);
                    }
                }
                Instruction::Subtract(a, b) => {
                    if let Instruction::Negate(x) = self.instructions[b]
                        && uses[b] == 1
                    {
                        uses[x] += 1;
                        self.instructions[k] = Instruction::Add(a, x);
                    }
                }
                _ => {}
            }
        }
        self.outputs.iter_mut().for_each(|r| *r = place[*r]);
        self
    }
}

/// Changes the sign of a value that is used once, by turning round a difference it is made of.
fn flipped(instructions: &mut [Instruction], uses: &[usize], r: Register) -> bool {
    if uses[r] != 1 {
        return false;
    }
    match instructions[r] {
        Instruction::Subtract(a, b) => {
            instructions[r] = Instruction::Subtract(b, a);
            true
        }
        Instruction::Multiply(a, b) if a == b => false,
        Instruction::Multiply(a, b) | Instruction::Divide(a, b) => {
            flipped(instructions, uses, a) || flipped(instructions, uses, b)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::numerics::lower::lower;
    use crate::symbolic::{Expr, Role, Symbol};

    #[test]
    fn signs_move_into_differences_that_no_one_else_reads() {
        let symbols: Vec<Symbol> =
            (0..).zip(["a", "b", "c", "d"]).map(|(i, n)| Symbol::new("", n, Role::Parameter, i)).collect();
        let v: Vec<Expr> = symbols.iter().map(Expr::symbol).collect();
        let [a, b, c, d] = v.as_slice() else { panic!() };
        let at = [3.0, 5.0, 7.0, 11.0];
        for (outputs, expected, operations) in [
            (vec![-(c * (a - b))], vec![14.0], 2),
            (vec![-(c * (a - b) / d)], vec![14.0 / 11.0], 3),
            // The difference is also an output: then a sign is changed.
            (vec![-(c * (a - b)), a - b], vec![14.0, -2.0], 3),
            (vec![-(c * (a - b)), c * (a - b)], vec![14.0, -14.0], 3),
            // A square has no sign to give away.
            (vec![-(a - b).powi(2)], vec![-4.0], 3),
            (vec![-(c * (a - b) * a.powi(2)), -(c * (a - b) * d)], vec![126.0, 154.0], 5),
        ] {
            let program = lower(&outputs, &symbols).unwrap();
            assert_eq!(program.evaluate(&at).unwrap(), expected, "{outputs:?}");
            assert_eq!(program.operation_count().total(), operations, "{outputs:?}");
        }
    }
}
