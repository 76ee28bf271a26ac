/** Where the numbers of exported pictures come from: said once around charts, written under each picture. */
import { getContext, setContext } from 'svelte'
import { textWidth, type Shape } from './shapes.ts'

const key = Symbol('caption of pictures')

/** All charts within the calling component write these sentences under the pictures that they export. */
export const setCaption = (caption: () => readonly string[]): void => void setContext(key, caption)

/** What `setCaption` of a component around the calling one gives; nothing where there is none. */
export const captionAround = (): (() => readonly string[]) =>
  getContext<(() => readonly string[]) | undefined>(key) ?? (() => [])

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
