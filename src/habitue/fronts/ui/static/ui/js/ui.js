// Loads every behaviour once, and attaches it to the page and to whatever htmx brings later.
import * as amountpad from "./amountpad.js";
import * as awake from "./awake.js";
import * as camera from "./camera.js";
import * as copy from "./copy.js";
import * as dirty from "./dirty.js";
import * as fill from "./fill.js";
import * as htmxAnswers from "./htmx-answers.js";
import * as line from "./line.js";
import * as news from "./news.js";
import * as nfc from "./nfc.js";
import * as once from "./once.js";
import * as pinpad from "./pinpad.js";
import * as print from "./print.js";
import * as search from "./search.js";
import * as selection from "./selection.js";
import * as sheet from "./sheet.js";
import * as shortcuts from "./shortcuts.js";
import * as tabs from "./tabs.js";
import * as theme from "./theme.js";
import * as toast from "./toast.js";
import * as unfold from "./unfold.js";
import * as wedge from "./wedge.js";
import * as wedgeAnswer from "./wedge-answer.js";

const behaviours = [
  wedge, wedgeAnswer, camera, nfc, htmxAnswers, once, toast, search, pinpad, amountpad,
  selection, dirty, fill, shortcuts, tabs, theme, unfold, print, copy, line, awake, news, sheet, // last: what it opens stands ready
];

document.documentElement.dataset.scripts = "";
for (const each of behaviours) each.start?.();
const attach = (root) => { for (const each of behaviours) each.attach?.(root); };
attach(document);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt));
