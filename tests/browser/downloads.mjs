// What a page gives to be saved.

import { readFileSync } from 'node:fs';

export async function download({ page }, deed) {
  const [file] = await Promise.all([page.waitForEvent('download'), deed()]);
  return readFileSync(await file.path());
}
