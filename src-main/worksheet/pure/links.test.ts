import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Link, LinkOf } from '#contract/worksheet.ts'
import { isEdited, labLinks, linkMarkdown } from './links.ts'

const value = (text: string): LinkOf<'value'> => ({
  kind: 'value',
  value: '1e.finalLoss',
  at: null,
  label: 'Final loss',
  unit: '',
  number: 0.4041,
  text,
  from: {
    run: 'a-run',
    runName: 'SGD',
    slot: '1e',
    seed: 1,
    params: {},
    engine: 'typescript',
    dataNote: null,
    marks: [],
    measuredAt: '2026-01-01T00:00:00.000Z',
  },
})
const picture: Link = { kind: 'picture', label: 'Derivation', file: 'a.png', width: 1, height: 1 }

describe('links in a text', () => {
  it('are found in their order, with where they stand', () => {
    const text = 'Loss [0.4041](lab:v3), see\n\n![Final losses](lab:t1)\n![Loss](lab:c2) ![by hand](lab:p1)'
    const links = labLinks(text)
    expect(links.map(({ id, kind, words, isDrawn }) => [id, kind, words, isDrawn])).toEqual([
      ['v3', 'value', '0.4041', false],
      ['t1', 'table', 'Final losses', true],
      ['c2', 'chart', 'Loss', true],
      ['p1', 'picture', 'by hand', true],
    ])
    expect(links.map(({ from, to }) => text.slice(from, to))).toEqual([
      '[0.4041](lab:v3)',
      '![Final losses](lab:t1)',
      '![Loss](lab:c2)',
      '![by hand](lab:p1)',
    ])
  })

  it.each([
    ['code', 'a `[1](lab:v1)` b'],
    ['code with a backtick', '``a ` [1](lab:v1)``'],
    ['a fence', '```\n[1](lab:v1)\n```'],
    ['a fence that does not end', 'a\n~~~js\n[1](lab:v1)\n```\n'],
    ['an escaped bracket', '\\[1](lab:v1)'],
    ['another address', '[1](https://a.b) [2](lab:x1) [3](lab:v1234567) [4](labs:v1)'],
    ['a broken one', '[1] (lab:v1) [2](lab:v1'],
  ])('are not found in %s', (_, text) => expect(labLinks(text)).toEqual([]))

  it.each([
    ['behind code', '`a` [1](lab:v1)'],
    ['behind backticks that begin no code', '`` a ` [1](lab:v1)'],
    ['behind a fence', '```\na\n```\n[1](lab:v1)'],
    ['in brackets', '[a [1](lab:v1) b]'],
    ['behind an exclamation', 'so![1](lab:v1)'],
  ])('are found %s', (_, text) => expect(labLinks(text).map(({ id }) => id)).toEqual(['v1']))
})

describe('a number', () => {
  it('is edited when its words are others, not when its spaces are', () => {
    const link = value('1\u202f234\u202fMiB')
    expect(isEdited('1 234 MiB', link)).toBe(false)
    expect(isEdited('1 235 MiB', link)).toBe(true)
    expect(isEdited('My drawing', picture)).toBe(false)
  })

  it('comes back from the Markdown that was built for it, whatever its text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 0, max: 999_999 }), (text, number) => {
        const [link, ...others] = labLinks(`Before ${linkMarkdown(`v${number}`, value(text))} behind`)
        expect(others).toEqual([])
        expect(link?.id).toBe(`v${number}`)
        expect(isEdited(link?.words ?? '', value(text))).toBe(false)
      }),
    )
  })
})

it('what is drawn stands under its label', () => {
  expect(linkMarkdown('p1', picture)).toBe('![Derivation](lab:p1)')
})

it('any text of any length is read in little time', () => {
  const signs = fc.string({ unit: fc.constantFrom(...'[]()!`~\\\n lab:v1$'), maxLength: 400 })
  fc.assert(
    fc.property(signs, (text) => {
      for (const { from, to, id } of labLinks(text)) expect(text.slice(from, to)).toContain(`lab:${id}`)
    }),
  )
  expect(labLinks('['.repeat(20_000))).toEqual([])
  expect(labLinks('`'.repeat(9_999) + 'a' + '`'.repeat(10_000))).toEqual([])
})
