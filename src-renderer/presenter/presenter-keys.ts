/** What keys do in presenter mode. */
import { pointerAids, type PointerAid } from './pointer-aids.ts'

export type Move =
  | 'leave'
  | 'up'
  | 'down'
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'reveal'
  | 'fields'
  | { readonly to: number }
  | { readonly aid: PointerAid }

/** A key that a clicker sends, or that no text is made of, works also if single-key shortcuts are switched off. */
const always: Readonly<Record<string, Move>> = {
  Escape: 'leave',
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'previous',
  PageUp: 'previous',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  Enter: 'reveal',
}

const aids = Object.keys(pointerAids) as readonly PointerAid[]

/** What a key means; null: nothing to the presenter. Digits go to a slide, 0 to the tenth. */
export function moveOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>, hasShortcuts: boolean): Move | null {
  const { key } = event
  if (Object.hasOwn(always, key)) return always[key] ?? null
  if (!hasShortcuts) return null
  if (/^[0-9]$/.test(key)) return { to: key === '0' ? 9 : Number(key) - 1 }
  if (event.shiftKey) return null
  const aid = aids.find((name) => pointerAids[name].key === key.toUpperCase())
  if (aid) return { aid }
  return key.toLowerCase() === 'f' ? 'fields' : null
}

/** Enter presses the button or link that has the focus. */
export const pressesFocused = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Enter' && target instanceof Element && target.matches('button, a')
