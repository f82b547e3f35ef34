// What is changed in Yasqe before it is bundled, and why. Each place must be found as often as it is said to be there,
// so that a new version of Yasqe cannot bring one back unseen.

import { readFileSync } from "node:fs";

const patches = [
  // An old browser's JSON parser evaluates text, which `script-src 'self'` forbids; every browser has JSON itself.
  { times: 1, find: 'j = eval("(" + text + ")")', put: "j = null" },
  // A style in markup, which `style-src 'self'` forbids; the style sheet does it.
  { times: 1, find: "<strong style='text-decoration:underline'>", put: "<strong>" },
  // The endpoint of others that it would ask unless told otherwise.
  { times: 1, find: '"https://dbpedia.org/sparql"', put: '"/sparql"' },
  // Five hundred prefixes of others: the workbench offers those of this graph.
  { times: 1, find: /prefixes_default = \{[^}]*\}/g, put: "prefixes_default = {}" },
  // The address of such a list, which can be set, and is never: nothing of the web is asked while one types.
  { times: 1, find: /prefixCcApi: null/g, put: "prefixCcApi: null" },
];

export const yasqePatches = {
  name: "yasqe-patches",
  setup(build) {
    build.onLoad({ filter: /yasqe\.esm\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const { times, find, put } of patches) {
        const found = contents.split(find).length - 1;
        if (found !== times) throw new Error(`${path}: '${find}' is there ${found} times, not ${times}.`);
        contents = contents.replaceAll(find, put);
      }
      return { contents, loader: "js" };
    });
  },
};
