/**
 * The policy of the page, the same in Electron and in the browser: it may load its own files and nothing else.
 * Inline styles are not allowed; Svelte's `style:` directives, Chart.js and KaTeX's `render` set them through the
 * DOM, which no policy restricts. Images may be data: and blob: for charts that are turned into pictures.
 * `connect` lists where the page may open connections to.
 */
export function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${connect.length > 0 ? connect.join(' ') : "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** The headers of every answer, whatever it carries. */
export function securityHeaders(connect: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(self), display-capture=(self), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}
