// SPDX-License-Identifier: Apache-2.0
// Elements of the page. Text of a report becomes text nodes and attribute values, never markup.

const svgNamespace = 'http://www.w3.org/2000/svg'

function put(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'on') {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler)
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value))
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) element.append(child)
  }
  return element
}

// el('p', {class: 'faint'}, 'text', el('b', {}, 'more'))
const el = (name, attributes, ...children) =>
  put(document.createElement(name), attributes, children)
const svg = (name, attributes, ...children) =>
  put(document.createElementNS(svgNamespace, name), attributes, children)

const grouped = number => Number(number).toLocaleString('en-US')
const counted = (number, noun) => `${grouped(number)} ${noun}${Number(number) === 1 ? '' : 's'}`

// A shape for each verdict, so that no colour is needed to tell them apart.
const shapes = {
  pass: ['M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z', 'M4.6 8.2 7 10.6l4.4-5'],
  fail: ['M1 1h14v14H1Z', 'M4.6 4.6l6.8 6.8M11.4 4.6l-6.8 6.8'],
  error: ['M5 1h6l4 4v6l-4 4H5l-4-4V5Z', 'M8 3.8v5M8 11.2v1.2'],
  flaky: ['M8 .6 15.4 8 8 15.4.6 8Z', 'M4.4 8.6c1.2-2.4 2.4-2.4 3.6-.6s2.4 1.8 3.6-.6'],
  'unexpected-pass': ['M8 1l7.4 13.4H.6Z', 'M5 10.4l2.2 2 3.8-4.8'],
  'expected-fail': [null, 'M4.6 4.6l6.8 6.8M11.4 4.6l-6.8 6.8M1.8 1.8h12.4v12.4H1.8Z'],
  inconclusive: [null, 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM6 6.2c0-2.8 4-2.6 4 0 ' +
    '0 1.5-2 1.5-2 3M8 11v1'],
  unsupported: [null, 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM4.8 8h6.4'],
}

function icon(verdict) {
  const [filled, drawn] = shapes[verdict] || shapes.error
  return svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    filled && svg('path', { d: filled, fill: 'currentColor' }),
    svg('path', {
      d: drawn, fill: 'none', 'stroke-width': 1.8, 'stroke-linecap': 'round',
      stroke: filled ? 'var(--page)' : 'currentColor',
    }))
}

const verdictMark = verdict => el('span', { class: `verdict ${verdict}` }, icon(verdict), verdict)

// A long name that may be broken behind its parts.
const breakable = name => name.split(/(?<=[/_])/).map((part, i) => [i > 0 && el('wbr'), part])

// table('caption', [['Family'], ['Cases', 'number']], rows): a row is a list of cells, the first of
// which is its header. A cell is content, or {content, class}.
function table(caption, heads, rows, attributes) {
  const cell = (name, content, kind, scope) => el(name, { class: kind, scope }, content)
  return el('div', { class: 'wide' },
    el('table', attributes,
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, heads.map(([text, kind]) => cell('th', text, kind, 'col')))),
      el('tbody', {}, rows.map(row => el('tr', { class: row.class, id: row.id },
        (row.cells || row).map((content, i) =>
          cell(i === 0 ? 'th' : 'td', content, heads[i][1], i === 0 ? 'row' : undefined)))))))
}

function command(text) {
  const shown = el('pre', { tabindex: 0 }, text)
  const button = el('button', { type: 'button', on: { click: copy } }, 'Copy')
  function copy() {
    const selection = getSelection()
    selection.selectAllChildren(shown)
    const done = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()
    done.catch(() => document.execCommand('copy')).then(() => say('Copied'))
    button.textContent = 'Copied'
  }
  return el('div', { class: 'command' }, shown, button)
}

// For who listens.
function say(text) {
  document.getElementById('said').textContent = text
}
