/** The charts, tables and pictures of a part that can each be shown alone. */
import { getContext, setContext } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { SvelteMap } from 'svelte/reactivity'

export interface ListedView {
  readonly title: string
  readonly element: Element
}

/** What is on the page of one part, in the order of the page. */
export class ViewList {
  private readonly titles = new SvelteMap<Element, () => string>()

  /** Without what stands within another view, which is shown with that. */
  get all(): readonly ListedView[] {
    const elements = [...this.titles.keys()]
    return elements
      .filter((element) => !elements.some((other) => other !== element && other.contains(element)))
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
      .map((element) => ({ element, title: this.titles.get(element)?.() ?? '' }))
  }
  /** Returns the way out. */
  add(element: Element, title: () => string): () => void {
    this.titles.set(element, title)
    return () => void this.titles.delete(element)
  }
}

const key = Symbol('list of views')

/** All views within the calling component stand in `list`. */
export const setViewList = (list: ViewList): void => void setContext(key, list)

/** Enters an element of the calling component in the list around it, if there is one, for as long as it is there. */
export function listedAs(title: () => string): Attachment {
  const list = getContext<ViewList | undefined>(key)
  return (element) => list?.add(element, title)
}
