import type { PartState } from '../lab/part.svelte.ts'

export interface Shortcut {
  /** As shown in the list. */
  readonly keys: string
  readonly does: string
  matches(event: KeyboardEvent): boolean
  act(part: PartState): unknown
}

/** The single-key shortcuts of run control; `?` (the list itself) is the shell's. */
export const shortcuts: readonly Shortcut[] = [
  {
    keys: 'Space',
    does: 'Run or pause the active part',
    matches: (event) => event.key === ' ',
    act: (part) => part.toggle(),
  },
  {
    keys: '.',
    does: 'Take a single step',
    matches: (event) => event.key === '.',
    act: (part) => part.step(),
  },
  {
    keys: 'R',
    does: 'Reset to the same initial weights (same seed)',
    matches: (event) => event.key === 'r' && !event.shiftKey,
    act: (part) => part.reset(),
  },
  {
    keys: 'Shift + R',
    does: 'Reset with a new seed',
    matches: (event) => event.key.toLowerCase() === 'r' && event.shiftKey,
    act: (part) => part.newSeed(),
  },
  {
    keys: 'Esc',
    does: 'Stop; what was measured is kept',
    matches: (event) => event.key === 'Escape',
    act: (part) => part.stop(),
  },
]

/** Is somebody typing, or does the focused element use this key itself? */
export function isKeyTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target.matches('input:not([type=range]):not([type=checkbox]), textarea, select')
  )
    return true
  if (target.closest('dialog')) return true
  return event.key === ' ' && target.matches('button, a, summary, input, [role=button], [role=menuitem]')
}
