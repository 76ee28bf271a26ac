/** Where the numbers of exported pictures come from: said once around charts, written under each picture. */
import { getContext, setContext } from 'svelte'

const key = Symbol('caption of pictures')

/** All charts within the calling component write these sentences under the pictures that they export. */
export const setCaption = (caption: () => readonly string[]): void => void setContext(key, caption)

/** What `setCaption` of a component around the calling one gives; nothing where there is none. */
export const captionAround = (): (() => readonly string[]) =>
  getContext<(() => readonly string[]) | undefined>(key) ?? (() => [])
