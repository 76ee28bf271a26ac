/**
 * Copies to the clipboard; false where the page may not. Electron's window denies the clipboard permission like
 * every other, so the copy command of a selection, which needs none, comes second.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('aria-hidden', 'true')
    document.body.append(area)
    const before = document.activeElement
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    if (before instanceof HTMLElement) before.focus()
    return isCopied
  }
}
