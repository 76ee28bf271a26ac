/**
 * The student's Markdown as a tree that the page draws node by node. No HTML is ever made of it: what is typed as HTML
 * is text, formulas are typeset through the DOM, and of links and pictures only those to the worksheet's own entries are
 * drawn; the address of any other stands there as text, and nothing is loaded.
 */
import katexPlugin from '@vscode/markdown-it-katex'
import MarkdownIt, { type Token } from 'markdown-it'

type Tag =
  | 'p'
  | 'ul'
  | 'ol'
  | 'li'
  | 'strong'
  | 'em'
  | 's'
  | 'blockquote'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'

export type MarkdownNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly isBlock: boolean }
  | { readonly kind: 'tex'; readonly tex: string; readonly isDisplay: boolean }
  /** An entry of the cell's links: the words between the brackets, and whether it stands as a picture does. */
  | { readonly kind: 'lab'; readonly id: string; readonly words: string; readonly isPicture: boolean }
  | { readonly kind: 'break' }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'element'
      readonly tag: Tag
      /** First number of an ordered list. */
      readonly start?: number
      readonly children: readonly MarkdownNode[]
    }

// A CommonJS module with a default export, which some bundlers hand on as it is.
const plugin =
  'default' in katexPlugin ? (katexPlugin as { default: typeof katexPlugin }).default : katexPlugin
const markdown = new MarkdownIt({ html: false, linkify: false }).use(plugin)
// No address is ever followed, so none need be kept out; only then every one is seen.
markdown.validateLink = () => true
markdown.normalizeLink = (address) => address

const tags: Readonly<Record<string, Tag>> = {
  paragraph: 'p',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
  strong: 'strong',
  em: 'em',
  s: 's',
  blockquote: 'blockquote',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
}
const labAddress = /^lab:([vtcp]\d{1,6})$/

/** The tree of a text. */
export const parseMarkdown = (text: string): readonly MarkdownNode[] => treeOf(markdown.parse(text, {}))

/** The words of a text, without its marks; of a formula its TeX. */
export const plainWords = (text: string): string =>
  parseMarkdown(text)
    .map((node) => wordsOf([node]))
    .join('\n')

interface Open {
  readonly token: Token | null
  readonly children: MarkdownNode[]
}

function treeOf(tokens: readonly Token[]): readonly MarkdownNode[] {
  const root: Open = { token: null, children: [] }
  const stack: Open[] = [root]
  const into = (): MarkdownNode[] => (stack.at(-1) ?? root).children
  for (const token of tokens) {
    if (token.nesting === 1) stack.push({ token, children: [] })
    else if (token.nesting === -1) {
      const closed = stack.length > 1 ? stack.pop() : undefined
      if (closed?.token) into().push(...elementOf(closed.token, closed.children))
    } else into().push(...leafOf(token))
  }
  return root.children
}

function elementOf(token: Token, children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const name = token.type.replace(/_open$/, '')
  if (name === 'link') return linkOf(String(token.attrGet('href') ?? ''), children)
  // A heading of the student's is a line of strong words: the page's own headings are its outline.
  if (name === 'heading')
    return [{ kind: 'element', tag: 'p', children: [{ kind: 'element', tag: 'strong', children }] }]
  if (name === 'paragraph' && token.hidden) return children
  const tag = tags[name]
  if (tag === undefined) return children
  if (tag === 'p') return paragraphsOf(children)
  const start = tag === 'ol' ? Number(token.attrGet('start') ?? 1) : 1
  return [{ kind: 'element', tag, children, ...(start === 1 ? {} : { start }) }]
}

/** What stands as a picture does (a table, a chart) is no part of a paragraph. */
function paragraphsOf(children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const found: MarkdownNode[] = []
  let words: MarkdownNode[] = []
  const flush = (): void => {
    if (words.some((node) => node.kind !== 'text' || node.text.trim() !== ''))
      found.push({ kind: 'element', tag: 'p', children: words })
    words = []
  }
  for (const node of children) {
    if (node.kind === 'lab' && node.isPicture) {
      flush()
      found.push(node)
    } else words.push(node)
  }
  flush()
  return found
}

function linkOf(address: string, children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const [, id] = labAddress.exec(address) ?? []
  if (id !== undefined) return [{ kind: 'lab', id, words: wordsOf(children), isPicture: false }]
  return [...children, { kind: 'text', text: wordsOf(children) === address ? '' : ` (${address})` }]
}

function leafOf(token: Token): readonly MarkdownNode[] {
  switch (token.type) {
    case 'inline':
      return treeOf(token.children ?? [])
    case 'code_inline':
      return [{ kind: 'code', text: token.content, isBlock: false }]
    case 'fence':
    case 'code_block':
      return [{ kind: 'code', text: token.content, isBlock: true }]
    case 'math_inline':
      return [{ kind: 'tex', tex: token.content.replace(/^`(.+)`$/s, '$1'), isDisplay: false }]
    case 'math_inline_block':
    case 'math_block':
      return [{ kind: 'tex', tex: token.content, isDisplay: true }]
    case 'softbreak':
      return [{ kind: 'text', text: '\n' }]
    case 'hardbreak':
      return [{ kind: 'break' }]
    case 'hr':
      return [{ kind: 'rule' }]
    case 'image': {
      const address = String(token.attrGet('src') ?? '')
      const words = wordsOf(treeOf(token.children ?? []))
      const [, id] = labAddress.exec(address) ?? []
      if (id !== undefined) return [{ kind: 'lab', id, words, isPicture: true }]
      return [{ kind: 'text', text: `${words} (picture not shown: ${address})` }]
    }
    default:
      return token.content === '' ? [] : [{ kind: 'text', text: token.content }]
  }
}

function wordsOf(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text' || node.kind === 'code') return node.text
      if (node.kind === 'tex') return node.tex
      if (node.kind === 'lab') return node.words
      return node.kind === 'element' ? wordsOf(node.children) : ' '
    })
    .join('')
}
