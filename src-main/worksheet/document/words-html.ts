/** A student's Markdown as HTML: formulas typeset, links of the lab filled in, raw HTML shown as the text it is. */
import katexModule from '@vscode/markdown-it-katex'
import katex from 'katex'
import MarkdownIt from 'markdown-it'
import Token from 'markdown-it/lib/token.mjs'
import { richPieces } from '#text/rich-text.ts'
import { linkIdOf } from './cell-links.ts'
import type { Answer, RunUsed } from './document.ts'
import { escapeHtml } from './escape.ts'
import { pictureHtml, tableHtml, valueHtml } from './linked-html.ts'

/** Only what is seen: the text of a PDF would otherwise hold every formula twice. */
const formulas = {
  output: 'html',
  throwOnError: false,
  trust: false,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 500,
} as const

/** It is CommonJS: one bundler gives its default export, another an object that holds it. */
const katexPlugin = (katexModule as unknown as { default?: typeof katexModule }).default ?? katexModule

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
markdown.use(katexPlugin, { ...formulas, katex })

/** Plain words with TeX between dollar signs. */
export const richHtml = (text: string): string =>
  richPieces(text)
    .map(({ kind, content, tail = '' }) =>
      kind === 'tex' ? katex.renderToString(content, formulas) + escapeHtml(tail) : escapeHtml(content),
    )
    .join('')

function htmlToken(type: 'html_inline' | 'html_block', content: string): Token {
  const token = new Token(type, '', 0)
  token.content = content
  return token
}
const wordsOf = (tokens: readonly Token[]): string =>
  tokens.map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('')

/** The tokens of one line of text with its links filled in; figures come out apart, to stand behind the paragraph. */
function filled(
  tokens: readonly Token[],
  answer: Answer,
  runs: readonly RunUsed[],
  id: string,
): { inline: Token[]; figures: string[] } {
  const inline: Token[] = []
  const figures: string[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) continue
    if (token.type === 'link_open') {
      const address = String(token.attrGet('href') ?? '')
      const close = tokens.findIndex((each, from) => from > at && each.type === 'link_close')
      const words = wordsOf(tokens.slice(at + 1, close))
      const linked = answer.links[linkIdOf(address) ?? '']
      inline.push(
        htmlToken(
          'html_inline',
          linked?.kind === 'value' ? valueHtml(linked, words) : plainLink(address, words),
        ),
      )
      at = close
    } else if (token.type === 'image') {
      const address = String(token.attrGet('src') ?? '')
      const link = linkIdOf(address)
      const linked = answer.links[link ?? '']
      if (linked?.kind === 'table') figures.push(tableHtml(linked, runs))
      else if (linked?.kind === 'picture') figures.push(pictureHtml(linked, runs, `${id}-${link ?? ''}`))
      else
        inline.push(
          htmlToken(
            'html_inline',
            `<span class="missing">[${escapeHtml(token.content)}: not in this worksheet]</span>`,
          ),
        )
    } else inline.push(token)
  }
  return { inline, figures }
}

/** A link of the student's own; of the lab's, only its words are left where the entry is gone. */
const plainLink = (address: string, words: string): string =>
  /^(https?|mailto):/i.test(address)
    ? `<a href="${escapeHtml(address)}">${escapeHtml(words)}</a>`
    : escapeHtml(words)

const isBlank = (tokens: readonly Token[]): boolean =>
  tokens.every(({ type, content }) => type === 'softbreak' || (type === 'text' && content.trim() === ''))

/** The words of an answer as HTML; `id` begins the ids of what is drawn in it. */
export function wordsHtml(answer: Answer, runs: readonly RunUsed[], id: string): string {
  const result: Token[] = []
  const tokens = markdown.parse(answer.text, {})
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) continue
    const opened = result.at(-1)
    if (token.type !== 'inline' || token.children === null) {
      result.push(token)
      continue
    }
    const { inline, figures } = filled(token.children, answer, runs, id)
    const isParagraph = opened?.type === 'paragraph_open'
    const closing = tokens[at + 1]
    token.children = inline
    if (isParagraph && figures.length > 0 && isBlank(inline)) result.pop()
    else {
      result.push(token)
      if (isParagraph && closing) result.push(closing)
    }
    if (isParagraph) at++
    result.push(...figures.map((figure) => htmlToken('html_block', `${figure}\n`)))
  }
  return markdown.renderer.render(result, markdown.options, {})
}
