import { expect, it } from 'vitest'
import { wayOf } from './way.ts'

const open = { isHintLocked: false, isAnswerLocked: false }

it('leads by one press each from the hint over the steps to the answer', () => {
  const labels: string[] = []
  let stage: number | 'answer' = 0
  for (let way = wayOf(stage, 2, open); way.next; way = wayOf(stage, 2, open)) {
    labels.push(way.next.label)
    stage = way.next.to
  }
  expect(labels).toEqual(['Show a hint', 'Show step 1 of 2', 'Show step 2 of 2', 'Show the answer'])
  expect(wayOf('answer', 2, open)).toEqual({ isAnswered: true, shown: 3, next: null })
})

it('shows nothing of what is locked, also where it was opened before', () => {
  expect(wayOf('answer', 2, { isHintLocked: false, isAnswerLocked: true })).toEqual({
    isAnswered: false,
    shown: 3,
    next: null,
  })
  expect(wayOf(2, 2, { isHintLocked: true, isAnswerLocked: true })).toEqual({
    isAnswered: false,
    shown: 0,
    next: null,
  })
  expect(wayOf(0, 2, { isHintLocked: true, isAnswerLocked: false }).next?.to).toBe('answer')
})
