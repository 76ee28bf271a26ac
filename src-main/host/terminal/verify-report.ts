import type { ReplayReport, Verdict } from '#contract/replay.ts'
import { counted } from '#text/words.ts'

/** What became of one replay file. */
export interface Verified {
  readonly file: string
  /** Part and slot ("4c-search"), seed and run of the recorded run; null where the file could not be read. */
  readonly slot: string | null
  readonly seed: number | null
  readonly run: string | null
  readonly repeats: boolean
  /** Null where nothing could be compared; `problem` says why. */
  readonly report: ReplayReport | null
  readonly problem: string | null
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  equal: 'repeats, equal to the bit',
  within: 'repeats within the tolerance',
  differs: 'DOES NOT REPEAT',
  failed: 'could not be repeated',
}

/** A report for a person. */
export function reportLines({ file, slot, seed, report, problem }: Verified): string[] {
  const title = slot === null ? file : `${file}: part ${slot}, seed ${seed}`
  if (report === null) return [title, `  ${problem ?? 'not verified'}`, '']
  return [
    title,
    `  ${report.sentence}`,
    ...report.details.map((line) => `  ${line}`),
    ...(report.setup.length === 0
      ? ['  Engine, device, versions and data are those of the recorded run.']
      : report.setup.map(
          ({ what, recorded, rerun }) => `  Other ${what}: ${recorded} as recorded, ${rerun} here.`,
        )),
    '',
  ]
}

/** Which runs repeat, a line each. */
export function tableLines(all: readonly Verified[]): string[] {
  const rows = all.map(({ slot, seed, report, file }) => [
    slot ?? '?',
    seed === null ? '?' : String(seed),
    report === null ? 'not verified' : verdictWords[report.verdict],
    file,
  ])
  const lines = [['part', 'seed', 'result', 'file'], ...rows]
  const widths = [0, 1, 2].map((at) => Math.max(...lines.map((row) => row[at]?.length ?? 0)))
  const repeated = all.filter(({ repeats }) => repeats).length
  return [
    ...lines.map((row) => row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')),
    `${repeated} of ${counted(all.length, 'run')} ${repeated === 1 ? 'repeats' : 'repeat'}.`,
  ]
}
