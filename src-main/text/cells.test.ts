import { expect, it } from 'vitest'
import { formatCell } from './cells.ts'
import { thinSpace as t } from './numbers.ts'

it.each([
  [58164298, {}, `58${t}164${t}298`],
  [232.657192, {}, '232.7'],
  [0.3, { decimals: 2 }, '0.30'],
  [0.0234567, { digits: 3 }, '0.0235'],
  [null, {}, '–'],
  [null, { whenEmpty: 'not trained' }, 'not trained'],
  ['sgd', { decimals: 2 }, 'sgd'],
  [NaN, { decimals: 2 }, 'diverged'],
])('writes %s by %j as %s', (cell, format, text) => expect(formatCell(cell, format)).toBe(text))
