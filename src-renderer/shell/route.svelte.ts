/** Where the page is: `#/<experiment id>/<part id>`, `#/runs`; the address bar and the back button work. */
class Route {
  private hash = $state(location.hash)

  constructor() {
    addEventListener('hashchange', () => (this.hash = location.hash))
  }
  /** An experiment's id, or "runs"; empty at the start. */
  get page(): string {
    return this.hash.split('/')[1] ?? ''
  }
  /** "1d", or empty. */
  get part(): string {
    return this.hash.split('/')[2] ?? ''
  }
  go(page: string, part = ''): void {
    location.hash = part === '' ? `#/${page}` : `#/${page}/${part}`
  }
}

export const route = new Route()
