/** What a key is called where an audience reads it; null for what is no press of its own, or is typed as text. */
const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageDown: 'Page Down',
  PageUp: 'Page Up',
  Escape: 'Esc',
}
const silent = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Unidentified'])

export function pressedKey(event: KeyboardEvent): string | null {
  const { key, target } = event
  if (silent.has(key)) return null
  if (target instanceof HTMLElement && target.matches('input:not([type=range], [type=checkbox]), textarea'))
    return null
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  const held = [event.ctrlKey ? 'Ctrl' : [], event.altKey ? 'Alt' : [], event.shiftKey ? 'Shift' : []].flat()
  return [...held, name].join(' + ')
}
