/** Words that Markdown and HTML share. */
import type { ProcessLog } from '#contract/worksheet.ts'
import type { RunUsed } from './document.ts'

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

/** What stands for an answer that is not there. */
export const noAnswer = 'No answer.'
export const leftOut = 'Left out (optional).'

/** "R1: Part 1e, seed 183, onnx ..." for the foot of a part. */
export const runSentence = ({
  label,
  name,
  part,
  seed,
  engine,
  changed,
  data,
  status,
  marks,
}: RunUsed): string =>
  `${label}: ${[
    `${name} (part ${part})`,
    `seed ${seed}`,
    engine,
    changed === '' ? '' : `changed settings: ${changed}`,
    data === null ? '' : `data: ${data}`,
    status === 'completed' ? '' : status,
    ...marks,
  ]
    .filter((word) => word !== '')
    .join('; ')}.`
