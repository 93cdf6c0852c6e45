// SPDX-License-Identifier: Apache-2.0
// Which page an address means, and the keys.

const sections = [
  ['overview', 'Overview', 'o'], ['cases', 'Cases', 'c'], ['requirements', 'Requirements', 'r'],
  ['plots', 'Plots', 'p'],
]

function notFound(why) {
  return [el('h2', {}, 'Nothing here'), el('p', {}, why),
    el('p', {}, el('a', { href: '#/overview' }, 'To the overview'))]
}

// '#/case/a%2Fb' gives ['case', 'a/b', no query]; what is not an address leads to the overview.
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const slash = path.indexOf('/')
  const place = slash < 0 ? path : path.slice(0, slash)
  let name = slash < 0 ? '' : path.slice(slash + 1)
  try {
    name = decodeURIComponent(name)
  } catch { /* a stray % stays as it is */ }
  return [place || 'overview', name, new URLSearchParams(query || '')]
}

function pageOf(place, name, query) {
  switch (place) {
    case 'overview': return overview()
    case 'cases': return caseList(query)
    case 'requirements': return requirementMatrix(query)
    case 'plots': return plots()
    case 'case': return casePage(name)
    case 'requirement': return requirementPage(name)
    default: return notFound(`There is no page ${cut(place, 60)}.`)
  }
}

const main = document.getElementById('main')

// The page again, with the same field in use.
function refresh() {
  const used = document.activeElement
  const caret = used && used.type === 'search' ? used.selectionStart : null
  show()
  const again = used && used.name && main.querySelector(`[name="${used.name}"]`)
  if (again) {
    again.focus()
    if (caret !== null) again.setSelectionRange(caret, caret)
  }
}

function show() {
  const [place, name, query] = address()
  main.replaceChildren(...[pageOf(place, name, query)].flat(Infinity).filter(Boolean))
  const section = { case: 'cases', requirement: 'requirements' }[place] || place
  for (const link of document.querySelectorAll('#sections a')) {
    if (link.hash === `#/${section}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  const caption = main.querySelector('caption')
  say(caption && place === 'cases' ? caption.textContent : '')
  document.title = `${name ? `${cut(name, 80)} – ` : ''}pathproof: ${cut(data.iut, 60)}`
}

function go() {
  show()
  scrollTo(0, 0)
  main.focus({ preventScroll: true })
}

const keys = [
  ['/', 'search', () => {
    if (!document.getElementById('search')) location.hash = '#/cases'
    setTimeout(() => document.getElementById('search').focus())
  }],
  ['j', 'next case', () => step(1)],
  ['k', 'previous case', () => step(-1)],
  ['Enter', 'open the chosen case', open],
  ['f', 'failures', () => { location.hash = '#/cases?verdict=fail' }],
  ...sections.map(([place, name, key]) =>
    [key, name.toLowerCase(), () => { location.hash = `#/${place}` }]),
  ['Escape', 'back to the list', back],
  ['?', 'these keys', () => document.getElementById('keys').showModal()],
]

function back() {
  if (document.activeElement && document.activeElement.form) document.activeElement.blur()
  else if (address()[0] === 'case') location.hash = lastList
}

let lastList = '#/cases'

// In a list the next row, in a case the next case.
function step(by) {
  const [place, name] = address()
  if (place === 'case') {
    const one = caseById.get(name)
    const { before, next } = one ? neighbours(one) : {}
    const wanted = by > 0 ? next : before
    if (wanted) location.hash = wanted.link
    return
  }
  const rows = [...main.querySelectorAll('tbody tr')]
  const at = rows.findIndex(row => row.classList.contains('chosen'))
  const wanted = rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
  if (!wanted) return
  rows.forEach(row => row.classList.toggle('chosen', row === wanted))
  const link = wanted.querySelector('a')
  if (link) link.focus({ preventScroll: true })
  wanted.scrollIntoView({ block: 'nearest' })
}

function open() {
  const link = main.querySelector('tr.chosen a')
  if (link) location.hash = link.hash
}

function onKey(event) {
  const typing = event.target.matches('input, select, textarea')
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== 'Escape')) return
  const known = keys.find(([key]) => key === event.key)
  // A link or a button that is in focus does what Enter does to it.
  if (!known || (event.key === 'Enter' && event.target.matches('a, button, summary'))) return
  if (document.getElementById('keys').open) return
  event.preventDefault()
  known[2]()
}

function begin() {
  document.getElementById('sections').append(el('ul', {},
    sections.filter(([place]) => place !== 'plots' || hasPlots()).map(([place, name]) =>
      el('li', {}, el('a', { href: `#/${place}` }, name))),
    el('li', { class: 'end' }, el('button', { type: 'button', on: {
      click: () => document.getElementById('keys').showModal(),
    } }, 'Keys'))))
  document.getElementById('keys').append(
    el('h2', { id: 'keys-title' }, 'Keys'),
    table('What they do', [['Key'], ['Meaning']],
      keys.map(([key, meaning]) => [el('kbd', {}, key), meaning])),
    el('form', { method: 'dialog' }, el('button', {}, 'Close')))
  document.getElementById('skip').addEventListener('click', event => {
    event.preventDefault()
    main.focus()
  })
  head()
  addEventListener('hashchange', event => {
    const left = new URL(event.oldURL).hash
    if (left.startsWith('#/cases') || left.startsWith('#/overview') ||
      left.startsWith('#/requirement')) lastList = left
    go()
  })
  addEventListener('keydown', onKey)
  show()
}

begin()
