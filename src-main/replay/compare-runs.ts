import { engineOnDevice } from '#contract/devices.ts'
import type { ReplayReport, Tolerance, Verdict } from '#contract/replay.ts'
import { slotOf } from '#experiments/problems.ts'
import { formatFull } from '#text/numbers.ts'
import { counted, listed } from '#text/words.ts'
import { compareSamples } from './compare-samples.ts'
import { compareSnapshots } from './compare-snapshots.ts'
import { compareValues } from './compare-values.ts'
import type { Labrun, RecordedRun } from './labrun-format.ts'

/**
 * What still counts as the same. Equal engines give equal bits; another processor or library rounds differently, and
 * 32-bit training carries seven digits.
 */
export const usualTolerance: Tolerance = { relative: 1e-6, absolute: 1e-9 }

/** Sentences of one kind in a report. */
const mostNamed = 8

/** Engine, device, versions and data, where they differ. */
export function setupDifferences(a: RecordedRun, b: RecordedRun): ReplayReport['setup'] {
  const data = ({ dataHash, dataNote }: RecordedRun): string =>
    dataHash === null ? 'none' : `SHA-256 ${dataHash}${dataNote === null ? '' : ` (${dataNote})`}`
  const facts: [string, string, string][] = [
    ['engine', `${a.engine.name} ${a.engine.version}`, `${b.engine.name} ${b.engine.version}`],
    ['device', engineOnDevice(a.engine), engineOnDevice(b.engine)],
    ['how it computes', a.engine.detail, b.engine.detail],
    ['data', data(a), data(b)],
    ...[...new Set([...Object.keys(a.versions), ...Object.keys(b.versions)])].map(
      (name): [string, string, string] => [
        `version of ${name}`,
        a.versions[name] ?? 'not recorded',
        b.versions[name] ?? 'not recorded',
      ],
    ),
  ]
  return facts
    .filter(([, recorded, rerun]) => recorded !== rerun)
    .map(([what, recorded, rerun]) => ({ what, recorded, rerun }))
}

/**
 * Checks a run against another of the same request. A recorded run that ended early is compared with the beginning of
 * the other, and its values are left out: what a part of a training measures is no measurement of the whole.
 */
export function compareRuns(
  recorded: Labrun,
  rerun: Labrun,
  tolerance: Tolerance = usualTolerance,
): ReplayReport {
  const slot = slotOf(recorded.run.request)
  const declared = slot?.values ?? []
  const readings = [...(slot?.series ?? []), ...declared].flatMap(({ id, isReading }) =>
    isReading === true ? [id] : [],
  )
  const isPrefix = recorded.run.status !== 'completed'
  const samples = compareSamples(recorded.samples, rerun.samples, {
    readings: new Set(readings),
    tolerance,
    isPrefix,
  })
  const values = isPrefix
    ? { compared: 0, within: [], differences: [] }
    : compareValues(recorded.run.values, rerun.run.values, declared, tolerance)
  const snapshots = compareSnapshots(recorded.snapshots, rerun.snapshots, { tolerance, isPrefix })
  const setup = setupDifferences(recorded.run, rerun.run)
  const outside = samples.series.filter((each) => !each.isWithin)
  const differences = [
    ...samples.mismatches,
    ...outside.map(
      ({ track, series, differing, largest }) =>
        `Series "${series}" of the track "${track}": ${counted(differing, 'sample')} not equal, the largest relative difference is ${shownDifference(largest)}; outside the tolerance.`,
    ),
    ...values.differences,
    ...snapshots.differences,
  ]
  const isRerunWhole = isPrefix || rerun.run.status === 'completed'
  const isExact =
    samples.series.length === 0 && values.within.length === 0 && snapshots.within + snapshots.unjudged === 0
  const verdict: Verdict = !isRerunWhole
    ? 'failed'
    : differences.length > 0
      ? 'differs'
      : isExact
        ? 'equal'
        : 'within'
  const { first } = samples
  const inTolerance = samples.series.filter((each) => each.isWithin)
  const details = [
    `Compared: ${counted(samples.compared, 'sample')}, ${counted(values.compared, 'value')} and ${counted(snapshots.compared, 'snapshot')}.`,
    ...(first === null ? [] : [firstInWords(first)]),
    ...few(differences),
    ...few(
      inTolerance.map(
        ({ track, series, differing, largest }) =>
          `Series "${series}" of the track "${track}": ${counted(differing, 'sample')} not equal, the largest relative difference is ${shownDifference(largest)}; within the tolerance.`,
      ),
    ),
    ...(values.within.length === 0
      ? []
      : [`Values within the tolerance but not equal: ${listed(values.within)}.`]),
    ...(snapshots.within === 0
      ? []
      : [`${counted(snapshots.within, 'snapshot')} within the tolerance but not equal.`]),
    ...(snapshots.unjudged === 0
      ? []
      : [
          `${counted(snapshots.unjudged, 'snapshot')} not equal; the file holds only their hashes, so how far they are apart cannot be judged.`,
        ]),
    ...(isPrefix
      ? [
          `The recorded run is ${recorded.run.status}: its samples are compared with the beginning of the rerun, and its values are not compared.`,
        ]
      : []),
    `Not compared: seconds${readings.length === 0 ? '' : `, and ${listed(readings)}`}; they are read from the machine.`,
    `Tolerance, for every series and value: relative ${tolerance.relative.toExponential()}, absolute ${tolerance.absolute.toExponential()}.`,
    ...(verdict === 'within' && setup.length === 0
      ? ['Engine, device and versions are the same, so equality to the bit was to be expected.']
      : []),
  ]
  return {
    verdict,
    sentence: verdictSentence(verdict, rerun.run, first),
    details,
    first,
    tolerance,
    compared: { samples: samples.compared, values: values.compared, snapshots: snapshots.compared },
    readings,
    setup,
  }
}

function verdictSentence(verdict: Verdict, rerun: RecordedRun, first: ReplayReport['first']): string {
  switch (verdict) {
    case 'equal':
      return 'The run repeats: equal to the bit.'
    case 'within':
      return 'The run repeats within the tolerance, but not to the bit.'
    case 'failed':
      return `The run could not be repeated: the rerun is ${rerun.status}.${rerun.problem === null ? '' : ` ${rerun.problem}`}`
    case 'differs':
      return first === null
        ? 'The run does not repeat.'
        : `The run does not repeat: the first difference is at step ${first.step}, track "${first.track}", series "${first.series}".`
  }
}

const number = (value: number | null): string => (value === null ? 'not finite' : formatFull(value))
const firstInWords = ({ track, series, step, recorded, rerun }: NonNullable<ReplayReport['first']>): string =>
  `First difference: step ${step}, track "${track}", series "${series}": ${number(recorded)} as recorded, ${number(rerun)} in the rerun.`

const shownDifference = (share: number): string =>
  Number.isFinite(share) ? share.toExponential(1) : 'infinite (one is not finite)'

const few = (sentences: readonly string[]): string[] =>
  sentences.length <= mostNamed
    ? [...sentences]
    : [...sentences.slice(0, mostNamed), `And ${sentences.length - mostNamed} more like these.`]
