// What pages say, read from the files that they say it from: say('nl', 'portal.save').

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['states/messages', 'adapters/pages/words', 'adapters/portal/words', 'adapters/console/words'];
const known = { en: {}, nl: {}, fr: {} };
for (const folder of folders.map((name) => join(process.env.DOORSTEP_SOURCE, name)))
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const language = file.split('.').at(-2);
    const of = known[language] ?? known[file.split('.')[0]];
    Object.assign(of, JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }

export const languages = Object.keys(known);

export function say(language, key, values = {}) {
  const words = known[language][key];
  if (words === undefined) throw new Error(`${language} has no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`);
}

// The longest part of a sentence that is the same whatever is filled in.
export const sureOf = (language, key) => say(language, key).split(/\{\w+\}/).sort((a, b) => b.length - a.length)[0].trim();
