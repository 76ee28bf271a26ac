/** What part 2a measures. */
import { numbers, numberValue, tableValue } from '#contract/values.ts'

export const values = {
  expected: numberValue('2a.expected', {
    label: 'All masks',
    sentence:
      'The expectation by its definition: a sum over every mask of the whole matrix, weighted by its probability.',
  }),
  byRows: numberValue('2a.byRows', {
    label: 'Masks of each row',
    sentence: 'The same expectation, as a sum over the rows of a sum over every mask of that row.',
  }),
  closed: numberValue('2a.closed', {
    label: 'Closed form',
    sentence: 'The squared error of p X w plus the penalty p (1 − p) ‖Γ̌ w‖².',
  }),
  fit: numberValue('2a.fit', {
    label: 'Squared-error term',
    sentence: 'The first term of the closed form, ‖y − p X w‖².',
  }),
  penalty: numberValue('2a.penalty', {
    label: 'Penalty term',
    sentence: 'The second term of the closed form, p (1 − p) ‖Γ̌ w‖².',
  }),
  monteCarlo: numberValue('2a.monteCarlo', {
    label: 'Monte Carlo',
    sentence: 'Mean of the squared error over the masks that this run drew.',
  }),
  standardError: numberValue('2a.standardError', {
    label: 'Standard error',
    sentence:
      'Standard error of the Monte Carlo mean: the estimated standard deviation of that mean. Its 95 % confidence interval is ±1.96 standard errors.',
  }),
  terms: tableValue('2a.terms', {
    label: 'Penalty of each column',
    sentence: 'What each column j adds to the penalty: p (1 − p) ‖Xⱼ‖² wⱼ².',
    columns: {
      column: numbers('column'),
      squaredNorm: numbers('squared norm'),
      w: numbers('w'),
      penalty: numbers('penalty'),
    },
  }),
}
