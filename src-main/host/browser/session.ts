import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Compares without telling by its time how much agrees; digests have one length. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

/** WebSockets that one session may hold: each tab of the page holds one. */
export const maxSockets = 32

/** One browser that has shown a token. */
export interface Session {
  readonly cookie: string
  /** WebSockets it holds now; whoever opens and closes them counts. */
  sockets: number
}

/**
 * Who may use the server: whoever has shown the one-time token of the printed address holds a cookie from then
 * on. A token counts once; issuing another withdraws the one before. All ends with the process.
 *
 * Cookies of one host are shared by its ports, so the name of ours carries the port by which the browser knows the
 * server. Behind a forwarded port that is another one than the server's own, and two labs may share their own.
 */
export class Sessions {
  #token: string | null = null
  readonly #sessions: Session[] = []
  readonly #onRedeemed: () => void

  /** `onRedeemed` is called whenever a token has been used up. */
  constructor(onRedeemed: () => void = () => undefined) {
    this.#onRedeemed = onRedeemed
  }

  issueToken(): string {
    return (this.#token = secret())
  }

  /** Exchanges the token for the value of a Set-Cookie header; null for a wrong, used or withdrawn one. */
  redeem(token: string, port: number): string | null {
    if (this.#token === null || !isSame(token, this.#token)) return null
    this.#token = null
    const cookie = secret()
    this.#sessions.push({ cookie, sockets: 0 })
    this.#onRedeemed()
    return `${cookieName(port)}=${cookie}; Path=/; HttpOnly; SameSite=Strict`
  }

  /** The session that a Cookie header holds, or null. */
  find(header: string | undefined, port: number): Session | null {
    const prefix = `${cookieName(port)}=`
    const values = (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(prefix))
      .map((pair) => pair.slice(prefix.length))
    return this.#sessions.find(({ cookie }) => values.some((value) => isSame(value, cookie))) ?? null
  }
}

const cookieName = (port: number): string => `lab182-${port}`
