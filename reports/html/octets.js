// SPDX-License-Identifier: Apache-2.0
// The octets of a frame with the fields that they are, and the wrong ones marked.

const perLine = 16

// The octets, sixteen a line, those of a field underlined together.
function dump(frame) {
  const owner = new Map()
  frame.fields.forEach((field, index) => {
    for (let i = 0; i < field.width; ++i) owner.set(field.offset + i, index)
  })
  const lines = el('div', { class: 'dump', 'aria-hidden': 'true' })
  const number = frame.octets.length / 2
  for (let begin = 0; begin < number; begin += perLine) {
    lines.append(el('span', { class: 'faint', style: 'border: 0' },
      begin.toString(16).padStart(4, '0')), ' ')
    let at = begin
    while (at < Math.min(begin + perLine, number)) {
      let end = at + 1
      while (end < Math.min(begin + perLine, number) && owner.get(end) === owner.get(at)) ++end
      const field = frame.fields[owner.get(at)]
      const pairs = frame.octets.slice(2 * at, 2 * end).match(/../g).join(' ')
      lines.append(field
        ? el('span', { class: `${owner.get(at) % 2 ? 'odd' : ''} ${field.wrong ? 'wrong' : ''}`,
          title: `${field.name} = ${field.value}` }, pairs)
        : el('span', { class: 'faint', style: 'border: 0' }, pairs), ' ')
      at = end
    }
    lines.append('\n')
  }
  return lines
}

const octetsOf = (frame, field) =>
  frame.octets.slice(2 * field.offset, 2 * (field.offset + field.width))

function frameView(frame) {
  const rows = frame.fields.map(field => ({
    class: field.wrong ? 'wrong' : '',
    cells: [field.name, String(field.offset),
      el('code', {}, cut(octetsOf(frame, field), 32)),
      [el('code', {}, field.value), field.wrong && ' ✗ wrong']],
  }))
  return el('div', {},
    frame.malformed && el('p', {}, el('strong', {}, `✗ ${frame.malformed}`)),
    el('div', { class: 'octets' }, dump(frame),
      frame.fields.length > 0
        ? table(`Fields of ${frame.table}`,
          [['Field'], ['At', 'number'], ['Octets'], ['Value']], rows)
        : el('p', { class: 'faint' }, 'No table of the kit knows these octets.')))
}

const frameTitle = frame => `Frame ${frame.number}` +
  (frame.step === null ? '' : `, step ${grouped(frame.step + 1)}`)

// The frames of broken steps open, all others when they are asked for.
function framesOf(one, deviations) {
  const frames = one.frames
  if (frames.length === 0) return null
  const broken = new Set(deviations.map(deviation => deviation.step))
  const isWrong = frame => frame.malformed || frame.fields.some(field => field.wrong) ||
    broken.has(frame.step)
  const wrong = frames.filter(isWrong)
  const others = frames.filter(frame => !isWrong(frame))
  return [
    el('h3', {}, 'Frames'),
    one.capture && el('p', {}, 'All of them: ',
      el('a', { href: encodeURI(one.capture), class: 'mono' }, one.capture)),
    wrong.map(frame => [el('h4', {}, frameTitle(frame)), frameView(frame)]),
    others.length > 0 && lazily(`${counted(others.length, 'other frame')}`, () =>
      others.map(frame => lazily(frameTitle(frame), () => frameView(frame)))),
  ]
}
