// Reads a Parquet file with hyparquet. "rows" prints a JSON object a row; "digests" prints, for each column, the
// MD5 of its values, each as a text with a line end behind it.
import { createHash } from 'node:crypto'
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const [mode, path] = process.argv.slice(2)
const file = await asyncBufferFromFile(path)

// Times are numbers of milliseconds, and numbers of 64 bits are texts, as they keep all of their digits so.
const plain = (key, value) =>
  value instanceof Date ? value.getTime() : typeof value === 'bigint' ? String(value) : value

function text(value) {
  if (value === undefined || value === null) return '\u0000null'
  return value instanceof Date ? String(value.getTime()) : String(value)
}

if (mode === 'rows') {
  const rows = await parquetReadObjects({ file, compressors })
  for (const row of rows) {
    for (const name of Object.keys(row)) if (row[name] instanceof Date) row[name] = row[name].getTime()
    console.log(JSON.stringify(row, plain))
  }
} else {
  const digests = {}
  const metadata = await parquetMetadataAsync(file)
  let rowStart = 0
  // One row group after the other, or their columns come in any order.
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    await parquetRead({
      file,
      metadata,
      compressors,
      rowStart,
      rowEnd,
      onChunk({ columnName, columnData }) {
        digests[columnName] ??= createHash('md5')
        for (let from = 0; from < columnData.length; from += 10000) {
          const part = columnData.slice(from, from + 10000)
          digests[columnName].update(Array.from(part, value => text(value) + '\n').join(''))
        }
      },
    })
    rowStart = rowEnd
  }
  for (const name of Object.keys(digests)) digests[name] = digests[name].digest('hex')
  console.log(JSON.stringify(digests))
}
