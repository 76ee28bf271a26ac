import { RefusedError } from '#contract/client.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Draft, type SaveAnswer } from './draft.svelte.ts'

interface Kept {
  readonly text: string
  readonly revision: number
}

/** A lab with one text; `hold` keeps the answers back until `release`. */
function labWith(text: string) {
  let kept: Kept = { text, revision: 1 }
  let held: (() => void)[] | null = null
  let refusal: Error | null = null
  /** Revisions that nobody else has written since. */
  let own = 1
  const saves: string[] = []
  const save = async (content: string, base: number): Promise<SaveAnswer<Kept>> => {
    saves.push(content)
    if (refusal) throw refusal
    const isLate = base < own || base > kept.revision
    if (!isLate) kept = { text: content, revision: kept.revision + 1 }
    const answer: SaveAnswer<Kept> = isLate
      ? { kind: 'conflict', theirs: kept }
      : { kind: 'saved', stored: kept }
    if (held) await new Promise<void>((resolve) => held?.push(resolve))
    return answer
  }
  return {
    saves,
    draft: new Draft<string, Kept>(kept, {
      contentOf: (stored) => stored.text,
      isSame: (a, b) => a === b,
      save,
    }),
    kept: () => kept,
    hold: () => void (held = []),
    release: () => {
      const waiting = held ?? []
      held = null
      for (const go of waiting) go()
    },
    refuse: (error: Error | null) => void (refusal = error),
    /** Another page saves. */
    elsewhere: (other: string) => {
      own = kept.revision + 1
      return (kept = { text: other, revision: own })
    },
  }
}
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2000)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('saves after a pause in typing, once, and at once when asked', async () => {
  const lab = labWith('')
  lab.draft.edit('a')
  lab.draft.edit('ab')
  expect(lab.saves).toEqual([])
  await settled()
  expect(lab.saves).toEqual(['ab'])
  lab.draft.edit('abc')
  await lab.draft.save()
  expect(lab.saves).toEqual(['ab', 'abc'])
  expect(lab.draft.isDirty).toBe(false)
})

it('has one save under way at a time, and saves what was typed meanwhile after it', async () => {
  const lab = labWith('')
  lab.hold()
  lab.draft.edit('a')
  const first = lab.draft.save()
  lab.draft.edit('ab')
  const second = lab.draft.save()
  await vi.advanceTimersByTimeAsync(1000)
  expect(lab.saves).toEqual(['a'])
  lab.release()
  await Promise.all([first, second])
  expect(lab.saves).toEqual(['a', 'ab'])
  expect(lab.kept().text).toBe('ab')
})

it('does not take the news of its own save for somebody else’s change', async () => {
  const lab = labWith('')
  lab.hold()
  lab.draft.edit('a')
  const save = lab.draft.save()
  lab.draft.edit('ab')
  lab.draft.receive(lab.kept())
  lab.release()
  await save
  await settled()
  expect(lab.draft.theirs).toBeNull()
  expect(lab.kept().text).toBe('ab')
})

it('keeps the text and says why when a save is refused, and saves it later', async () => {
  const lab = labWith('old')
  lab.refuse(new RefusedError('The disk is full; free some space.', null))
  lab.draft.edit('new')
  await settled()
  expect(lab.draft.content).toBe('new')
  expect(lab.draft.problem).toBe('Not saved: The disk is full; free some space. The text stays on this page.')
  lab.refuse(new Error('gone'))
  await lab.draft.save()
  expect(lab.draft.problem).toMatch(/the lab cannot be reached/)
  lab.refuse(null)
  await lab.draft.save()
  expect(lab.kept().text).toBe('new')
  expect(lab.draft.problem).toBeNull()
})

it('shows both texts where somebody else saved since, and saves the one that is chosen over it', async () => {
  const lab = labWith('old')
  lab.elsewhere('theirs')
  lab.draft.edit('mine')
  await settled()
  expect(lab.draft.theirs?.text).toBe('theirs')
  expect(lab.draft.content).toBe('mine')
  expect(lab.kept().text).toBe('theirs')
  lab.draft.edit('mine, longer')
  await settled()
  expect(lab.saves).toEqual(['mine'])
  lab.draft.resolve('theirs\n\nmine, longer')
  await settled()
  expect(lab.draft.theirs).toBeNull()
  expect(lab.kept().text).toBe('theirs\n\nmine, longer')
})

it('takes over what changed elsewhere while nothing is typed here', () => {
  const lab = labWith('old')
  lab.draft.receive(lab.elsewhere('theirs'))
  expect(lab.draft.content).toBe('theirs')
  expect(lab.draft.isDirty).toBe(false)
  lab.draft.edit('mine')
  lab.draft.receive(lab.elsewhere('again'))
  expect(lab.draft.theirs?.text).toBe('again')
  // Old news changes nothing.
  lab.draft.receive({ text: 'ancient', revision: 1 })
  expect(lab.draft.theirs?.text).toBe('again')
  lab.draft.receive({ text: 'backup', revision: 1 }, true)
  expect(lab.draft.theirs?.text).toBe('backup')
})

it('is no conflict where only what belongs to the text has a new revision', async () => {
  const lab = labWith('old')
  lab.draft.edit('mine')
  lab.draft.receive(lab.elsewhere('old'))
  expect(lab.draft.theirs).toBeNull()
  await settled()
  expect(lab.kept().text).toBe('mine')
})

it('sends what was typed during a save at once when the page closes, and meets its own words as its own', async () => {
  const lab = labWith('')
  lab.hold()
  lab.draft.edit('a')
  lab.draft.flush()
  lab.draft.edit('ab')
  lab.draft.flush()
  lab.draft.flush()
  // Nothing has been answered, and everything is on its way.
  expect(lab.saves).toEqual(['a', 'ab'])
  expect(lab.kept().text).toBe('ab')
  lab.draft.edit('abc')
  lab.release()
  await settled()
  expect([lab.draft.theirs, lab.kept().text]).toEqual([null, 'abc'])
})
