/** The links of a cell's text to what a run measured: `[0.4041](lab:v3)`, `![Loss](lab:c1)`. */
import type { Link } from '#contract/worksheet.ts'

const escapeWords = (words: string): string =>
  words.replace(/[\\[\]*_`$~<>!]/g, '\\$&').replace(/\s*\n\s*/g, ' ')

/** What is written into the text for an entry; what is no number stands in a paragraph of its own. */
export const markdownOf = (id: string, link: Link): string =>
  link.kind === 'value'
    ? `[${escapeWords(link.text)}](lab:${id})`
    : `\n\n![${escapeWords(link.label)}](lab:${id})\n\n`

/** Ids of the entries that a text shows, in its order, each once. */
export const linksIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\]\(lab:([vtcp]\d{1,6})\)/g)].flatMap(([, id]) => id ?? [])),
]

/** The text with a number's words exchanged, wherever they are still the lab's own; edited ones stay. */
export const withWords = (text: string, id: string, from: string, to: string): string =>
  text.replaceAll(`[${escapeWords(from)}](lab:${id})`, `[${escapeWords(to)}](lab:${id})`)
