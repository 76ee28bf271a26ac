import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isCommand, openedFiles } from './words.ts'

it('knows a command from a file, a switch and nothing', () => {
  expect(isCommand([])).toBe(false)
  expect(isCommand(['run', '4a'])).toBe(true)
  expect(isCommand(['runn'])).toBe(true)
  expect(isCommand(['--version'])).toBe(true)
  expect(isCommand(['--no-sandbox'])).toBe(false)
  expect(isCommand(['-psn_0_1234'])).toBe(false)
  expect(isCommand(['/home/anna/a run.labrun'])).toBe(false)
  // There is a folder of this name where the tests run.
  expect(isCommand(['bench'])).toBe(true)
})

it('finds the replay files that were opened, seen from the folder of whoever opened them', () => {
  const folder = join(import.meta.dirname, 'runs')
  expect(openedFiles(['--no-sandbox', 'a run.labrun', 'notes.txt', 'a.labdemo'], folder)).toEqual([
    join(folder, 'a run.labrun'),
    join(folder, 'a.labdemo'),
  ])
  expect(openedFiles([join(folder, 'B.LABRUN')], '/elsewhere')).toEqual([join(folder, 'B.LABRUN')])
  expect(openedFiles([], folder)).toEqual([])
})
