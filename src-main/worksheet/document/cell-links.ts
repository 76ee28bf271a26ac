/** The links of a cell's Markdown: `[0.4041](lab:v3)` a number, `![Loss](lab:c2)` a table, chart or picture. */
import { linkIdSchema } from '#contract/worksheet.ts'

const scheme = 'lab:'

/** The id that an address of Markdown names ("lab:v3"); null for any other address. */
export function linkIdOf(address: string): string | null {
  if (!address.startsWith(scheme)) return null
  const id = linkIdSchema.safeParse(address.slice(scheme.length))
  return id.success ? id.data : null
}

export interface CellLink {
  readonly id: string
  /** What stands between the brackets. */
  readonly words: string
}

/** A link as it stands in Markdown; the words hold no bracket unless it is escaped. */
export const linkPattern = /!?\[((?:\\.|[^\]\\])*)\]\(lab:([vtcp][0-9]{1,6})\)/g

/** The links that stand in a text, in order. */
export const linksIn = (text: string): readonly CellLink[] =>
  [...text.matchAll(linkPattern)].map(([, words = '', id = '']) => ({ id, words: unescaped(words) }))

/** Words without the backslashes that keep Markdown from reading them. */
export const unescaped = (words: string): string => words.replace(/\\([\\`*_{}[\]()#+\-.!~$<>|])/g, '$1')

/** Whether the words of a number's link are no longer the number's: spaces of any width are one. */
export const isEdited = (words: string, measured: string): boolean => plain(words) !== plain(measured)

const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim()
