/**
 * Who may write a run. A claim is a file in the run's folder that names its process and whose heartbeat, a counter,
 * rises while that process lives. Claims are numbered: the highest counts and stays where it is, released or not, so
 * that whoever takes over makes the next one, which only one can make.
 */
import { randomUUID } from 'node:crypto'
import { link, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ownIdentity, processIdentitySchema, type ProcessIdentity } from './process-identity.ts'

const claimSchema = z.strictObject({
  process: processIdentitySchema,
  heartbeat: z.int().nonnegative(),
  isReleased: z.boolean(),
})
export type Claim = z.infer<typeof claimSchema>

/** The claim that counts; `claim` is null where its file cannot be read, `text` is what changes as it is renewed. */
export interface FoundClaim {
  readonly number: number
  readonly claim: Claim | null
  readonly text: string
}

/** Milliseconds between two heartbeats. */
const beatEvery = 1000
/** A claim not looked at for this long, by either clock, is looked at before the next write: this process may have slept. */
const trustedFor = 4000
/** Every state of a claim has one length, so that it is renewed in place: on a full disk too. */
const claimLength = 600

const namePattern = /^claim-(\d{1,9})\.json$/
const fileOf = (folder: string, number: number): string => join(folder, `claim-${number}.json`)
const textOf = (claim: Claim): string => `${JSON.stringify(claim).padEnd(claimLength - 1)}\n`
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names.flatMap((name) => namePattern.exec(name)?.[1] ?? []).map(Number)
}

/** The claim on the run in this folder, or null where there never was one. Rejects where there is no folder. */
export async function findClaim(folder: string): Promise<FoundClaim | null> {
  for (;;) {
    const number = Math.max(0, ...(await numbersIn(folder)))
    if (number === 0) return null
    try {
      const text = await readFile(fileOf(folder, number), 'utf8')
      const claim = claimSchema.safeParse(parsed(text))
      return { number, claim: claim.data ?? null, text }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      // Another took over in between and cleared this one away.
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Another process was first. */
export class ClaimTakenError extends Error {
  constructor() {
    super('Another Lab 182 has just taken over this run; try again in a moment.')
    this.name = 'ClaimTakenError'
  }
}

/** This process has lost the run it was writing. */
export class ClaimLostError extends Error {
  constructor() {
    super(
      'Another Lab 182 has taken over this run while this one was away, or its folder is gone; this lab stopped writing to it. Go on there, or start a new run.',
    )
    this.name = 'ClaimLostError'
  }
}

/** Makes a file with its whole text, unless there is one of this name. Rejects with EEXIST then. */
async function createWhole(folder: string, file: string, text: string): Promise<void> {
  const temporary = join(folder, `claim.${randomUUID()}.new`)
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 })
    await link(temporary, file)
  } catch (error) {
    // File systems without links; there the file is exclusive too, only not whole at once.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/**
 * Takes the run in this folder after the claim that was found there (and judged to be free). Throws ClaimTakenError
 * when another was first, else the file system's error.
 */
export async function takeClaim(folder: string, found: FoundClaim | null): Promise<HeldClaim> {
  const number = (found?.number ?? 0) + 1
  const process = ownIdentity()
  try {
    await createWhole(folder, fileOf(folder, number), textOf({ process, heartbeat: 0, isReleased: false }))
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? new ClaimTakenError() : error
  }
  const numbers = await numbersIn(folder)
  if (numbers.some((other) => other > number)) {
    await rm(fileOf(folder, number), { force: true })
    throw new ClaimTakenError()
  }
  for (const old of numbers.filter((other) => other < number)) await rm(fileOf(folder, old), { force: true })
  return new HeldClaim(folder, number, process)
}

/** A claim of this process. */
export class HeldClaim {
  private folder: string
  private readonly number: number
  private readonly process: ProcessIdentity
  private heartbeat = 0
  private timer: NodeJS.Timeout | null = null
  private seenAt = { awake: performance.now(), wall: Date.now() }
  private isLost = false

  constructor(folder: string, number: number, process: ProcessIdentity) {
    this.folder = folder
    this.number = number
    this.process = process
  }

  /** The run's folder has been moved by this process. */
  moved(folder: string): void {
    this.folder = folder
  }

  /** Raises the heartbeat from now on; `onLost` is called once, when another has taken over. */
  keep(onLost: () => void): void {
    let isBusy = false
    this.timer ??= setInterval(() => {
      if (isBusy) return
      isBusy = true
      void this.beat().then((isOurs) => {
        isBusy = false
        if (isOurs || !this.timer) return
        this.stop()
        onLost()
      })
    }, beatEvery)
    this.timer.unref()
  }

  /** Throws ClaimLostError when another has taken over; to be asked before every write. */
  async assertOurs(): Promise<void> {
    const away = Math.max(
      performance.now() - this.seenAt.awake,
      Math.abs(Date.now() - this.seenAt.wall), // does not stand still while the machine sleeps
    )
    if (this.isLost || (away > trustedFor && !(await this.beat()))) throw new ClaimLostError()
  }

  /** Gives the run up; whoever wants it may take it at once. */
  async release(): Promise<void> {
    this.stop()
    if (await this.isHighest()) await this.write(true)
  }

  private stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
  }

  /** One look and one heartbeat: is the run still ours? */
  private async beat(): Promise<boolean> {
    if (!(await this.isHighest())) return false
    this.heartbeat++
    await this.write(false)
    return !this.isLost
  }

  private async isHighest(): Promise<boolean> {
    try {
      if (Math.max(0, ...(await numbersIn(this.folder))) !== this.number) this.isLost = true
      else this.seenAt = { awake: performance.now(), wall: Date.now() }
    } catch (error) {
      // Any other failure says nothing about whose it is.
      if (codeOf(error) === 'ENOENT') this.isLost = true
    }
    return !this.isLost
  }

  /** Opened and closed each time: a network's file system passes it on then, and the folder can be moved. */
  private async write(isReleased: boolean): Promise<void> {
    try {
      const file = await open(fileOf(this.folder, this.number), 'r+')
      try {
        await file.write(textOf({ process: this.process, heartbeat: this.heartbeat, isReleased }), 0)
      } finally {
        await file.close()
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') this.isLost = true
    }
  }
}
