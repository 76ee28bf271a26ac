/** Which runs a list shows, and in what order: worked out from their heads alone. */
import { differingFields, settingWords } from '#contract/setting-words.ts'
import type { RunHead } from '#contract/run-head.ts'
import type { RunFilter, RunSort } from '#contract/run-list.ts'
import { slotKey, type RunRequest } from '#contract/runs.ts'
import { findPart, slotOf } from '#experiments/problems.ts'

/** Bulky parameters (a data matrix) would make every text long and be searched by nobody. */
const longestSetting = 80

/** What `text` of a filter is looked up in, in lower case: everything about a run that a person would type. */
export function searchTextOf({ name, request, note, engine, dataNote }: RunHead): string {
  const slot = slotOf(request)
  const settings = slot
    ? differingFields(slot.fields, request.params, slot.defaults).map((field) =>
        settingWords(field, request.params[field.name]).slice(0, longestSetting),
      )
    : []
  return [
    name,
    slotKey(request),
    findPart(request.part)?.part.title ?? '',
    slot?.title ?? '',
    `seed ${request.seed}`,
    ...settings,
    engine.name,
    dataNote ?? '',
    note,
  ]
    .join('\n')
    .toLowerCase()
}

/** What a filter asks of a run; `textOf` gives what its words are looked up in. */
export function admits(filter: RunFilter): (head: RunHead, textOf: () => string) => boolean {
  const { slot, ids, problem, status, engine, isPinned } = filter
  const isTrash = filter.isTrash ?? false
  const named = ids && new Set(ids)
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return (head, textOf) => {
    const { request } = head
    if ((head.trashedAt !== null) !== isTrash) return false
    if (slot && (request.part !== slot.part || request.slot !== slot.slot)) return false
    if (named && !named.has(head.id)) return false
    if (problem !== undefined && problemOf(request) !== problem) return false
    if (status && !status.includes(head.status)) return false
    if (engine !== undefined && head.engine.name !== engine) return false
    if (isPinned !== undefined && head.isPinned !== isPinned) return false
    return words.length === 0 || words.every((word) => textOf().includes(word))
  }
}

/** The number of a run's problem; of a part that this lab does not have, the digits its name begins with. */
const problemOf = ({ part }: RunRequest): number =>
  findPart(part)?.problem.number ?? Number.parseInt(part, 10)

type Key = number | string | null

/** Numbers within a name count as numbers: "Run 9" is before "Run 10". */
const nameKey = (name: string): string =>
  name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'))

function keyOf(by: RunSort['by']): (head: RunHead) => Key {
  if (by.startsWith('value:')) {
    const id = by.slice('value:'.length)
    return ({ headlines }) => headlines[id] ?? null
  }
  if (by.startsWith('param:')) {
    const name = by.slice('param:'.length)
    return ({ request }) => {
      const value = request.params[name]
      return typeof value === 'object' ? value.join() : (value ?? null)
    }
  }
  switch (by as Exclude<RunSort['by'], `${'value' | 'param'}:${string}`>) {
    case 'name':
      return ({ name }) => nameKey(name)
    case 'part':
      return ({ request }) => slotKey(request)
    case 'seed':
      return ({ request }) => request.seed
    case 'status':
      return ({ status }) => status
    case 'engine':
      return ({ engine }) => engine.name
    case 'started':
      return ({ createdAt }) => createdAt
    case 'seconds':
      return ({ seconds }) => seconds
    case 'samples':
      return ({ samples }) => samples
    case 'bytes':
      return ({ bytes }) => bytes
    case 'note':
      return ({ note }) => (note === '' ? null : nameKey(note))
  }
}

/** Sorts runs that come newest first; those that are equal stay newest first, those without the key come last. */
export function sorted(heads: readonly RunHead[], { by, isDescending }: RunSort): readonly RunHead[] {
  if (by === 'started') return isDescending ? heads : heads.toReversed()
  const key = keyOf(by)
  const keyed = heads.map((head) => ({ head, key: key(head) }))
  const way = isDescending ? -1 : 1
  return keyed.sort((a, b) => order(a.key, b.key, way)).map(({ head }) => head)
}

function order(a: Key, b: Key, way: 1 | -1): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  // A parameter may be a number in one part and a word in another: numbers first.
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -way : way
}
