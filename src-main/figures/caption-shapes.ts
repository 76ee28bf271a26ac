/** Sentences under a picture: where its numbers come from. */
import { textWidth, type Shape } from './shapes.ts'

const size = 13
const lineHeight = 19

function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = []
  for (const word of sentence.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && textWidth(`${line} ${word}`, size) <= width)
      lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

/** The sentences from `top` down, each on lines of its own `width` pixels long, and how high they are together. */
export function captionShapes(
  caption: readonly string[],
  left: number,
  top: number,
  width: number,
): { readonly shapes: readonly Shape[]; readonly height: number } {
  const lines = caption.flatMap((sentence) => wrapped(sentence, width))
  const shapes = lines.map((text, at): Shape => ({
    kind: 'text',
    x: left,
    y: top + (at + 0.5) * lineHeight,
    text,
    ink: 'text-quiet',
    size,
  }))
  return { shapes, height: lines.length === 0 ? 0 : lines.length * lineHeight + 12 }
}
