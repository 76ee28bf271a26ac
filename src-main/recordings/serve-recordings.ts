import type { Request } from '#contract/messages.ts'
import type { BesideRequest, ServedBeside } from '#runs/served-beside.ts'
import type { Recording } from './recording.ts'
import { RecordingError } from './recording-error.ts'
import type { Recordings } from './recordings.ts'

type RecordingRequest = Extract<Request, { type: `recording.${string}` }>

const isRecording = (request: BesideRequest): request is RecordingRequest =>
  request.type.startsWith('recording.')

/**
 * Answers what one port asks about recordings, and leaves everything else to `served`. A recording belongs to its port:
 * no other can write to it, and it ends, and is kept, when the port closes.
 */
export function withRecordings(served: ServedBeside, recordings: Recordings): ServedBeside {
  let current: Recording | null = null
  let isClosed = false
  const end = async (): Promise<void> => {
    const left = current
    current = null
    if (left) await recordings.finish(left, null).catch(() => undefined)
  }
  const named = (id: string): Recording => {
    if (current?.id === id) return current
    throw new RecordingError('This recording has ended; start a new one.')
  }
  const answer = async (request: RecordingRequest): Promise<unknown> => {
    switch (request.type) {
      case 'recording.begin':
        await end()
        current = await recordings.begin()
        if (isClosed) await end()
        if (!current) throw new RecordingError('The page has gone.')
        return { recording: current.id, folder: recordings.folder }
      case 'recording.write':
        return named(request.recording).write(
          request.from,
          request.seconds,
          Buffer.from(request.data, 'base64'),
        )
      case 'recording.describe':
        return named(request.recording).describe(request.about)
      case 'recording.mark':
        return named(request.recording).mark(request.mark)
      case 'recording.finish': {
        const recording = named(request.recording)
        current = null
        return recordings.finish(recording, request.seconds)
      }
      case 'recording.list':
        return { folder: recordings.folder, recordings: await recordings.list() }
    }
  }
  return {
    answer: (request) => (isRecording(request) ? answer(request) : served.answer(request)),
    close: () => {
      isClosed = true
      void end()
      served.close()
    },
  }
}
