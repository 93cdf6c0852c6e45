// SPDX-License-Identifier: Apache-2.0
// What can be read in a screenshot, kept in the PNG itself as its description (a chunk iTXt).

const table = Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let i = 0; i < 8; ++i) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

function crc(octets) {
  let value = 0xffffffff
  for (const octet of octets) value = table[(value ^ octet) & 0xff] ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

const signatureLength = 8
const head = Buffer.from('Description\0\0\0\0\0', 'latin1') // not compressed, of no language

function chunksOf(png) {
  const chunks = []
  for (let at = signatureLength; at < png.length;) {
    const end = at + 12 + png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), octets: png.subarray(at, end) })
    at = end
  }
  return chunks
}

const isText = chunk => chunk.type === 'iTXt' && chunk.octets.subarray(8).indexOf(head) === 0

// The description; empty where there is none.
export function readPngText(png) {
  const found = chunksOf(png).find(isText)
  return found ? found.octets.toString('utf8', 8 + head.length, found.octets.length - 4) : ''
}

// The PNG with this description and no other.
export function withPngText(png, text) {
  const body = Buffer.concat([Buffer.from('iTXt', 'latin1'), head, Buffer.from(text, 'utf8')])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc(body), body.length + 4)
  const [first, ...rest] = chunksOf(png).filter(one => !isText(one)).map(one => one.octets)
  return Buffer.concat([png.subarray(0, signatureLength), first, chunk, ...rest])
}
