import type { ProcessLog } from '#contract/worksheet.ts'

/** How a kind of source is written. */
const sourceNames: Readonly<Record<ProcessLog['sources'][number]['kind'], string>> = {
  lecture: 'Lecture',
  notes: 'Notes',
  forum: 'Forum',
  ai: 'AI tool',
  other: 'Other',
}

/** The sources of the homework log, a line each: "AI tool: ChatGPT, for the algebra of 2b". */
export const sourceLines = ({ sources }: Pick<ProcessLog, 'sources'>): readonly string[] =>
  sources.map(({ kind, detail }) => [sourceNames[kind], detail.trim()].filter(Boolean).join(': '))
