import { afterEach, describe, expect, it } from "vitest";
import { isSend, shortcutOf, type Shortcut } from "./shortcuts";

afterEach(() => document.body.replaceChildren());

function press(key: string, html = "<p></p>", init: KeyboardEventInit = {}): Shortcut | undefined {
  document.body.innerHTML = html;
  let found: Shortcut | undefined;
  const target = document.querySelector("[data-here]") ?? document.body.firstElementChild!;
  const listen = (event: KeyboardEvent) => void (found = shortcutOf(event));
  document.addEventListener("keydown", listen, { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...init }));
  return found;
}

describe("a key of the page", () => {
  it.each([
    ["j", "next"],
    ["ArrowDown", "next"],
    ["k", "previous"],
    ["ArrowUp", "previous"],
    ["a", "approve"],
    ["d", "deny"],
    ["?", "help"],
  ])("%s is %s", (key, shortcut) => expect(press(key)).toBe(shortcut));

  it.each(["x", "A", "toString", "Enter", "Escape"])("%s is none", (key) =>
    expect(press(key)).toBeUndefined(),
  );

  it.each(["ctrlKey", "metaKey", "altKey"])("means something else with %s", (modifier) => {
    expect(press("a", "<p></p>", { [modifier]: true })).toBeUndefined();
  });

  it.each([
    "<textarea></textarea>",
    "<input>",
    '<input type="search">',
    "<select></select>",
    '<div contenteditable="true"><b data-here></b></div>',
    '<div role="dialog"><button data-here></button></div>',
    '<ul role="menu"><li data-here></li></ul>',
  ])("is a letter in %s", (html) => {
    expect(press("a", html)).toBeUndefined();
    expect(press("ArrowDown", html)).toBeUndefined();
  });

  it("leaves the arrows to who moves by them already", () => {
    for (const html of ['<input type="radio">', '<div role="tablist"><button data-here></button></div>']) {
      expect(press("ArrowDown", html)).toBeUndefined();
      expect(press("j", html)).toBe("next");
    }
  });
});

it("sends with Ctrl or Cmd and Enter, not with Enter alone", () => {
  expect(isSend({ key: "Enter", ctrlKey: true, metaKey: false })).toBe(true);
  expect(isSend({ key: "Enter", ctrlKey: false, metaKey: true })).toBe(true);
  expect(isSend({ key: "Enter", ctrlKey: false, metaKey: false })).toBe(false);
  expect(isSend({ key: "a", ctrlKey: true, metaKey: false })).toBe(false);
});
