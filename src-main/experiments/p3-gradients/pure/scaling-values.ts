import { numbers, numberValue, tableValue } from '#contract/values.ts'

/** What part 3b measures. */
export const scalingValues = {
  slope: numberValue('3b.slope', {
    label: 'Slope against m',
    sentence:
      'Fitted slope of the logarithm of the standard deviation against log m, m = n − k + 1; the derivation gives 1.',
  }),
  slopeError: numberValue('3b.slopeError', {
    label: 'Its standard error',
    sentence: 'Standard error of that slope, estimated from the scatter of the draws.',
  }),
  slopeImage: numberValue('3b.slopeImage', {
    label: 'Slope against n',
    sentence:
      'Fitted slope of the logarithm of the standard deviation against log n; above 1 for k > 1, because m / n grows with n.',
  }),
  slopeImageTheory: numberValue('3b.slopeImageTheory', {
    label: 'Slope against n, derived',
    sentence: 'The same fit through the derived standard deviations at the same n.',
  }),
  variance: numberValue('3b.variance', {
    label: 'Variance',
    sentence: 'Measured variance of the entries of dw at the largest n.',
  }),
  varianceLow: numberValue('3b.varianceLow', {
    label: 'Variance, lower end',
    sentence: 'Lower end of the 95 % interval of that variance.',
  }),
  varianceHigh: numberValue('3b.varianceHigh', {
    label: 'Variance, upper end',
    sentence: 'Upper end of the 95 % interval of that variance.',
  }),
  theory: numberValue('3b.theory', {
    label: 'Variance, derived',
    sentence: '(n − k + 1)² σₓ² σ_g² at the largest n.',
  }),
  sizes: tableValue('3b.sizes', {
    label: 'All image sides',
    sentence:
      'Mean, variance with its 95 % interval, and standard deviation of the entries of dw at each n, beside the derived ones.',
    columns: {
      n: numbers('n'),
      m: numbers('m'),
      mean: numbers('mean'),
      meanError: numbers('mean, standard error', { note: 'Standard error of the mean, over the draws.' }),
      variance: numbers('variance'),
      varianceLow: numbers('variance, lower end of 95 % interval', { formerly: ['variance, low'] }),
      varianceHigh: numbers('variance, upper end of 95 % interval', { formerly: ['variance, high'] }),
      varianceTheory: numbers('variance, derived'),
      deviation: numbers('standard deviation'),
      deviationTheory: numbers('standard deviation, derived'),
    },
  }),
  histogram: tableValue('3b.histogram', {
    label: 'Histogram of one entry',
    sentence:
      'Counts of the top left entry of dw at the largest n, beside the expected counts of a normal distribution with the derived variance.',
    columns: {
      from: numbers('from'),
      to: numbers('to'),
      count: numbers('count'),
      normal: numbers('normal'),
    },
  }),
}
