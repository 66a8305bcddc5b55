/** The page's element with this id. @throws when the page has none of that kind */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** Adds one line of plain text. */
export function addLine(list: HTMLElement, text: string, role = ''): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  item.dataset['role'] = role;
  list.append(item);
  list.scrollTop = list.scrollHeight;
  return item;
}
