const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** Text as a string of CSS, quotes included; every character that could end it is written by its number. */
export const cssString = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} ,.]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`

/** Plain words as they stand in Markdown: nothing in them is read as markup, a table's bar included. */
export const escapeMarkdown = (text: string): string => text.replace(/([\\`*_[\]<>|#~])/g, '\\$1')
