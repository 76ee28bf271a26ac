/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** A number with three significant digits and no exponent: 5210, 12.3, 0.912. */
export const threeDigits = (value) =>
  value >= 1000 ? String(Math.round(Number(value.toPrecision(3)))) : String(Number(value.toPrecision(3)))

/** A Markdown table, its columns padded as prettier pads them. */
export function markdownTable(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column])].map((cell) => cell.length)),
  )
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
