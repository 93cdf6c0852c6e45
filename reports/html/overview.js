// SPDX-License-Identifier: Apache-2.0
// What a run amounts to, and what each requirement has to say.

// casesLink({verdict: 'fail', family: 'cinet/ioctl'})
function casesLink(filters) {
  const query = new URLSearchParams(filters).toString()
  return query ? `#/cases?${query}` : '#/cases'
}

function head() {
  const facts = [
    ['under test', data.iut], ['role', data.role || 'all'], ['profile', data.profile || 'none'],
    ['seed', data.seed], ['strict', data.strict ? 'yes' : 'no'],
    ['pathproof', data.version], ['exit status', data.status],
  ]
  const mark = data.status === 0 ? 'pass' : data.status === 1 ? 'fail'
    : data.status === 2 ? 'error' : 'inconclusive'
  document.getElementById('head').append(
    el('h1', {}, 'Conformance of ', el('span', { class: 'mono' }, data.iut)),
    el('p', {}, el('span', { class: `verdict ${mark}` }, icon(mark)), ' ', data.sentence),
    data.interrupted && el('p', {}, `The run was interrupted by ${data.interrupted}.`),
    el('dl', { class: 'facts' }, facts.map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', { class: 'mono' }, String(value))))))
}

function bar(counts, total) {
  return el('div', { class: 'bar', 'aria-hidden': 'true' }, verdictsWorstFirst
    .filter(verdict => counts.get(verdict))
    .map(verdict => {
      const part = el('i', { class: verdict })
      part.style.flex = `${counts.get(verdict) / total} 0 0`
      return part
    }))
}

// A number that leads to the cases it counts.
const countCell = (counts, verdict, filters) => counts.get(verdict)
  ? el('a', { href: casesLink({ ...filters, verdict }), 'aria-label':
    `${counted(counts.get(verdict), 'case')} ${verdict}` }, grouped(counts.get(verdict)))
  : el('span', { class: 'faint' }, '0')

function familyTable() {
  const heads = [['Family'], ['Cases', 'number'],
    ...verdictsHere.map(verdict => [verdictMark(verdict), 'number']), ['']]
  const rows = [...families].map(([name, list]) => {
    const counts = countsOf(list)
    return [el('a', { href: casesLink({ family: name }), class: 'mono' }, breakable(name)),
      grouped(list.length), ...verdictsHere.map(verdict =>
        countCell(counts, verdict, { family: name })), bar(counts, list.length)]
  })
  return table(`Verdicts of ${counted(families.size, 'family').replace(/ys$/, 'ies')}`,
    heads, rows)
}

// Reasons and how many share them, the most frequent first.
function reasonTable(caption, verdict) {
  const byReason = new Map()
  for (const one of cases) {
    if (one.verdict !== verdict) continue
    const reason = one.reason || '(no reason was given)'
    if (!byReason.has(reason)) byReason.set(reason, [])
    byReason.get(reason).push(one)
  }
  const rows = [...byReason].sort((a, b) => b[1].length - a[1].length).map(([reason, list]) =>
    [reason, grouped(list.length),
      [el('a', { href: list[0].link, class: 'mono' }, breakable(list[0].id)),
      list.length > 1 && ' …']])
  return rows.length > 0 &&
    table(caption, [['Reason'], ['Cases', 'number'], ['The first of them']], rows)
}

function skippedPart() {
  const reached = (reach, caption) => {
    const list = requirements.filter(one => one.reach === reach)
    return list.length > 0 && table(caption, [['Requirement', 'nowrap'], ['Sentence'], ['Level']],
      list.map(one => [requirementLink(one.id), one.sentence, one.level]))
  }
  const parts = [
    reasonTable('Not run: the implementation lacks what they need', 'unsupported'),
    reasonTable('Run, but not decided', 'inconclusive'),
    reasonTable('Failed once, and not again', 'flaky'),
    reasonTable('Failed as the profile expects', 'expected-fail'),
    reasonTable('Ended by the kit or the adapter', 'error'),
    reached('cited only', 'Requirements whose rules fired in no case that cites them'),
    reached('skipped', 'Requirements that no decided case of this run cites'),
  ].filter(Boolean)
  return parts.length > 0 ? parts
    : el('p', {}, 'Nothing: every case was decided and every modelled requirement exercised.')
}

const decided = one => !['unsupported', 'inconclusive', 'error'].includes(one.verdict)

const requirementLink = id => requirementById.has(id)
  ? el('a', { href: `#/requirement/${encodeURIComponent(id)}`, class: 'mono nowrap' }, id)
  : el('span', { class: 'mono' }, id)

function firstFailures() {
  const wrong = cases.filter(one => ['fail', 'unexpected-pass', 'error', 'flaky']
    .includes(one.verdict))
  const shown = wrong.slice(0, 12)
  return shown.length > 0 && [
    el('h2', {}, 'What went wrong'),
    caseTable(shown, wrong.length > shown.length
      ? `The first ${shown.length} of ${counted(wrong.length, 'case')}`
      : counted(wrong.length, 'case')),
  ]
}

function overview() {
  return [
    el('h2', { class: 'unseen' }, 'Overview'),
    el('ul', { class: 'tiles' }, verdictsHere.map(verdict => el('li', {},
      el('a', { class: verdict, href: casesLink({ verdict }) },
        el('b', {}, grouped(all.get(verdict))), verdictMark(verdict))))),
    el('p', { class: 'faint' }, `Requirements: ${data.covered}.`),
    firstFailures(),
    el('h2', {}, 'Families'), familyTable(),
    el('h2', {}, 'What was skipped, and why'), skippedPart(),
  ]
}

const matrixFilters = [['state', 'State'], ['reach', 'Reach'], ['level', 'Level'], ['confidence', 'Confidence'],
  ['verdict', 'Verdict']]

function requirementMatrix(query) {
  const matching = requirements.filter(one =>
    matrixFilters.every(([key]) => !query.get(key) || (key === 'verdict'
      ? one.cases.some(each => each.verdict === query.get(key)) : one[key] === query.get(key))) &&
    (query.get('q') || '').toLowerCase().split(/\s+/).every(word =>
      `${one.id}\n${one.sentence}\n${one.source}`.toLowerCase().includes(word)))
  const heads = [['Requirement', 'nowrap'], ['Level'], ['Confidence'], ['Sentence'], ['Source'],
    ['Reach', 'nowrap'], ['Rules fired in', 'number'],
    ...verdictsHere.map(verdict => [verdictMark(verdict), 'number'])]
  const rows = matching.map(one => {
    const counts = countsOf(one.cases)
    return {
      id: `r-${one.id}`,
      cells: [requirementLink(one.id), one.level, one.confidence,
        [one.sentence, one.state !== 'modelled' &&
          el('div', { class: 'faint' }, `${one.state}: ${one.reason}`)], one.source,
        one.reach, one.rules > 0 ? grouped(one.fired) : '',
        ...verdictsHere.map(verdict => countCell(counts, verdict, { requirement: one.id }))],
    }
  })
  return [
    el('h2', { class: 'unseen' }, 'Requirements'),
    filterForm('requirements', query, matrixFilters.map(([key, label]) => [key, label,
      key === 'verdict' ? verdictsHere
        : [...new Set(requirements.map(one => one[key]))].filter(Boolean).sort()]),
    'Search requirements'),
    table(`${grouped(matching.length)} of ${counted(requirements.length, 'requirement')}, and ` +
      'the cases of this run that cite them', heads, rows),
  ]
}

function requirementCard(one, broken) {
  return el('div', { class: `card requirement${broken ? ' is-broken' : ''}` },
    el('p', {}, requirementLink(one.id), ' ', el('span', { class: 'tag' }, one.level || 'no level'),
      one.confidence && [' ', el('span', { class: 'tag' }, `confidence ${one.confidence}`)]),
    el('p', {}, one.sentence),
    el('p', { class: 'meta' }, one.source ? `Stated in ${one.source}` : 'No source was given'))
}

// What a run did about it, in a sentence.
function reachOf(one) {
  if (one.reach === '') return null
  const cited = `Cited by ${counted(one.cited, 'decided case')}`
  return el('p', {}, el('strong', {}, `${one.reach}: `), one.rules > 0
    ? `${cited}, its rules fired in ${grouped(one.fired)}.`
    : `${cited}. It has no rules that could fire: to be cited is enough.`)
}

function requirementPage(id) {
  const one = requirementById.get(id)
  if (!one) return notFound(`There is no requirement ${id} in this report.`)
  const known = [['rules', one.rules], ['invariants', one.invariants], ['vectors', one.vectors],
    ['mutants', one.mutants]]
  return [
    el('h2', {}, one.id), requirementCard(one),
    el('p', {}, `${one.state}${one.reason ? `: ${one.reason}` : ''}`),
    reachOf(one),
    el('dl', { class: 'facts' }, known.map(([name, value]) =>
      el('div', {}, el('dt', {}, name), el('dd', {}, grouped(value))))),
    el('h3', {}, 'Cases of this run that cite it'),
    one.cases.length > 0
      ? growingTable(one.cases) : el('p', {}, 'None.'),
    one.vectors + one.mutants > 0 && [el('h3', {}, 'Replay its vectors'),
      el('p', {}, 'Against the reference; --iut and --role name another.'),
      command(`pathproof vectors replay ${one.id}`)],
  ]
}
