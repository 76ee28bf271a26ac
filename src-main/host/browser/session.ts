import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Compares without telling by its time how much agrees; digests have one length. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

/**
 * Who may use the server: whoever has shown the one-time token of the printed address holds a cookie from then
 * on. A token counts once; issuing another withdraws the one before. All ends with the process.
 */
export class Sessions {
  readonly cookieName: string
  #token: string | null = null
  readonly #cookies: string[] = []

  /** Cookies of one host are shared by its ports, so the name carries the port. */
  constructor(port: number) {
    this.cookieName = `lab182-${port}`
  }

  issueToken(): string {
    return (this.#token = secret())
  }

  /** Exchanges the token for the value of a Set-Cookie header; null for a wrong, used or withdrawn one. */
  redeem(token: string): string | null {
    if (this.#token === null || !isSame(token, this.#token)) return null
    this.#token = null
    const cookie = secret()
    this.#cookies.push(cookie)
    return `${this.cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict`
  }

  /** Whether a Cookie header holds a valid session of this server. */
  admits(header: string | undefined): boolean {
    const prefix = `${this.cookieName}=`
    return (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(prefix))
      .map((pair) => pair.slice(prefix.length))
      .some((value) => this.#cookies.filter((cookie) => isSame(value, cookie)).length > 0)
  }
}
