import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parseExport } from './export-arguments.ts'

it('writes everything of the student’s worksheet unless told otherwise', () => {
  expect(parseExport(['--to', 'out'])).toEqual({
    name: 'export',
    isJson: false,
    isReference: false,
    worksheet: 'mine',
    formats: ['pdf', 'markdown', 'zip'],
    paper: 'a4',
    to: resolve('out'),
  })
  expect(
    parseExport(['--to=out', '--zip', '--pdf', '--paper', 'letter', '--worksheet', 'demo']),
  ).toMatchObject({
    formats: ['pdf', 'zip'],
    paper: 'letter',
    worksheet: 'demo',
  })
})

it.each([
  [[], 'needs the folder to write into: --to FOLDER.'],
  [['--to', ''], '--to FOLDER'],
  [['--to', 'out', '--paper', 'a5'], '"a5" is not a paper size; there are a4 and letter.'],
  [['--to', 'out', '--worksheet', '../x'], 'is not the id of a worksheet'],
  [['--to', 'out', '--reference', '--worksheet', 'mine'], 'leave --worksheet out'],
  [['--to', 'out', 'pdf'], 'pdf'],
])('refuses %j and names what is wrong', (words, sentence) => {
  expect(() => parseExport(words)).toThrow(sentence)
})
