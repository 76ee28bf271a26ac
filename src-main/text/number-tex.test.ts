import { expect, it } from 'vitest'
import { tex } from './number-tex.ts'

it.each([
  [0, '0'],
  [0.7, '0.7'],
  [1 - 0.7, '0.3'],
  [2.25, '2.25'],
  [9.2703, '9.270'],
  [-0.12345, '-0.1235'],
  [1.9401, '1.940'],
  [64, '64'],
  [-3183.2, String.raw`-3\,183`],
  [12345.6, String.raw`12\,350`],
  [20_000, String.raw`20\,000`],
  [12_345, String.raw`12\,345`],
  [1e-9, String.raw`1 \times 10^{-9}`],
  [-3.37901e-16, String.raw`-3.379 \times 10^{-16}`],
  [9.99996e-7, String.raw`1.000 \times 10^{-6}`],
  [2e6, String.raw`2 \times 10^{6}`],
  [Infinity, String.raw`\infty`],
  [-Infinity, String.raw`-\infty`],
  [NaN, String.raw`\text{not a number}`],
])('writes %d as %s', (value, text) => expect(tex(value)).toBe(text))
