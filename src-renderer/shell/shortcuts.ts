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
    matches: (event) => event.key.toLowerCase() === 'r' && !event.shiftKey,
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

/** Shows the active part to an audience. */
export const isPresentKey = (event: KeyboardEvent): boolean =>
  event.key.toLowerCase() === 'p' && !event.shiftKey

/** Opens the palette of commands, from wherever the focus is. */
export const isPaletteKey = (event: KeyboardEvent): boolean =>
  event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'

/** J goes to the next part, K to the one before; null for any other key. */
export function partStep({ key, shiftKey }: KeyboardEvent): 1 | -1 | null {
  if (shiftKey) return null
  const steps: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1 }
  return steps[key.toLowerCase()] ?? null
}

/** Goes to the search box, on the page of the runs. */
export const isSearchKey = (event: KeyboardEvent): boolean => event.key === '/'

/** Keys with a meaning elsewhere than in run control, by where they have it. */
export const otherKeys: readonly {
  readonly place: string
  readonly keys: readonly { readonly keys: string; readonly does: string }[]
}[] = [
  {
    place: 'On any page',
    keys: [
      { keys: '?', does: 'Show this list' },
      { keys: 'Ctrl + K', does: 'Go to a part, page or run, or do something, by its name (⌘ K on a Mac)' },
      { keys: 'J, K', does: 'Go to the next part, to the one before' },
      { keys: 'P', does: 'Show the active part to an audience (presenter mode)' },
    ],
  },
  {
    place: 'In presenter mode, besides those on a part',
    keys: [
      { keys: '→ or Page Down', does: 'Next: question, views, values, theory, answer' },
      { keys: '← or Page Up', does: 'Previous' },
      { keys: '↑ ↓', does: 'Scroll what is longer than the slide' },
      { keys: '1 to 9, 0', does: 'Go to this slide; 0 is the tenth' },
      { keys: 'Home, End', does: 'First slide, last slide' },
      { keys: 'Enter', does: 'Show what happened, the hint, the next step, or the answer' },
      { keys: 'F', does: 'Show or hide a few settings' },
      { keys: 'A to D', does: 'On “What will happen?”: one vote more; with Shift, one less' },
      { keys: 'O, S, K', does: 'Ring around the pointer, spotlight, pressed keys: on or off' },
      { keys: 'Esc', does: 'Leave presenter mode; a run goes on' },
    ],
  },
  {
    place: 'On the page of the runs',
    keys: [
      { keys: '/', does: 'Search the runs' },
      { keys: '↑ ↓', does: 'Go to another run; Page Up, Page Down, Home, End go further' },
      { keys: 'Shift + ↑ ↓', does: 'Select the runs on the way' },
      { keys: 'Space', does: 'Select a run; with Shift, all from the one selected last' },
      { keys: 'Enter', does: 'Open the run in its part' },
      { keys: 'F2', does: 'Rename the run' },
      { keys: 'Delete', does: 'Move the run, or those selected, to the trash' },
    ],
  },
  {
    place: 'On a chart that has the focus',
    keys: [
      { keys: '← →', does: 'Move the crosshair; with Shift in large strides; Home, End to its ends' },
      { keys: '+ −', does: 'Zoom in, zoom out' },
      { keys: '0', does: 'Show the whole chart' },
    ],
  },
  {
    place: 'In a grid of numbers',
    keys: [
      { keys: '← → ↑ ↓', does: 'Go to another cell' },
      { keys: 'Enter or F2', does: 'Change the number; Esc leaves it as it was' },
      { keys: 'Delete', does: 'Set the number to 0' },
    ],
  },
]

/**
 * What a key does on the page: null where it means nothing to run control. `isRepeated`: the key is held down, and its
 * first press has done what it does.
 */
export function pressed(
  event: KeyboardEvent,
): { readonly shortcut: Shortcut; readonly isRepeated: boolean } | null {
  const shortcut = shortcuts.find((candidate) => candidate.matches(event))
  return shortcut ? { shortcut, isRepeated: event.repeat } : null
}

/** Enter held on a button presses it once, as Space does; the browser would press it again and again. */
export const isHeldButton = (event: KeyboardEvent): boolean =>
  event.repeat &&
  event.key === 'Enter' &&
  event.target instanceof HTMLElement &&
  event.target.matches('button')

/** Is somebody typing, or does the focused element use this key itself? */
export function isKeyTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  // An editor in a shadow root is the target only on its own path.
  const target = event.composedPath()[0] ?? event.target
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target.matches('input:not([type=range]):not([type=checkbox]), textarea, select')
  )
    return true
  if (target.closest('dialog')) return true
  return event.key === ' ' && target.matches('button, a, summary, input, [role=button], [role=menuitem]')
}
