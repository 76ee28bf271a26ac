/** What keys do in presenter mode. */
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

/** What a key means; null: nothing to the presenter. Digits go to a slide, 0 to the tenth. */
export function moveOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>, hasShortcuts: boolean): Move | null {
  const { key } = event
  if (Object.hasOwn(always, key)) return always[key] ?? null
  if (!hasShortcuts) return null
  if (/^[0-9]$/.test(key)) return { to: key === '0' ? 9 : Number(key) - 1 }
  return key.toLowerCase() === 'f' && !event.shiftKey ? 'fields' : null
}
