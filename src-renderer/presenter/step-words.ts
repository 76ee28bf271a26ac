import type { DemoStep } from '#contract/demo.ts'
import { formatNumber } from '#text/numbers.ts'

function waitWords(wanted: Extract<DemoStep, { do: 'wait' }>['for']): string {
  if ('press' in wanted) return 'Wait for a press'
  if ('seconds' in wanted) return `Wait ${formatNumber(wanted.seconds)} s`
  if ('end' in wanted) return 'Wait for the end of the run'
  if ('value' in wanted) return `Wait until ${wanted.value} is measured`
  return 'epochs' in wanted
    ? `Wait for epoch ${wanted.epochs}`
    : `Wait for step ${formatNumber(wanted.steps, 9)}`
}

/** What a step does, for its list. */
export function stepWords(step: DemoStep): string {
  switch (step.do) {
    case 'open':
      return `Open ${step.part}${step.slot === 'main' ? '' : `, ${step.slot}`}`
    case 'visit':
      return `Show the ${{ log: 'homework log', worksheet: 'worksheet', runs: 'runs' }[step.page]}`
    case 'show':
      return `Show “${step.slide}”`
    case 'say':
      return 'Caption'
    case 'set':
      return `Set ${Object.entries(step.fields)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join(', ')}`
    case 'start': {
      if (step.stored) return `Show the stored run with seed ${step.seed} in ${step.stored.seconds} s`
      const speed =
        step.stepsPerSecond === null ? '' : `, ${formatNumber(step.stepsPerSecond)} steps a second`
      return `Run with seed ${step.seed}${speed}`
    }
    case 'wait':
      return waitWords(step.for)
    case 'point':
      return step.at === null ? 'Point at nothing' : `Point at “${step.at}”`
    case 'overlay':
      return 'Keep this run on the charts'
    case 'play':
      return `Play the run again in ${step.seconds} s`
    case 'reveal':
      return 'Reveal what comes next'
  }
}
