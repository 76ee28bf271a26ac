/** What the doctor found on this machine: the same for the terminal and for a page. */
import { z } from 'zod'
import { request } from './request.ts'

/** missing: the machine is not ready for class. warning: it is, but less well than it could be. */
export const findingStateSchema = z.enum(['ok', 'warning', 'missing'])
export type FindingState = z.infer<typeof findingStateSchema>

const findingSchema = z.strictObject({
  /** The heading that it stands under. */
  group: z.string(),
  /** What was looked at; of two findings of a group it may be the same. */
  name: z.string(),
  state: findingStateSchema,
  /** What was found; where the state is not ok, what to do about it. */
  sentence: z.string(),
  /** More of it, a line each. */
  details: z.array(z.string()),
})
export type Finding = z.infer<typeof findingSchema>

export const findingsSchema = z.array(findingSchema)

/** Nothing that a class needs is missing. */
export const isReady = (findings: readonly Finding[]): boolean =>
  findings.every(({ state }) => state !== 'missing')

/** What is printed before a finding that is not as it should be. */
export const marks: Readonly<Record<FindingState, string>> = {
  ok: '',
  warning: '[warning] ',
  missing: '[missing] ',
}

/** Whether a class can begin, and else what is missing; then what to look at. */
export function verdict(findings: readonly Finding[]): string {
  const named = (state: FindingState): string =>
    findings
      .filter((finding) => finding.state === state)
      .map(({ group, name }) => `${group}, ${name}`)
      .join('; ')
  const [missing, warnings] = [named('missing'), named('warning')]
  return [
    missing === '' ? 'Ready for class.' : `Not ready for class. Missing: ${missing}.`,
    ...(warnings === '' ? [] : [`Warnings: ${warnings}.`]),
  ].join(' ')
}

/** The report as text, as the terminal prints it and the page copies it. */
export function findingsText(findings: readonly Finding[]): string {
  const groups = [...new Set(findings.map(({ group }) => group))]
  const lines = groups.flatMap((title) => [
    title,
    ...findings
      .filter(({ group }) => group === title)
      .flatMap(({ name, state, sentence, details }) => [
        `  ${marks[state]}${name}: ${sentence}`,
        ...details.map((line) => `    ${line}`),
      ]),
  ])
  return [...lines, verdict(findings)].join('\n')
}

export const doctorRequests = [request('doctor.examine', {})] as const
export const doctorReplies = { 'doctor.examine': findingsSchema }
