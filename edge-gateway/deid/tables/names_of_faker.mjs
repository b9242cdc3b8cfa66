// Writes the names of people of all locales of @faker-js/faker as JSON; the argument is the module to load.
const { allLocales } = await import(process.argv[2]);
const kept = {};
for (const [locale, { person = {} }] of Object.entries(allLocales)) {
  kept[locale] = { first: person.first_name ?? {}, last: person.last_name ?? {}, middle: person.middle_name ?? {} };
}
process.stdout.write(JSON.stringify(kept));
