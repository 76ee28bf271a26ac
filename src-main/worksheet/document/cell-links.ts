import { linkIdSchema } from '#contract/worksheet.ts'

const scheme = 'lab:'

/** The id that an address of Markdown names ("lab:v3"); null for any other address. */
export function linkIdOf(address: string): string | null {
  if (!address.startsWith(scheme)) return null
  const id = linkIdSchema.safeParse(address.slice(scheme.length))
  return id.success ? id.data : null
}
