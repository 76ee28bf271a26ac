import type { Slot } from '#experiments/part.ts'

/** A sentence without the names that fields have on the command line: on the page they go by their labels. */
export const byLabels = ({ fields }: Slot, sentence: string): string =>
  fields.reduce((text, { label, name }) => text.replace(`${label} (${name})`, label), sentence)
