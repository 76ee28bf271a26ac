import { SvelteSet } from 'svelte/reactivity'
import { z } from 'zod'

const key = 'lab182.keptLinks'
/** The browser keeps the newest so many. */
const mostKept = 500

/** Links that the student keeps although a newer run could take their place; kept by the browser. */
export class KeptLinks {
  private readonly kept = new SvelteSet<string>(stored())

  has(worksheet: string, cell: string, link: string, newer: string): boolean {
    return this.kept.has(`${worksheet} ${cell} ${link} ${newer}`)
  }
  keep(worksheet: string, cell: string, link: string, newer: string): void {
    this.kept.add(`${worksheet} ${cell} ${link} ${newer}`)
    try {
      localStorage.setItem(key, JSON.stringify([...this.kept].slice(-mostKept)))
    } catch {
      // A page that may not keep anything asks again after a reload.
    }
  }
}

function stored(): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(localStorage.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}
