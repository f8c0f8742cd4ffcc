// Shows the OpenAPI contract: a list of operations with a search field, and one selected operation.
// All texts become text nodes, so nothing in the contract is interpreted as HTML.
"use strict";

const VERBS = ["get", "post", "put", "delete"];

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

// Renders the subset of Markdown that the contract uses: headings, lists, tables, bold and code.

function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return element("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return element("b", {}, part.slice(2, -2));
    return part;
  });
}

function block(lines) {
  if (lines[0].startsWith("#")) {
    return element("h2", {}, ...inline(lines.join(" ").replace(/^#+ /, "")));
  }
  if (lines[0].startsWith("- ")) {
    return element("ul", {}, ...lines.map((line) => element("li", {}, ...inline(line.slice(2)))));
  }
  if (lines[0].startsWith("|")) {
    const rows = lines.filter((line) => !line.startsWith("|--"));
    return element("table", {}, ...rows.map((row) => element("tr", {},
        ...row.split("|").slice(1, -1).map((cell) => element("td", {}, ...inline(cell.trim()))))));
  }
  return lines[0].startsWith("---")
      ? element("hr", {})
      : element("p", {}, ...lines.flatMap((line) => [...inline(line), " "]));
}

function markdown(text) {
  const blocks = [];
  let lines = [];
  let kind = "";
  for (const line of [...(text || "").split("\n"), ""]) {
    const next = (line.match(/^(#|- |\||---)/) || [""])[0];
    if (lines.length && (line === "" || next !== kind || next === "#")) {
      blocks.push(block(lines));
      lines = [];
    }
    if (line !== "") lines.push(line);
    kind = next;
  }
  return blocks;
}

// The contract ---------------------------------------------------------------------------------

function page(contract) {
  const resolve = (part) => part && part.$ref
      ? resolve(part.$ref.slice(2).split("/").reduce((node, key) => node[key], contract))
      : part || {};

  const tags = new Map(contract.tags.map((tag) => [tag.name, {...tag, operations: []}]));
  const byId = new Map();
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const verb of VERBS.filter((one) => item[one])) {
      const operation = {...item[verb], verb: verb.toUpperCase(), path};
      const name = operation.tags[0];
      if (!tags.has(name)) tags.set(name, {name, operations: []});
      const tag = tags.get(name);
      tag.operations.push(operation);
      byId.set(operation.operationId, operation);
      // The search ranks matches in `name` above matches elsewhere in `text`, such as problem codes.
      operation.name = `${operation.operationId} ${operation.summary} ${path}`.toLowerCase();
      operation.text = [operation.name, tag.name, tag.description, operation.description,
        ...Object.values(operation.responses).map((response) => resolve(response).description),
      ].join(" ").toLowerCase();
    }
  }

  const list = document.getElementById("operations");
  const shown = document.getElementById("shown");

  function link(operation) {
    return element("li", {}, element("a", {href: "#" + operation.operationId},
        element("span", {className: "verb"}, operation.verb), operation.summary));
  }

  function find(words) {
    if (!words.length) {
      list.replaceChildren(...[...tags.values()].flatMap((tag) =>
          [element("li", {className: "tag"}, tag.name), ...tag.operations.map(link)]));
      return;
    }
    const rank = (operation) => words.filter((word) => !operation.name.includes(word)).length;
    list.replaceChildren(...[...byId.values()]
        .filter((operation) => words.every((word) => operation.text.includes(word)))
        .sort((one, other) => rank(one) - rank(other)
            || one.operationId.length - other.operationId.length)
        .map(link));
  }

  function type(schema) {
    if (schema.$ref) return schema.$ref.split("/").pop();
    if (schema.items) return type(schema.items) + "[]";
    if (schema.anyOf) return schema.anyOf.map(type).join(" | ");
    return [].concat(schema.type || "any").join(" | ") + (schema.format ? ` (${schema.format})` : "");
  }

  // Creates the members of a schema only when the user opens it, because schemas can be recursive.
  function members(schema) {
    const inner = resolve(schema.items ? resolve(schema.items)
        : (schema.anyOf || []).find((one) => one.$ref) || schema);
    const whole = inner.items ? resolve(inner.items) : inner;
    if (!whole.properties) {
      return [...markdown(whole.description), whole.pattern && element("code", {}, whole.pattern)];
    }
    return [...markdown(whole.description), ...Object.entries(whole.properties).map(
        ([name, member]) => property(name, member, (whole.required || []).includes(name)))];
  }

  function property(name, schema, required) {
    const row = element("details", {}, element("summary", {}, element("code", {}, name), " ",
        element("i", {}, type(schema) + (required ? "" : "?")), " ", ...inline(schema.description || "")));
    row.addEventListener("toggle", () => row.append(...members(schema)), {once: true});
    return row;
  }

  function body(title, content) {
    return Object.entries(content || {}).flatMap(([media, {schema, example, examples}]) => [
      element("h3", {}, `${title} ${media} `, element("i", {}, type(schema || {}))),
      ...(schema ? members(schema) : []),
      ...[example, ...Object.values(examples || {}).map((one) => resolve(one).value)]
          .filter((one) => one !== undefined)
          .map((one) => element("pre", {}, typeof one === "string" ? one : JSON.stringify(one, null, 2))),
    ]);
  }

  function show() {
    const operation = byId.get(location.hash.slice(1));
    for (const one of list.querySelectorAll("a")) {
      one.toggleAttribute("aria-current", one.hash === location.hash);
    }
    if (!operation) {
      shown.replaceChildren(element("h1", {}, contract.info.title), ...markdown(contract.info.description));
      return;
    }
    const parameters = (operation.parameters || []).map(resolve);
    shown.replaceChildren(
        element("h1", {}, operation.summary),
        element("pre", {}, `${operation.verb} ${operation.path}\n${operation.operationId}`),
        ...markdown(operation.description),
        operation["x-roles"] ? element("p", {}, "Roles: ", operation["x-roles"].join(", ")) : "",
        ...(parameters.length ? [element("h3", {}, "Parameters")] : []),
        ...parameters.map((one) => property(`${one.name} (${one.in})`,
            {...one.schema, description: one.description}, one.required)),
        ...body("Request", (operation.requestBody || {}).content),
        ...Object.entries(operation.responses).flatMap(([status, reference]) => {
          const response = resolve(reference);
          const row = element("details", {open: status.startsWith("2")}, element("summary", {},
              element("b", {}, status), " ", response.description || ""));
          const fill = () => row.append(
              ...Object.entries(response.headers || {}).map(([name, header]) =>
                  element("p", {}, element("code", {}, name), " ", ...inline(resolve(header).description))),
              ...body("Response", response.content));
          if (row.open) fill(); else row.addEventListener("toggle", fill, {once: true});
          return [row];
        }));
    shown.scrollTop = 0;
  }

  const search = document.getElementById("search");
  search.addEventListener("input", () =>
      find(search.value.toLowerCase().split(/\s+/).filter((word) => word)));
  addEventListener("hashchange", show);
  find([]);
  show();
}

fetch("/openapi.json").then((answer) => answer.json()).then(page);
