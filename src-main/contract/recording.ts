/** What crosses the line about a video of the window, which the lab writes while it is recorded. */
import { z } from 'zod'
import { chunkSchema, transferIdSchema } from './chunks.ts'
import { request } from './request.ts'
import { seedSchema } from './runs.ts'

const recording = transferIdSchema
/** Of the recording: pauses do not count. */
const seconds = z.number().min(0).max(86_400)

/** What a recording shows; its file is named after it. Null: none, or not yet. */
const aboutSchema = z.strictObject({
  demo: z.string().max(200).nullable(),
  part: z.string().max(64).nullable(),
  seed: seedSchema.nullable(),
})
export type RecordingAbout = z.infer<typeof aboutSchema>

/** A chapter or caption that begins at `at` and lasts until the next of its kind; a caption of no text ends the one before. */
const markSchema = z.strictObject({
  kind: z.enum(['chapter', 'caption']),
  at: seconds,
  text: z.string().max(4000),
})
export type RecordingMark = z.infer<typeof markSchema>

const keptSchema = z.strictObject({ file: z.string(), bytes: z.int().nonnegative() })
/** A video that is kept. */
export type KeptRecording = z.infer<typeof keptSchema>

export const recordingRequests = [
  /** Begins a file; it grows until it is finished, or until the page that asked for it has gone. */
  request('recording.begin', {}),
  /** The next bytes of the video, `from` so many on; it is `seconds` long with them. */
  request('recording.write', {
    recording,
    from: z.int().nonnegative(),
    seconds,
    data: chunkSchema,
  }),
  request('recording.describe', { recording, about: aboutSchema }),
  /** One of the same kind at the same time is replaced. */
  request('recording.mark', { recording, mark: markSchema }),
  request('recording.finish', { recording, seconds }),
  /** The newest first. */
  request('recording.list', {}),
] as const

export const recordingReplies = {
  'recording.begin': z.strictObject({ recording, folder: z.string() }),
  'recording.write': z.null(),
  'recording.describe': z.null(),
  'recording.mark': z.null(),
  'recording.finish': z.strictObject({
    ...keptSchema.shape,
    folder: z.string(),
    /** The files of chapters and captions beside it. */
    beside: z.array(z.string()),
    /** What could not be written beside the video, a sentence. */
    problem: z.string().nullable(),
  }),
  'recording.list': z.strictObject({ folder: z.string(), recordings: z.array(keptSchema) }),
}
