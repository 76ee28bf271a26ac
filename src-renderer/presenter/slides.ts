/** What a presenter steps through in one slot of a part. */
import type { Ask, Part, Slot } from '#experiments/part.ts'
import { cellIdOf } from '#worksheet/pure/cells.ts'
import type { ListedView } from '../charts/view-list.svelte.ts'

export type Slide =
  | { readonly kind: 'question' | 'prediction' | 'values'; readonly title: string }
  | { readonly kind: 'view'; readonly title: string; readonly element: Element }
  /** The hint and the steps to one answer, or that answer. */
  | {
      readonly kind: 'steps' | 'answer'
      readonly title: string
      readonly ask: Ask
      /** "1e" or "4c.i": what is revealed is kept under it. */
      readonly cell: string
    }

/** The question, what will happen, each view, the values, then for each thing that the slot answers: its steps, and its answer. */
export function slidesOf(
  slot: Pick<Slot, 'part' | 'answered' | 'values' | 'prediction'>,
  { asks }: Pick<Part, 'asks'>,
  views: readonly ListedView[],
): readonly Slide[] {
  const answered = asks.filter(({ id }) => slot.answered.includes(id))
  const numbered = (title: string, { id }: Ask): string => (id === '' ? title : `${title} (${id})`)
  return [
    { kind: 'question', title: 'Question' },
    ...(slot.prediction === null ? [] : [{ kind: 'prediction', title: 'What will happen?' } as const]),
    ...views.map((view): Slide => ({ kind: 'view', ...view })),
    ...(slot.values.some(({ kind }) => kind === 'number')
      ? [{ kind: 'values', title: 'Measured values' } as const]
      : []),
    ...answered.flatMap((ask): Slide[] => {
      const way = { ask, cell: cellIdOf(slot.part, ask.id) }
      return [
        { kind: 'steps', title: numbered('Theory', ask), ...way },
        { kind: 'answer', title: numbered('Answer', ask), ...way },
      ]
    }),
  ]
}

/** What a slide is found again by when the list has changed. */
const keyOf = (slide: Slide): unknown =>
  slide.kind === 'view' ? slide.element : 'cell' in slide ? `${slide.kind} ${slide.cell}` : slide.kind

/** Where a presenter stands among slides that come and go: at the same slide, else at the same place. */
export class Place {
  private key: unknown = 'question'
  private index = 0

  indexIn(slides: readonly Slide[]): number {
    const found = slides.findIndex((slide) => keyOf(slide) === this.key)
    return found >= 0 ? found : Math.min(this.index, slides.length - 1)
  }
  /** The place at this number, within the list. */
  static at(slides: readonly Slide[], index: number): Place {
    const place = new Place()
    place.index = Math.max(0, Math.min(slides.length - 1, index))
    const slide = slides[place.index]
    if (slide) place.key = keyOf(slide)
    return place
  }
}
