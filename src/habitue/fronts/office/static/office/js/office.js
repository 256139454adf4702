// The office's own small hands: what a country proposes, walking a list, picking a customer.
import * as proposals from "./proposals.js";
import * as rows from "./rows.js";
import * as drop from "./drop.js";
import * as panes from "./panes.js";
import * as orders from "./orders.js";
import * as pick from "./pick.js";

const behaviours = [proposals, rows, panes, pick, drop, orders];
const attach = (root) => { for (const each of behaviours) each.attach(root); };

attach(document);
document.addEventListener("htmx:load", (event) => attach(event.detail.elt));
document.querySelector("[data-faults]")?.focus(); // what is wrong is read first
