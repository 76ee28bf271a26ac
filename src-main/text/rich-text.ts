export interface Piece {
  readonly kind: 'text' | 'tex'
  readonly content: string
  /** Punctuation after a formula that cannot be broken, which stays on its line. */
  readonly tail?: string
}

/** Where TeX may go on in the next line: at relations, operators and spaces. */
const breakable = /[=+<>,\s-]|\\(?:le|ge|approx|times|cdot|to|sim|in|pm|quad|mid)\b/

/** Splits text at $...$ into words and inline TeX; "\$" is a dollar sign. An unclosed $ is text. */
export function richPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') pieces.push({ kind: 'text', content: plain })
    plain = ''
  }
  for (const match of text.matchAll(/\\\$|\$([^$]+)\$([.,;:?!)]*)|[^\\$]+|[\\$]/g)) {
    const [whole, tex, tail = ''] = match
    if (tex !== undefined) {
      flush()
      const isKept = tail !== '' && !breakable.test(tex)
      pieces.push({ kind: 'tex', content: tex, ...(isKept ? { tail } : {}) })
      // A word joiner: the end of a long formula keeps it on its line, too.
      if (!isKept && tail !== '') plain = `\u2060${tail}`
    } else plain += whole === '\\$' ? '$' : whole
  }
  flush()
  return pieces
}
