/** Shows one element of a stage alone. What stands around it stays where it is in the page and keeps its state. */

/**
 * Marks `shown` and what holds it up to `stage`, for the style sheet: of a marked holder nothing is laid out but what is
 * marked, so that the element stands as if it were the stage's own. Returns the way back.
 */
export function showAlone(stage: Element, shown: Element): () => void {
  const holders: Element[] = []
  const opened: HTMLDetailsElement[] = []
  for (let each = shown.parentElement; each && each !== stage; each = each.parentElement) {
    holders.push(each)
    if (each instanceof HTMLDetailsElement && !each.open) {
      each.open = true
      opened.push(each)
    }
  }
  shown.setAttribute('data-shown', '')
  for (const holder of holders) holder.setAttribute('data-holds-shown', '')
  return () => {
    shown.removeAttribute('data-shown')
    for (const holder of holders) holder.removeAttribute('data-holds-shown')
    for (const details of opened) details.open = false
  }
}
