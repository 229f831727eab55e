// Runs the rules as CouchDB does: reads {rules, cases: [{doc, old, user}]} and answers with what each is refused for, or null.
let text = '';
for await (const part of process.stdin) text += part;
const { rules, cases } = JSON.parse(text);
const validate = (0, eval)(`(${rules})`);
const verdicts = cases.map(({ doc, old, user }) => {
  try {
    validate(doc, old, user, {});
    return null;
  } catch (refusal) {
    return refusal.forbidden ?? `fault: ${refusal}`;
  }
});
console.log(JSON.stringify(verdicts));
