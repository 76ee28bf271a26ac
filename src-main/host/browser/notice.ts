import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
`
const styleHash = createHash('sha256').update(style).digest('base64')

/** Stricter than the page's: a notice loads nothing, and its one style is named by its hash. */
export const noticePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** A small readable page in one file, for those who may not load the page's own. The texts are ours, not escaped. */
export const notice = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - Lab 182</title>
<style>${style}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`
