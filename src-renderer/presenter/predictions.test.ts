import { expect, it } from 'vitest'
import { choiceOfKey, mostVotes, predictions } from './predictions.svelte.ts'

it('counts votes by choice, none below zero and none above the most, and forgets them when asked again', () => {
  predictions.vote('1e', 'floor', 1)
  predictions.vote('1e', 'floor', 1)
  predictions.vote('1e', 'zero', -1)
  predictions.count('1e', 'rough', 1e9)
  predictions.show('1e')
  expect(predictions.of('1e')).toEqual({
    counts: { floor: 2, zero: 0, rough: mostVotes },
    isShown: true,
  })
  expect(predictions.of('2b').counts).toEqual({})
  predictions.clear('1e')
  expect(predictions.of('1e')).toEqual({ counts: {}, isShown: false })
})

it('means the first choice by A, also with Shift, and nothing by a letter behind the last', () => {
  const choices = ['first', 'second']
  expect(['a', 'B', 'c', 'Enter', '1'].map((key) => choiceOfKey(key, choices))).toEqual([
    'first',
    'second',
    null,
    null,
    null,
  ])
})
