/** Runs of problems 1, 3 and 4 at random settings, with what they answer and what their tables leave empty. */
import { collectRun, slotByKey } from '#experiments/collect-run.testing.ts'
import { randomSettings, smallCaps } from '#experiments/random-settings.testing.ts'
import { problems } from '#experiments/problems.ts'
import { Random } from '#numeric/random.ts'

/** The keys of the slots of these problems ("4c-search"). */
export const keysOf = (numbers) =>
  problems
    .filter(({ number }) => numbers.includes(number))
    .flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList.map(({ key }) => key)))

/** One run of a slot at the settings of this seed, and all that it answers. `size`: of the runs, in small ones. */
export async function answersAt(key, seed, size) {
  const slot = slotByKey(key)
  const caps = Object.fromEntries(Object.entries(smallCaps).map(([name, most]) => [name, size * most]))
  const given = randomSettings(slot, caps, new Random(seed).fork(key))
  const run = await collectRun(key, given, seed)
  const values = Object.fromEntries(run.values)
  const changed = Object.entries(given).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(slot.defaults[name]),
  )
  return {
    changed: changed.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' '),
    answers: slot.answered.map((id) => ({
      ask: id,
      paragraphs: slot.ask(given).answer(id, values).paragraphs,
    })),
  }
}
