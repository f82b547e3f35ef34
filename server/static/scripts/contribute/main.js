// Add a fact: the article stays in this page, the form is made of the shapes, and a draft fact file comes out.

import { saveAs } from "../saving.js";
import { Article, sha256 } from "./passage.js";
import { CONS, DCTERMS, DEF, fold, freeName, ID, iri, KINDS, literal, PROV, RDF, RDFS, slug, writeDraft } from "./draft.js";
import { passages as passagesOf } from "./article.js";
import { PASSAGE, showPassages } from "./cited.js";
import { makeForm, prepare } from "./form.js";

const root = document.querySelector("#contribute");
const words = JSON.parse(document.querySelector("#words").textContent);
const cards = new Map(JSON.parse(document.querySelector("#cards").textContent).map((card) => [card.name, card]));
const at = (name) => document.querySelector(`[data-part="${name}"]`);
const language = document.documentElement.lang;
const KEPT = "consulaire-contribute";
const TYPE = `${RDF}type`;
const CITED = `${PROV}wasDerivedFrom`;

const state = { created: new Map(), forms: new Map(), signatures: [], taken: new Set(), sources: [], profile: "", serial: 0 };
let waiting;
const context = {
  words,
  things: [],
  created: state.created,
  passages: [],
  create(kind, label) {
    const names = new Set([...state.created.values()].map((one) => one.iri.slice(ID.length)));
    const name = freeName(KINDS[kind].prefix, label, (one) => state.taken.has(one) || names.has(one));
    const made = { iri: ID + name, label, kind };
    state.created.set(made.iri, made);
    return made;
  },
  changed() {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  },
};
const article = passagesOf(at, words, sha256, Article, () => {
  context.passages = article.passages;
  for (const form of state.forms.values()) form.form.querySelectorAll("select.passage").forEach((one) => showPassages(one, context));
  context.changed();
});

// --- what was filled in ---

const values = (pairs, predicate) => pairs.filter(([name]) => name === predicate).map(([, term]) => term);

function saidIn(form) {
  const pairs = form.pairs();
  const passages = values(pairs, CITED).map((term) => Number(term.iri.slice(PASSAGE.length)));
  return {
    passages: [...new Set(passages)].filter((rank) => rank < context.passages.length),
    reading: values(pairs, `${CONS}reading`)[0]?.iri ?? `${DEF}reading-stated`,
    confidence: values(pairs, `${CONS}confidence`)[0]?.value ?? "1.0",
    comment: values(pairs, `${RDFS}comment`)[0]?.value,
  };
}

function labelled(pairs) {
  const labels = values(pairs, `${RDFS}label`);
  const of = (tag) => labels.find((term) => term.language === tag)?.value;
  return { fr: of("fr") ?? of("en") ?? "", en: of("en") };
}

function nameOf(value) {
  return (state.created.get(value) ?? context.things.find((one) => one.iri === value))?.label ?? "";
}

// Names of the draft are made of one stem, which no name of the graph has.
function stemFor(label) {
  const families = ["instr", "event-signing", "att", "cit", "sel"];
  const signed = (stem) => [...state.taken].some((name) => name.startsWith(`sig-${stem}-`));
  const isTaken = (name) => families.some((family) => state.taken.has(`${family}-${name.slice(2)}`)) || signed(name.slice(2));
  return freeName("x", label, isTaken).slice(2);
}

function source(labels, stem) {
  const known = state.sources.find((one) => one.sha256 === article.digest);
  if (known) return { iri: known.iri, pairs: null };
  const pairs = state.forms.get("source").pairs();
  const publisher = values(pairs, `${DCTERMS}publisher`)[0]?.value;
  const issued = values(pairs, `${DCTERMS}issued`)[0]?.value;
  const own = values(pairs, `${RDFS}label`)[0]?.value;
  const told = [publisher && `${words.articleOf} ${publisher}`, issued].filter(Boolean).join(", ");
  const label = own || told || `${words.articleOn} ${labels.fr || "…"}`;
  const name = freeName("src", [publisher, issued].filter(Boolean).join(" ") || own || stem, (one) => state.taken.has(one));
  const rest = pairs.filter(([predicate]) => predicate !== `${RDFS}label`);
  const text = article.digest
    ? [
        [`${CONS}sha256`, literal(article.digest)],
        [`${CONS}charCount`, literal(article.length, { datatype: "http://www.w3.org/2001/XMLSchema#integer" })],
      ]
    : [];
  return { iri: ID + name, pairs: [[`${RDFS}label`, literal(label, { language: "fr" })], ...rest, ...text] };
}

function draft() {
  const agreement = state.forms.get("agreement").pairs();
  const labels = labelled(agreement);
  const stem = stemFor(labels.fr);
  const instrument = `${ID}instr-${stem}`;
  const things = [{ iri: instrument, pairs: [[TYPE, iri(`${CONS}Agreement`)], ...agreement], said: saidIn(state.forms.get("agreement-said")) }];
  const event = state.forms.get("event").pairs();
  const eventIri = `${ID}event-signing-${stem}`;
  const french = (text) => [`${RDFS}label`, literal(text, { language: "fr" })];
  if (event.length) {
    const own = [[TYPE, iri(`${CONS}SigningEvent`)], [`${DCTERMS}type`, iri(`${DEF}event-signing`)], french(`Signature : ${labels.fr}`)];
    things.push({ iri: eventIri, pairs: [...own, ...event], said: saidIn(state.forms.get("event-said")) });
  }
  let rank = 0;
  for (const key of state.signatures) {
    const pairs = state.forms.get(key).pairs();
    if (!pairs.length) continue;
    const [who, whom] = ["signatory", "onBehalfOf"].map((name) => nameOf(values(pairs, CONS + name)[0]?.iri));
    const of = (name) => (/^[aàâeéèêiîoôuAÀÂEÉÈÊIÎOÔU]/.test(name) ? `d’${name}` : `de ${name}`);
    const label = who && whom ? `Signature ${of(who)} pour ${whom}` : `Signature ${of(who || whom)}`;
    const own = [[TYPE, iri(`${CONS}Signature`)], french(label), [`${CONS}signs`, iri(instrument)]];
    if (event.length) own.push([`${CONS}partOfEvent`, iri(eventIri)]);
    things.push({ iri: `${ID}sig-${stem}-${(rank += 1)}`, pairs: [...own, ...pairs], said: saidIn(state.forms.get(`${key}-said`)) });
  }
  const created = [];
  for (const made of state.created.values()) {
    const naming = things.find((thing) => thing.pairs.some(([, term]) => term.iri === made.iri));
    if (naming) created.push({ ...made, said: naming.said });
  }
  const moment = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return { labels, stem, source: source(labels, stem), passages: context.passages, things, created, curator: at("curator").value, moment };
}

// --- what is shown of it ---

function show() {
  if (!state.ready) return;
  const made = draft();
  at("preview").textContent = writeDraft(made);
  at("known").hidden = !made.source.iri || made.source.pairs !== null;
  at("known-name").textContent = nameOf(made.source.iri) || `id:${made.source.iri.slice(ID.length)}`;
  at("source").hidden = made.source.pairs === null;
  const cited = new Set(made.things.flatMap((thing) => thing.said.passages.map((rank) => context.passages[rank].paragraph)));
  const silent = Array.from({ length: article.paragraphs }, (_, index) => index + 1).filter((number) => !cited.has(number));
  at("silent").textContent = silent.length ? silent.join(", ") : "—";
  keep();
}

// Give what is wrong as [{ text, warns, focus }], each said once.
async function problems() {
  const found = [];
  if (!article.digest) found.push({ text: words.noArticle, focus: () => at("text").focus() });
  else if (!context.passages.length) found.push({ text: words.noPassageYet, focus: () => at("text").focus() });
  const name = fold(labelled(state.forms.get("agreement").pairs()).fr);
  const twin = name && context.things.find((one) => one.classes.includes(`${CONS}Instrument`) && fold(one.label) === name);
  if (twin) found.push({ text: `${words.sameName} id:${twin.iri.slice(ID.length)}.`, warns: true, focus: () => state.forms.get("agreement").firstWrong?.focus() });
  const asked = ["source", "agreement", "agreement-said", "event", "event-said"];
  for (const key of state.signatures) asked.push(key, `${key}-said`);
  for (const key of asked) {
    const form = state.forms.get(key);
    const base = state.forms.get(key.replace(/-said$/, ""));
    if ((key === "source" && at("source").hidden) || (/^(event|signature)/.test(key) && !base.pairs().length && !base.unsettled.length)) {
      form.strict = false;
      await form.validate(true);
      continue;
    }
    form.strict = true;
    await form.validate();
    const card = form.dataset.title;
    const focus = () => form.firstWrong?.focus();
    for (const { text, warns } of form.results) found.push({ text: `${card} : ${text}`, warns, focus });
    if (form.unsettled.length) found.push({ text: `${card} : ${words.unsettled}`, focus });
  }
  return found;
}

function tell(found) {
  const list = at("problems");
  list.replaceChildren();
  for (const one of found) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: words.goThere });
    button.setAttribute("aria-label", `${words.goThere} : ${one.text}`);
    button.addEventListener("click", one.focus);
    const item = document.createElement("li");
    item.className = one.warns ? "warns" : "wrong";
    item.append(Object.assign(document.createElement("b"), { textContent: one.warns ? words.warning : words.error }), ` ${one.text} `, button);
    list.append(item);
  }
  const wrong = found.filter((one) => !one.warns).length;
  at("verdict").textContent = wrong ? words.toMend.replace("{n}", wrong) : words.fit;
  return wrong;
}

async function check() {
  show();
  return tell(await problems());
}

async function download() {
  if (await check()) {
    at("verdict").focus();
    return;
  }
  const made = draft();
  save(writeDraft(made), `${made.stem}.ttl`);
}

function save(text, name) {
  saveAs(new Blob([text], { type: "text/turtle" }), name);
}

// --- the draft stays in this tab, if the person asks ---

function keep() {
  if (!at("keep").checked) return;
  const forms = Object.fromEntries([...state.forms].map(([key, form]) => [key, form.serialize("application/n-triples")]));
  const kept = { article: article.kept, forms, signatures: state.signatures.length, created: [...state.created.values()], curator: at("curator").value };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    at("keep").checked = false; // no room: nothing is kept
    sessionStorage.removeItem(KEPT);
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

// --- forms ---

function addForm(key, card, into, title, filled) {
  const form = makeForm(cards.get(card), `urn:draft:${key}`, { profile: state.profile, language, context, values: filled?.[key] });
  form.dataset.title = title;
  form.setAttribute("role", "group");
  form.setAttribute("aria-label", title);
  form.addEventListener("change", context.changed);
  state.forms.set(key, form);
  into.append(form);
}

function addSaid(key, into, title, filled) {
  const part = document.createElement("div");
  part.className = "said";
  part.append(Object.assign(document.createElement("h3"), { textContent: cards.get("attestation").title }));
  into.append(part);
  addForm(`${key}-said`, "attestation", part, `${title}, ${words.itsProof}`, filled);
}

function addSignature(filled) {
  const key = `signature-${(state.serial += 1)}`;
  const part = document.createElement("section");
  const heading = Object.assign(document.createElement("h3"), { textContent: `${words.signatory} ${state.serial}`, tabIndex: -1 });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: words.dropSignature });
  drop.addEventListener("click", () => {
    state.signatures = state.signatures.filter((one) => one !== key);
    for (const one of [key, `${key}-said`]) state.forms.delete(one);
    part.remove();
    at("add-signature").focus();
    context.changed();
  });
  part.className = "signature";
  part.append(heading);
  addForm(key, "signature", part, heading.textContent, filled);
  addSaid(key, part, heading.textContent, filled);
  part.append(drop);
  at("signatures").append(part);
  state.signatures.push(key);
  return heading;
}

async function begin() {
  const get = async (name) => {
    const response = await fetch(root.dataset[name]);
    if (!response.ok) throw new Error(`${root.dataset[name]}: ${response.status}`);
    return response;
  };
  const [profile, choices, css] = await Promise.all(["profile", "choices", "sheet"].map(get));
  state.profile = await profile.text();
  const { things, sources, taken, curators } = await choices.json();
  Object.assign(state, { sources, taken: new Set(taken) });
  context.things = things;
  at("curator").append(...curators.map((one) => Object.assign(document.createElement("option"), { value: one.iri, textContent: one.label })));
  prepare(await css.text(), [...cards.values()], context);
  const found = kept();
  const filled = found?.forms;
  if (found) {
    at("keep").checked = true;
    for (const one of found.created) state.created.set(one.iri, one);
    await article.restore(found.article);
    if (found.curator) at("curator").value = found.curator;
  }
  for (const name of ["source", "agreement", "event"]) {
    const { title } = cards.get(name);
    addForm(name, name, at(`${name}-form`), title, filled);
    if (name !== "source") addSaid(name, at(`${name}-form`), title, filled);
  }
  for (let count = found?.signatures ?? 1; count > 0; count -= 1) addSignature(filled);
  at("add-signature").addEventListener("click", () => addSignature().focus());
  at("check").addEventListener("click", async () => {
    await check();
    at("verdict").focus();
  });
  at("download").addEventListener("click", download);
  at("save-text").addEventListener("click", () => save(article.text, `${slug(at("curator").value) && draft().stem}.txt`));
  at("curator").addEventListener("change", context.changed);
  at("keep").addEventListener("change", () => (at("keep").checked ? keep() : sessionStorage.removeItem(KEPT)));
  at("erase").addEventListener("click", () => {
    if (!confirm(words.eraseAll)) return;
    sessionStorage.removeItem(KEPT);
    at("keep").checked = false;
    location.reload();
  });
  state.ready = true;
  setTimeout(context.changed, 400); // the forms begin a little later
}

at("needs").hidden = true;
at("work").hidden = false;
begin().catch((error) => {
  at("failed").hidden = false;
  at("failed").append(` ${error.message}`);
});
