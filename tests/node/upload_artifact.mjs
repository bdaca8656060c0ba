// Uploads files with GitHub's own client: node upload_artifact.mjs NAME FOLDER LEVEL DAYS FILE...
// Prints one line of JSON as the last one: the id, or the kind of the error.
import { DefaultArtifactClient } from '@actions/artifact'

const [name, folder, level, days, ...files] = process.argv.slice(2)
const options = { compressionLevel: Number(level), ...(Number(days) ? { retentionDays: Number(days) } : {}) }
try {
  const { id } = await new DefaultArtifactClient().uploadArtifact(name, files, folder, options)
  console.log(JSON.stringify({ id: String(id) }))
} catch (error) {
  console.log(JSON.stringify({ error: error.name }))
}
