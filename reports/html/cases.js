// SPDX-License-Identifier: Apache-2.0
// The list of cases, its search and its filters. Ten thousand rows are not made before somebody
// scrolls to them.

const rowsAtOnce = 100

const caseHeads = [['Case'], ['Verdict', 'nowrap'], ['What it shows'], ['Requirements']]

function caseRow(one) {
  const ids = one.requirements.slice(0, 4).map((id, i) => [i > 0 && ', ', requirementLink(id)])
  return [el('a', { href: one.link, class: 'mono' }, breakable(one.id)), verdictMark(one.verdict),
    [one.title, one.reason && one.verdict !== 'pass' &&
      el('div', { class: 'faint' }, cut(one.reason, 300))],
    [ids, one.requirements.length > 4 && ' …']]
}

const cut = (string, most) => string.length > most ? `${string.slice(0, most)} …` : string

const caseTable = (list, caption) => table(caption, caseHeads, list.map(caseRow))

// Grows when its end comes into view, or by its button.
function growingTable(list) {
  const made = caseTable(list.slice(0, rowsAtOnce), captionOf(Math.min(rowsAtOnce, list.length)))
  if (list.length <= rowsAtOnce) return made
  const body = made.querySelector('tbody')
  let shown = rowsAtOnce
  const more = el('button', { type: 'button', on: { click: () => grow(1000) } },
    'Show more cases')
  function captionOf(number) {
    return `${number < list.length ? `The first ${grouped(number)} of ` : ''}` +
      counted(list.length, 'case')
  }
  function grow(by) {
    const next = list.slice(shown, shown + by)
    body.append(...caseTable(next, '').querySelector('tbody').children)
    shown += next.length
    made.querySelector('caption').textContent = captionOf(shown)
    if (shown >= list.length) {
      more.remove()
      seen.disconnect()
    }
  }
  const seen = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) grow(rowsAtOnce)
  }, { rootMargin: '600px' })
  seen.observe(more)
  return [made, more]
}

// A search field and choices; each change is a new address, so that it can be sent to somebody.
function filterForm(place, query, choices, searchLabel) {
  const form = el('form', { class: 'filters', role: 'search', on: {
    submit: event => event.preventDefault(),
    input: () => {
      const chosen = new URLSearchParams()
      for (const [key, value] of new FormData(form)) if (value) chosen.set(key, value)
      const address = chosen.toString()
      history.replaceState(null, '', `#/${place}${address ? `?${address}` : ''}`)
      refresh()
    },
  } },
  el('label', { class: 'search' }, searchLabel,
    el('input', { type: 'search', name: 'q', id: 'search', value: query.get('q') || '',
      autocomplete: 'off', spellcheck: 'false' })),
  choices.map(([key, label, values]) => el('label', {}, label,
    el('select', { name: key }, el('option', { value: '' }, 'all'),
      values.map(value =>
        el('option', { value, selected: query.get(key) === value }, value))))))
  return form
}

function filtered(query) {
  const words = (query.get('q') || '').toLowerCase().split(/\s+/).filter(Boolean)
  const [verdict, family, requirement, level] =
    ['verdict', 'family', 'requirement', 'level'].map(key => query.get(key))
  return cases.filter(one => (!verdict || one.verdict === verdict) &&
    (!family || one.family === family) &&
    (!requirement || one.requirements.includes(requirement)) &&
    (!level || one.level === level) && words.every(word => one.words.includes(word)))
}

function caseList(query) {
  const list = filtered(query)
  found = list
  const cited = [...new Set(cases.flatMap(one => one.requirements))].sort()
  return [
    el('h2', { class: 'unseen' }, 'Cases'),
    filterForm('cases', query, [
      ['verdict', 'Verdict', verdictsHere], ['family', 'Family', [...families.keys()]],
      ['requirement', 'Requirement', cited], ['level', 'Level', Object.keys(rank)],
    ], 'Search cases'),
    list.length > 0 ? growingTable(list) : el('p', {}, 'No case matches.'),
  ]
}

let found = cases // what the list showed last; a case's neighbours are there
