import { settings } from '../lab/settings.svelte.ts'

/** What leads the eyes of an audience: the setting of each, the key that switches it, and what it is called. */
export const pointerAids = {
  hasPointerRing: { key: 'O', label: 'Ring around the pointer' },
  hasSpotlight: { key: 'S', label: 'Spotlight on what is pointed at' },
  areKeysShown: { key: 'K', label: 'Show pressed keys' },
} as const
export type PointerAid = keyof typeof pointerAids

export const switchAid = (name: PointerAid): void => settings.change({ [name]: !settings.values[name] })
