import { expect, it } from 'vitest'
import { findPart } from '#experiments/problems.ts'
import { Place, slidesOf, type Slide } from './slides.ts'

const partOf = (id: string) => {
  const part = findPart(id)?.part
  const slot = part?.slotList[0]
  if (!part || !slot) throw new Error(`There is no part ${id}.`)
  return { part, slot }
}
const view = (title: string) => ({ title, element: document.createElement('figure') })
const titles = (slides: readonly Slide[]): readonly string[] => slides.map(({ title }) => title)

it('begins with the question and ends with theory and answer of everything that the slot answers', () => {
  const { part, slot } = partOf('1e')
  expect(titles(slidesOf(slot, part, [view('Loss')]))).toEqual([
    'Question',
    'What will happen?',
    'Loss',
    'Measured values',
    'Theory',
    'Answer',
  ])
  const swept = partOf('4c')
  const shown = slidesOf(swept.slot, swept.part, [])
  const answered = shown.filter(({ kind }) => kind === 'answer')
  expect(answered).toHaveLength(swept.slot.answered.length)
  expect(titles(shown)).toContain('Theory (i)')
})

it('stays at its slide when a view comes or goes before it, and at its place when the slide itself goes', () => {
  const { part, slot } = partOf('1e')
  const [loss, plane] = [view('Loss'), view('Plane')]
  const both = slidesOf(slot, part, [loss, plane])
  const atPlane = Place.at(both, 3)
  expect(atPlane.indexIn(both)).toBe(3)
  expect(atPlane.indexIn(slidesOf(slot, part, [view('First'), loss, plane]))).toBe(4)
  expect(atPlane.indexIn(slidesOf(slot, part, [loss]))).toBe(3)
  expect(new Place().indexIn(both)).toBe(0)
  expect(Place.at(both, 99).indexIn(both)).toBe(both.length - 1)
  expect(Place.at(both, -1).indexIn(both)).toBe(0)
})
