import { describe, expect, it } from 'vitest'
import { checkSvg } from './svg-check.ts'

const ns = 'xmlns="http://www.w3.org/2000/svg"'
const around = (inner: string): string =>
  `<svg ${ns} width="640" height="480.5" viewBox="0 0 1 1">${inner}</svg>`

describe('a drawing is kept', () => {
  it.each([
    [
      'a chart',
      around(
        '<title>Loss &amp; more</title><defs><clipPath id="a"><rect width="1" height="1"/></clipPath></defs><g clip-path="url(#a)" aria-label="\\sigma @ 1"><path d="M0 0L1 1" style="stroke: rgb(1 2 3)"/></g>',
      ),
    ],
    ['an image in it', around('<image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/>')],
    ['a declaration, a comment and spaces', `<?xml version="1.0"?>\n<!-- made here -->\n${around('')}\n`],
  ])('%s', (_, text) => expect(checkSvg(text)).toEqual({ width: 640, height: 481, problem: null }))

  it('measured by its view box where it has no width', () => {
    expect(checkSvg(`<svg ${ns} viewBox="0 0 30 20"/>`)).toEqual({ width: 30, height: 20, problem: null })
  })
})

describe('anything else is refused', () => {
  it.each([
    ['a script', around('<script>alert(1)</script>'), /contains <script>/],
    ['another case of it', around('<SCRIPT/>'), /contains <SCRIPT>/],
    ['a handler', around('<rect onload="alert(1)"/>'), /contains a script \(onload\)/],
    ['a handler on the whole', `<svg ${ns} onload="x()" width="1" height="1"/>`, /contains a script/],
    ['a page within', around('<foreignObject><p/></foreignObject>'), /contains <foreignObject>/],
    ['an animation', around('<animate attributeName="href"/>'), /contains <animate>/],
    ['a copy', around('<use href="#a"/>'), /contains <use>/],
    ['a style sheet', around('<style>@import url(//a.b)</style>'), /contains <style>/],
    ['a link', around('<a href="#b"><text>x</text></a>'), /contains <a>/],
    ['a picture from elsewhere', around('<image href="https://a.b/c.png"/>'), /outside itself \(https/],
    ['an SVG in an SVG', around('<image href="data:image/svg+xml;base64,AAAA"/>'), /outside itself/],
    ['a filling from elsewhere', around('<rect fill="url(https://a.b#c)"/>'), /outside itself/],
    [
      'one behind an inner one',
      around('<rect style="fill:url(#a);stroke:url( \'//a.b\')"/>'),
      /outside itself/,
    ],
    ['one in escapes of CSS', around('<rect style="fill:u\\72l(//a.b)"/>'), /unusual style/],
    ['one in entities', around('<rect fill="&#117;rl(//a.b)"/>'), /outside itself/],
    ['JavaScript as an address', around('<linearGradient xlink:href="javascript:x()"/>'), /outside itself/],
    [
      'entities of its own',
      `<!DOCTYPE svg [<!ENTITY a "b">]>${around('&a;')}`,
      /not plain SVG at “<!DOCTYPE/,
    ],
    ['an unknown entity', around('<text>&a;</text>'), /an entity of its own/],
    ['raw text', around('<![CDATA[<script/>]]>'), /not plain SVG at “<!\[CDATA/],
    ['a processing instruction', around('<?php x ?>'), /not plain SVG/],
    [
      'another language',
      '<svg xmlns="http://www.w3.org/1999/xhtml" width="1" height="1"/>',
      /another language/,
    ],
    ['a page', '<html></html>', /contains <html>/],
    ['no drawing', 'hello', /text around/],
    ['nothing', '', /cut off/],
    ['a part of one', around('').slice(0, -3), /not plain SVG|cut off/],
    ['elements that cross', around('<g><text></g></text>'), /not well formed/],
    ['no size', `<svg ${ns}/>`, /width and height/],
    ['two', around('') + around(''), /not one <svg>/],
    ['a deep one', around('<g>'.repeat(200) + '</g>'.repeat(200)), /nested too deeply/],
    ['a comment that does not end', around('<!-- a'), /comment/],
    ['an attribute twice', around('<rect x="1" x="2"/>'), /two attributes x/],
  ])('%s', (_, text, why) => expect(checkSvg(text)).toEqual({ problem: expect.stringMatching(why) }))

  it('and four megabytes of any of it are read without a stack running over', () => {
    for (const [piece, before] of [
      [' a="1"', '<svg'],
      [' ', '<svg '],
      ['<g>', ''],
      ['a', '<!--'],
      ['x', '<svg a="'],
    ] as const)
      expect(checkSvg(before + piece.repeat(Math.ceil((4 * 2 ** 20) / piece.length)))).toEqual({
        problem: expect.any(String),
      })
  })
})
