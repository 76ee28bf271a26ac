import type { Request } from '#contract/messages.ts'
import type { BesideRequest, ServedBeside } from '#runs/served-beside.ts'
import type { Arrivals } from './arrivals.ts'
import type { Replay } from './replay.ts'
import { Uploads } from './uploads.ts'

type ReplayRequest = Extract<Request, { type: `replay.${string}` }>

const isReplay = (request: BesideRequest): request is ReplayRequest => request.type.startsWith('replay.')

/** Answers what one port asks about replay files, and leaves everything else to `served`. */
export function withReplay(served: ServedBeside, replay: Replay, arrivals: Arrivals): ServedBeside {
  const uploads = new Uploads()
  const answer = (request: ReplayRequest): Promise<unknown> => {
    switch (request.type) {
      case 'replay.open':
        return replay.open(request, uploads)
      case 'replay.compare':
        return replay.compare(request.run, request.with)
      case 'replay.save':
        return replay.save(request.run)
      case 'replay.arrived':
        return Promise.resolve(arrivals.take())
    }
  }
  return {
    answer: (request) => (isReplay(request) ? answer(request) : served.answer(request)),
    close: () => {
      uploads.forget()
      served.close()
    },
  }
}
