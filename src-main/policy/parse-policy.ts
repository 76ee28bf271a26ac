/** A policy file's text, read; what is wrong with it is named by key and line. */
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { z } from 'zod'
import { policyFileSchema, type PolicyFile } from './policy-schema.ts'

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** "InvalidSymbol" as words. */
const spaced = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

/** The place of a key that appears twice in one object; JSON would take the last of them without a word. */
function repeatedKey(node: Node): Node | null {
  if (node.type === 'object') {
    const keys = new Set<unknown>()
    for (const { children: [key] = [] } of node.children ?? []) {
      if (key && keys.has(key.value)) return key
      keys.add(key?.value)
    }
  }
  for (const child of node.children ?? []) {
    const found = repeatedKey(child)
    if (found) return found
  }
  return null
}

/** The property at a path, or the deepest one above it that the text has. */
function propertyAt(root: Node, path: readonly PropertyKey[]): Node {
  let at = root
  for (const step of path) {
    const property: Node | undefined = at.children?.find(({ children }) => children?.[0]?.value === step)
    const value = property?.children?.[1]
    if (!property || !value) break
    at = value
  }
  return at.parent?.type === 'property' ? at.parent : at
}

/** Throws a phrase that follows the file's name: 'has a wrong "seed" in line 3: ...'. */
export function parsePolicyText(withMark: string): PolicyFile {
  // Editors on Windows may begin a file with a byte order mark.
  const text = withMark.replace(/^\ufeff/, '')
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true })
  const [error] = errors
  if (error)
    throw new Error(
      `is not JSON (line ${lineAt(text, error.offset)}: ${spaced(printParseErrorCode(error.error))})`,
    )
  if (!root) throw new Error('is empty')
  const repeated = repeatedKey(root)
  if (repeated)
    throw new Error(`has "${String(repeated.value)}" twice, again in line ${lineAt(text, repeated.offset)}`)
  const json: unknown = getNodeValue(root)
  const format = (json as { format?: unknown } | null)?.format
  if (typeof format === 'number' && format > 1)
    throw new Error(`has format ${format}, which a newer Lab 182 reads; this one reads format 1`)
  const parsed = policyFileSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new Error(whatIsWrong(text, root, parsed.error.issues[0]))
}

/** An issue by its key and line. */
function whatIsWrong(text: string, root: Node, issue: z.core.$ZodIssue | undefined): string {
  const path = issue?.path ?? []
  if (root.type !== 'object') return 'holds no object ({"format": 1, ...})'
  if (issue?.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0] ?? '']
    return `has an unknown key ${named(key)} in line ${lineAt(text, propertyAt(root, key).offset)}`
  }
  const node = propertyAt(root, path)
  if (node === root) return `lacks the key ${named(path)}`
  return `has a wrong value for ${named(path)} in line ${lineAt(text, node.offset)} (allowed: ${allowedAt(path)})`
}

const named = (path: readonly PropertyKey[]): string => `"${path.map(String).join('.')}"`

const allowedLock = '"open", "locked" or {"lockedUntil": "2026-10-01"}'
const allowed: Readonly<Record<string, string>> = {
  format: '1',
  references: allowedLock,
  hints: allowedLock,
  parts: `parts such as "4c", each with "references" or "hints" (${allowedLock})`,
  course: 'a name of 1 to 80 characters',
  seed: 'a whole number from 0 to 4294967295',
  engine: '{"name": "onnx", "device": "cpu"} and the like',
  home: 'an absolute path',
  datasets: 'an absolute path',
  engines: 'an absolute path',
  quotas: '"runs" and "megabytes", whole numbers from 1',
  downloads: '"on" or "off"',
  shortcuts: '"on" or "off"',
}
const allowedAt = ([key]: readonly PropertyKey[]): string =>
  allowed[String(key)] ?? 'what resources/policy.schema.json lists'
