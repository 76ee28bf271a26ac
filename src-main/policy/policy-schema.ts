/** The policy file, as an administrator writes it. resources/policy.schema.json is made of this. */
import { z } from 'zod'

/** A day ("2026-10-01", from its first minute in the lab's own time zone) or an instant with or without an offset. */
const untilSchema = z
  .union([z.iso.date(), z.iso.datetime({ local: true, offset: true })])
  .describe('A day, from its first minute, or an instant.')
const lockSchema = z
  .union([z.enum(['open', 'locked']), z.strictObject({ lockedUntil: untilSchema })])
  .describe('"open", "locked", or locked until a day or an instant.')
const onOff = z.enum(['on', 'off'])
const folderSchema = z
  .string()
  .min(1)
  .max(1024)
  .describe('An absolute path; %USERNAME% is the user, other %NAMES% come from the environment.')

const partSchema = z.strictObject({ references: lockSchema.optional(), hints: lockSchema.optional() })
const quotasSchema = z.strictObject({
  runs: z.int().positive().optional().describe('Runs that a data folder may hold, outside the trash.'),
  megabytes: z.int().positive().optional().describe('Megabytes that its runs may take.'),
})

export const policyFileSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(1),
  references: lockSchema.default('open').describe('The reference answers.'),
  hints: lockSchema.default('open').describe('Hints, and the steps to an answer.'),
  parts: z
    .record(z.string().regex(/^[1-9][a-z]$/), partSchema)
    .default({})
    .describe('Locks of single parts, such as "4c".'),
  course: z.string().trim().min(1).max(80).optional().describe('Name of the course.'),
  seed: z.int().min(0).max(0xffff_ffff).optional().describe('The seed that every form starts with.'),
  engine: z
    .strictObject({ name: z.string().regex(/^[a-z]{1,32}$/), device: z.string().regex(/^[a-z0-9]{1,32}$/) })
    .optional()
    .describe('The engine and device of runs that name none, unless a student chooses another default.'),
  home: folderSchema.optional().describe('The data folder of a user, unless LAB182_HOME names one.'),
  datasets: folderSchema.optional().describe('A folder with data sets for all users, read only.'),
  engines: folderSchema.optional().describe('A folder with native engines for all users, read only.'),
  quotas: quotasSchema.default({}),
  downloads: onOff.default('on').describe('"off": nothing is fetched from the internet.'),
  shortcuts: onOff.default('on').describe('"off": single keys do nothing.'),
})
export type PolicyFile = z.infer<typeof policyFileSchema>

/** The JSON Schema of the file, for editors. */
export const policyJsonSchema = (): object => ({
  title: 'Policy of Lab 182',
  ...z.toJSONSchema(policyFileSchema, { io: 'input' }),
})
