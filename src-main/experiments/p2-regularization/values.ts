import type { ValueDeclaration } from '#contract/experiment.ts'

type Row = readonly [name: string, label: string, sentence: string]

const of = (part: string, kind: ValueDeclaration['kind'], rows: readonly Row[]): ValueDeclaration[] =>
  rows.map(([name, label, sentence]) => ({ id: `${part}.${name}`, part, label, unit: '', sentence, kind }))

/** Every number and table of problem 2; none has a unit. */
export const values: readonly ValueDeclaration[] = [
  ...of('2a', 'number', [
    [
      'expected',
      'All masks',
      'The expectation by its definition: a sum over every mask of the whole matrix, each with its probability.',
    ],
    [
      'byRows',
      'Masks of each row',
      'The same expectation, as the sum over the rows of a sum over every mask of that row.',
    ],
    ['closed', 'Closed form', 'The squared error of p X w plus the penalty p (1 − p) ‖Γ̌ w‖².'],
    ['fit', 'Squared-error term', 'The first term of the closed form, ‖y − p X w‖².'],
    ['penalty', 'Penalty term', 'The second term of the closed form, p (1 − p) ‖Γ̌ w‖².'],
    ['monteCarlo', 'Monte Carlo', 'The mean of the squared error over the masks that this run drew.'],
    [
      'standardError',
      'Standard error',
      'The estimated standard deviation of the Monte Carlo mean; its 95 % band is 1.96 of these either way.',
    ],
  ]),
  ...of('2a', 'table', [
    ['terms', 'Penalty of each column', 'What each column j adds to the penalty: p (1 − p) ‖Xⱼ‖² wⱼ².'],
  ]),
  ...of('2b', 'number', [
    [
      'distance',
      'Distance to Tikhonov',
      'Distance of p times the averaged learned weights to the Tikhonov solution, after the last step.',
    ],
    [
      'lastDistance',
      'Distance, last weights',
      'The same distance for the weights of the last step alone, which carry the noise of the last masks.',
    ],
    [
      'unscaledDistance',
      'Distance if not scaled',
      'Distance of the averaged learned weights to the Tikhonov solution when they are not multiplied by p.',
    ],
    [
      'closedDistance',
      'Distance of the formulas',
      'Distance of p times the exact minimiser of the expected dropout objective to the Tikhonov solution: rounding.',
    ],
  ]),
  ...of('2b', 'table', [
    [
      'dropout',
      'Learned weights',
      'Weights learned with dropout: last and averaged, and p times the average.',
    ],
    ['ridge', 'Tikhonov solution', 'Weights that minimise ‖y − X w‖² + ‖Γ w‖².'],
    ['gamma', 'Diagonal of Γ', '√((1 − p)/p) times the norm of each column of X.'],
  ]),
  ...of('2c', 'number', [
    [
      'difference',
      'Largest difference',
      'Largest difference between the two solutions, relative to the largest weight: rounding.',
    ],
  ]),
  ...of('2c', 'table', [
    ['direct', 'Solved directly', 'Weights that minimise ‖y − X w‖² + ‖Γ w‖².'],
    [
      'mapped',
      'Solved as ridge, mapped back',
      'Weights of the classical ridge problem with data matrix √λ X Γ⁻¹, and √λ Γ⁻¹ times them.',
    ],
  ]),
  ...of('2d', 'number', [
    ['norm', 'Norm after Γ', 'Mean norm of the columns of X Γ⁻¹.'],
    ['formula', 'Formula', '√(p/(1 − p)), the norm that every column of X Γ⁻¹ should have.'],
    [
      'spread',
      'Largest deviation',
      'Largest difference between a column norm of X Γ⁻¹ and the formula: rounding.',
    ],
    ['batchNorm', 'Norm after batch norm', 'Mean norm of the columns after batch normalization: √n.'],
  ]),
  ...of('2d', 'table', [
    [
      'columnNorms',
      'Column norms',
      'Norm of each column of X, of X Γ⁻¹ and of X after batch normalization, and the mean of each column.',
    ],
  ]),
]
