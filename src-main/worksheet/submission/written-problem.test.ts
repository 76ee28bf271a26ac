import { expect, it } from 'vitest'
import { writtenProblem } from './written-problem.ts'

const failed = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code })

it.each([
  ['ENOSPC', /the disk that holds \/away is full\. Free some space/],
  ['EROFS', /\/away cannot be written \(EROFS: refused\)\. Give the lab write permission/],
  ['EACCES', /\/away cannot be written/],
  ['ENOTDIR', /\/away is a file and not a folder/],
])('states in a sentence what the file system refused: %s', (code, sentence) => {
  expect(writtenProblem(failed(code), '/away').message).toMatch(sentence)
})

it('leaves other sentences as they are', () => {
  const error = new Error('homework.pdf is not right.')
  expect(writtenProblem(error, '/away')).toBe(error)
})
