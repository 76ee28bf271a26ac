import type { RecordingAbout } from '#contract/recording.ts'

const longestTitle = 60

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f’']/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestTitle)
    .replace(/^-+|-+$/g, '')

/**
 * The name of a recording's files without their endings: demo, part and seed where there are such, "recording" where
 * there is nothing to name it after. `number`: the how many-th of the same name.
 */
export function recordingName(
  { demo, part, seed }: RecordingAbout,
  isCutShort: boolean,
  number: number,
): string {
  const words = [slug(demo ?? ''), slug(part ?? ''), seed === null ? '' : `seed-${seed}`].filter(
    (word) => word !== '',
  )
  return [
    ...(words.length === 0 ? ['recording'] : words),
    ...(isCutShort ? ['ended-early'] : []),
    ...(number > 1 ? [`${number}`] : []),
  ].join('-')
}
