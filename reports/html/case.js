// SPDX-License-Identifier: Apache-2.0
// One case: what is demanded, what was seen, and how to see it again.

function neighbours(one) {
  const list = found.includes(one) ? found : cases
  const at = list.indexOf(one)
  return { at, of: list.length, before: list[at - 1], next: list[at + 1] }
}

function betweenCases(one) {
  const { at, of, before, next } = neighbours(one)
  return el('nav', { class: 'between', 'aria-label': 'Between cases' },
    before ? el('a', { href: before.link, rel: 'prev' }, `← ${cut(before.id, 60)}`) : el('span'),
    el('span', { class: 'faint' }, `${grouped(at + 1)} of ${grouped(of)}`),
    next ? el('a', { href: next.link, rel: 'next' }, `${cut(next.id, 60)} →`) : el('span'))
}

function labelList(labels) {
  const most = 40
  return el('ul', {}, labels.slice(0, most).map(label => el('li', {}, el('code', {}, label))),
    labels.length > most && el('li', {}, `… and ${grouped(labels.length - most)} more`))
}

const cardsInFull = 3 // the most specific come first

function deviationPart(one, deviation, heading) {
  const kind = isNote(deviation) ? 'A note at' : 'Not permitted:'
  const cards = deviation.broken.map(broken =>
    requirementCard(broken, !isNote(deviation)))
  return el('section', { 'aria-label': `${kind} step ${deviation.step + 1}` },
    el('h3', {}, heading, ` ${kind} step ${grouped(deviation.step + 1)}`),
    el('div', { class: 'compared' },
      el('div', { class: 'card seen' }, el('strong', {}, 'Observed'),
        labelList([deviation.observed || '(nothing)'])),
      el('div', { class: 'card allowed' },
        el('strong', {}, `Permitted${deviation.permitted.length > 1
          ? `, ${grouped(deviation.permitted.length)} labels` : ''}`),
        labelList(deviation.permitted.length > 0 ? deviation.permitted
          : ['nothing: the implementation had to stay silent here']))),
    cards.slice(0, cardsInFull), cards.length > cardsInFull &&
      lazily(`${grouped(cards.length - cardsInFull)} more that it breaks`, () =>
        cards.slice(cardsInFull)))
}

function rerunPart(one) {
  const reruns = one.reruns
  return reruns.length > 0 && [
    el('h3', {}, 'Repeated with the same moves'),
    el('p', {}, `When it failed, the slowest answer took ${grouped(one.slowest)} ms.`),
    table(counted(reruns.length, 'repetition'),
      [['Repetition'], ['Outcome'], ['First difference'], ['It failed with'], ['Now'],
        ['Slowest answer', 'number']],
      reruns.map((rerun, i) => [String(i + 1), rerun.recurred ? 'failed again' : 'did not fail so',
        rerun.at === null ? 'none' : `step ${grouped(rerun.at + 1)}`,
        el('code', {}, rerun.at === null ? '' : rerun.before || '(nothing)'),
        el('code', {}, rerun.at === null ? '' : rerun.now || '(nothing)'),
        `${grouped(rerun.slowest)} ms`])),
  ]
}

function citedPart(ids) {
  const cards = () => ids.map(id => requirementById.has(id)
    ? requirementCard(requirementById.get(id)) : el('p', { class: 'mono' }, id))
  return ids.length > 0 && [el('h3', {}, 'Requirements that it cites'),
    ids.length <= cardsInFull ? cards()
      : lazily(`${grouped(ids.length)} requirements: ${cut(ids.join(', '), 100)}`, cards)]
}

function casePage(name) {
  const one = caseById.get(name)
  if (!one) return notFound(`There is no case ${cut(name, 200)} in this report.`)
  const deviations = one.deviations
  const main = one.main
  const brokenIds = new Set(deviations.flatMap(each => each.broken.map(broken => broken.id)))
  const cited = one.requirements.filter(id => !brokenIds.has(id))
  return [
    betweenCases(one),
    el('h2', { class: 'mono' }, one.id),
    el('p', {}, verdictMark(one.verdict), ' ', one.title),
    one.reason && el('p', {}, el('strong', {}, 'Why: '), one.reason),
    main && deviationPart(one, main, ''),
    rerunPart(one),
    tracePart(one, deviations, main),
    framesOf(one, deviations),
    deviations.filter(each => each !== main && (each.step !== main.step)).map(each =>
      deviationPart(one, each, 'Also.')),
    one.reproduction && [el('h3', {}, 'See it again'), command(one.reproduction)],
    one.capture && one.frames.length === 0 && el('p', {}, 'Capture: ',
      el('a', { href: encodeURI(one.capture), class: 'mono' }, one.capture)),
    citedPart(cited),
    one.output && [el('h3', {}, 'What the implementation wrote to stderr'),
      el('pre', { class: 'output card', tabindex: 0 }, one.output)],
    el('p', { class: 'faint' }, `Family ${one.family}, seed ${one.seed}, ` +
      `${counted(one.tests, 'test')}, ${counted(one.steps, 'step')} judged.`),
  ]
}

// The shortest trace first; the one that was found only when it is another.
function tracePart(one, deviations, main) {
  const steps = one.trace
  const shrunk = one.shrunk
  const asFound = () => trace(steps, deviations, `The trace of ${cut(one.id, 100)}`)
  const labels = list => list.map(step => step.label).join('\n')
  if (shrunk.length === 0 || labels(shrunk) === labels(steps)) {
    return steps.length > 0 && [el('h3', {}, 'The trace',
      shrunk.length > 0 && ', which could not be made shorter'), asFound()]
  }
  return [el('h3', {}, 'As short as it could be made'),
    trace(shrunk, lastOf(shrunk, main), 'The shortest trace that fails'),
    lazily(`As it was found, ${counted(steps.length, 'step')}`, asFound)]
}

// A shortest trace ends with what is wrong, which is what was wrong in the long one.
function lastOf(steps, main) {
  const last = steps.length - 1
  if (!main || last < 0) return []
  const same = steps[last].byIut && steps[last].label === main.observed
  return same ? [{ ...main, step: last }] : []
}
