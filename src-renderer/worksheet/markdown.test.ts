import type { Link } from '#contract/worksheet.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linksIn, markdownOf, withWords } from './lab-links.ts'
import { parseMarkdown, type MarkdownNode } from './markdown.ts'

const flat = (nodes: readonly MarkdownNode[]): MarkdownNode[] =>
  nodes.flatMap((node) => [node, ...(node.kind === 'element' ? flat(node.children) : [])])
const text = (nodes: readonly MarkdownNode[]): string =>
  flat(nodes)
    .map((node) => (node.kind === 'text' || node.kind === 'code' ? node.text : ''))
    .join('')

it('reads paragraphs, lists, strong words, code and formulas', () => {
  const nodes = parseMarkdown('The **loss** is $x^2$.\n\n3. three\n4. four\n\n$$\na = b\n$$\n\n`code`')
  const kinds = flat(nodes).map((node) => (node.kind === 'element' ? node.tag : node.kind))
  expect(kinds).toEqual(expect.arrayContaining(['p', 'strong', 'text', 'tex', 'ol', 'li', 'tex', 'code']))
  expect(nodes).toContainEqual(expect.objectContaining({ kind: 'element', tag: 'ol', start: 3 }))
  expect(nodes).toContainEqual({ kind: 'tex', tex: 'a = b\n', isDisplay: true })
})

it('draws only what the worksheet itself holds: HTML and foreign addresses are text', () => {
  const nodes = parseMarkdown(
    '<img src=x onerror=alert(1)> ![cat](https://example.org/cat.png) [site](https://example.org) [bad](javascript:alert(1)) <https://example.org/auto>',
  )
  expect(flat(nodes).every((node) => node.kind === 'text' || node.kind === 'element')).toBe(true)
  expect(text(nodes)).toBe(
    '<img src=x onerror=alert(1)> cat (picture not shown: https://example.org/cat.png) site (https://example.org) bad (javascript:alert(1)) https://example.org/auto',
  )
})

it('finds links of the lab in words and as pictures', () => {
  const nodes = parseMarkdown('It is [0.4041](lab:v3), see\n\n![Loss, *1d*](lab:c1)\n\nand [no](lab:x1)')
  const links = flat(nodes).filter(({ kind }) => kind === 'lab')
  expect(links).toEqual([
    { kind: 'lab', id: 'v3', words: '0.4041', isPicture: false },
    { kind: 'lab', id: 'c1', words: 'Loss, 1d', isPicture: true },
  ])
})

it('gives a picture or table its own place between paragraphs', () => {
  const shapes = parseMarkdown('Before ![Loss](lab:c1) after').map((node) =>
    node.kind === 'element' ? node.tag : node.kind,
  )
  expect(shapes).toEqual(['p', 'lab', 'p'])
})

const value = (words: string): Link => ({
  kind: 'value',
  value: '1d.w1',
  at: null,
  label: 'w1',
  unit: '',
  number: 1,
  text: words,
  from: {
    run: 'r1',
    runName: 'Run',
    slot: '1d',
    seed: 1,
    params: {},
    engine: 'test',
    dataNote: null,
    marks: [],
    measuredAt: '2026-01-01T00:00:00.000Z',
  },
})

it('writes the words of any number so that they are read back as they are', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), (words) => {
      fc.pre(words.trim() === words && !/[\n\r]/.test(words) && words !== '')
      const written = markdownOf('v1', value(words))
      const link = flat(parseMarkdown(`a ${written} b`)).find(({ kind }) => kind === 'lab')
      expect(link).toEqual({ kind: 'lab', id: 'v1', words, isPicture: false })
      expect(linksIn(written)).toEqual(['v1'])
    }),
  )
})

it('exchanges the words of a number only where nobody has edited them', () => {
  const old = 'It is [0.5 %](lab:v1), about [half](lab:v1), not [0.5 %](lab:v2).'
  expect(withWords(old, 'v1', value('0.5 %'), value('0.7 %'))).toBe(
    'It is [0.7 %](lab:v1), about [half](lab:v1), not [0.5 %](lab:v2).',
  )
})
