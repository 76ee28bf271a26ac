/**
 * The editor of a cell: CodeMirror in a shadow root. There it keeps its styles in adopted style sheets; in the document
 * itself it would write a style element, which the content security policy refuses.
 */
import { defaultKeymap, history, historyField, historyKeymap } from '@codemirror/commands'
import { markdown } from '@codemirror/lang-markdown'
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'

export interface EditorOptions {
  /** Names the text box. */
  readonly label: string
  readonly text: string
  readonly isReadOnly: boolean
  /** What an earlier editor of the same cell left, so that it can be undone. */
  readonly before: unknown
  ontext(text: string): void
  onblur(): void
  /** Escape. */
  ondone(): void
  /** Pictures that were dropped or pasted. */
  onfiles(files: readonly File[]): void
}

export interface Editor {
  /** Shows this text, where it is another one. */
  show(text: string): void
  /** Puts text in the place of the selection and the caret behind it. */
  insert(text: string): void
  /** Puts the selection, or `empty` where there is none, between two marks, and selects it. */
  wrap(before: string, after: string, empty: string): void
  /** Begins the selected lines with a mark. */
  startLines(mark: string): void
  focus(): void
  /** Takes the editor away and returns what can be given to the next as `before`. */
  close(): unknown
}

const historyFields = { history: historyField }

/** The usual weights and slants, in the colours of the page's own theme. */
const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ tag, fontWeight, fontStyle, color }) => ({
    tag,
    fontWeight: fontWeight as string | undefined,
    fontStyle: fontStyle as string | undefined,
    ...(color === undefined ? {} : { color: 'var(--text-quiet)' }),
  })),
)
const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', borderRadius: 'var(--radius)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: 'var(--font-text)',
    lineHeight: 'var(--leading)',
    minHeight: '10rem',
    maxHeight: '32rem',
  },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 var(--space-3)' },
  '.cm-placeholder': { color: 'var(--text-quiet)' },
})

function extensionsOf(options: EditorOptions): Extension {
  const pictures = (files: FileList | undefined): readonly File[] =>
    [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))
  return [
    history(),
    markdown({ completeHTMLTags: false }),
    syntaxHighlighting(highlight),
    EditorView.lineWrapping,
    theme,
    placeholder('Your answer, in your own words'),
    EditorState.readOnly.of(options.isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      'aria-multiline': 'true',
      spellcheck: 'true',
    }),
    // Tab leaves the editor, as it leaves every field of the page.
    keymap.of([
      { key: 'Escape', run: () => (options.ondone(), true) },
      ...bold,
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.ontext(update.state.doc.toString())
    }),
    EditorView.domEventHandlers({
      blur: () => options.onblur(),
      paste: (event) => taken(event, pictures(event.clipboardData?.files), options),
      drop: (event) => taken(event, pictures(event.dataTransfer?.files), options),
    }),
  ]
}
function taken(event: Event, files: readonly File[], { onfiles, isReadOnly }: EditorOptions): boolean {
  if (files.length === 0 || isReadOnly) return false
  event.preventDefault()
  onfiles(files)
  return true
}

const bold = [{ key: 'Mod-b', run: (view: EditorView) => (wrap(view, '**', '**', 'words'), true) }]

function wrap(view: EditorView, before: string, after: string, empty: string): void {
  const { from, to } = view.state.selection.main
  const words = view.state.sliceDoc(from, to) || empty
  const anchor = from + before.length
  view.dispatch({
    changes: { from, to, insert: before + words + after },
    selection: { anchor, head: anchor + words.length },
    userEvent: 'input',
  })
}

/** Opens an editor in `host`, an element of its own. */
export function openEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const fresh = EditorState.create({ doc: options.text, extensions: extensionsOf(options) })
  const view = new EditorView({ state: fresh, parent: root, root })
  const show = (text: string): void => {
    const { state } = view
    if (state.doc.toString() === text) return
    view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text } })
  }
  if (options.before instanceof EditorState) {
    // The old history with the new callbacks.
    const json = options.before.toJSON(historyFields) as unknown
    view.setState(EditorState.fromJSON(json, { extensions: extensionsOf(options) }, historyFields))
    show(options.text)
  }
  return {
    show,
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    wrap: (before, after, empty) => {
      wrap(view, before, after, empty)
      view.focus()
    },
    startLines: (mark) => {
      const { from, to } = view.state.selection.main
      const first = view.state.doc.lineAt(from).number
      const last = view.state.doc.lineAt(to).number
      const starts = Array.from({ length: last - first + 1 }, (_, at) => view.state.doc.line(first + at).from)
      view.dispatch({ changes: starts.map((at) => ({ from: at, insert: mark })), userEvent: 'input' })
      view.focus()
    },
    focus: () => view.focus(),
    close: () => {
      const { state } = view
      view.destroy()
      return state
    },
  }
}
