import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

export interface PageFile {
  readonly body: Buffer
  readonly type: string
  /** Its name holds a hash of its content, so a browser may keep it for ever. */
  readonly isHashed: boolean
}
/** Path of a URL ("/assets/index-1a2b.js"; the page itself is "/") -> file. What is not in here is not served. */
export type PageFiles = ReadonlyMap<string, PageFile>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
}

/**
 * Reads the built page once, at the start. Requests are answered from this list alone and never reach the file
 * system. Throws when the page has not been built.
 */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>()
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of names) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${path.slice(folder.length).split(sep).filter(Boolean).join('/')}`
    files.set(url, { body: await readFile(path), type, isHashed: url.startsWith('/assets/') })
  }
  const page = files.get('/index.html')
  if (!page) throw new Error('The page of the lab is not built; run "npm run build" and start again.')
  return files.set('/', page)
}

/** How long a browser may keep a file. */
export const cacheControl = (file: PageFile): string =>
  file.isHashed ? 'public, max-age=31536000, immutable' : 'no-store'
