import { describe, expect, it } from 'vitest'
import { part as part2a } from '#experiments/p2-regularization/parts/2a.ts'
import { part as part2b } from '#experiments/p2-regularization/parts/2b.ts'
import { part as part2c } from '#experiments/p2-regularization/parts/2c.ts'
import { part as part2d } from '#experiments/p2-regularization/parts/2d.ts'
import { dataOf } from '#experiments/p2-regularization/pure/data.ts'
import { dataText, readData } from './paste-data.ts'

describe('pasted data', () => {
  it.each([
    ['commas', '1,2,3\n4,5,6'],
    ['semicolons and names', 'a;b;y\n1;2;3\n4;5;6\n'],
    ['tabs, empty lines', '1\t2\t3\n\n4\t5\t6\n\n'],
    ['spaces, aligned', '  1  2   3\n  4  5   6'],
    ['Windows lines', '1, 2, 3\r\n4, 5, 6\r\n'],
    [
      'the byte-order mark of a file that a spreadsheet or this page saved',
      '\ufeffx1,x2,y\r\n1,2,3\r\n4,5,6\r\n',
    ],
    ['the byte-order mark and no names', '\ufeff1,2,3\r\n4,5,6\r\n'],
  ])('are read with %s', (_, text) =>
    expect(readData(text)).toEqual({ givenX: [1, 2, 4, 5], givenY: [3, 6], problem: null }),
  )

  it.each([
    ['tabs', '10,5\t1,2\t11,7\n−2\t3e−1\t0,05'],
    ['semicolons', '10,5;1,2;11,7\n−2;3×10⁻¹;0,05'],
    ['tabs and names', 'x1\tx2\ty\n10,5\t1,2\t11,7\n-2\t0,3\t5e-2'],
  ])('are read with decimal commas between %s', (_, text) =>
    expect(readData(text)).toEqual({ givenX: [10.5, 1.2, -2, 0.3], givenY: [11.7, 0.05], problem: null }),
  )

  it('come back from their own text, for every part', () => {
    for (const part of [part2a, part2b, part2c, part2d]) {
      const data = dataOf(part.slots.main.typed({}))
      expect(readData(dataText(data))).toEqual({ givenX: [...data.x.data], givenY: data.y, problem: null })
    }
  })

  it.each([
    ['1,2,3\n4,oops,6', /^Row 2, column 2 \(x2\): “oops” is not a number; write one such as 0\.05/],
    ['x1,y\n1,2\n3,', 'Row 2, column 2 (y): Nothing is there; write a number such as 0.05.'],
    ['1,2\n3,4\n5', 'Row 3 has 1 entry, but row 1 has 2; give every row the same number.'],
    ['1,2\n3,2e6', /Row 2, column 2 \(y\): 2e6 is too large/],
    ['1,2\n3,Infinity', /Row 2, column 2 \(y\): “Infinity” is not a number/],
    ['nan,nan,nan\n1,2,3', /Row 1, column 1 \(x1\): “nan” is not a number/],
    ['1,0x10\n3,4', /Row 1, column 2 \(y\): “0x10” is not a decimal number/],
    ['0x10,0x11\n3,4', /Row 1, column 1 \(x1\): “0x10” is not a decimal number/],
    ['10,5\t1,000\t3', /Row 1, column 2 \(x2\): “1,000” may mean 1\.000 or 1000/],
    ['1 000;2\n1 00;2', /Row 2, column 1 \(x1\): “1 00” has a space/],
    ['', /There are no rows/],
    ['a,b', /There are no rows/],
    ['5', /Row 1 has 1 entry; a row needs 1 to 8 numbers/],
    [Array.from({ length: 10 }, () => '1').join(','), /Row 1 has 10 entries/],
    [Array.from({ length: 201 }, () => '1,2').join('\n'), /There are 201 rows; at most 200/],
  ])('are refused with row and column: %j', (text, problem) =>
    expect(readData(text).problem).toEqual(
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ),
  )
})
