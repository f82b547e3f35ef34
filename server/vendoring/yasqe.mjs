// The SPARQL editor of Yasgui, for the workbench at /sparql. `yasqe-patches.mjs` takes out what our pages may not do.
//
// Of Yasgui's three parts this is the one that is kept. The tabs and the table of results are our own
// (`server/static/scripts/workbench/`): Yasgui's are in English alone, and bring jQuery, DataTables and Leaflet, which
// write styles into the page and name a tile server, for what a table and an SVG do.

import "@zazuko/yasqe/build/yasqe.min.css";

export { Yasqe } from "@zazuko/yasqe";
