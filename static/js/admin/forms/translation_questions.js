// Asks what a change of a public text means for the other languages, as soon as it is changed, and
// answers by its size until somebody answers otherwise. Counts like versions/translations/change_size.py.
const MAX_SMALL_CHANGE_WORDS = 3;
const MIN_TRANSLATED_FRACTION = 1 / 3;
const BLOCK_END = /<\/(p|li|h\d|td|th|tr|blockquote)>|<br[^>]*>/g;

const questions = [...document.querySelectorAll(".translation-question")];
const form = questions[0]?.closest("form");

function countWords(text) {
  const counts = new Map();
  const plain = new DOMParser().parseFromString(text.replace(BLOCK_END, " "), "text/html");
  for (const word of plain.body.textContent.split(/\s+/)) {
    if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** The words of one text that the other has not, or has less often. */
function missingWords(text, other) {
  const found = [];
  for (const [word, count] of text) {
    const times = count - (other.get(word) ?? 0);
    if (times > 0) found.push(...Array(times).fill(word));
  }
  return found;
}

/** What changed in the texts of a language since the page was loaded. */
function changeOf(language) {
  let size = 0;
  let hasDigits = false;
  for (const field of form.querySelectorAll(`:is(input, textarea)[name][lang="${language}"]`)) {
    if (field.value === field.defaultValue) continue;
    const before = countWords(field.defaultValue);
    const after = countWords(field.value);
    const [added, removed] = [missingWords(after, before), missingWords(before, after)];
    size += Math.max(added.length, removed.length);
    hasDigits ||= [...added, ...removed].some((word) => /\p{Nd}/u.test(word));
  }
  return { size, isSmall: size <= MAX_SMALL_CHANGE_WORDS && !hasDigits };
}

function isDraft(language) {
  const name = `published_at_${language.replaceAll("-", "_")}_choice`;
  return form.elements[name]?.value === "draft";
}

function answer(question, change) {
  const sizes = question.dataset.others.split(" ").map((language) => changeOf(language).size);
  const isDone = sizes.every((size) => size && size >= change.size * MIN_TRANSLATED_FRACTION);
  const value = isDone ? "done" : change.isSmall ? "small" : "needed";
  question.querySelector(`[value="${value}"]`).checked = true;
}

function update() {
  for (const question of questions) {
    const { source, isAnswered, isFixed } = question.dataset;
    const change = changeOf(source);
    if (!isFixed) question.hidden = !change.size || isDraft(source);
    if (change.size && !isAnswered) answer(question, change);
  }
}

if (form) {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(update, 200);
  };
  for (const question of questions) {
    // A form with errors, or filled in with an older version, has changed before it was loaded.
    if (!question.hidden) question.dataset.isFixed = "yes";
    if (question.querySelector(":checked")) question.dataset.isAnswered = "yes";
    question.addEventListener("change", () => {
      question.dataset.isAnswered = "yes";
    });
  }
  for (const type of ["input", "change", "keyup", "pointerup", "paste", "drop"]) {
    form.addEventListener(type, later, { capture: true });
  }
  // A key that saves comes before the timer.
  form.addEventListener("submit", update, { capture: true });
  // Somebody may have typed before this was loaded; editors may have put their texts right.
  const lines = [...form.querySelectorAll("input[name][lang]")];
  if (lines.some((line) => line.value !== line.defaultValue)) later();
}
