/** A file name of letters, digits and dashes from any text. */
export function fileNameOf(text: string, extension: string): string {
  const stem = text
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
  return `${stem.slice(0, 80) || 'chart'}.${extension}`
}

/** Hands CSV to the user as a file. A spreadsheet reads it as UTF-8 only with the byte-order mark in front. */
export function saveCsv(name: string, text: string): void {
  saveFile(name, `\ufeff${text}`, 'text/csv')
}

/** Hands `content` to the user as a download named `name`. */
export function saveFile(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => {
    URL.revokeObjectURL(address)
  }, 10_000)
}
