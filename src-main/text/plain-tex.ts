/** Answers for a terminal: the TeX that they contain as Unicode text on one line. */

const symbols: Readonly<Record<string, string>> = {
  ...{ alpha: 'α', beta: 'β', gamma: 'γ', Gamma: 'Γ', delta: 'δ', Delta: 'Δ', epsilon: 'ε', varepsilon: 'ε' },
  ...{ eta: 'η', theta: 'θ', lambda: 'λ', Lambda: 'Λ', mu: 'μ', pi: 'π', rho: 'ρ', sigma: 'σ', Sigma: 'Σ' },
  ...{ tau: 'τ', phi: 'φ', Phi: 'Φ', omega: 'ω', nabla: '∇', partial: '∂', infty: '∞', ell: 'ℓ' },
  ...{ sum: '∑', prod: '∏', int: '∫', times: '×', cdot: '·', pm: '±', odot: '⊙', circ: '∘', otimes: '⊗' },
  ...{ le: '≤', leq: '≤', ge: '≥', geq: '≥', ne: '≠', neq: '≠', approx: '≈', propto: '∝', sim: '∼' },
  ...{ equiv: '≡', in: '∈', to: '→', rightarrow: '→', Rightarrow: '⇒', mapsto: '↦', ll: '≪', gg: '≫' },
  ...{ lVert: '‖', rVert: '‖', Vert: '‖', lvert: '|', rvert: '|', mid: ' | ', lceil: '⌈', rceil: '⌉' },
  ...{ lfloor: '⌊', rfloor: '⌋', langle: '⟨', rangle: '⟩', top: '⊤', prime: '′', dots: '…', ldots: '…' },
  ...{ cdots: '⋯', quad: '  ', qquad: '    ', left: '', right: '', big: '', Big: '', displaystyle: '' },
  ...{
    ',': '\u2009',
    ';': ' ',
    ':': ' ',
    '!': '',
    ' ': ' ',
    '{': '{',
    '}': '}',
    '%': '%',
    '|': '‖',
    '\\': '; ',
  },
}
/** Names that are written as they stand. */
const words = new Set(['log', 'ln', 'exp', 'min', 'max', 'sin', 'cos', 'tanh', 'det', 'arg', 'Pr', 'lim'])
/** Brackets, after which no space is wanted. */
const openers = new Set(['lVert', 'lvert', 'lceil', 'lfloor', 'langle', 'left'])
const accents: Readonly<Record<string, string>> = {
  ...{ hat: '\u0302', widehat: '\u0302', tilde: '\u0303', widetilde: '\u0303' },
  ...{ bar: '\u0304', overline: '\u0304', check: '\u030c', dot: '\u0307', vec: '\u20d7' },
}
/** Their argument is written as it is. */
const faces = new Set([
  ...['mathrm', 'mathbf', 'mathbb', 'mathcal', 'boldsymbol', 'text', 'textit', 'operatorname', 'mathit'],
])

const superscripts: Readonly<Record<string, string>> = {
  ...{ '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹' },
  ...{ '+': '⁺', '−': '⁻', '(': '⁽', ')': '⁾', n: 'ⁿ', i: 'ⁱ', t: 'ᵗ', k: 'ᵏ', '⊤': 'ᵀ', T: 'ᵀ', '′': '′' },
}
const subscripts: Readonly<Record<string, string>> = {
  ...{ '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉' },
  ...{ '+': '₊', '−': '₋', i: 'ᵢ', j: 'ⱼ', k: 'ₖ', m: 'ₘ', n: 'ₙ', p: 'ₚ', t: 'ₜ', x: 'ₓ', h: 'ₕ', l: 'ₗ' },
}

/** Every character of `text` in small letters above or below; else after `mark`, in parentheses if it is long. */
function raised(text: string, letters: Readonly<Record<string, string>>, mark: '^' | '_'): string {
  const small = [...text].map((character) => letters[character])
  if (small.every((letter) => letter !== undefined)) return small.join('')
  return [...text].length > 1 ? `${mark}(${text})` : `${mark}${text}`
}

/** In parentheses where a fraction or root would read otherwise. */
const grouped = (text: string): string => (/[ +−·×/]/.test(text) ? `(${text})` : text)

/** Reads TeX from left to right. */
class Reader {
  private at = 0
  private readonly tex: string

  constructor(tex: string) {
    this.tex = tex
  }

  /** Everything up to the closing brace or the end. */
  all(): string {
    let text = ''
    while (this.at < this.tex.length && this.tex[this.at] !== '}') text += this.next()
    return text
  }

  private next(): string {
    const character = this.tex[this.at++] ?? ''
    switch (character) {
      case '\\':
        return this.command()
      case '{': {
        const inside = this.all()
        this.at++
        return inside
      }
      case '^':
        return raised(this.argument(), superscripts, '^')
      case '_':
        return raised(this.argument(), subscripts, '_')
      case '-':
        return '−'
      case '&':
        return ', '
      case '~':
        return ' '
      default:
        return character
    }
  }

  private argument(): string {
    while (this.tex[this.at] === ' ') this.at++
    return this.next().trim()
  }

  private command(): string {
    const name = /^(?:[a-zA-Z]+|.)/.exec(this.tex.slice(this.at))?.[0] ?? ''
    this.at += name.length
    const accent = accents[name]
    if (accent !== undefined) return this.argument() + accent
    if (faces.has(name)) return this.argument()
    if (name === 'frac' || name === 'tfrac' || name === 'dfrac')
      return `${grouped(this.argument())}/${grouped(this.argument())}`
    if (name === 'sqrt') return `√${grouped(this.argument())}`
    if (name === 'begin') return this.matrix()
    if (openers.has(name)) while (this.tex[this.at] === ' ') this.at++
    return symbols[name] ?? (words.has(name) ? `${name} ` : name)
  }

  /** Rows between `;`, cells between commas. */
  private matrix(): string {
    const name = this.argument()
    const end = `\\end{${name}}`
    const from = this.at
    const to = this.tex.indexOf(end, from)
    this.at = to < 0 ? this.tex.length : to + end.length
    const inside = new Reader(this.tex.slice(from, to < 0 ? undefined : to)).all()
    const text = inside.replace(/\s*([,;])\s*/g, '$1 ').trim()
    return name === 'cases' || name.startsWith('aligned') ? text : `[${text}]`
  }
}

/** A formula in TeX as Unicode text: "w_1^2 = \frac{1}{2}" is "w₁² = 1/2". */
export const plainFormula = (tex: string): string =>
  new Reader(tex).all().replace(/ {2,}/g, ' ').trim().normalize('NFC')

/** A paragraph whose formulas stand between dollar signs, as Unicode text; "\$" is a dollar sign. */
export const plainTex = (paragraph: string): string =>
  paragraph.replace(/\\\$|\$([^$]+)\$/g, (_, tex: string | undefined) =>
    tex === undefined ? '$' : plainFormula(tex),
  )
