import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it, vi } from 'vitest'
import { csvText } from './csv.ts'
import { saveCsv } from './save-file.ts'

describe('text in a CSV', () => {
  it.each([
    '=HYPERLINK("http://x","y")',
    '+1+cmd|"/c calc"!A1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '-1 =1',
  ])('%j is no formula for a spreadsheet', (text) => {
    const [[cell]] = Papa.parse<string[]>(csvText([[text]])).data as [[string]]
    expect(cell).toBe(`'${text}`)
  })

  it.each(['-1.5', '+2', '-1e-3', '-1 2 -3', '-.5', 'a=b', '1-2', '−3', 'loss, "best"', ''])(
    '%j stays as it is',
    (text) => {
      expect(Papa.parse<string[]>(csvText([[text, 'end']])).data[0]).toEqual([text, 'end'])
    },
  )

  it('leaves numbers numbers, whatever their sign', () => {
    expect(csvText([[-1.5, 0.1 + 0.2, -1e-300, null, 1e21]])).toBe(
      '-1.5,0.30000000000000004,-1e-300,NaN,1e+21\r\n',
    )
  })

  it('has every row once, however many there are', () => {
    const rows = Array.from({ length: 12_345 }, (_, i) => [i, `row ${i}`])
    expect(csvText(rows)).toBe(rows.map(([i, name]) => `${i},${name}\r\n`).join(''))
    expect(csvText([])).toBe('')
  })

  it('comes back from any text, apart from the apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
        const read = Papa.parse<string[]>(csvText(rows).slice(0, -2), {
          delimiter: ',',
          newline: '\r\n',
        }).data
        const bare = (cell: string | undefined, text: string) =>
          cell === `'${text}` && text !== '' ? text : cell
        expect(read.map((cells, i) => cells.map((cell, j) => bare(cell, rows[i]?.[j] ?? '')))).toEqual(rows)
      }),
    )
  })
})

it('a CSV file begins with the byte-order mark, so that a spreadsheet reads it as UTF-8', async () => {
  const made: Blob[] = []
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => (made.push(blob), 'blob:x'),
    revokeObjectURL: () => undefined,
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  saveCsv('runs.csv', 'σ\r\n')
  const bytes = await new Promise<ArrayBuffer>((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as ArrayBuffer)
    reader.readAsArrayBuffer(made[0] ?? new Blob())
  })
  expect([...new Uint8Array(bytes)]).toEqual([0xef, 0xbb, 0xbf, 0xcf, 0x83, 13, 10])
})
