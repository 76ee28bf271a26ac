/** Where the page is: `#/<experiment id>/<slot key>`, with `/present` behind it in presenter mode, `#/runs`, `#/compare/<run>,<run>`; the address bar and the back button work. */
class Route {
  private hash = $state(location.hash)
  /** Rises whenever somebody goes somewhere, to where they are as well. */
  visits = $state(0)

  constructor() {
    addEventListener('hashchange', () => {
      this.hash = location.hash
      this.visits++
    })
  }
  /** An experiment's id, or "runs" or "compare"; empty at the start. */
  get page(): string {
    return this.hash.split('/')[1] ?? ''
  }
  /** The key of a slot ("1d", "4c-search"), or the ids of compared runs; or empty. */
  get part(): string {
    return this.hash.split('/')[2] ?? ''
  }
  /** The slot is shown to an audience. */
  get isPresented(): boolean {
    return this.hash.split('/')[3] === presented
  }
  /** Shows a slot to an audience; the browser's way back leaves that again. */
  present(page: string, part: string): void {
    location.hash = `${addressOf(page, part)}/${presented}`
  }
  go(page: string, part = ''): void {
    const hash = addressOf(page, part)
    if (hash === location.hash) this.visits++
    else location.hash = hash
  }
  /** The reader came here by scrolling or pressing: the address follows, and nobody is taken anywhere. */
  follow(page: string, part: string): void {
    const hash = addressOf(page, part)
    if (hash === location.hash) return
    history.replaceState(history.state, '', hash)
    this.hash = hash
  }
}

const presented = 'present'
const addressOf = (page: string, part: string): string => (part === '' ? `#/${page}` : `#/${page}/${part}`)

export const route = new Route()
