// Bring in the library that draws networks, for every page that draws one.

// Where something has this id, Cytoscape writes no style into the page, which our policy would forbid; what that style
// says is said here, through the CSSOM, which the policy allows.
const HELD = "__________cytoscape_stylesheet";

// Give what makes a graph of Cytoscape's options; `address` is that of the library.
export async function cytoscapeFrom(address) {
  const { default: cytoscape } = await import(address);
  return (options) => {
    if (!document.getElementById(HELD)) document.head.append(Object.assign(document.createElement("meta"), { id: HELD }));
    options.container.style.position = "relative";
    return cytoscape(options);
  };
}
