// A mark for words in another language, such as the title of a book: `<span lang="fr">`. Screen
// readers change their voice there, and browsers choose the right letters.
import { Mark } from "django-prose-editor/editor";

const { gettext } = window;

/** `languages` comes from the field: [[code, name], …]. */
export const OtherLanguage = Mark.create({
  name: "otherLanguage",
  // Outside bold and italic, so that these do not split it.
  priority: 101,

  addOptions: () => ({ languages: [] }),

  addAttributes: () => ({ lang: { default: null } }),

  parseHTML: () => [{ tag: "span[lang]" }],

  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],

  addMenuItems({ buttons, menu }) {
    const { name, options } = this;
    const choices = [["", gettext("language of the text")], ...options.languages];
    for (const [lang, label] of choices) {
      const option = document.createElement("p");
      option.textContent = label;
      menu.defineItem({
        name: `${name}:${lang}`,
        // The library's group for a list of marks.
        groups: "textClass",
        button: buttons.text(lang ? label : gettext("language"), gettext("Language of the chosen words")),
        option,
        active: (editor) => (lang ? editor.isActive(name, { lang }) : !editor.isActive(name)),
        command(editor) {
          const chain = editor.chain().focus();
          if (lang) chain.extendMarkRange(name).setMark(name, { lang }).run();
          else chain.extendMarkRange(name).unsetMark(name).run();
        },
      });
    }
  },
});
