/** The links of a cell's text to what a run measured: `[0.4041](lab:v3)`, `![Loss](lab:c1)`. */
import type { Link } from '#contract/worksheet.ts'
import { isEdited, labLinks, linkMarkdown } from '#worksheet/pure/links.ts'

/** What is written into the text for an entry; what is drawn stands in a paragraph of its own. */
export const markdownOf = (id: string, link: Link): string =>
  link.kind === 'value' ? linkMarkdown(id, link) : `\n\n${linkMarkdown(id, link)}\n\n`

/** Ids of the entries that a text shows, in its order, each once. */
export const linksIn = (text: string): readonly string[] => [...new Set(labLinks(text).map(({ id }) => id))]

/** The text with a number's words exchanged, wherever they are still the lab's own; edited ones stay. */
export function withWords(text: string, id: string, from: Link, to: Link): string {
  const own = labLinks(text).filter((link) => link.id === id && !isEdited(link.words, from))
  return own.reduceRight(
    (changed, at) => changed.slice(0, at.from) + linkMarkdown(id, to) + changed.slice(at.to),
    text,
  )
}
