export interface Piece {
  readonly kind: 'text' | 'tex'
  readonly content: string
}

/** Splits text at $...$ into words and inline TeX; "\$" is a dollar sign. An unclosed $ is text. */
export function richPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') pieces.push({ kind: 'text', content: plain })
    plain = ''
  }
  for (const match of text.matchAll(/\\\$|\$([^$]+)\$|[^\\$]+|[\\$]/g)) {
    const [whole, tex] = match
    if (tex !== undefined) {
      flush()
      pieces.push({ kind: 'tex', content: tex })
    } else plain += whole === '\\$' ? '$' : whole
  }
  flush()
  return pieces
}
