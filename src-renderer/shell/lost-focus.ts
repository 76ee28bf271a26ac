/** Whoever works by the keyboard loses the place when the control that has the focus goes, or may not be pressed any more. */

/** Nothing on the page has the focus, or something that keys no longer reach. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled')
}

/** Gives the focus to the first of these that can take it, where it is lost. */
export function mendFocus(...candidates: readonly (HTMLElement | null | undefined)[]): void {
  if (!isFocusLost()) return
  candidates.find((each) => each && !each.matches(':disabled'))?.focus({ preventScroll: true })
}
