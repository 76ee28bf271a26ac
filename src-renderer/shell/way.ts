/** How far a reader has come on the way to an answer, and what the next press shows. */
import type { Stage } from './revealed.svelte.ts'

export interface Way {
  readonly isAnswered: boolean
  /** Hint and steps that are shown, of one hint and all steps. */
  readonly shown: number
  /** Null where there is nothing more to show, or what there is is locked. */
  readonly next: { readonly label: string; readonly to: Stage } | null
}

export function wayOf(
  stage: Stage,
  steps: number,
  { isHintLocked, isAnswerLocked }: { readonly isHintLocked: boolean; readonly isAnswerLocked: boolean },
): Way {
  const isAnswered = stage === 'answer' && !isAnswerLocked
  const shown = isHintLocked ? 0 : Math.min(stage === 'answer' ? Infinity : stage, 1 + steps)
  return { isAnswered, shown, next: isAnswered ? null : nextOf() }

  function nextOf(): Way['next'] {
    if (!isHintLocked && shown === 0) return { label: 'Show a hint', to: 1 }
    if (!isHintLocked && shown <= steps) return { label: `Show step ${shown} of ${steps}`, to: shown + 1 }
    return isAnswerLocked ? null : { label: 'Show the answer', to: 'answer' }
  }
}
