/** The lab's links in the Markdown of a cell: `[0.4041](lab:v3)` a number, `![Loss](lab:c2)` a chart. */
import type { Link } from '#contract/worksheet.ts'

const kinds = { v: 'value', t: 'table', c: 'chart', p: 'picture' } satisfies Record<string, Link['kind']>

/** A link to an entry of the cell's `links`. */
export interface LabLink {
  readonly id: string
  /** What the id says that it is of. */
  readonly kind: Link['kind']
  /** What stands between the brackets, as it is read (escapes undone). */
  readonly words: string
  /** Drawn where it stands (`![...]`), as everything but numbers should be. */
  readonly isDrawn: boolean
  /** Where it stands in the text: from its first character to behind its last. */
  readonly from: number
  readonly to: number
}

const fence = /^ {0,3}(`{3,}|~{3,})/
const linkPattern = /!?\[((?:[^\\[\]\n]|\\[^\n]|\n(?!\s*\n))*)\]\(\s*lab:([vtcp][0-9]{1,6})\s*\)/y
const isEscapable = /\\([!-/:-@[-`{-~])/g

/** Every link in its order. What stands in code is text. */
export function labLinks(markdown: string): readonly LabLink[] {
  const found: LabLink[] = []
  let fenced: string | null = null
  let at = 0
  while (at < markdown.length) {
    if (at === 0 || markdown[at - 1] === '\n') {
      const end = markdown.indexOf('\n', at)
      const line = markdown.slice(at, end === -1 ? undefined : end)
      const mark = fence.exec(line)?.[1]
      const closes = fenced !== null && mark?.startsWith(fenced) === true && line.trim() === mark
      if (fenced !== null || mark !== undefined) {
        if (fenced === null) fenced = mark ?? null
        else if (closes) fenced = null
        at = end === -1 ? markdown.length : end + 1
        continue
      }
    }
    const sign = markdown[at]
    if (sign === '\\') at += 2
    else if (sign === '`') at = behindCode(markdown, at)
    else if (sign === '[' || sign === '!') {
      const link = linkAt(markdown, at)
      if (link) found.push(link)
      at = link?.to ?? at + 1
    } else at++
  }
  return found
}

/** Behind the code that begins here, or behind the backticks where it does not end. */
function behindCode(markdown: string, at: number): number {
  const ticks = /^`+/.exec(markdown.slice(at))?.[0] ?? '`'
  for (let from = at + ticks.length; ;) {
    const next = markdown.indexOf(ticks, from)
    if (next === -1) return at + ticks.length
    const run = /^`+/.exec(markdown.slice(next))?.[0] ?? ticks
    if (run.length === ticks.length) return next + run.length
    from = next + run.length
  }
}

function linkAt(markdown: string, at: number): LabLink | null {
  linkPattern.lastIndex = at
  const [whole, words, id] = linkPattern.exec(markdown) ?? []
  if (whole === undefined || words === undefined || id === undefined) return null
  return {
    id,
    kind: kinds[id[0] as keyof typeof kinds],
    words: words.replace(isEscapable, '$1'),
    isDrawn: whole.startsWith('!'),
    from: at,
    to: at + whole.length,
  }
}

/** Thin and other spaces are one: editors change them. */
const plain = (words: string): string => words.replace(/[\s\u2009\u202f]+/g, ' ').trim()

/** Are these words of a number's link no longer the number's? What is drawn has a caption, which may be any. */
export const isEdited = (words: string, link: Link): boolean =>
  link.kind === 'value' && plain(words) !== plain(link.text)

/** The Markdown that puts an entry into a text: the number, or the caption of what is drawn. */
export function linkMarkdown(id: string, link: Link): string {
  const words = plainLine(link.kind === 'value' ? link.text : link.label).replace(/[\\[\]*_`$<&~]/g, '\\$&')
  return `${link.kind === 'value' ? '' : '!'}[${words}](lab:${id})`
}

const plainLine = (words: string): string => words.replace(/[\r\n]+/g, ' ')
