/** A thing that the palette can do or go to. */
export interface Command {
  readonly id: string
  /** Its heading in the list. */
  readonly group: 'Parts' | 'Pages' | 'Actions' | 'Runs'
  readonly title: string
  /** Beside the title, quiet: the part's number, the key that does the same. */
  readonly detail: string
  act(): unknown
}

/** How well a word fits a text: at its beginning, at the beginning of a word in it, inside; null where it is not there. */
function fit(text: string, word: string): number | null {
  const at = text.indexOf(word)
  if (at < 0) return null
  if (at === 0) return 0
  return /[\s(/-]/.test(text[at - 1] ?? '') ? 1 : 2
}

/** The commands in which every word of the query stands, in title or detail, those that begin with it first. */
export function matching(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const ranked = commands.flatMap((command, place) => {
    const texts = [command.detail.toLowerCase(), command.title.toLowerCase()]
    let rank = 0
    for (const word of words) {
      const fits = texts.flatMap((text) => fit(text, word) ?? [])
      if (fits.length === 0) return []
      rank += Math.min(...fits)
    }
    return [{ command, rank, place }]
  })
  return ranked.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ command }) => command)
}

/** The same commands with those of a group together, groups in the order of their best. */
export function grouped(commands: readonly Command[]): readonly Command[] {
  const order = [...new Set(commands.map(({ group }) => group))]
  return order.flatMap((group) => commands.filter((command) => command.group === group))
}
