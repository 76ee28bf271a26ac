/** What the editors of this page have left, by worksheet and cell: what was typed can be undone as long as it is open. */
export const editorHistory = new Map<string, unknown>()
