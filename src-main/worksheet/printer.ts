/** What turns a document into a PDF, and drawings into pictures: the host has it, or says why not. */
import type { Paper } from '#contract/submission.ts'

export interface Drawing {
  readonly svg: string
  /** In pixels of CSS. */
  readonly width: number
  readonly height: number
}

export interface Printer {
  /** The pages of a static HTML document, as its own style sheet sizes them. Rejects with a sentence. */
  pdf(html: string, paper: Paper): Promise<Uint8Array>
  /** Each drawing as a PNG of twice its size. Rejects with a sentence. */
  pngs(drawings: readonly Drawing[]): Promise<readonly Uint8Array[]>
  close(): Promise<void>
}

/** How a host prints. */
export interface Printing {
  /** One sentence: why this machine cannot print, and what to do; null where it can. */
  problem(): string | null
  /** Rejects with a sentence where it could not be started. */
  open(): Promise<Printer>
}

/** Of a lab that has neither a window nor a browser. */
export const noPrinting: Printing = {
  problem: () => 'This lab makes no PDF and PNG files; open it in its window or a browser.',
  open: () => Promise.reject(new Error('This lab makes no PDF and PNG files.')),
}
